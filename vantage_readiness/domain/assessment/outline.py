"""The document as sections and blocks, each with its lines."""

from __future__ import annotations

from .blocks import Block, BlockKind, Row, Section
from .markdown import parse as outline

__all__ = ["Block", "BlockKind", "Row", "Section", "outline"]
