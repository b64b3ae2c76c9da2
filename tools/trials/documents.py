"""A grammar of assessments: a document is a row of fragments, each written as somebody might write it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tools.trials.words import LANGUAGES, Language

BOXES = ("[ ]", "[x]", "[X]", "[-]", "[~]", "[⚠️]", "☐", "☑", "✅", "❌", "⚠️", "⏳ TODO", "✓", "✗", "[]", "[ x ]", "🔴")
BULLETS = ("- ", "* ", "+ ", "1. ", "12) ", "•\t", "-\t", "– ", "", "  - ", "\t- ")
MONEY = (
    "$5,000",
    "€1.950",
    "1 950 €",
    "5-15k€",
    "$70–$120",
    "Free",
    "~£3k",
    "¥1,2",
    "$0",
    "12 zł",
    "R$ 4.000",
    "$1.5M",
)
SPANS = ("1-2", "3", "2–4", "0.5", "10 - 12", "1,5", "99999999999999999999", "0", "2 to 3")
RATIOS = (
    "7.5/10",
    "85/100",
    "72 %",
    "B+ (85/100)",
    "13/20",
    "8.5",
    "98分",
    "6/10 complete",
    "⭐⭐⭐⭐",
    "0/0",
    "110 %",
    "A-",
)


def document(chance: Random) -> str:
    """Give the text of one generated document, in one language or in a mixture."""
    languages = [chance.choice(LANGUAGES)] if chance.random() < 0.8 else list(LANGUAGES)
    parts = [_title(chance, chance.choice(languages))] if chance.random() < 0.9 else []
    length = chance.randint(1, 12)
    parts += [chance.choice(FRAGMENTS)(chance, chance.choice(languages)) for _ in range(length)]
    return chance.choice(("\n\n", "\n\n", "\n", "\n\n\n")).join(parts) + chance.choice(("\n", "", "\n\n"))


def _title(chance: Random, words: Language) -> str:
    return f"# {chance.choice(words.titles)}"


def _heading(chance: Random, *words: str) -> str:
    text = chance.choice(("", "", "🔐 ", "2. ", "A) ")) + chance.choice(words) + chance.choice(("", "", ":", " (5/7)"))
    if chance.random() < 0.1:
        return f"{text}\n{chance.choice('=-') * chance.randint(1, 9)}"
    if chance.random() < 0.15:
        return f"**{text}**"
    return f"{'#' * chance.randint(1, 6)} {text}{chance.choice(('', '', ' ##'))}"


def _prose(chance: Random, words: Language) -> str:
    return chance.choice((" ", "\n", "  \n")).join(chance.choices(words.prose, k=chance.randint(1, 3)))


def _score(chance: Random, words: Language) -> str:
    label, ratio = chance.choice(words.score), chance.choice(RATIOS)
    return chance.choice(
        (f"**{label}:** {ratio}", f"**{label}: {ratio}** ⭐⭐", f"{label} = {ratio}", f"- {label}: {ratio}")
    )


def _entry(chance: Random, words: Language) -> str:
    task = chance.choice(words.tasks)
    task = chance.choice((task, f"**{task}**", f"{task} (4 h)", f"~~{task}~~", f"[{task}](https://example.org/a)", ""))
    return f"{chance.choice(BULLETS)}{chance.choice((*BOXES, '[ ]', '[x]'))} {task}"


def _entries(chance: Random, words: Language) -> str:
    lines = []
    for _ in range(chance.randint(1, 8)):
        lines.append(" " * chance.choice((0, 0, 0, 2, 4, 6)) + _entry(chance, words))
        if chance.random() < 0.2:
            lines.append(
                chance.choice(("  - " + _prose(chance, words), "   continued", "", "  ```\n  - [ ] no\n  ```"))
            )
    return "\n".join(lines)


def _checklist(chance: Random, words: Language) -> str:
    parts = [_heading(chance, *words.checklist)]
    for _ in range(chance.randint(1, 3)):
        parts += [_heading(chance, *words.tiers), _entries(chance, words)]
    return "\n\n".join(parts)


def _area(chance: Random, words: Language) -> str:
    parts = [_heading(chance, *words.areas)]
    for kind in (words.strengths, words.gaps):
        points = [f"- **{chance.choice(words.tasks)}**: {_prose(chance, words)}" for _ in range(chance.randint(0, 4))]
        parts += [_heading(chance, *kind), "\n".join(points)]
    return "\n\n".join(parts)


def _plan(chance: Random, words: Language) -> str:
    parts = [_heading(chance, *words.plan)]
    for number in range(chance.randint(1, 4)):
        span = chance.choice((f" ({chance.choice(SPANS)} {words.week[0]})", "", " ✅", ": 2025-01-02 – 2025-02-30"))
        parts.append(f"### {chance.choice(words.phase)} {number}: {chance.choice(words.tasks)}{span}")
        parts.append(_entries(chance, words))
    return "\n\n".join(parts)


def _cost(chance: Random, words: Language) -> str:
    price = chance.choice(MONEY) + chance.choice(("", *words.per_month))
    return f"- {chance.choice(words.tasks)}: {price}"


def _costs(chance: Random, words: Language) -> str:
    lines = [_cost(chance, words) for _ in range(chance.randint(1, 5))]
    lines.append(f"- **{words.total[0]}**: {chance.choice(MONEY)}")
    if chance.random() < 0.3:
        lines = ["```", *lines, "```"]
    return "\n".join([_heading(chance, *words.costs), "", *lines])


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _table(chance: Random, words: Language) -> str:
    kinds = (words.tasks, words.states, words.tiers, BOXES, RATIOS, MONEY, words.areas, SPANS, ("25%", "0.3", "x"))
    columns = chance.sample(kinds, chance.randint(1, 5))
    rows = [_row(*(chance.choice(kind) for kind in columns)) for _ in range(chance.randint(0, 6))]
    dashes = _row(*(chance.choice(("---", ":-:", "-")) for _ in columns))
    return "\n".join([_row(*(chance.choice(kind) for kind in columns)), dashes, *rows])


def _advice(chance: Random, words: Language) -> str:
    lines = [f"{number}. {chance.choice(words.tasks)}" for number in range(1, chance.randint(2, 5))]
    return "\n".join([_heading(chance, *words.advice), "", *lines])


def _fence(chance: Random, words: Language) -> str:
    mark = chance.choice(("```", "~~~", "````", "```md"))
    return f"{mark}\n{_entries(chance, words)}\n{chance.choice((mark[:3], mark[:3], ''))}"


def _quote(chance: Random, words: Language) -> str:
    inside = chance.choice((_entries, _prose, _score, _table))(chance, words)
    return "\n".join(f"{'> ' * chance.randint(1, 3)}{line}" for line in inside.split("\n"))


def _html(chance: Random, words: Language) -> str:
    inside = chance.choice((_entries, _prose, _table))(chance, words)
    opening, closing = chance.choice(
        (
            ("<!--", "-->"),
            ("<details>", "</details>"),
            ("<table><tr><td>", "</td></tr></table>"),
            ("<!--", ""),
            ("<br>", ""),
        )
    )
    return f"{opening}{chance.choice((chr(10), chr(10) * 2, ' '))}{inside}\n{closing}"


def _oddity(chance: Random, words: Language) -> str:
    odd = (
        "---",
        "***",
        "* * *",
        "===",
        "[1]: https://example.org",
        "$(date)",
        "{{name}}",
        "[TODO]",
        "TBD",
        "\\- [ ] x",
        "* []: 98分",
        "- : 7/10",
    )
    return chance.choice((*odd, f"|{chance.choice(words.tasks)}", "#", "-", "- [ ]", ">", "1.", "``", "<", "![", "|-|"))


FRAGMENTS: tuple[Callable[[Random, Language], str], ...] = (
    *(_prose, _score, _entries, _checklist, _checklist, _area, _plan, _costs),
    *(_table, _table, _advice, _fence, _quote, _html, _oddity),
)
