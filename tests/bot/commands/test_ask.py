import json

import pytest
from click.testing import CliRunner

from bot import asking
from bot.asking import Asked
from bot.commands.ask import ask
from bot.errors import OperatorError
from knowledge.answer import Citation, PlaceChoice


class Echo:
    """Answers with what it was asked."""

    def ask_many(self, questions):
        citation = Citation("p", "Kế hoạch", "UBND", "I.2", "đoạn", "hiệu lực 2024")
        return [
            Asked("answered", f"{q.text}|{q.place}|{q.previous}", (citation,)) for q in questions
        ]


@pytest.fixture(autouse=True)
def echo(monkeypatch):
    monkeypatch.setattr(asking, "load_asker", lambda _settings: Echo())


def test_one_question():
    result = CliRunner().invoke(ask, ["Ai ký?", "--place", "can-tho"])
    assert result.exit_code == 0
    assert result.output == "Ai ký?|can-tho|()\n"


def test_json_has_the_fields_of_the_contract():
    result = CliRunner().invoke(ask, ["Ai ký?", "--json"])
    fields = json.loads(result.output)
    assert {"status", "text", "citations"} <= set(fields)
    assert {"plan", "section", "quote", "validity"} <= set(fields["citations"][0])


def test_lines_keep_their_ids_and_order():
    lines = [{"id": "b", "question": "1"}, {"id": "a", "question": "2", "place": "ha-noi"}]
    result = CliRunner().invoke(ask, ["--jsonl"], input="\n".join(map(json.dumps, lines)))
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [answer["id"] for answer in answers] == ["b", "a"]
    assert [answer["text"] for answer in answers] == ["1|None|()", "2|ha-noi|()"]


def test_place_choices_are_told(monkeypatch):
    class Choosing(Echo):
        def ask_many(self, questions):
            return [Asked("needs_place", "?", (), (PlaceChoice("can-tho", "Cần Thơ"),))]

    monkeypatch.setattr(asking, "load_asker", lambda _settings: Choosing())
    fields = json.loads(CliRunner().invoke(ask, ["x", "--json"]).output)
    assert fields["place_choices"] == [{"id": "can-tho", "name": "Cần Thơ"}]


def test_a_line_without_a_question_is_named():
    result = CliRunner().invoke(ask, ["--jsonl"], input='{"id": 7}\n')
    assert isinstance(result.exception, OperatorError)
    assert "7" in str(result.exception)


def test_nothing_to_ask():
    assert CliRunner().invoke(ask, []).exit_code == 2
