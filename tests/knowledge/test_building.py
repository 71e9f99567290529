import dataclasses
import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from knowledge import building, counting, lexical, vectors
from knowledge.bank import Bank
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


def killed_while_counting(home, plans, after):
    """Build, and die by the hardest signal once so many passages are counted."""
    counting.PART = 50
    seen = 0

    def step(done, _all):
        nonlocal seen
        seen = done
        if seen >= after:
            os.kill(os.getpid(), signal.SIGKILL)

    build(home, plans, "v1", FakeEncoder(), counting=step)


def test_a_killed_build_goes_on_where_it_was(plans, tmp_path, monkeypatch):
    fresh = build(tmp_path / "fresh", plans, "v1", FakeEncoder())
    home = tmp_path / "home"
    child = multiprocessing.get_context("spawn").Process(
        target=killed_while_counting, args=(home, plans, 150)
    )
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    assert current_folder(home) is None
    assert [path.name for path in home.iterdir() if path.is_dir()] == [".v1"]
    cut = []
    words = lexical._words
    monkeypatch.setattr(counting, "PART", 50)
    monkeypatch.setattr(lexical, "_words", lambda text: cut.append(text) or words(text))
    steps = []
    folder = build(home, plans, "v1", FakeEncoder(), counting=lambda *step: steps.append(step))
    count = sum(len(plan.passages) for plan in plans.values())
    assert len(cut) == count - 150
    assert steps[0] == (50, count)
    assert steps[-1] == (count, count)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        path.name for path in fresh.iterdir()
    )
    mine, theirs = Index(folder).lexical, Index(fresh).lexical
    query = dict.fromkeys(lexical.terms("tổng đài bảo vệ trẻ em"), 1.0)
    for one, other in zip(mine.scores(query), theirs.scores(query), strict=True):
        assert np.array_equal(one, other)


def test_what_another_version_left_goes(plans, tmp_path):
    left = tmp_path / ".v0" / lexical.PARTS / "000000"
    left.mkdir(parents=True)
    build(tmp_path, plans, "v1", FakeEncoder())
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["v1"]


def test_a_build_waits_for_another(plans, tmp_path):
    with ThreadPoolExecutor(1) as pool:
        with building._alone(tmp_path):
            second = pool.submit(build, tmp_path, plans, "v1", FakeEncoder())
            with pytest.raises(TimeoutError):
                second.result(0.3)
            assert not (tmp_path / ".v1").exists()
        assert second.result(60) == current_folder(tmp_path)


def killed_while_encoding(home, plans, after):
    """Build, and die by the hardest signal once so many passages are encoded."""
    vectors.TOGETHER = 50

    def step(done, _all):
        if done > after:
            os.kill(os.getpid(), signal.SIGKILL)

    build(home, plans, "v1", FakeEncoder(), step)


def test_a_build_killed_while_encoding_loses_no_vectors(plans, tmp_path, monkeypatch):
    fresh = build(tmp_path / "fresh", plans, "v1", FakeEncoder())
    home = tmp_path / "home"
    child = multiprocessing.get_context("spawn").Process(
        target=killed_while_encoding, args=(home, plans, 120)
    )
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    monkeypatch.setattr(vectors, "TOGETHER", 50)
    encoder, steps = FakeEncoder(), []
    folder = build(home, plans, "v1", encoder, lambda *step: steps.append(step))
    count = sum(len(plan.passages) for plan in plans.values())
    assert steps[0] == (150, count)
    assert steps[-1] == (count, count)
    asked = len(Bank.load(folder).snippets)
    assert encoder.encoded == count - 100 + asked
    assert np.array_equal(np.load(folder / "vectors.npy"), np.load(fresh / "vectors.npy"))
    assert {path.name for path in folder.iterdir()} == {path.name for path in fresh.iterdir()}


def test_vectors_are_kept_in_half_precision(plans, tmp_path, monkeypatch):
    monkeypatch.setattr(vectors, "TOGETHER", 7)
    folder = build(tmp_path, plans, "v1", FakeEncoder())
    kept = np.load(folder / "vectors.npy")
    assert kept.dtype == np.float16
    assert np.allclose(kept, Index(folder).dense.vectors(range(len(kept))), atol=1e-3)


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
