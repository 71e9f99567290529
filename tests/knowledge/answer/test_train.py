import pytest
from ruamel.yaml import YAML

from bot.eval.sections import READ
from knowledge.answer import abstain, rank
from knowledge.answer.asked import ASKED, read_asked
from knowledge.answer.features import FEATURES
from knowledge.answer.train import FREE, train
from knowledge.building import build
from knowledge.corpus import load_plans
from knowledge.search import Index
from tests.knowledge.fake_encoder import FakeEncoder

PLACES = {
    "can-tho-2024": "can-tho",
    "lai-chau-2021-2025": "lai-chau",
    "thanh-sen-2026-2030": "thanh-sen",
    "ha-noi-phu-nu-2024": "ha-noi",
}
OTHERS = {
    path.stem: path.stem for path in ASKED.glob("*.yml") if path.stem not in ("none", *PLACES)
}


def test_every_question_has_a_plan_and_a_snippet_of_it(plans):
    examples = read_asked(ASKED, PLACES | OTHERS)
    assert len(examples) > 1000
    plans = {**plans, **load_plans(READ / "plans")}
    texts = {
        name: " ".join(passage.text for passage in plans[name].passages)
        for name in {one.plan for one in examples if one.plan is not None}
    }
    for one in examples:
        if one.plan is not None:
            assert any(snippet in texts[one.plan] for snippet in one.says), one


def test_a_file_for_a_plan_that_is_not_there_is_named(tmp_path):
    (tmp_path / "nowhere.yml").write_text("'x':\n- y\n", encoding="utf-8")
    with pytest.raises(ValueError, match="nowhere"):
        read_asked(tmp_path, PLACES)


def test_the_learned_weights_are_those_the_features_need():
    assert set(rank.model()["ranking"]) == set(FEATURES)
    assert set(rank.model()["gate"]) == {*abstain.SIGNS, "bias"}
    assert rank.model()["ranking"]["dense"] > 0
    assert rank.model()["gate"]["facets"] > 0


def test_evidence_never_speaks_against_a_passage():
    for part in ("ranking", "gate"):
        for name, weight in rank.model()[part].items():
            assert weight >= 0 or name in FREE, name


def test_learning_writes_weights_and_leaves_those_in_force(plans, tmp_path, monkeypatch):
    examples = [one for one in read_asked(ASKED, PLACES | OTHERS) if one.plan == "can-tho-2024"][
        :40
    ]
    examples += [one for one in read_asked(ASKED, PLACES | OTHERS) if one.plan is None][:40]
    build(tmp_path, {"can-tho-2024": plans["can-tho-2024"]}, "v1", FakeEncoder())
    written = rank.MODEL.read_text(encoding="utf-8")
    monkeypatch.setattr("knowledge.answer.train.MODEL", tmp_path / "ranking.yml")
    before = dict(rank.model()["ranking"])
    train(Index(tmp_path / "v1"), FakeEncoder(), examples)
    learnt = YAML(typ="safe").load((tmp_path / "ranking.yml").read_text(encoding="utf-8"))
    assert learnt["ranking"]["lexical"] > 0
    assert rank.model()["ranking"] == before
    assert rank.MODEL.read_text(encoding="utf-8") == written
