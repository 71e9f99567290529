import pytest

from knowledge.scan import figures, whole_phrases


@pytest.mark.parametrize(
    ("scanned", "mended"),
    [
        ("trước ngày l2/l0/2O27", "trước ngày 12/10/2027"),
        ("quý II/2027", "quý II/2027"),
        ("07/ll/2027", "07/11/2027"),
        ("lo cho 2O học sinh", "lo cho 20 học sinh"),
    ],
)
def test_figures(scanned, mended):
    assert figures(scanned) == mended
    assert len(figures(scanned)) == len(scanned)


def test_broken_phrases_keep_their_place():
    mended = whole_phrases("to a ch u tri lop", ["chu tri"])
    assert mended == "to a chu tri  lop"
