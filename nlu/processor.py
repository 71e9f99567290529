"""What the processor does quickly."""

from __future__ import annotations

__all__ = ["has_quick_halves"]


def has_quick_halves() -> bool:
    """Whether torch multiplies 16-bit numbers faster than 32-bit ones here.

    Where the processor has no instruction for them (before AVX-512) torch takes sixty times as
    long for them as for 32 bits.
    """
    import torch

    return str(torch.backends.cpu.get_cpu_capability()).startswith("AVX512")
