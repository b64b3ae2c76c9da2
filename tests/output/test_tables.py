"""CSV that no spreadsheet runs and every reader restores; the numbers behind a burn-down."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.output.examples import MONDAY, a_burn_down
from vantage_readiness.domain.burndown import ScopeStep
from vantage_readiness.domain.words import Tier
from vantage_readiness.output import tables


def read(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("'=1", "''=1"),
        ("'quoted'", "'quoted'"),
        ("1-1", "1-1"),
        ("", ""),
        ("Größe; 日本", "Größe; 日本"),
        (-5, "-5"),
        (-0.5, "-0.5"),
        (Decimal("-7.50"), "-7.50"),
        (None, ""),
        (date(2026, 12, 14), "2026-12-14"),
        (datetime(2026, 12, 14, 9, 30, tzinfo=UTC), "2026-12-14T09:30:00+00:00"),
        (Tier.NICE, "nice"),
        ("lone \ud800", "lone ?"),
    ],
)
def test_a_cell_is_written_so_that_no_spreadsheet_runs_it(cell, written):
    assert read(tables.csv_of(["Head"], [[cell, "end"]]))[1] == [written, "end"]


def test_the_header_is_protected_too():
    assert read(tables.csv_of(["=Head"], []))[0] == ["'=Head"]


def test_lines_end_as_the_standard_says():
    assert tables.csv_of(["a", "b"], [["1,2", 'say "x"']]) == 'a,b\r\n"1,2","say ""x"""\r\n'


@given(st.text())
def test_what_was_protected_is_restored(text):
    assert tables.restore(tables.protect(text)) == text


@given(st.text())
def test_no_written_text_starts_a_formula(text):
    assert not tables.protect(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=1), min_size=1))
def test_a_table_survives_the_file(rows):
    written = tables.csv_of(["a"], rows).encode()
    assert [[tables.restore(cell) for cell in row] or [""] for row in read(written.decode())[1:]] == rows


def a_burn_down_with_steps():
    return a_burn_down(
        17,
        steps=(
            ScopeStep(MONDAY + timedelta(days=2), 1_000, ("Rate limits", "Audit log")),
            ScopeStep(MONDAY + timedelta(days=16), -4, ()),
        ),
    )


def test_the_file_has_a_row_for_each_day():
    header, rows = tables.burn_down_table(a_burn_down_with_steps())
    assert header == ("Day", "Scope", "Claimed", "Verified", "Remaining", "Unproven", "Note")
    assert len(rows) == 17
    assert rows[0] == (MONDAY, 56, 0, 0, 56, 0, "")
    assert rows[2] == (date(2026, 9, 30), 1056, 0, 0, 1056, 0, "scope +1,000: Rate limits, Audit log")
    assert rows[16][-1] == "scope -4; incomplete"


def test_the_page_has_a_row_for_each_week_and_forgets_no_note():
    _, rows = tables.weekly_table(a_burn_down_with_steps())
    assert [row[0] for row in rows] == ["14 October 2026", "11 October 2026", "4 October 2026"]
    assert rows[2] == ("4 October 2026", "1,056", "5", "0", "1,056", "5", "scope +1,000: Rate limits, Audit log")
    assert rows[0][-1] == "scope -4; incomplete"


def test_a_week_across_the_new_year_is_one_week():
    _, rows = tables.weekly_table(a_burn_down(9, start=date(2026, 12, 28)))
    assert [row[0] for row in rows] == ["5 January 2027", "3 January 2027"]


def test_no_days_make_no_rows():
    assert tables.burn_down_table(a_burn_down(0))[1] == []
    assert tables.weekly_table(a_burn_down(0))[1] == []
