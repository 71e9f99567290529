import pytest
import torch

from nlu.processor import has_quick_halves


@pytest.mark.parametrize(
    ("capability", "quick"), [("DEFAULT", False), ("AVX2", False), ("AVX512", True)]
)
def test_16_bits_are_quick_where_the_processor_has_them(monkeypatch, capability, quick):
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: capability)
    assert has_quick_halves() is quick
