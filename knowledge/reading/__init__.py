"""From a plan's file to its blocks: .txt, .md, .docx, .pdf, .html."""

from knowledge.reading.block import Block, Document
from knowledge.reading.error import PlanError
from knowledge.reading.read import SUFFIXES, read_document

__all__ = ["SUFFIXES", "Block", "Document", "PlanError", "read_document"]
