"""Cost lines as they are printed: a name and an amount, in a list, a table's row, a paragraph or a code block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..markdown import inline
from ..markdown.blocks import Block, BlockKind, Row
from ..model import Money
from ..vocabulary import meanings
from ..vocabulary.lexicon import words_of
from .money import locate, may_hold, money, period, sign_in
from .words import AMOUNT_COLUMN, COST, HIGH_COLUMN, LOW_COLUMN, NO_COST, TOTAL

_LONGEST = 400
_REACH = 90  # an amount further behind its label is told about, not printed under it
_SAMPLE = 500  # rows; they show what a column holds
# Parts of the words for free or finished: a line without these and without a currency prints no cost.
_FREE_OR_DONE = (
    "free", "kost", "grat", "grát", "offert", "umsonst", "cost", "беспл", "darmo", "płatn", "免费", "免費", "無料",
    "complete", "done", "finished", "abgeschl", "erledigt", "termin", "hech", "conclu", "готов", "заверш", "ukończ",
    "完成", "完了",
)  # fmt: skip
_JOINTS = " :：-–—=(（~≈<*_."
_LONG_NAME = 120
_PER = frozenset("per pro je par por za na each every за на 每".split())
_FENCED = re.compile(r"[\s\-*#|├└─│•]{0,12}")
_LEADERS = re.compile(r"(?<=[^\s.])\s?\.{4,200}\s?(?=\S)|\s[–—]\s(?=\W{0,3}\d)")  # "Mail ..... $20", "Mail — $20"
_COLUMNS = re.compile(r"\s{2,}|\t|\.{3,}|\s?\|\s?")


@dataclass(frozen=True, slots=True)
class Printed:
    """A name with its amount; none where the document only says that it is finished."""

    name: str
    money: Money | None
    words: str
    line: int
    end: int

    @property
    def is_done(self) -> bool:
        return self.money is None

    @property
    def is_total(self) -> bool:
        words = words_of(self.name)
        return not self.is_done and words.count(" ") <= 9 and TOTAL.search(words)


def of(block: Block) -> Iterator[Printed]:
    """Give the cost lines of one block of a cost section."""
    if block.kind is BlockKind.ITEM:
        yield from _item(block)
    elif block.kind is BlockKind.TABLE:
        yield from _table(block)
    elif block.kind is BlockKind.CODE:
        yield from _code(block)
    elif block.kind is BlockKind.PARAGRAPH:
        lines = block.own_lines if _may_print(block.raw) else ()
        yield from filter(None, (_labelled(_led(raw), line) for line, raw in lines))


def _led(raw: str) -> str:
    """Give a line with a colon before its amount where dots or a dash stand there."""
    return raw if ":" in raw else _LEADERS.sub(": ", raw[:_LONGEST], count=1)


def labelled_as_cost(block: Block) -> Printed | None:
    """Give the amount of an entry that itself says "cost" or "budget": "Budget: 5–15k€", "Cost ~$500/month"."""
    if not may_hold(block.raw[:_LONGEST].lower()):
        return None
    found = _spoken(block)
    text = inline.plain(block.words[:_LONGEST])
    return found if found and COST.stands_in(text[: _REACH * 2]) and _sum_in(text) else None


def cost_column(table: Block) -> bool:
    """Answer whether a table has a column that says "cost"."""
    return any(_is_cost_title(inline.plain(cell)) for cell in table.header[1:])


def _may_print(raw: str) -> bool:
    """Answer cheaply whether a line is worth looking at."""
    lower = raw.lower()
    return may_hold(lower) or any(part in lower for part in _FREE_OR_DONE)


def _item(block: Block) -> Iterator[Printed]:
    """Give the line of an entry; entries below one with an amount explain it, below one without they are the lines."""
    is_silent = not _may_print(block.raw[:_LONGEST])
    found = None if is_silent else _labelled(block.words, block.line) or _spoken(block)
    if found:
        yield Printed(found.name, found.money, found.words, block.line, block.own_end)
        return
    for child in block.children:
        if child.kind in (BlockKind.ITEM, BlockKind.TABLE):
            yield from of(child)


def _labelled(raw: str, line: int) -> Printed | None:
    """Give name and amount of "**Database**: $200-500 (managed)"."""
    name, words = _label(raw[:_LONGEST])
    if not name or len(name.split()) > 12 or NO_COST.stands_in(name) or name.split()[0].casefold() in _PER:
        return None
    found = _sum_in(words)
    if found:
        return Printed(name, found, words, line, line)
    is_done = inline.title(words).casefold() in meanings.DONE
    return Printed(name, None, words, line, line) if is_done else None


def _label(raw: str) -> tuple[str, str]:
    name, words = inline.label(raw)
    if not name and "：" in raw:
        head, _, rest = inline.plain(raw).partition("：")
        return inline.title(head), rest
    if name:
        return name, words
    whole = inline.plain(raw)  # "**Total: $70/month**"
    head, colon, rest = whole.partition(":")
    return (inline.title(head), rest.strip()) if colon else ("", whole)


def _sum_in(words: str) -> Money | None:
    """Give the amount near the beginning of some words; behind the last "=" where they reckon."""
    _, equals, result = words.rpartition("=")
    if equals and (found := money(result)):
        return found
    return money(words[:_REACH] if len(words) > _REACH else words)


def _spoken(block: Block) -> Printed | None:
    """Give name and amount where no colon parts them: "Sentry ($25/month)", "$25/month for Sentry"."""
    text = inline.plain(block.words[:_LONGEST])
    has_label = ":" in text or "：" in text
    if NO_COST.stands_in(text) or (has_label and not COST.stands_in(text)):
        return None
    found = locate(text)
    if found is None or not found[0].currency:
        return None
    amount, start, end = found
    name = inline.title(text[:start].rstrip(_JOINTS)) or inline.title(text[end:].lstrip(_JOINTS)) or text
    return Printed(name[:_LONG_NAME], amount, text[start:], block.line, block.own_end)


def _code(block: Block) -> Iterator[Printed]:
    """Give the lines of a code block that print "name: amount", or set the two in columns."""
    for line, raw in block.own_lines:
        text = _FENCED.sub("", raw[:_LONGEST], count=1)
        if not may_hold(text.lower()):
            continue
        name, _, words = text.partition(":")
        if not words:
            name, *rest = [part for part in _COLUMNS.split(text) if part] or [""]
            words = " ".join(rest)
        found = money(words) if name and len(name.split()) <= 10 and not NO_COST.stands_in(name) else None
        if found and found.currency:
            yield Printed(inline.title(name), found, words, line, line)


def _table(block: Block) -> Iterator[Printed]:
    columns = _amount_columns(block)
    titles = [inline.plain(cell) for cell in block.header]
    others = _other_amounts(titles, columns)
    for row in block.rows[1:] if columns else ():
        name = _row_name(row, columns)
        found = _row_sum(row, columns, titles) or _row_sum(row, others, titles)
        if name and found and not NO_COST.stands_in(name):
            yield Printed(name, found, " ".join(row.cells), row.line, row.line)


def _row_name(row: Row, columns: Sequence[int]) -> str:
    cells = [inline.title(row.cell(at)) for at in range(min(columns))]
    return next((cell for cell in cells if cell and not cell.strip("#.").isdigit()), "")


def _amount_columns(block: Block) -> list[int]:
    """Find the column of amounts, or those of the low and the high end; of alternatives side by side the first."""
    titles = [inline.plain(cell) for cell in block.header]
    wanted = [at for at, title in enumerate(titles) if at and _is_amount_title(title)]
    filled = [at for at in range(1, len(titles)) if _is_filled(block, at, titles[at])]
    low = [at for at in filled if LOW_COLUMN.stands_in(titles[at])]
    high = [at for at in filled if HIGH_COLUMN.stands_in(titles[at])]
    if low and high and low[0] != high[0]:
        return [low[0], high[0]]
    named = [at for at in wanted if at in filled]
    free = [at for at in filled if not NO_COST.stands_in(titles[at])]
    return named[:1] or free[:1]


def _other_amounts(titles: Sequence[str], columns: Sequence[int]) -> list[int]:
    """Find the column that holds a row's amount where the first has none: "One-off" beside "Monthly"."""
    found = (at for at, title in enumerate(titles) if columns and at > columns[-1] and _is_amount_title(title))
    return [at for at in found if not NO_COST.stands_in(titles[at])][:1]


def _is_cost_title(title: str) -> bool:
    return COST.stands_in(title) and not NO_COST.stands_in(title)


def _is_amount_title(title: str) -> bool:
    return COST.stands_in(title) or AMOUNT_COLUMN.stands_in(title)


def _is_filled(block: Block, column: int, title: str) -> bool:
    """Answer whether a column holds amounts: at least one row in three, and with a currency."""
    rows = block.rows[1:_SAMPLE]
    sums = [found for row in rows if (found := _cell_sum(row.cell(column), title))]
    return any(found.currency for found in sums) and 3 * len(sums) >= len(rows)


def _row_sum(row: Row, columns: Sequence[int], titles: Sequence[str]) -> Money | None:
    sums = [_cell_sum(row.cell(at), titles[at]) for at in columns]
    found = [each for each in sums if each]
    if not found:
        return None
    first, last = found[0], found[-1]
    return Money(min(first.low, last.low), max(first.high, last.high), first.currency or last.currency, first.period)


def _cell_sum(cell: str, title: str) -> Money | None:
    """Give a cell's amount; a bare number is in the currency its column names."""
    text = inline.plain(cell)
    found = money(text)
    sign = "" if found else sign_in(title)
    if sign and text[:1].isdigit():
        found = money(f"{text} {sign}")
    return replace(found, period=found.period or period(title)) if found else None
