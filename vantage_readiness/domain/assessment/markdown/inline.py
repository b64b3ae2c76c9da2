"""What one line of Markdown says without its marks. Every pattern is bounded, so reading stays linear."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ..memory import remember

_CODE = re.compile(r"(`{1,3})([^`\n]{1,300})\1")
_MARKS = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|!?\[(?P<link>[^\[\]\n]{0,300})\]\([^()\s]{0,500}\)"
    r"|</?[A-Za-z][^<>\n]{0,300}>|<!--[^\n]{0,300}?-->"
    r"|\*{2,3}(?=\S)|(?<=\S)\*{2,3}|~~|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)"
)
_SPECIAL = re.compile(r"[\\`*_~<\[]")
_SHORT = 200
_JOINERS = frozenset("\ufe0e\ufe0f\u200d\u20e3") | {chr(code) for code in range(0x1F3FB, 0x1F400)}


def plain(raw: str) -> str:
    """Give the words of a line: emphasis, links, tags and escapes resolved, code kept as written, spaces single."""
    if not _SPECIAL.search(raw):
        return " ".join(raw.split())
    return _short_plain(raw) if len(raw) < _SHORT else _plain(raw)


def _plain(raw: str) -> str:
    parts = []
    end = 0
    for code in _CODE.finditer(raw):
        parts += [_unmarked(raw[end : code.start()]), code[2]]
        end = code.end()
    parts.append(_unmarked(raw[end:]))
    return " ".join("".join(parts).split())


_short_plain = remember(_plain)


def without_code(raw: str) -> str:
    """Give a line with its code spans taken out."""
    return _CODE.sub(" ", raw)


def title(raw: str) -> str:
    """Give a line as a title: its words without emoji and without a colon or dash at the end."""
    return _short_title(raw) if len(raw) < _SHORT else _title(raw)


def _title(raw: str) -> str:
    words = plain(raw)
    if not words.isascii():
        words = " ".join("".join([char for char in words if not is_emoji(char)]).split())
    return words.rstrip(" :–—-").lstrip(" –—-")


_short_title = remember(_title)  # a heading is asked for by many; long lines are not kept


def label(raw: str) -> tuple[str, str]:
    """Split "**Name**: text" or "Name: text" into name and text; the name is empty if the line has none."""
    bold = re.match(r"\*\*([^*\n]{1,200})\*\*\s{0,3}:?", raw)
    if bold and (raw[bold.end() - 1] == ":" or bold[1].endswith(":")):
        return title(bold[1]), plain(raw[bold.end() :])
    head, colon, rest = plain(raw).partition(": ")
    return (title(head), rest.strip()) if colon else ("", plain(raw))


def tail(text: str) -> tuple[str, str]:
    """Split "Configure proper CORS (remove wildcards)" into the words and what the closing parentheses hold."""
    if not text.endswith(")"):
        return text, ""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0:
            return (text[:at].rstrip(), text[at + 1 : -1].strip()) if at else (text, "")
    return text, ""


def is_bold(raw: str) -> bool:
    """Answer whether a whole line is bold, as people write headings without saying so."""
    words = raw.strip()
    if words[:1] > "\x7f" or words[-1:] > "\x7f":  # "🔴 **Blocking**"
        words = _without_pictures(words)
    return len(words) > 4 and words.startswith("**") and words.rstrip(":").endswith("**")


def _without_pictures(words: str) -> str:
    """Give words without the pictograms before and behind them."""
    start, end = 0, len(words)
    while start < end and (is_emoji(words[start]) or words[start] == " "):
        start += 1
    while end > start and (is_emoji(words[end - 1]) or words[end - 1] == " "):
        end -= 1
    return words[start:end]


@lru_cache(maxsize=8192)
def is_emoji(char: str) -> bool:
    """Answer whether a character is a pictogram, or one of the signs that only shape pictograms."""
    return char in _JOINERS or (ord(char) >= 0x2300 and unicodedata.category(char) == "So")


def _unmarked(raw: str) -> str:
    return _MARKS.sub(lambda mark: mark["escaped"] or mark["link"] or "", raw)
