from dataclasses import replace
from types import SimpleNamespace

import pytest

from bot.asking import Asker
from handoff.contacts import ContactDirectory
from knowledge.answer import Answer, Answerer, Citation, Question
from knowledge.building import build
from knowledge.corpus import load_plans
from knowledge.duties import lookup
from nlu.triage.result import Level, Speaker, Triage
from tests.knowledge.conftest import PLANS
from tests.knowledge.fake_encoder import FakeEncoder

CALM = Triage(Level.NONE)
HURT = Triage(Level.DISCLOSURE, "partner", "self", 0.9)
DANGER = Triage(Level.EMERGENCY, "partner", "self", 0.99)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory):
    home = tmp_path_factory.mktemp("index")
    build(home, load_plans(PLANS), "v1", FakeEncoder())
    return Answerer(home, FakeEncoder())


def asker(answerer, triage):
    return Asker(answerer, lambda _text, _previous: triage, ContactDirectory.load())


def test_a_calm_question_is_answered_plainly(answerer):
    asked = asker(answerer, CALM).ask("Ai ký kế hoạch?", "can-tho")
    assert asked.status == "answered"
    assert "113" not in asked.text


def test_a_disclosure_that_asks_gets_the_numbers_first(answerer):
    asked = asker(answerer, HURT).ask("chồng đánh em, trạm y tế có giữ bí mật không", "thanh-sen")
    assert asked.status == "answered"
    first = asked.text.splitlines()[0]
    assert "113" in first
    assert asked.citations
    assert "18008065" not in asked.text


def test_her_own_places_number_is_among_them(answerer):
    asked = asker(answerer, HURT).ask("Ở Cần Thơ có hỗ trợ sinh kế cho người bị chồng đánh không?")
    assert "18008065" in asked.text.splitlines()[0]


def test_an_emergency_without_an_answer_is_urgent(answerer):
    asked = asker(answerer, DANGER).ask("nó đang cầm dao, đánh vợ bị phạt bao nhiêu", "lai-chau")
    assert asked.status == "urgent"
    assert "113" in asked.text.splitlines()[0]
    assert "18008065" not in asked.text


def test_a_disclosure_without_an_answer_is_believed_and_given_the_numbers(answerer):
    asked = asker(answerer, HURT).ask("chồng đánh em, đánh vợ bị phạt bao nhiêu tiền", "lai-chau")
    assert asked.status == "urgent"
    assert "113" in asked.text
    assert "18008065" not in asked.text
    assert "không có trong các kế hoạch" in asked.text


def test_whom_to_call_is_told_where_the_plans_have_no_number(answerer):
    for place in ("lai-chau", "da-nang"):
        asked = asker(answerer, CALM).ask("bị hàng xóm đe doạ thì gọi số nào?", place)
        assert asked.status == "not_in_plans"
        assert "113" in asked.text
        assert "18008065" not in asked.text
    assert "113" not in asker(answerer, CALM).ask("án phí ly hôn mấy tiền?", "lai-chau").text


def test_a_watched_disclosure_gets_nothing_that_tells(answerer):
    watched = replace(HURT, watched=True)
    asked = asker(answerer, watched).ask("chồng đánh em, bị phạt bao nhiêu tiền", "lai-chau")
    assert asked.status == "urgent"
    assert "bạo lực" not in asked.text
    assert asked.citations == ()


def test_who_leads_is_looked_up_where_the_text_has_no_answer(answerer):
    silent = Answer("not_in_plans", "Không có.")

    class Silent:
        index = answerer.index

        def refresh(self):
            return False

        def ask_many(self, questions):
            return [silent for _ in questions]

    plans = load_plans(PLANS)

    def look_up(question, place, previous):
        return lookup(question, plans, place=place, context=previous)

    asker = Asker(Silent(), lambda _text, _previous: CALM, look_up=look_up)
    asked = asker.ask("Ai chủ trì mô hình hỗ trợ ở Thành Sen?")
    assert asked.status == "answered"
    assert asked.citations
    texts = [passage.text for passage in plans["thanh-sen-2026-2030"].passages]
    assert all(any(one.quote in text for text in texts) for one in asked.citations)
    assert asker.ask("Thành Sen 2024 ai chủ trì mô hình hỗ trợ?").status == "not_in_plans"
    assert asker.ask("Thành Sen có thu phí không?").status == "not_in_plans"


def test_a_refusal_gives_way_to_an_emergency_but_not_for_the_one_who_hurts(answerer):
    question = "vợ tôi bỏ nhà đi, tìm ở đâu"
    assert asker(answerer, DANGER).ask(question).status == "urgent"
    harmer = Triage(Level.EMERGENCY, "partner", "third_party", 0.9, speaker=Speaker.HARMER)
    assert asker(answerer, harmer).ask(question).status == "refused"


def test_a_triage_made_before_is_used(answerer):
    def never(_text, _previous):
        raise AssertionError

    asked = Asker(answerer, never).ask("Ai ký kế hoạch?", "can-tho", triage=CALM)
    assert asked.triage is CALM


def test_many_are_answered_in_order(answerer):
    questions = [Question("Ai ký kế hoạch?", place) for place in ("can-tho", "lai-chau")]
    first, second = asker(answerer, CALM).ask_many(questions)
    assert "Nguyễn Thực Hiện" in first.text
    assert "Tổng Thanh Hải" in second.text


def test_replies_stay_short():
    long = Answer("answered", "x" * 2500, (Citation("p", "t", "i", "I", "q", "v"),))

    class Long:
        index = SimpleNamespace(plans={})

        def refresh(self):
            return False

        def ask_many(self, questions):
            return [long for _ in questions]

    asked = Asker(Long(), lambda _text, _previous: HURT).ask("?")
    assert len(asked.text) <= 2500
