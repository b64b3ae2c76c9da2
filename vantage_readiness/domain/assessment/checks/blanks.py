"""What was to be filled in and was not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...words import Severity
from ..markdown import inline
from ..model import Finding
from .basis import Document, lines, said
from .places import hidden

_SUBJECT = (
    "name|names|date|version|email|e-mail|contact|phone|team|owner|author|company|organization|organisation|project|"
    "product|person|role|link|url|number|value|amount|description|details|placeholder|insert|fill in|assessor|reviewer|"
    "datum|firma|ansprechpartner|nom|fecha|nombre|empresa|nome|data"
)
_BLANK = re.compile(
    r"\$\([A-Za-z][\w +%'\"-]{0,40}\)|\$\{[A-Za-z_]\w{0,40}\}|\{\{[^{}\n]{1,60}\}\}|\{%[^{}\n]{1,60}%\}"
    r"|\[(?:TODO|TBD|TBC|FIXME|XX{1,3}|DD[./-]MM[./-]YYYY|YYYY[./-]MM[./-]DD)(?::[^\[\]\n]{0,60})?\](?![(\[])"
    rf"|\[(?:your|enter|insert|add|ihr|votre|tu|su)\s[^\[\]\n]{{1,40}}\](?![(\[:])"
    rf"|\[(?i:{_SUBJECT})\](?![(\[:])"
    rf"|\[(?i:your|enter|insert)\s[^\[\]\n]{{1,40}}\](?![(\[:])"
    rf"|<(?i:(?:your|enter|insert|my|the)[ _-])?(?i:{_SUBJECT})(?i:[ _-][a-z]{{1,12}})?>"
    r"|(?<![\w$/.-])(?:TBD|TBC|T\.B\.D\.|XX{1,3}(?=\s?[%/€$]|[ ,.;:|)]|$)|YYYY-MM-DD|DD[./]MM[./]YYYY)(?![\w-])"
    r"|(?<=:\s)_{4,60}(?!\w)",
    re.MULTILINE,
)
_ANY = re.compile(r"[$<{]|\[(?![ xX]\])|TB[DC]|T\.B|XX|YYYY|_{4}")  # boxes, of which there are many, are none


def blanks(document: Document) -> Iterator[Finding]:
    """Name each unfilled place once, with all its lines; code, code spans and HTML do not count."""
    found = _found(document.read.text)
    unseen = hidden(document.placed) if found else set()
    places: dict[str, list[int]] = {}
    for printed, line in found:
        if line not in unseen:
            places.setdefault("______" if printed.startswith("_") else printed, []).append(line)
    for printed, numbers in places.items():
        times = f", in {len(numbers)} lines" if len(numbers) > 1 else ""
        message = f"{said(printed)} was never filled in{times}."
        yield Finding("unexpanded-placeholder", Severity.WARNING, message, lines(*numbers))


def _found(text: str) -> list[tuple[str, int]]:
    """List the unfilled places outside code spans, with their lines; one that a line repeats stands once."""
    if not _ANY.search(text):
        return []
    rows = ((inline.without_code(row), line) for line, row in enumerate(text.split("\n"), 1) if _ANY.search(row))
    return list(dict.fromkeys((match[0].strip(), line) for row, line in rows for match in _BLANK.finditer(row)))
