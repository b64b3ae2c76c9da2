"""Digests and letters about gates: text and HTML say the same, and nothing that people wrote gets out of its place."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import TODAY
from tests.output.test_mail_letter import ENVELOPE, HOSTILE
from vantage_readiness.domain.digest import Chapter, Digest, Entry, Section
from vantage_readiness.domain.preferences import Concern
from vantage_readiness.domain.words import Tier, Verdict
from vantage_readiness.output.mail import digest as paper
from vantage_readiness.output.mail import gate
from vantage_readiness.output.mail.letter import Letter, as_html, as_text, compose

BASE = "https://ready.example.org/here"
LATE = Entry(
    concern=Concern.OVERDUE,
    headline="Overdue by 3 days",
    title="Secrets in <compose>",
    sentence="3 days overdue, due 20 November 2026.",
    item=7,
    tier=Tier.CRITICAL,
    page="",
    is_news=True,
    may_be_confirmed=True,
    weight=3,
)
START = replace(LATE, concern=Concern.PLAN, title="The start date is not set", item=None, tier=None, page="settings")


def letter(*entries: Entry, chapters: int = 1, name: str = "Ben") -> Letter:
    sections = tuple(
        Section(concern, mine)
        for concern in Concern
        if (mine := tuple(entry for entry in entries if entry.concern is concern))
    )
    made = tuple(Chapter(f"p{n}", f"Project {n}", sections) for n in range(chapters))
    return paper.letter(Digest(TODAY, made), name, BASE, "Sent by us", f"{BASE}/unsubscribe/x")


def visible(html: str) -> str:
    """Give what an HTML letter shows, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html.partition("<body")[2].partition(">")[2])).split())


def test_text_and_html_tell_the_same() -> None:
    made = letter(LATE, replace(START, is_news=False, may_be_confirmed=False))
    text, html = as_text(made), as_html(made)
    words = [
        "2 things concern you on Monday, 23 November 2026. 1 of them is new.",
        "New · Item 7 · Critical",
        "Secrets in <compose>",
        "3 days overdue, due 20 November 2026.",
        "The start date is not set",
        "Still true",
        "Project 0",
        "Overdue",
        "Plan",
    ]
    for said in words:
        assert said in text
        assert said in visible(html)


def test_every_thing_has_a_link_straight_to_it() -> None:
    made = letter(LATE, START)
    for address in ("p/p0/items/7", "p/p0/items/7/still-true", "p/p0/settings"):
        assert re.search(rf"{BASE}/{address}$", as_text(made), re.MULTILINE)
        assert f'href="{BASE}/{address}"' in as_html(made)
    assert f"{BASE}/account/letters" in as_text(made)
    assert made.unsubscribe == f"{BASE}/unsubscribe/x"


@pytest.mark.parametrize(
    ("news", "said"),
    [([True], "It is new."), ([True] * 2, "All of them are new."), ([True, False, True], "2 of them are")],
)
def test_it_says_how_much_is_new(news: list[bool], said: str) -> None:
    assert said in letter(*(replace(LATE, item=n, is_news=new) for n, new in enumerate(news, 1))).paragraphs[1]


def test_a_long_section_is_cut_and_says_how_much_is_left() -> None:
    made = letter(*(replace(LATE, item=n) for n in range(1, 52)))
    for body in (as_text(made), as_html(made)):
        assert len(set(re.findall(r"/items/([0-9]+)\b", body))) == paper.MOST
        assert "And 31 more" in body
        assert f"{BASE}/p/p0/my-work" in body


def test_a_digest_of_many_projects_stays_small_enough_for_mail_programs() -> None:
    entries = [replace(LATE, item=n, concern=concern, title="t" * 300) for concern in Concern for n in range(1, 40)]
    message = compose(letter(*entries, chapters=20), ENVELOPE)
    html = message.get_body(("html",))
    assert html is not None
    assert len(html.get_content()) < 200_000


def test_nothing_is_fetched_and_nothing_runs() -> None:
    html = as_html(letter(LATE, START))
    assert all(word not in html for word in ("<img", "<script", "src=", "url(", "@import"))


@given(title=HOSTILE, name=HOSTILE)
def test_whatever_an_item_is_called_it_stays_in_its_line(title: str, name: str) -> None:
    hostile = f"{title}\r\nBcc: evil@example.org\r\n\r\n<b>* Item"
    made = letter(replace(LATE, title=hostile, headline="Due today"), name=f"{name}\n\n* Item")
    raw = bytes(compose(made, ENVELOPE))
    read = message_from_bytes(raw, policy=policy.default)
    assert read["Bcc"] is None
    assert len(re.findall(r"(?m)^\* ", as_text(made))) == 1
    assert "<b>" not in as_html(made)


TURN = gate.Turn(
    "VANTAGE <AI>",
    "v",
    Verdict.MET,
    Verdict.NOT_MET,
    TODAY,
    "Not ready: 1 of 8.",
    ["One is open."],
    3,
    ["Ben moved it."],
)


def test_a_letter_about_a_gate_says_the_same_twice() -> None:
    made = gate.letter(TURN, "Ada", BASE, "Sent by us")
    assert made.subject == "VANTAGE <AI>: the gate is not met, it was met"
    for said in ("One is open.", "And 3 more.", "Ben moved it.", "Not ready: 1 of 8.", "23 November 2026"):
        assert said in as_text(made)
        assert said in visible(as_html(made))
    assert f"{BASE}/p/v" in as_text(made)
    assert made.unsubscribe is None


def test_a_gate_that_a_day_turned_says_so() -> None:
    made = gate.letter(replace(TURN, reasons=[], more=0, changes=[]), "Ada", BASE, "Sent by us")
    assert "Nothing stands in the way." in as_text(made)
    assert "Nobody changed anything" in as_text(made)


@given(st.lists(HOSTILE, max_size=3))
def test_whatever_people_wrote_a_letter_about_a_gate_keeps_its_lines(said: list[str]) -> None:
    made = gate.letter(replace(TURN, changes=[f"{each}\n* more" for each in said], more=0), "Ada", BASE, "us")
    assert len(re.findall(r"(?m)^\* ", as_text(made))) == 1 + max(1, len(said))
