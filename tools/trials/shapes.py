"""Hostile shapes: each is a text of a given size that makes careless readers slow."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tools.trials.mutations import garbled


def _repeated(part: str, head: str = "") -> Callable[[int], bytes]:
    """Give one part again and again below a checklist's beginning."""
    start = (head or "# Checklist\n\n- [ ] One\n\n").encode()

    def shape(size: int) -> bytes:
        body = part.encode()
        room = size - len(start)
        return start + body * (room // len(body))

    return shape


def _numbered(part: str, head: str = "") -> Callable[[int], bytes]:
    """Give parts that all differ by a number."""
    start = (head or "# Checklist\n\n- [ ] One\n\n").encode()

    def shape(size: int) -> bytes:
        width = len(part.format(99999).encode())
        return start + "".join(part.format(10000 + n) for n in range((size - len(start)) // width)).encode()

    return shape


def _nested(size: int) -> bytes:
    """Give lists that go two hundred levels deep, one after the other."""
    levels = "".join("  " * depth + "- [ ] a\n" for depth in range(200))
    head = "# Checklist\n\n"
    return (head + levels * (size // len(levels) + 1))[:size].encode()


def _garbled(size: int) -> bytes:
    line = "- [ ] ä – ✅ geprüft\n"
    return garbled("# Checklist\n\n" + line * (size // len(garbled(line, "cp1252")) - 1), "cp1252")


COST = "# Costs\n\n"
PLAN = "# Plan\n\n## Phase 1 (2 weeks)\n\n"
SCORES = "# Scores\n\n| Area | Score | Weight |\n|---|---|---|\n"
WIDE_TABLE = "# Checklist\n\n| Task | Status | Owner | Effort |\n|---|---|---|---|\n"
TABLE = "# Checklist\n\n| Task | Status |\n|---|---|\n"
SHAPES: Mapping[str, Callable[[int], bytes]] = {
    "boxes": _repeated("- [ ] a\n"),
    "boxes, all different": _numbered("- [ ] task number {}\n"),
    "boxes of two characters": _repeated("☐ a\n"),
    "boxes in one line": _repeated("[ ] "),
    "boxes in cells": _repeated("| [ ] a | [x] b |\n", TABLE),
    "boxes below headings": _numbered("## Critical {0}\n- [ ] a {0}\n"),
    "nested boxes": _nested,
    "prose": _repeated("The service runs in one region and nobody is on call at night.\n"),
    "prose in one line": _repeated("The service runs in one region. "),
    "one letter": _repeated("a"),
    "headings": _repeated("## a\n"),
    "headings, all different": _numbered("### Phase {}: more\n"),
    "setext headings": _repeated("a\n=\n"),
    "bold lines": _repeated("**High**\n\n"),
    "tables": _repeated("| Rotate the keys | open | Ada | 2 days |\n", WIDE_TABLE),
    "tables of scores": _repeated("| Security | 7/10 | 25% |\n", SCORES),
    "many tables": _repeated("|a|b|\n|-|-|\n|c|done|\n\n"),
    "a wide table": _repeated("|a", TABLE),
    "rules as lists": _repeated("- - - - "),
    "lists in lists in a line": _repeated("- " * 200 + "a\n"),
    "quotes": _repeated(">"),
    "quotes in lines": _repeated("> > > > [ ] a\n"),
    "fences": _repeated("```\n- [ ] a\n```\n"),
    "open fences": _repeated("````" + "`" * 30 + "\n"),
    "ticks": _repeated("`"),
    "stars": _repeated("**a "),
    "underscores": _repeated("_a__b"),
    "brackets": _repeated("["),
    "links": _repeated("[a](b "),
    "parentheses": _repeated("- [ ] a (b (c (d\n"),
    "one long parenthesis": _repeated("(", "# Checklist\n\n- [ ] a "),
    "tags": _repeated("<a "),
    "comments": _repeated("<!-- a "),
    "comments in lines": _repeated("<!--\n- [ ] a\n-->\n"),
    "details": _repeated("<details>\n<summary>a</summary>\n\n- [ ] a\n\n</details>\n"),
    "digits": _repeated("9", COST + "- Hosting: $"),
    "digits and slashes": _repeated("7/10 "),
    "slashes": _repeated("/"),
    "percents": _repeated("1%"),
    "scores": _repeated("**Overall score:** 7.5/10\n"),
    "stars in scores": _repeated("⭐", "# Report\n\n**Overall score: 7/10** "),
    "money": _repeated("$5k–$10k/month ", COST + "- Hosting: "),
    "money in lines": _repeated("- Hosting: $1,000–2,000 per month\n", COST),
    "currency signs": _repeated("$", COST + "- Hosting: "),
    "commas": _repeated("1,", COST + "- Hosting: $"),
    "totals": _repeated("- **Total**: $5\n", COST),
    "dashes": _repeated("–"),
    "colons": _repeated(":"),
    "labels": _repeated("a: b: c: "),
    "phases": _numbered("## Phase {0}: more (1–2 weeks)\n- Do it\n", PLAN),
    "weeks": _repeated("1-2 weeks ", PLAN),
    "steps": _repeated("1. Do it\n   - and more\n", PLAN),
    "placeholders": _repeated("{{a $(b [TODO] <c "),
    "gaps and strengths": _numbered("## Area {0}\n### Strengths\n- **A{0}**: full\n### Gaps\n- **A{0}**: lacks\n"),
    "dates": _repeated("2025-01-01 "),
    "emoji": _repeated("✅❌"),
    "joiners": _repeated("\u200d\ufe0f"),
    "combining marks": _repeated("\u0301"),
    "spaces": _repeated(" ", "# Checklist\n\n- [ ] a"),
    "spaces and a letter": _repeated(" " * 500 + "a"),
    "tabs": _repeated("\t", "# Checklist\n\n- [ ] a\n"),
    "blank lines": _repeated("\n"),
    "carriage returns": _repeated("\r\n\r"),
    "line separators": _repeated("\u2028"),
    "backslashes": _repeated("\\"),
    "references": _repeated("[a]: b\n"),
    "entities": _repeated("&amp;"),
    "Chinese": _repeated("- [ ] 关键检查\n"),
    "repeats of long items": _repeated("- [ ] " + "word " * 100 + "\n"),
    "details without end": _repeated("  - and more\n", "# Checklist\n\n- [ ] One\n"),
    "garbled": _garbled,
}
