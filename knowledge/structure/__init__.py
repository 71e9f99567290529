"""From blocks to a plan's structure: letterhead, section tree, tables, signature."""

from knowledge.structure.outline import Outline, outline
from knowledge.structure.unit import Row, Unit

__all__ = ["Outline", "Row", "Unit", "outline"]
