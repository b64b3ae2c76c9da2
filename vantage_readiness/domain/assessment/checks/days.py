"""Days out of order, and days that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...phrases import day
from ...words import Severity
from ..facts import dates
from ..facts.dates import Labelled, Meaning, Span
from ..model import Finding, State
from .basis import Document, lines, said


def days(document: Document) -> Iterator[Finding]:
    """Name ranges that end before they start, and days that should lie after the document and lie before it."""
    written = document.read.as_of
    done = {item.line for item in document.read.items if item.state is State.DONE}
    start: Labelled | None = None
    for each in dates.gather(document.placed) if dates.YEAR.search(document.read.text) else ():
        if isinstance(each, Span):
            yield from _span(each)
        elif each.meaning is Meaning.START:
            start = each
        elif each.meaning is Meaning.END:
            yield from _end(start, each)
            start = None
        elif each.line not in done:
            yield from _ahead(each, written, document)


def _span(span: Span) -> Iterator[Finding]:
    if span.end < span.start:
        message = f"The dates run backwards: {day(span.start)} to {day(span.end)}."
        yield Finding("dates-out-of-order", Severity.WARNING, message, (span.line,))


def _end(start: Labelled | None, end: Labelled) -> Iterator[Finding]:
    if start and end.day < start.day:
        message = f"{said(end.label)} is {day(end.day)}, before {said(start.label)} on {day(start.day)}."
        yield Finding("dates-out-of-order", Severity.WARNING, message, lines(start.line, end.line))


def _ahead(each: Labelled, written: date | None, document: Document) -> Iterator[Finding]:
    if written and each.day < written:
        message = f"{said(each.label)} is {day(each.day)}, but the document was written on {day(written)}."
        own = document.read.dated.line if document.read.dated else each.line
        yield Finding("dates-out-of-order", Severity.WARNING, message, lines(own, each.line))


def missing(document: Document) -> Iterator[Finding]:
    """Name the dates and lists a document should have and has not."""
    read = document.read
    if read.as_of is None:
        message = "The document does not say on which day it was written."
        yield Finding("missing-date", Severity.WARNING, message, (read.dated.line,) if read.dated else ())
    if read.phases:
        message = "The plan has phases but no start date. Until one is set, no dates can be drawn."
        yield Finding("missing-start-date", Severity.INFO, message, (read.phases[0].line,))
    if not read.items:
        yield Finding("no-checklist", Severity.WARNING, "The document has no checklist, so it gives no items.", ())
