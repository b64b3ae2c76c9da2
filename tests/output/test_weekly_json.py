"""The weekly report as JSON: read back without loss, documented form, and a sentence for what is no report."""

from __future__ import annotations

import json as plain
import re

import pytest

from tests.output.weekly_examples import a_typical_week, an_empty_week
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.output.weekly import json
from vantage_readiness.output.weekly.told import Edition

FILE = json.write(a_typical_week(), Edition(3, ("a", "b")))


def test_days_are_iso_and_decimals_are_strings():
    read = plain.loads(FILE)
    assert list(read) == ["schema", "edition", "changes", "draft", "report"]
    report = read["report"]
    assert (report["week"], report["numbers"]["stated"], report["numbers"]["claimed"]) == ("2026-W47", "8.5", 62)
    assert report["slipped"][0]["before"] == "2026-11-20"
    assert report["money"][0]["actual"] == "7700.50"
    assert report["gate"]["verdict"] == "not_met"


def test_a_line_of_a_list_is_a_line_of_the_file():
    assert sum(line.startswith(b'    {"number"') for line in FILE.split(b"\n")) > 24


def test_the_edition_is_read_back():
    assert json.edition_of(FILE) == Edition(3, ("a", "b"))


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"schema": "vantage-readiness/weekly/2"}',
        b'{"schema": "vantage-readiness/weekly/1"}',
        FILE.replace(b'"week": "2026-W47"', b'"week": "2026-W54"'),
        FILE.replace(b'"week": "2026-W47"', b'"week": 47'),
        FILE.replace(b'"stated": "8.5"', b'"stated": 8.5'),
        FILE.replace(b'"stated": "8.5"', b'"stated": "eight"'),
        FILE.replace(b'"claimed": 62', b'"claimed": true'),
        FILE.replace(b'"2026-11-20"', b'"20 November"'),
        FILE.replace(b'"verdict": "not_met"', b'"verdict": "perhaps"'),
        FILE.replace(b'"reasons": [', b'"reason": ['),
        FILE.replace(b'"scores": [', b'"scores": 1, "_": ['),
    ],
)
def test_what_is_no_report_is_refused_with_a_sentence(file):
    with pytest.raises(Refused, match="weekly report"):
        json.read(file)


def test_an_edition_of_what_is_no_report_is_refused():
    with pytest.raises(Refused, match="damaged"):
        json.edition_of(b'{"schema": "vantage-readiness/weekly/1"}')


def test_a_report_from_before_a_member_was_added_is_still_read():
    older = re.sub(rb', "left_(low|high)_before": [^,}]*', b"", FILE)
    assert older != FILE
    money = json.read(older).money
    assert [each.left_low_before for each in money] == [None] * len(money)


def test_a_member_that_a_later_version_adds_does_no_harm():
    more = json.write(an_empty_week(), Edition()).replace(b'"schema"', b'"later": 1, "schema"')
    assert json.read(more) == an_empty_week()
