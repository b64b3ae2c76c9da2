"""Reading an assessment: from the bytes of a Markdown document to its facts, findings and the fate of every line."""

from __future__ import annotations

from .decode import LIMIT, Unreadable
from .links import Links
from .model import Assessment, Entry, Fate, FateKind, Finding, State
from .read import read

__all__ = ["LIMIT", "Assessment", "Entry", "Fate", "FateKind", "Finding", "Links", "State", "Unreadable", "read"]
