"""The weekly report on paper: one value, `domain.weekly.Weekly`, printed in every format with the same numbers.

A module per format; `told` holds the words they share and `tables` the rows. Nothing of the moment of making, of the
machine or of chance is in the files: the same value gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from vantage_readiness.domain.weekly import Weekly

from . import json, markdown, page, tables, workbook
from .told import Edition

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "report.html": "text/html; charset=utf-8",
        "report.md": "text/markdown; charset=utf-8",
        "report.json": "application/json",
        "report.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "items.csv": "text/csv; charset=utf-8",
        "changes.csv": "text/csv; charset=utf-8",
        "summary.csv": "text/csv; charset=utf-8",
    }
)


def files(weekly: Weekly, edition: int = 1, changes: Sequence[str] = (), *, draft: bool = False) -> Mapping[str, bytes]:
    """Give every file of the report by its name, those of `KINDS`.

    `changes` are sentences: what this edition corrects. `draft` marks the report of a week that is not over.
    """
    which = Edition(edition, tuple(changes), draft)
    return {
        "report.html": page.page(weekly, which),
        "report.md": markdown.markdown(weekly, which),
        "report.json": json.write(weekly, which),
        "report.xlsx": workbook.workbook(weekly, which),
        "items.csv": tables.csv(tables.items(weekly)),
        "changes.csv": tables.csv(tables.changes(weekly)),
        "summary.csv": tables.csv(tables.summary(weekly, which)),
    }
