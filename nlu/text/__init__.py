"""Vietnamese text as people type it: cleaning, folding, words, accents."""

from nlu.text.accents import restore
from nlu.text.normalize import normalize, spell, standardize
from nlu.text.normalized import Normalized
from nlu.text.strip import fold, is_plain, strip_accents
from nlu.text.tokens import tokens

__all__ = [
    "Normalized", "fold", "is_plain", "normalize", "restore", "spell", "standardize",
    "strip_accents", "tokens",
]  # fmt: skip
