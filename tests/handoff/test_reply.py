import pytest

from handoff.reply import Button


def test_a_button_has_exactly_one_target():
    assert Button("Gọi 113", phone="113").phone == "113"
    for targets in ({}, {"payload": "a", "phone": "113"}):
        with pytest.raises(ValueError, match="exactly one"):
            Button("x", **targets)
