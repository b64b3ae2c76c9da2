"""Headings of a document that marks none, as text from a word processor: short lines that stand above something."""

from __future__ import annotations

from collections.abc import Iterator

from .blocks import Block, BlockKind, Section

_LONGEST = 80  # characters; a heading is short
_ENDS = (".", ",", ";", ":", "!", "?", "。", "，", "；", "：")
_FEWEST = 3  # fewer short lines are no outline


def outlined(sections: list[Section]) -> list[Section]:
    """Give the sections of a document; where nothing is marked as a heading, short lines of their own are taken for it.

    The first is the title, those behind a rule begin a section, the others a part of it.
    """
    if len(sections) > 1 or not any(block.kind is BlockKind.ITEM for block in sections[0].blocks):
        return sections
    found = list(_split(sections[0]))
    return found if len(found) > _FEWEST else sections


def _split(whole: Section) -> Iterator[Section]:
    section = Section("", 0, 1, 0, None)
    parents: dict[int, Section] = {}
    behind_rule = False
    for piece in _pieces(whole.blocks):
        if not isinstance(piece, Block):
            yield section
            line, words = piece
            level = 1 if not parents else 2 if behind_rule or 2 not in parents else 3
            section = parents[level] = Section(words, level, line, line, parents.get(level - 1))
        else:
            section.blocks.append(piece)
        behind_rule = isinstance(piece, Block) and piece.kind is BlockKind.RULE
    yield section


def _pieces(blocks: list[Block]) -> Iterator[Block | tuple[int, str]]:
    """Give blocks, and lines that are headings; a line above nothing is none."""
    for at, block in enumerate(blocks):
        if block.kind is not BlockKind.PARAGRAPH:
            yield block
            continue
        lines = block.own_lines
        is_last = at + 1 == len(blocks) or blocks[at + 1].kind is BlockKind.RULE
        for place, (line, words) in enumerate(lines):
            if _is_short(words) and not (is_last and place + 1 == len(lines)):
                yield line, words
            else:
                yield Block(BlockKind.PARAGRAPH, line, line, words)


def _is_short(words: str) -> bool:
    return len(words) <= _LONGEST and not words.endswith(_ENDS) and words[:1].isalnum() and not words[:1].islower()
