"""A digest as a letter: text and HTML that say the same, narrow, without images, each thing with a link to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from urllib.parse import urljoin

from ...domain.digest import Chapter, Digest, Entry, Section, shortened
from ...domain.phrases import count, day, number, verb
from ...domain.preferences import Concern
from .letter import Body, Letter, one_line

MOST = 20  # entries of a section; the rest is counted and stands on the page of the project
MOST_IN_ALL = 150  # so that no mail program cuts the letter off
_LONGEST = 160
_SENTENCES = 1000
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ITEM = (
    '<li style="margin:0 0 12px"><a href="{url}" style="color:#2348c4;font-weight:600;text-decoration:none">{title}</a>'
    '<br><span class="dim" style="font-size:14px;color:#586174">{aside}</span><br>{sentence}{more}</li>'
)
_HEADING = '<h3 class="dim" style="margin:16px 0 8px;font-size:14px;color:#586174">{}</h3>'
_ANSWER = ' <a href="{url}" style="color:#2348c4">Still true</a>'


def letter(digest: Digest, name: str, base: str, footer: str, unsubscribe: str) -> Letter:
    """Give the letter of a digest to the person of this name; `base` is where people reach us."""
    choose = f"Choose what you are written: {_address(base, 'account/letters')}"
    end = f"Get no digests any more: {unsubscribe}"
    return Letter(
        one_line(digest.subject),
        (f"Hello {one_line(name)},", _summary(digest)),
        f"{footer}\n{choose}\n{end}",
        body=Body(as_text(digest, base), as_html(digest, base)),
        unsubscribe=unsubscribe,
    )


def as_text(digest: Digest, base: str) -> str:
    """Give what stands in a digest as plain text, links on lines of their own."""
    return "\n\n".join(part for chapter in digest.chapters for part in _text_of(chapter, base, _most(digest)))


def as_html(digest: Digest, base: str) -> str:
    """Give the same as HTML for the inside of a letter."""
    return "".join(part for chapter in digest.chapters for part in _html_of(chapter, base, _most(digest)))


def heading(concern: Concern) -> str:
    """Give what stands above the entries of a concern."""
    return _HEADINGS.get(concern, concern.label)


_HEADINGS = {
    Concern.ESCALATED: "Overdue, and passed on to you",
    Concern.DUE: "Due soon",
    Concern.TO_VERIFY: "Needs your verification",
    Concern.TO_DECIDE: "Waits for your decision",
    Concern.WAIVERS: "Waivers that end soon",
    Concern.EVIDENCE: "Evidence that is about to be too old",
    Concern.PLAN: "Plan",
}


def _summary(digest: Digest) -> str:
    entries = digest.entries
    where = f" in {count(len(digest.chapters), 'project')}" if len(digest.chapters) > 1 else ""
    told = f"{count(len(entries), 'thing')}{where} {verb(len(entries), 'concerns', 'concern')} you"
    return f"{told} on {_weekday(digest.day)}, {day(digest.day)}. {_how_new(entries)}"


def _how_new(entries: Sequence[Entry]) -> str:
    new = sum(entry.is_news for entry in entries)
    if new == len(entries):
        return verb(new, "It is new.", "All of them are new.")
    return f"{number(new)} of them {verb(new, 'is', 'are')} new."


def _most(digest: Digest) -> int:
    """Give how many entries of a section are told."""
    return max(1, min(MOST, MOST_IN_ALL // max(1, sum(len(chapter.sections) for chapter in digest.chapters))))


def _weekday(on: date) -> str:
    return _DAYS[on.weekday()]


def _text_of(chapter: Chapter, base: str, most: int) -> Iterator[str]:
    name = one_line(chapter.name)
    yield f"{name}\n{'=' * min(len(name), 72)}"
    for section in chapter.sections:
        title = heading(section.concern)
        yield f"{title}\n{'-' * len(title)}"
        for entry in section.entries[:most]:
            yield "\n".join(_lines(entry, chapter, base))
        if more := _more(section, most):
            yield f"{more}:\n{_my_work(chapter, base)}"


def _lines(entry: Entry, chapter: Chapter, base: str) -> Iterator[str]:
    yield f"* {_title(entry)}"
    yield f"  {'New · ' if entry.is_news else ''}{_aside(entry)}"
    yield f"  {one_line(entry.sentence, _SENTENCES)}"
    yield f"  {_link(entry, chapter, base)}"
    if entry.may_be_confirmed:
        yield f"  Still true: {_still_true(entry, chapter, base)}"


def _html_of(chapter: Chapter, base: str, most: int) -> Iterator[str]:
    yield f'<h2 style="margin:24px 0 4px;font-size:18px;line-height:1.3">{escape(one_line(chapter.name))}</h2>'
    for section in chapter.sections:
        yield _HEADING.format(escape(heading(section.concern)))
        entries = "".join(_item(entry, chapter, base) for entry in section.entries[:most])
        yield f'<ul style="margin:0;padding:0;list-style:none">{entries}</ul>'
        if more := _more(section, most):
            link = escape(_my_work(chapter, base))
            yield f'<p style="margin:0 0 12px"><a href="{link}" style="color:#2348c4">{escape(more)}</a></p>'


def _item(entry: Entry, chapter: Chapter, base: str) -> str:
    answer = _ANSWER.format(url=escape(_still_true(entry, chapter, base))) if entry.may_be_confirmed else ""
    return _ITEM.format(
        url=escape(_link(entry, chapter, base)),
        title=escape(_title(entry)),
        aside=("<strong>New</strong> · " if entry.is_news else "") + escape(_aside(entry)),
        sentence=escape(one_line(entry.sentence, _SENTENCES)),
        more=answer,
    )


def _title(entry: Entry) -> str:
    return shortened(one_line(entry.title, _SENTENCES), _LONGEST)


def _aside(entry: Entry) -> str:
    """Give what is told beside a title: its number and how much it matters, or where it is about the project."""
    return f"Item {entry.item} · {entry.tier.label}" if entry.item and entry.tier else "Project"


def _more(section: Section, most: int) -> str:
    left = len(section.entries) - most
    return f"And {number(left)} more" if left > 0 else ""


def _link(entry: Entry, chapter: Chapter, base: str) -> str:
    return _address(base, f"p/{chapter.slug}/items/{entry.item}" if entry.item else f"p/{chapter.slug}/{entry.page}")


def _still_true(entry: Entry, chapter: Chapter, base: str) -> str:
    return f"{_link(entry, chapter, base)}/still-true"


def _my_work(chapter: Chapter, base: str) -> str:
    return _address(base, f"p/{chapter.slug}/my-work")


def _address(base: str, path: str) -> str:
    return urljoin(base + "/", path)
