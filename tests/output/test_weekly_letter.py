"""The weekly report by mail: what an answer can be given to, the same in text and HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from hypothesis import HealthCheck, given, settings

from tests.conftest import NOW
from tests.output.weekly_examples import HOSTILE, a_typical_week, an_empty_week, an_overfull_week, any_week
from vantage_readiness.output.mail.letter import Envelope, Letter, compose
from vantage_readiness.output.weekly import letter
from vantage_readiness.output.weekly.told import Edition


def words_of(html):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def signs(text):
    """The letters and digits of a text, in order: what is left when marks and room are taken away."""
    return re.sub(r"[\W_]+", "", text).lower()


def test_the_subject_says_project_week_and_verdict():
    assert letter.subject(a_typical_week()) == "VANTAGE AI, week 47 of 2026: gate not met, 41% verified"
    assert letter.subject(a_typical_week(), Edition(2)).startswith("Corrected: VANTAGE AI")


def test_a_long_name_does_not_hide_the_verdict():
    assert letter.subject(an_overfull_week()).endswith("…, week 47 of 2026: gate not met, 41% verified")


def test_the_mail_has_verdict_numbers_and_what_waits():
    text = letter.summary(a_typical_week()).text
    assert "GATE NOT MET\nNot ready: 5 of 8 critical items are not verified." in text
    assert "Verified:  41% (+4 points)" in text
    assert "- HTTPS for every service (item 2, critical): 4 days overdue, due 18 Nov 2026; Ada Lovelace" in text
    assert "Forecast\n- All criticals verified: Between 14 December 2026" in text


def test_lists_are_cut_after_five_lines():
    text = letter.summary(an_overfull_week()).text
    assert "Blocked (89)\n" in text
    assert text.count("blocked for 690 days") == 5
    assert "  and 84 more; they are in items.csv" in text


def test_an_empty_week_says_so():
    text = letter.summary(an_empty_week()).text
    assert "This week: Nothing changed this week." in text
    assert "Nothing is overdue." in text
    assert "Forecast\nNothing can be foretold yet." in text


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_week())
def test_text_and_html_say_the_same(weekly):
    body = letter.summary(weekly)
    assert signs(body.text) == signs(words_of(body.html))
    assert all(word not in body.html for word in ("<img", "<script", "src=", "url(", "href="))


def test_a_hostile_project_breaks_neither_subject_nor_message():
    weekly = replace(a_typical_week(), project=f"{HOSTILE}\r\nBcc: evil@example.org")
    made = Letter(letter.subject(weekly), (), "footer", body=letter.summary(weekly))
    message = compose(made, Envelope("a@example.org", "b@example.org", "x@example.org", NOW))
    assert message["Bcc"] is None
    html = message.get_body(("html",))
    assert html is not None
    assert "<script" not in html.get_content()
