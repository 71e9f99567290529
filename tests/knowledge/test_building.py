import dataclasses

import pytest

from knowledge.building import build, current_folder, index_version, under_headings
from knowledge.search import Index
from tests.knowledge.fake_encoder import FakeEncoder


def test_an_index_holds_every_passage(plans, tmp_path):
    steps = []
    folder = build(tmp_path, plans, "v1", FakeEncoder(), lambda *step: steps.append(step))
    assert current_folder(tmp_path) == folder
    index = Index(folder)
    count = sum(len(plan.passages) for plan in plans.values())
    assert len(index.passages) == len(index.dense) == len(index.lexical) == count
    assert steps[-1] == (count, count)


def test_only_new_passages_are_encoded(plans, tmp_path):
    encoder = FakeEncoder()
    build(tmp_path, plans, "v1", encoder)
    encoder.encoded = 0
    name = "can-tho-2024"
    changed = dict(plans)
    first, *rest = plans[name].passages
    changed[name] = dataclasses.replace(
        plans[name], passages=(dataclasses.replace(first, text="Số: 81/KH-UBND"), *rest)
    )
    build(tmp_path, changed, "v2", encoder)
    assert encoder.encoded == 1
    assert current_folder(tmp_path).name == "v2"


def test_the_index_before_stays_readable_and_older_ones_go(plans, tmp_path):
    for version in ("v1", "v2", "v3"):
        build(tmp_path, plans, version, FakeEncoder())
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["v2", "v3"]


def test_a_failed_build_leaves_the_old_index_in_force(plans, tmp_path):
    build(tmp_path, plans, "v1", FakeEncoder())

    class Broken(FakeEncoder):
        id = "other"

        def passages(self, texts, progress=None):
            raise MemoryError

    with pytest.raises(MemoryError):
        build(tmp_path, plans, "v2", Broken())
    assert current_folder(tmp_path).name == "v1"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["v1"]


def test_files_are_read_only(plans, tmp_path):
    folder = build(tmp_path, plans, "v1", FakeEncoder())
    assert all(file.stat().st_mode & 0o222 == 0 for file in folder.iterdir())


def test_no_index_yet(tmp_path):
    assert current_folder(tmp_path) is None


def test_version_depends_on_plans_and_encoder():
    assert index_version("a", "e") != index_version("b", "e") != index_version("b", "f")


def test_a_clause_is_found_by_its_own_title(plans):
    passages = under_headings(plans["lai-chau-2021-2025"])
    legal = next(p for p in passages if p.section == "III.3" and p.kind == "body")
    assert legal.heading.endswith("Sở Tư pháp")
