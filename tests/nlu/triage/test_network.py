"""The small transformer as it ships."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nlu.triage.linear import COLUMNS, HEADS
from nlu.triage.network import MOST_PIECES, Network

CRY = "chồng em đang cầm dao đập cửa phòng, em với con trốn trong nhà tắm"
CALM = "sở y tế báo cáo kết quả thực hiện kế hoạch trước ngày nào"


@pytest.fixture(scope="module")
def network() -> Network:
    return Network()


def test_it_tells_a_cry_from_a_question(network: Network) -> None:
    assert network.scores(CRY)[0] > 2 > -2 > network.scores(CALM)[0]
    assert network.scores(CRY)[COLUMNS["emergency"]][0] > 0


def test_one_output_for_each_head(network: Network) -> None:
    scores = network.scores(CALM)
    assert scores.shape == (sum(len(names) for names in HEADS.values()),)
    assert np.isfinite(scores).all()


@pytest.mark.parametrize("text", ["", " ", "😭", "\x00", "ㅋ" * 5, "a" * 3_000])
def test_any_text_can_be_read(network: Network, text: str) -> None:
    assert np.isfinite(network.scores(text)).all()


def test_every_part_of_a_long_text_is_read(network: Network) -> None:
    calm = "hôm nay trời đẹp, chợ phiên bán nhiều rau với cá đồng. " * (MOST_PIECES // 4)
    cries = f"{CRY}. nó nói sẽ giết em, em sợ lắm, con em khóc, cứu hai mẹ con em với. "
    for text in (calm + cries, cries + calm, calm + cries + calm):
        # how much what is read counts is for the n-grams and single sentences to say as well
        assert network.scores(calm)[0] < -3 < network.scores(text)[0] - 2


def test_capital_letters_change_nothing(network: Network) -> None:
    assert np.array_equal(network.scores(CRY.upper()), network.scores(CRY))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"none\.onnx"):
        Network(tmp_path / "none.onnx")


def test_it_runs_without_torch() -> None:
    code = (
        "import sys\n"
        "from nlu.triage.network import Network\n"
        f"Network().scores({CRY!r})\n"
        "assert not {'torch', 'transformers', 'tensorflow'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
