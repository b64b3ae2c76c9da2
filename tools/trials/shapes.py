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


def _wide(head: str, cell: str) -> Callable[[int], bytes]:
    """Give a table of few rows and very many columns."""

    def shape(size: int) -> bytes:
        columns = (size - 60) // (len(head) + 5 + 2 * (len(cell) + 1))
        rows = ["".join(f"|{each}" for each in [words] * columns) for words in (head, "---", cell, cell)]
        return ("# Scores\n\n- [ ] One\n\n" + "\n".join(rows) + "\n").encode()

    return shape


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
    "headings as many as are read": _numbered("## Security of the region number {} and what we found\n"),
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
    "overall scores in one line": _repeated("Overall score: 7/10 ", "# Report\n\n"),
    "overall scores without a scale": _repeated("Overall: 8.5 ", "# Report\n\n"),
    "counts in one line": _repeated("Critical: 6/10 complete ", "# Checklist\n\n- [ ] One\n\n"),
    "counts in headings": _repeated("## Critical (5/7)\n- [ ] a\n"),
    "costs in one line": _repeated("Hosting: $5 per month ", COST + "- "),
    "costs in cells": _numbered(
        "| Hosting {0} | $1,{0} | per month |\n", COST + "| Name | Cost | Period |\n|---|---|---|\n"
    ),
    "phases in one line": _repeated("Phase 1: 2 weeks ", PLAN),
    "phases in cells": _numbered(
        "| Phase {0} | 1–2 weeks | Do it |\n", PLAN + "| Phase | Duration | What |\n|---|---|---|\n"
    ),
    "efforts in one line": _repeated("(4 hours) ", "# Checklist\n\n- [ ] a "),
    "days in lines": _repeated("- [ ] a (due 2025-01-31)\n"),
    "a wide table of scores": _wide("a ", "7/10 "),
    "a wide head": _wide("a", ""),
    "bars": _repeated("a | b\n"),
    "escaped bars": _repeated("\\|", TABLE),
    "a paragraph of lines": _repeated("a\n"),
    "a quotation of lines": _repeated("a\n", "# Checklist\n\n- [ ] One\n\n> "),
    "an item of lines": _repeated("a\n", "# Checklist\n\n- [ ] "),
    "loose lists": _repeated("1. a\n\n   b\n\n"),
    "tables in items": _repeated("- a\n  | b | c |\n  |---|---|\n  | d | done |\n"),
    "open comments": _repeated("<!--\n"),
    "open tags": _repeated("<div>\n\n"),
    "tables of tags": _repeated("<tr><td>[ ] a</td></tr>\n", "# Checklist\n\n- [ ] One\n\n<table>\n"),
    "steep headings": _repeated("# a\n###### b\n"),
    "areas": _numbered("## Area {0} (7/10)\n- a\n"),
    "areas as many as are read": _numbered("## Area {0} (7/10)\n- strong in many ways, weak in some\n"),
    "boxes below as many headings as are read": _numbered("## Critical {0}\n- [ ] rotate the keys of region {0}\n"),
    "bold labels in one line": _repeated("**a**: b "),
    "links in links": _repeated("[", "# Checklist\n\n- [ ] " + "](" * 1000),
    "link texts": _repeated("[a" * 20 + "](b) "),
    "code spans": _repeated("`a` ``b` "),
    "struck": _repeated("- [ ] ~~a~~ ~~b\n"),
    "letters and digits": _repeated("a1"),
    "digits and dots": _repeated("1.", COST + "- Hosting: $"),
    "ranges": _repeated("1-", PLAN + "- "),
    "words of tiers": _repeated("critical high P0 must "),
    "words of states": _repeated("- done open in progress\n"),
    "long words": _repeated("a" * 500 + " "),
    "entries in two lists": _numbered("- [ ] task {0}\n", "# Checklist\n\n- [ ] task 10000\n\n## Again\n\n"),
}
