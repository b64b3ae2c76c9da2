"""The weekly report: every format is made of any week, from the same numbers, and the same bytes each time."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings

from tests.output.weekly_examples import a_typical_week, an_empty_week, an_overfull_week, any_week
from vantage_readiness.output import weekly as papers
from vantage_readiness.output.tables import restore
from vantage_readiness.output.weekly import json, letter, told

VOID = {"meta", "br"}


class Outline(HTMLParser):
    """What a page is made of: it fails where an element is not closed, and keeps ids, texts and what is fetched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.references: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.seen: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> says something twice"
        assert not any(name.startswith("on") or name in ("src", "href", "style") for name in names)
        self.seen.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.references += [word for name, value in attrs if name == "aria-labelledby" for word in value.split()]
        if tag not in VOID:
            self.open.append(tag)
        self.classes = dict(attrs).get("class", "") or ""

    def handle_startendtag(self, tag, attrs):
        self.seen.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            key = self.classes.split(" ")[0] if self.open[-1] == "span" else self.open[-1]
            self.texts.setdefault(key, []).append(data)


def rows_of(file):
    return [[restore(cell) for cell in row] for row in csv.reader(io.StringIO(file.decode(), newline=""))][1:]


def summary_of(file):
    return {(row[0], row[1]): row[2] for row in rows_of(file)}


def cells_of(file, sheet):
    book = openpyxl.load_workbook(io.BytesIO(file))
    return [[cell.value for cell in row] for row in book[sheet].iter_rows(min_row=2)]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@example(an_empty_week())
@example(a_typical_week())
@example(an_overfull_week())
@given(any_week())
def test_every_format_of_any_week_says_the_same(weekly):
    files = papers.files(weekly)
    assert set(files) == set(papers.KINDS)
    assert papers.files(weekly) == files
    assert json.read(files["report.json"]) == weekly

    page = Outline(files["report.html"].decode())
    assert len(page.ids) == len(set(page.ids))
    assert set(page.references) <= set(page.ids)
    assert page.seen.count("h1") == 1
    assert "script" not in page.seen
    figures = [figure.value for figure in told.figures(weekly)]
    assert [text for text in page.texts["value"] if text] == figures
    changes = [figure.change for figure in told.figures(weekly)]
    assert page.texts["change"] == changes

    markdown = files["report.md"].decode()
    for figure in told.figures(weekly):
        assert f"| {figure.name} | **{figure.value}** | {figure.change} |" in markdown
    assert f"**{told.VERDICTS[weekly.gate.verdict]}.**" in markdown
    assert told.VERDICTS[weekly.gate.verdict] in page.texts["p"]

    summary = summary_of(files["summary.csv"])
    assert summary["Gate", "Verdict"] == weekly.gate.verdict.label
    for name in ("stated", "claimed", "verified", "coverage"):
        value = getattr(weekly.numbers, name)
        assert summary["Numbers", name.capitalize()] == ("" if value is None else str(value))

    body = letter.summary(weekly)
    for figure in told.figures(weekly):
        assert re.search(
            rf"^{figure.name}: +{re.escape(f'{figure.value} ({figure.change})')}$", body.text, re.MULTILINE
        )
        assert f">{figure.value}</span>" in body.html
    assert told.VERDICTS[weekly.gate.verdict] in body.html

    for section in (*told.changes(weekly), *told.attention(weekly)):
        if section.lines:
            title = f"{section.title} ({len(section.lines):,})"
            assert title in page.texts["h3"]
            assert f"### {title}\n" in markdown
        assert summary["Counts", section.title] == str(len(section.lines))
    assert len(rows_of(files["items.csv"])) == len(weekly.rows)
    assert len(rows_of(files["changes.csv"])) == len(weekly.events) + len(weekly.slipped)
    assert len(cells_of(files["report.xlsx"], "Items")) == len(weekly.rows)


def test_a_later_edition_says_in_every_format_what_it_corrects():
    files = papers.files(a_typical_week(), 2, ["Item 3 was verified on 18 November 2026, not on the 19th."])
    for name in ("report.html", "report.md", "report.json", "summary.csv"):
        text = files[name].decode()
        assert "Item 3 was verified on 18 November 2026" in text, name
    assert "Edition 2, corrected." in files["report.html"].decode()
    assert "**Edition 2, corrected.**" in files["report.md"].decode()
    assert json.edition_of(files["report.json"]).number == 2
    corrected = [row for row in cells_of(files["report.xlsx"], "Summary") if row[1] == "Corrected"]
    assert corrected == [
        ["Report", "Corrected", "Item 3 was verified on 18 November 2026, not on the 19th.", None, None]
    ]


def test_a_draft_is_marked_in_every_format():
    files = papers.files(a_typical_week(), draft=True)
    for name in ("report.html", "report.md", "summary.csv"):
        assert "Draft, not published." in files[name].decode(), name
    assert json.edition_of(files["report.json"]).draft
    assert letter.subject(a_typical_week(), told.Edition(draft=True)).startswith("Draft: ")


def test_a_week_that_still_runs_says_until_when_it_is_told():
    weekly = a_typical_week()
    running = replace(weekly, burn_down=replace(weekly.burn_down, incomplete_from=date(2026, 11, 19)))
    files = papers.files(running, draft=True)
    said = "The week is not over: everything as it stands on 19 November 2026, Europe/Berlin time"
    assert all(said in files[name].decode() for name in ("report.html", "report.md", "summary.csv"))
    assert "Everything as it stood when 22 November 2026 ended" in papers.files(weekly)["report.html"].decode()


def test_a_first_edition_corrects_nothing():
    assert b"corrected" not in papers.files(a_typical_week())["report.html"]


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'=1"])
def test_an_owner_that_looks_like_a_formula_is_harmless_and_comes_back(sign):
    weekly = a_typical_week()
    weekly = replace(weekly, rows=(replace(weekly.rows[0], owner=sign),))
    files = papers.files(weekly)
    written = next(csv.reader(io.StringIO(files["items.csv"].decode().split("\r\n", 1)[1], newline="")))[7]
    assert not written.startswith(("=", "+", "-", "@", "\t"))
    assert restore(written) == sign


def test_ten_thousand_items_are_written():
    weekly = a_typical_week(10_000)
    files = papers.files(weekly)
    written = list(csv.reader(io.StringIO(files["items.csv"].decode("utf-8-sig"), newline="")))
    assert len(written) - 1 == len(weekly.rows)
