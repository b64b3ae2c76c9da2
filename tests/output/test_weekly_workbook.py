"""The weekly report as a workbook, read back by another library."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.output.weekly_examples import a_typical_week, an_empty_week
from vantage_readiness.output.weekly import workbook
from vantage_readiness.output.weekly.told import Edition


def read(weekly):
    return openpyxl.load_workbook(io.BytesIO(workbook.workbook(weekly, Edition())))


def with_rows(*rows):
    return replace(an_empty_week(), rows=rows)


def a_row(**values):
    return replace(a_typical_week().rows[0], **values)


BOOK = read(a_typical_week())


def column(sheet, name):
    head = [cell.value for cell in BOOK[sheet][1]]
    return [row[head.index(name)] for row in BOOK[sheet].iter_rows(min_row=2)]


def test_the_sheets_are_frozen_filtered_and_fit_a_page():
    assert BOOK.sheetnames == ["Summary", "Items", "Changes"]
    for sheet in BOOK:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.print_title_rows == "$1:$1"


def test_days_are_days_and_numbers_are_numbers():
    due = [cell for cell in column("Items", "Due") if cell.value is not None]
    assert due
    assert all(isinstance(cell.value, datetime) and cell.number_format == "yyyy-mm-dd" for cell in due)
    assert [cell.value for cell in column("Items", "Number")] == list(range(1, 25))
    names = [f"{part.value}, {what.value}" for part, what, *_ in BOOK["Summary"].iter_rows(min_row=2)]
    by_name = dict(zip(names, column("Summary", "Value"), strict=True))
    assert by_name["Numbers, Verified"].value == 41
    assert by_name["Numbers, Stated"].value == 8.5
    assert by_name["Report, Last day"].value == datetime.fromisoformat("2026-11-22")
    assert by_name["Money, One-time, USD, spent"].value == 7700.5


def test_no_cell_is_a_formula_or_a_link():
    cells = [cell for sheet in BOOK for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)
    owners = column("Items", "Owner")
    assert owners[4].value == "=1+1"
    assert owners[4].data_type == "s"
    assert owners[4].quotePrefix  # stays a text when somebody edits it


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff"), max_size=50)
    | st.sampled_from(["_x0041_", "a\nb", "a\tb", " spaces ", "http://x.y", "=1+1", "'=1", "{=1}", "12", "2026-11-22"])
)
def test_a_text_comes_back_as_it_was(text):
    cell = read(with_rows(a_row(title=text)))["Items"]["B2"]
    assert cell.data_type == ("s" if text else "n")
    assert (cell.value or "") == text


def test_signs_that_no_workbook_holds_are_replaced_where_all_can_see_it():
    title = "a\x00b\x1f\ufffe \ud800 one\r\ntwo\rthree"
    cell = read(with_rows(a_row(title=title)))["Items"]["B2"]
    assert cell.value == "a\ufffdb\ufffd\ufffd ? one\ntwo\ufffdthree"


@pytest.mark.parametrize("text", ["x" * 40_000, "\U0001f600" * 20_000])
def test_a_text_too_long_for_a_cell_says_that_it_is_cut(text):
    value = read(with_rows(a_row(title=text)))["Items"]["B2"].value
    assert value.endswith(workbook.CUT)
    assert len(value.encode("utf-16-le")) // 2 <= workbook.LONGEST
    assert text.startswith(value.removesuffix(workbook.CUT))


def test_a_text_that_just_fits_is_not_cut():
    assert read(with_rows(a_row(title="x" * 32_767)))["Items"]["B2"].value == "x" * 32_767


def test_a_day_no_workbook_knows_is_a_text():
    assert read(with_rows(a_row(due=date(1815, 12, 10))))["Items"]["I2"].value == "1815-12-10"


def test_nothing_in_the_file_tells_when_it_was_made():
    file = workbook.workbook(a_typical_week(), Edition())
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert BOOK.properties.created == datetime.fromisoformat("2026-11-22T23:59:59")
