import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from knowledge.building import build
from knowledge.index import DenseIndex
from knowledge.lexical import terms
from knowledge.search import Index, Query
from tests.knowledge.fake_encoder import FakeEncoder


@pytest.fixture(scope="module")
def index(plans, tmp_path_factory):
    return Index(build(tmp_path_factory.mktemp("index"), plans, "v1", FakeEncoder()))


def ask(index, words, plans=None, **more):
    vector = FakeEncoder().queries([words])[0]
    return index.search(Query(words, vector, plans, **more), 5)


def test_finds_the_clause(index):
    hits = ask(index, "mất cân bằng giới tính khi sinh")
    assert hits[0].passage.plan == "thanh-sen-2026-2030"
    assert "mất cân bằng giới tính khi sinh" in hits[0].passage.text
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_finds_it_without_accents(index):
    hits = ask(index, "mat can bang gioi tinh khi sinh")
    assert "mất cân bằng giới tính khi sinh" in hits[0].passage.text


def test_stays_in_the_plans_asked(index):
    hits = ask(index, "tổng đài điện thoại", frozenset(["lai-chau-2021-2025"]))
    assert {hit.passage.plan for hit in hits} == {"lai-chau-2021-2025"}


def test_no_plans_no_hits(index):
    assert ask(index, "tổng đài", frozenset()) == []


def test_further_words_help(index):
    plans = frozenset(["can-tho-2024"])
    rank = {}
    for more in ("", "kinh phí dự toán ngân sách"):
        hits = index.search(
            Query("lấy ở đâu ra", FakeEncoder().queries(["lấy ở đâu ra"])[0], plans, more), 60
        )
        rank[more] = next(
            place for place, hit in enumerate(hits) if "dự toán chi ngân sách" in hit.passage.text
        )
    assert rank["kinh phí dự toán ngân sách"] < rank[""]


def test_passages_of_a_plan_in_order(index, plans):
    passages = index.passages_of("can-tho-2024")
    assert [p.id for p in passages] == [p.id for p in plans["can-tho-2024"].passages]
    assert np.isfinite(index.dense.vectors([0])).all()


def test_many_hits_come_in_the_order_of_their_scores(index):
    words = "phòng ngừa và ứng phó với bạo lực trên cơ sở giới"
    hits = index.search(Query(words, FakeEncoder().queries([words])[0]), 100)
    scores = [hit.score for hit in hits]
    assert len(hits) == 100
    assert scores == sorted(scores, reverse=True)
    assert len({hit.row for hit in hits}) == 100


def test_words_that_only_ask_do_not_lift_passages(index):
    bare, asked = (
        index.search(Query(words, FakeEncoder().queries(["tổng đài"])[0]), 100)
        for words in ("tổng đài", "tổng đài là gì")
    )
    order = {hit.row: place for place, hit in enumerate(bare)}
    assert asked[0].row == bare[0].row
    assert [order[hit.row] for hit in asked[:5]] == sorted(order[hit.row] for hit in asked[:5])


def test_a_question_of_only_such_words_is_looked_up_all_the_same(index):
    assert any(hit.lexical > 0 for hit in ask(index, "là gì"))


def test_the_share_of_words_found_counts_those_that_ask_too(index):
    words = "ai chủ trì"
    for hit in ask(index, words):
        every = dict.fromkeys(terms(words), 1.0)
        ceiling = sum(map(index.lexical.weight, every))
        whole = index.lexical.added(every, [hit.row])[0]
        assert hit.lexical == pytest.approx(min(1.0, whole / ceiling), abs=1e-5)


def test_vectors_in_cells_are_searched_beside_words(index, monkeypatch):
    words = "mất cân bằng giới tính khi sinh"
    wanted = [hit.row for hit in ask(index, words)]
    cells = DenseIndex.build(index.dense.vectors(range(len(index.dense))), exact_up_to=10)
    assert not cells.exact
    cells._cells.nprobe = cells._cells.nlist
    threads = set()

    def scores(*how):
        threads.add(threading.current_thread().name.rpartition("_")[0])
        return words_alone(*how)

    words_alone = index.lexical.scores
    monkeypatch.setattr(index.lexical, "scores", scores)
    monkeypatch.setattr(index, "dense", cells)
    with ThreadPoolExecutor(8) as pool:
        for hits in pool.map(lambda _: ask(index, words), range(16)):
            assert [hit.row for hit in hits] == wanted
    assert threads == {"words"}
