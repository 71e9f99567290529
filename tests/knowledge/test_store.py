from pathlib import Path

import numpy as np
import pytest

from knowledge.plan import Passage
from knowledge.store import (
    PassageStore,
    begin_array,
    read_ahead,
    read_plans,
    write_passages,
    write_plans,
)


def test_passages_come_back_as_written(plans, tmp_path):
    passages = [passage for plan in plans.values() for passage in plan.passages]
    assert write_passages(tmp_path, passages) == len(passages)
    store = PassageStore(tmp_path)
    assert list(store) == passages
    assert store[3] == passages[3]
    with pytest.raises(IndexError):
        store[len(passages)]


def test_an_empty_store(tmp_path):
    write_passages(tmp_path, [])
    assert list(PassageStore(tmp_path)) == []


def test_marks_survive(tmp_path):
    passage = Passage("p#0", "p", "I", "“Số trực” — 24/24", "Mục", "body", True)
    write_passages(tmp_path, [passage])
    assert PassageStore(tmp_path)[0] == passage


def test_plans_come_back_without_passages(plans, tmp_path):
    write_plans(tmp_path, plans)
    again = read_plans(tmp_path)
    assert list(again) == list(plans)
    for name, plan in plans.items():
        read = again[name]
        assert read.passages == ()
        assert (read.period, read.signer, read.contacts) == (
            plan.period,
            plan.signer,
            plan.contacts,
        )
        assert read.duties == plan.duties
        assert read.sections == plan.sections


@pytest.mark.parametrize("count", [0, 5])
def test_an_array_is_written_some_at_a_time(count, tmp_path):
    whole = np.arange(count * 3, dtype=np.float16).reshape(count, 3)
    with (tmp_path / "array.npy").open("wb") as file:
        begin_array(file, np.float16, whole.shape)
        for start in range(0, count, 2):
            file.write(whole[start : start + 2].data)
    read = np.load(tmp_path / "array.npy", mmap_mode="r")
    assert read.dtype == np.float16
    assert np.array_equal(read, whole)


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="needs Linux counters")
def test_a_file_is_read_to_its_end(tmp_path):
    (tmp_path / "file").write_bytes(b"text" * 1_000_000)
    before = Path("/proc/self/io").read_text(encoding="ascii")
    read_ahead(tmp_path / "file")
    after = Path("/proc/self/io").read_text(encoding="ascii")
    assert _read(after) - _read(before) >= 4_000_000


def test_no_file_to_read_ahead(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_ahead(tmp_path / "none")


def _read(counters: str) -> int:
    """Bytes this process has read."""
    return int(counters.splitlines()[0].removeprefix("rchar: "))
