"""Markdown's blocks, read in one pass over the lines: each line costs a bounded number of looks.

Follows CommonMark with tables. Beyond it: bullets as word processors paste them ("•<TAB>"), headings without the space
after the signs ("##Plan"), front matter. Headings count only outside lists and quotations; inside, they are words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import marks
from .blocks import Block, BlockKind, Row, Section

_DEPTH = 24  # lists and quotations inside each other; what goes deeper is read as words
_SPACES = re.compile(" *")
_OPENERS = frozenset("-+*>•◦▪‣⁃·0123456789")  # of quotations and list items
_STARTS = _OPENERS | frozenset("#`~<=|:_")
_SPECIAL = _STARTS | {" "}


def parse(text: str) -> list[Section]:
    """Give the sections of a Markdown text in document order."""
    parser = _Parser()
    lines = text.split("\n")
    begin = parser.front_matter(lines)
    for number, line in enumerate(lines[begin:], begin + 1):
        if "\t" in line:
            line = line.expandtabs(4)  # noqa: PLW2901
        parser.take(number, line)
    parser.close(0)
    return parser.sections


@dataclass(slots=True, eq=False)
class _Frame:
    """A list item or quotation that is still open; `indent` is how far an item's lines are moved in."""

    kind: BlockKind
    line: int
    indent: int
    ordinal: int | None
    is_pasted: bool
    raw: str = ""
    children: list[Block] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.raw and not self.children


@dataclass(slots=True, eq=False)
class _Leaf:
    """A paragraph, table, code or HTML block that is still open; `ends` is what closes it."""

    kind: BlockKind
    line: int
    lines: list[str]
    indent: int = 0
    ends: str | re.Pattern[str] | None = None
    rows: list[Row] = field(default_factory=list)

    @property
    def may_have_gaps(self) -> bool:
        return self.kind is BlockKind.CODE or (self.kind is BlockKind.HTML and self.ends != "")


class _Parser:
    def __init__(self) -> None:
        self.sections = [Section("", 0, 1, 0, None)]
        self._frames: list[_Frame] = []
        self._leaf: _Leaf | None = None
        self._number = 0  # of the line being read
        self._last = 0  # of the last line that was not blank

    def front_matter(self, lines: list[str]) -> int:
        """Take in the settings some tools put above a document; give how many lines they take."""
        length = marks.front_matter(lines)
        if length:
            self._add(Block(BlockKind.CODE, 1, length, "\n" + "\n".join(lines[1 : length - 1])))
        return length

    def take(self, number: int, line: str) -> None:
        """Read one line."""
        self._number = number
        if not line or line.isspace():
            self._blank()
            return
        if line[0] not in _SPECIAL and not self._frames and self._words_go_on(line):
            self._last = number
            return
        matched, at = self._match(line) if self._frames else (0, 0)
        if at and _is_blank(line, at):
            self._blank_inside(matched)
        elif matched < len(self._frames) or not self._goes_on(line, at):
            self._start(line, at, matched)
        self._last = number

    def _words_go_on(self, line: str) -> bool:
        """Take a line that begins with a word into an open paragraph or a new one; answer whether it went there."""
        if self._leaf is None:
            self._leaf = _Leaf(BlockKind.PARAGRAPH, self._number, [line.strip()])
            return True
        if self._leaf.kind is not BlockKind.PARAGRAPH:
            return False
        self._leaf.lines.append(line.strip())
        return True

    def close(self, depth: int) -> None:
        """Close what is open deeper than `depth` containers."""
        self._close_leaf()
        while len(self._frames) > depth:
            frame = self._frames.pop()
            self._add(
                Block(frame.kind, frame.line, self._last, frame.raw, tuple(frame.children), ordinal=frame.ordinal)
            )

    def _blank(self) -> None:
        """Let a blank line end what it ends: quotations, and all but code and comments."""
        quote = next((depth for depth, frame in enumerate(self._frames) if frame.kind is BlockKind.QUOTE), None)
        if quote is not None:
            self.close(quote)
        self._blank_inside(len(self._frames))

    def _blank_inside(self, matched: int) -> None:
        leaf = self._leaf
        if matched == len(self._frames) and leaf and leaf.may_have_gaps:
            leaf.lines.append("")
            return
        self._close_leaf()
        while self._frames and self._frames[-1].is_empty and self._frames[-1].kind is BlockKind.ITEM:
            self.close(len(self._frames) - 1)

    def _match(self, line: str) -> tuple[int, int]:
        """Give how many of the open containers a line continues, and where their marks end."""
        at = 0
        for count, frame in enumerate(self._frames):
            spaces = _indent(line, at)
            if frame.kind is BlockKind.QUOTE:
                if spaces > 3 or line[at + spaces : at + spaces + 1] != ">":
                    return count, at
                at += spaces + 1
                at += line[at : at + 1] == " "
            elif spaces >= frame.indent:
                at += frame.indent
            elif at + spaces < len(line):  # else nothing is left, which continues any item
                return count, at
        return len(self._frames), at

    def _goes_on(self, line: str, at: int) -> bool:
        """Take the line into an open code, HTML or table block; answer whether it went there."""
        leaf = self._leaf
        if leaf is None or leaf.kind is BlockKind.PARAGRAPH:
            return False
        if leaf.kind is BlockKind.TABLE:
            return self._table_goes_on(leaf, line, at)
        if leaf.kind is BlockKind.CODE:
            return self._code_goes_on(leaf, line, at)
        leaf.lines.append(line[at:])
        if isinstance(leaf.ends, re.Pattern) and leaf.ends.search(line, at):
            self._close_leaf(self._number)
        return True

    def _table_goes_on(self, leaf: _Leaf, line: str, at: int) -> bool:
        spaces = _indent(line, at)
        if spaces > 3 or marks.opens(line, at + spaces):
            return False
        leaf.rows.append(Row(self._number, marks.cells(line[at:])))
        return True

    def _code_goes_on(self, leaf: _Leaf, line: str, at: int) -> bool:
        spaces = _indent(line, at)
        if isinstance(leaf.ends, str):
            if spaces < 4 and marks.closes(line[at + spaces :], leaf.ends):
                self._close_leaf(self._number)
            else:
                leaf.lines.append(line[at + min(spaces, leaf.indent) :])
            return True
        if spaces > 3:
            leaf.lines.append(line[at + 4 :])
        return spaces > 3

    def _start(self, line: str, at: int, matched: int) -> None:
        """Open the containers a line opens, then give the rest of it to a block."""
        is_whole = matched == len(self._frames)
        is_foreign = not is_whole and self._frames[-1].is_pasted
        paragraph = self._leaf if self._leaf and self._leaf.kind is BlockKind.PARAGRAPH and not is_foreign else None
        spaces = _indent(line, at)
        if line[at + spaces : at + spaces + 1] in _STARTS:
            if is_whole and paragraph and self._underlined(paragraph, line, at):
                return
            can_interrupt = paragraph if is_whole else None
            opens = line[at + spaces] in _OPENERS
            while opens and spaces < 4 and matched < _DEPTH:
                width = self._container(line, at, can_interrupt, matched)
                if not width:
                    break
                at += width
                matched, can_interrupt, paragraph = len(self._frames), None, None
                spaces = _indent(line, at)
                if at + spaces >= len(line):
                    return
                opens = line[at + spaces] in _OPENERS
        self._rest(line, at, matched, paragraph)

    def _container(self, line: str, at: int, paragraph: _Leaf | None, matched: int) -> int:
        """Open the quotation or list item that begins here; give how wide its mark is, 0 if none does."""
        found = marks.container(line, at)
        if found is None or (paragraph and not marks.interrupts(found)):
            return 0
        self.close(matched)
        kind = BlockKind.QUOTE if found.is_quote else BlockKind.ITEM
        self._frames.append(_Frame(kind, self._number, found.width, found.ordinal, found.is_pasted))
        return found.width

    def _rest(self, line: str, at: int, matched: int, paragraph: _Leaf | None) -> None:
        """Open the block that begins at the rest of a line, or let the line continue a paragraph."""
        spaces = _indent(line, at)
        if paragraph and (spaces > 3 or not self._breaks(line, at + spaces)):
            paragraph.lines.append(line[at:].strip())
            return
        self.close(matched)
        if spaces > 3:
            self._leaf = _Leaf(BlockKind.CODE, self._number, [line[at + 4 :]])
        elif line[at + spaces] not in _STARTS or not self._block(line[at + spaces :], spaces):
            self._leaf = _Leaf(BlockKind.PARAGRAPH, self._number, [line[at:].strip()])

    def _breaks(self, line: str, at: int) -> bool:
        return line[at] in _STARTS and marks.opens(line, at, inside_paragraph=True)

    def _block(self, rest: str, spaces: int) -> bool:
        """Open a heading, rule, fence or HTML block; answer whether one begins."""
        if heading := marks.heading(rest):
            self._heading(heading[0], heading[1], self._number)
        elif marks.is_rule(rest):
            self._add(Block(BlockKind.RULE, self._number, self._number))
        elif fence := marks.fence(rest):
            self._leaf = _Leaf(BlockKind.CODE, self._number, [""], spaces, fence)
        elif ends := marks.html(rest):
            self._html(rest, ends)
        else:
            return False
        return True

    def _html(self, rest: str, ends: marks.Ends) -> None:
        self._leaf = _Leaf(BlockKind.HTML, self._number, [rest], 0, ends.by or "")
        if ends.by and ends.by.search(rest, ends.after):
            self._close_leaf(self._number)

    def _underlined(self, paragraph: _Leaf, line: str, at: int) -> bool:
        """Turn the open paragraph into a heading or a table, if this line is what underlines it."""
        rest = line[at:].strip()
        if not marks.is_underline(rest) or _indent(line, at) > 3:
            return False
        if self._table(paragraph, rest):
            return True
        if "|" in rest or ":" in rest or " " in rest:
            return False
        self._leaf = None
        self._heading(1 if rest[0] == "=" else 2, "\n".join(paragraph.lines), paragraph.line)
        return True

    def _table(self, paragraph: _Leaf, rest: str) -> bool:
        header = paragraph.lines[-1]
        if "|" not in header or not marks.is_delimiter(rest):
            return False
        cells = marks.cells(header)
        if len(cells) != len(marks.cells(rest)):
            return False
        line = paragraph.line + len(paragraph.lines) - 1
        paragraph.lines.pop()
        if paragraph.lines:
            self._close_leaf(line - 1)
        self._leaf = _Leaf(BlockKind.TABLE, line, [], rows=[Row(line, cells)])
        return True

    def _heading(self, level: int, raw: str, line: int) -> None:
        if self._frames:
            self._words(line, self._number, raw)
            return
        parent: Section | None = self.sections[-1]
        while parent and parent.level >= level:
            parent = parent.parent
        self.sections.append(Section(raw.replace("\n", " "), level, line, self._number, parent))

    def _close_leaf(self, end: int = 0) -> None:
        leaf, self._leaf = self._leaf, None
        if leaf is None:
            return
        raw = "\n".join(leaf.lines)
        if leaf.kind is BlockKind.PARAGRAPH:
            self._words(leaf.line, leaf.line + len(leaf.lines) - 1, raw)
        else:
            end = end or self._last
            raw = raw.rstrip("\n") if leaf.ends is None else raw
            self._add(Block(leaf.kind, leaf.line, end, raw, rows=tuple(leaf.rows)))

    def _words(self, line: int, end: int, raw: str) -> None:
        """Keep a paragraph; the one beside the mark of a list item is what the item says."""
        frame = self._frames[-1] if self._frames else None
        if frame and frame.line == line and frame.kind is BlockKind.ITEM and frame.is_empty:
            frame.raw = raw
        else:
            self._add(Block(BlockKind.PARAGRAPH, line, end, raw))

    def _add(self, block: Block) -> None:
        (self._frames[-1].children if self._frames else self.sections[-1].blocks).append(block)


def _is_blank(line: str, at: int) -> bool:
    return at + _indent(line, at) >= len(line)


def _indent(line: str, at: int) -> int:
    if not line.startswith(" ", at):
        return 0
    found = _SPACES.match(line, at)
    return found.end() - at if found else 0
