"""The weekly report as a workbook: Summary, Items, Changes; typed days and numbers, texts that are never formulas.

A text stands in its cell as it is, "=1+1" too: whoever reads the file has nothing to restore.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from vantage_readiness.domain.weekly import Weekly
from vantage_readiness.output.tables import Cell, protect

from . import tables, told
from .tables import Table
from .told import Edition

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST: Final = 32_767  # UTF-16 units in one cell, the most a workbook holds
CUT: Final = " … (cut)"
FIRST_YEAR: Final = 1900  # workbooks know no earlier days

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_WIDTHS: Mapping[str, Mapping[str, int]] = {
    "Summary": {"Part": 12, "What": 44, "Value": 44, "A week before": 16, "Note": 60},
    "Items": {"Title": 56, "Area": 22, "Phase": 30, "Owner": 22, "Counts as": 16},
    "Changes": {"Kind": 18, "Title": 50, "Who": 22, "What": 60, "Note": 50},
}
_USUAL = 13


def workbook(weekly: Weekly, edition: Edition) -> bytes:
    """Give the file, made in memory; the same value gives the same bytes. A text too long for a cell says it is cut."""
    import xlsxwriter

    file = BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, safe) as book:
        end = datetime(weekly.as_of.year, weekly.as_of.month, weekly.as_of.day, 23, 59, 59)  # noqa: DTZ001 — local
        book.set_properties({"title": _kept(told.heading(weekly)), "created": end, "author": "Vantage Readiness"})
        formats = _formats(book)
        for table in (tables.summary(weekly, edition), tables.items(weekly), tables.changes(weekly)):
            _sheet(book, table, formats, told.heading(weekly))
    return file.getvalue()


_Formats = Mapping[str, Any]


def _formats(book: Workbook) -> _Formats:
    top: dict[str, Any] = {"valign": "top"}
    return {
        "head": book.add_format({"bold": True, "bg_color": "#EEF0F3", "bottom": 1, "valign": "top", "text_wrap": True}),
        "text": book.add_format(top | {"text_wrap": True}),
        "quoted": book.add_format(top | {"text_wrap": True, "quote_prefix": True}),
        "day": book.add_format(top | {"num_format": "yyyy-mm-dd", "align": "left"}),
        "whole": book.add_format(top | {"num_format": "#,##0"}),
        "broken": book.add_format(top | {"num_format": "#,##0.00"}),
    }


def _sheet(book: Workbook, table: Table, formats: _Formats, title: str) -> None:
    sheet = book.add_worksheet(table.name)
    widths = _WIDTHS[table.name]
    for column, name in enumerate(table.header):
        sheet.set_column(column, column, widths.get(name, _USUAL))
        sheet.write_string(0, column, name, formats["head"])
    for index, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, index, column, cell, formats)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.header) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{_kept(title).replace('&', '&&')[:120]}&C&A&R&P / &N")


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    """Write a cell as what it is. A text that looks like a formula is also marked as text for whoever edits it."""
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        text = _kept(cell)
        sheet.write_string(row, column, text, formats["text" if protect(text) == text else "quoted"])
    elif isinstance(cell, date) and cell.year < FIRST_YEAR:
        sheet.write_string(row, column, cell.isoformat(), formats["text"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats["day"])
    else:
        whole = isinstance(cell, int) or (isinstance(cell, Decimal) and cell == cell.to_integral_value())
        sheet.write_number(row, column, cell, formats["whole" if whole else "broken"])


def _kept(text: str) -> str:
    """Give a text as a workbook can hold it: with signs that XML knows, not longer than a cell."""
    text = _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n")).encode("utf-8", "replace").decode("utf-8")
    if len(text) * 2 <= LONGEST:
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST:
        return text
    return units[: (LONGEST - len(CUT)) * 2].decode("utf-16-le", "ignore") + CUT
