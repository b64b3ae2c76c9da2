"""The marks that open and close Markdown's blocks. Each looks at one line; none looks back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

_BULLETS = frozenset("-+*")
_PASTED = frozenset("•◦▪‣⁃·")  # as word processors write them
_NUMBER = re.compile(r"(\d{1,9})(?:[.)](?= |$)|[、．])")
_CLOSE_BEHIND = frozenset("•▪‣、．")  # marks that people let the words follow without a space
_BOX_BEHIND = re.compile(r"\[[ xX]] ")
_SPACES = re.compile(" *")
_HEADING = re.compile(r"(#{1,6})(?: |$)|(#{2,6})(?=[^\W\d_]|[^\x00-\x7f])")
_FENCE = re.compile(r"`{3,}|~{3,}")
_DELIMITER = re.compile(r"\|? *:?-+:? *(?:\| *:?-+:? *)*\|?")
_SETTING = re.compile(r"[\w.-]{1,60}:(?: |$)|[ \t-]|#|$|[}\])]")
_FRONT_LINES = 80


class Container(NamedTuple):
    """The mark of a quotation or list item: how wide it is, and the number of a numbered entry.

    Words below a pasted bullet do not belong to it, as they would in Markdown.
    """

    width: int
    ordinal: int | None = None
    is_quote: bool = False
    is_blank: bool = False
    is_pasted: bool = False


def container(line: str, at: int) -> Container | None:
    """Give the quotation or list item that begins at this place, behind up to three spaces."""
    spaces = _spaces(line, at)
    begin = at + spaces
    char = line[begin : begin + 1]
    if char == ">":
        width = spaces + (2 if line[begin + 1 : begin + 2] == " " else 1)
        return Container(width, is_quote=True)
    if char in _BULLETS or char in _PASTED:
        is_rule = char in "-*" and is_rule_at(line, begin)
        found = None if is_rule or not char else _item(line, at, begin + 1, None)
        return found._replace(is_pasted=True) if found and char in _PASTED else found
    if char.isdigit() and (number := _NUMBER.match(line, begin)):
        return _item(line, at, number.end(), int(number[1]))
    return None


def interrupts(found: Container) -> bool:
    """Answer whether a mark may break into a paragraph: an empty entry or a list beginning with 7 may not."""
    return found.is_quote or (not found.is_blank and found.ordinal in (None, 1))


def opens(line: str, at: int, *, inside_paragraph: bool = False) -> bool:
    """Answer whether a block other than words begins at this place."""
    rest = line[at:]
    found = container(line, at)
    if found and (not inside_paragraph or interrupts(found)):
        return not inside_paragraph or not found.is_blank
    if heading(rest) or is_rule(rest) or fence(rest):
        return True
    ends = html(rest)
    return ends is not None and not ends.is_inline


def heading(rest: str) -> tuple[int, str] | None:
    """Give level and words of a heading: "## Plan ##"."""
    found = _HEADING.match(rest) if rest[0] == "#" else None
    if not found:
        return None
    signs = found[1] or found[2]
    words = rest[len(signs) :].strip()
    bare = words.rstrip("#")
    return len(signs), bare.rstrip() if not bare or bare[-1] == " " else words


def is_rule(rest: str) -> bool:
    """Answer whether a line is nothing but three or more of "-", "*" or "_"."""
    return rest[0] in "-*_" and is_rule_at(rest, 0)


def is_rule_at(line: str, at: int) -> bool:
    """Answer whether the rest of a line is a rule."""
    sign = line[at]
    if line[at + 1 : at + 3].strip(sign + " "):  # most lines end here
        return False
    rest = line[at:].replace(" ", "")
    return len(rest) > 2 and not rest.strip(sign)


def fence(rest: str) -> str | None:
    """Give the signs that open a code fence."""
    found = _FENCE.match(rest) if rest[0] in "`~" else None
    if not found or (rest[0] == "`" and "`" in rest[found.end() :]):
        return None
    return found[0]


def closes(rest: str, opened: str) -> bool:
    """Answer whether a line closes the fence opened by these signs."""
    signs = rest.rstrip()
    return len(signs) >= len(opened) and signs[0] == opened[0] and not signs.strip(opened[0])


def is_underline(rest: str) -> bool:
    """Answer whether a line may underline a heading or a table's header: only "=", or only "-", "|", ":"."""
    if rest[0] not in "=-|:":
        return False
    return not rest.strip("=") or not rest.strip("-") or (rest[0] in "|-:" and not rest.strip("-|: "))


def is_delimiter(rest: str) -> bool:
    """Answer whether a line of "-", "|" and ":" stands under a table's header."""
    return _DELIMITER.fullmatch(rest) is not None


def cells(line: str) -> tuple[str, ...]:
    """Give the cells of a table's row; an escaped bar belongs to its cell."""
    row = line.strip()
    if "\\|" in row:
        parts = [part.replace("\0", "|").strip() for part in row.replace("\\|", "\0").split("|")]
    else:
        parts = [part.strip() for part in row.split("|")]
    if len(parts) > 1 and row.startswith("|"):
        parts = parts[1:]
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class Ends:
    """How an HTML block ends: by a sign in a line after so many characters, else by a blank line."""

    by: re.Pattern[str] | None
    after: int = 0
    is_inline: bool = False


_BLANK, _TAG = Ends(None), Ends(None, is_inline=True)
_RAW = re.compile(r"<(?:script|pre|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
_RAW_END = Ends(re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE))
_OTHER_ENDS = (
    ("<!--", Ends(re.compile("-->"), 4)),
    ("<?", Ends(re.compile(r"\?>"), 2)),
    ("<![CDATA[", Ends(re.compile("]]>"))),
)
_DECLARATION = re.compile("<![A-Za-z]")
_DECLARATION_END = Ends(re.compile(">"))
_BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl"
    r"|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main"
    r"|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title"
    r"|tr|track|ul)(?=\s|/?>|$)",
    re.IGNORECASE,
)
_WHOLE_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,30}(?:\s[^<>]{0,400})?/?>\s*")


def html(rest: str) -> Ends | None:
    """Give how the HTML block ends that begins with this line; none if none begins."""
    if rest[0] != "<":
        return None
    for sign, ends in _OTHER_ENDS:
        if rest.startswith(sign):
            return ends
    if _RAW.match(rest):
        return _RAW_END
    if _DECLARATION.match(rest):
        return _DECLARATION_END
    if _BLOCK_TAG.match(rest):
        return _BLANK
    return _TAG if len(rest) < 500 and _WHOLE_TAG.fullmatch(rest) else None


def front_matter(lines: list[str]) -> int:
    """Give how many lines of "name: value" between two lines of dashes stand at the top; 0 if none do."""
    if lines[0].rstrip() != "---" or not lines[1:2] or not lines[1].strip():
        return 0
    for number, line in enumerate(lines[1:_FRONT_LINES], 2):
        if line.rstrip() in ("---", "..."):
            return number if number > 2 else 0
        if not _SETTING.match(line):
            return 0
    return 0


def _item(line: str, at: int, end: int, ordinal: int | None) -> Container | None:
    """Give the list item whose mark ends here; its words are moved in as far as they stand behind the mark."""
    if end >= len(line):
        return Container(end - at + 1, ordinal, is_blank=True)
    spaces = _spaces(line, end)
    if not spaces and line[end - 1] not in _CLOSE_BEHIND and not _BOX_BEHIND.match(line, end):
        return None
    if end + spaces >= len(line):
        return Container(end - at + 1, ordinal, is_blank=True)
    return Container(end - at + (spaces if spaces < 5 else 1), ordinal)


def _spaces(line: str, at: int) -> int:
    if not line.startswith(" ", at):
        return 0
    found = _SPACES.match(line, at)
    return found.end() - at if found else 0
