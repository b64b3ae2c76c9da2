"""The weekly report as Markdown: whatever people wrote reads as they wrote it, and nothing else happens."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.output.weekly_examples import HOSTILE, a_typical_week, an_empty_week, an_overfull_week
from vantage_readiness.output.weekly import markdown
from vantage_readiness.output.weekly.told import Edition

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
SIGNS = st.text(st.sampled_from("abz09 #@!$%&~^*_`|<>[](){}\\-+=.:/\"'"), max_size=30).map(lambda text: text.strip())


def shown(text):
    """The tags and the text a reader of Markdown makes of it, without what has no width."""
    html = READER.render(text)
    tags = set(re.findall(r"</?([a-z0-9]+)", html))
    words = re.sub(r"<[^>]*>", "", html).replace("\u2060", "")
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        words = words.replace(entity, sign)
    return tags, words


@given(SIGNS)
def test_a_text_reads_as_it_was_written_in_a_list(text):
    tags, words = shown(f"- {markdown.escape(text)}\n- end")
    assert tags == {"ul", "li"}
    assert " ".join(words.split()) == " ".join([*text.split(), "end"])


@given(SIGNS)
def test_a_text_reads_as_it_was_written_in_a_table(text):
    tags, words = shown(f"| a |\n| --- |\n| {markdown.escape(text)} |")
    assert tags <= {"table", "thead", "tbody", "tr", "th", "td"}
    assert " ".join(words.split()) == " ".join(["a", *text.split()])


@pytest.mark.parametrize("text", ["#123", "@ada", "!45", "GH-7", "repo#12", "~label", "%3", "&4", '~"two words"'])
def test_nobody_is_called_and_no_ticket_is_linked(text):
    calls = re.compile(r"[@#!%~&][\w\"]|GH-\d")
    assert calls.search(text)
    assert not calls.search(shown(markdown.escape(text))[1].replace(text, "") + markdown.escape(text).replace("\\", ""))


def test_an_amount_of_money_can_be_copied():
    text = markdown.markdown(a_typical_week(), Edition()).decode()
    assert "One-time, USD: \\$7,300–18,800 left of \\$15,000–26,500" in text


def test_a_report_is_headings_lists_and_tables():
    tags, words = shown(markdown.markdown(a_typical_week(), Edition()).decode())
    assert tags == set("h1 h2 h3 p strong ul li table thead tbody tr th td hr".split())
    assert "4 days overdue, due 18 Nov 2026; Ada Lovelace" in words
    assert "20 Nov 2026 → 4 Dec 2026, by Cleo Martín" in words


def test_what_means_harm_stays_text():
    weekly = a_typical_week()
    weekly = replace(weekly, project=HOSTILE, overdue=tuple(replace(each, title=HOSTILE) for each in weekly.overdue))
    tags, words = shown(markdown.markdown(weekly, Edition()).decode())
    assert not tags & {"script", "img", "a", "em", "code"}
    assert HOSTILE in words


def test_an_empty_week_says_why_it_is_empty():
    text = markdown.markdown(an_empty_week(), Edition()).decode()
    assert "Nothing changed this week." in text
    assert "No cost lines are known." in text
    assert "No assessment is known." in text
    assert "\n\n\n" not in text


def test_a_long_list_is_cut_and_says_where_the_rest_is():
    text = markdown.markdown(an_overfull_week(), Edition()).decode()
    assert "- and 384 more; they are in changes.csv" in text
    assert "- and 74 more; they are in items.csv" in text
    assert "- and 105 more; they are in summary.csv" in text
