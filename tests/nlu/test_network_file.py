"""Networks of 8 bits, written with torch and read without it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from nlu.network_file import mark_in, open_network, write_network


class Sums(torch.nn.Module):
    """A score for each number, or one for all."""

    def __init__(self, each: bool) -> None:
        super().__init__()
        self.each = each
        self.table = torch.nn.Embedding(10, 4)
        self.out = torch.nn.Linear(4, 2)

    def forward(self, numbers: Any) -> Any:
        scores = self.out(self.table(numbers))
        return scores if self.each else scores.mean(1)


@pytest.mark.parametrize(("each", "shape"), [(True, (1, 5, 2)), (False, (1, 2))])
def test_what_is_written_is_read(tmp_path: Path, each: bool, shape: tuple[int, ...]) -> None:
    torch.manual_seed(1)
    model = Sums(each).eval()
    target = tmp_path / "new" / "sums.onnx"
    write_network(model, target, "numbers", each=each, mark="mười từ")
    session = open_network(target)
    numbers = np.arange(5, dtype=np.int64)[None]
    found = session.run(None, {"numbers": numbers})[0]
    assert found.shape == shape
    with torch.no_grad():
        wanted = model(torch.from_numpy(numbers)).numpy()
    assert np.abs(found - wanted).max() < 0.1, "8 bits are coarse, not wrong"
    assert mark_in(session) == "mười từ"


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_network(tmp_path / "none.onnx")
