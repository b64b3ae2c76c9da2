"""The words of a weekly report, once for all its formats: figures, lists and sentences in the order they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from vantage_readiness.domain.phrases import count, day, join, number
from vantage_readiness.domain.weekly import (
    Coming,
    Decision,
    Event,
    Happening,
    Late,
    Money,
    PhaseLine,
    Slip,
    Unproven,
    Weekly,
)
from vantage_readiness.domain.words import Period, Status, Tier, Verdict
from vantage_readiness.output.figures import plain
from vantage_readiness.output.scales import short_day

LONGEST = 300  # signs of one text of people that are printed; the whole is in the tables
SHORT = 140  # signs of a title or a note in a list
UNKNOWN = "unknown"
NO_FORECAST = "Nothing can be foretold yet."
VERDICTS = {Verdict.MET: "Gate met", Verdict.CONDITIONAL: "Gate met on conditions", Verdict.NOT_MET: "Gate not met"}

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "$": "$", "€": "€", "£": "£"}
_PER = {Period.ONCE: "", Period.MONTH: " a month", Period.YEAR: " a year"}
_HEADINGS = {Happening.DONE: "Claimed as done", Happening.WAIVED: "Risk accepted for a time"}
_TITLE_SUFFICES = (Happening.VERIFIED, Happening.DONE, Happening.REOPENED, Happening.ADDED)
_TOLD = (
    Happening.VERIFIED,
    Happening.DONE,
    Happening.REOPENED,
    Happening.ADDED,
    Happening.RETIERED,
    Happening.WAIVED,
    Happening.REMOVED,
)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of a week's report this is, what it corrects, and whether it is a draft that nobody published."""

    number: int = 1
    changes: tuple[str, ...] = ()
    draft: bool = False

    @property
    def sentence(self) -> str:
        """Say what a reader must know of the edition; nothing of the first."""
        if self.draft:
            return "Draft, not published."
        return f"Edition {self.number}, corrected." if self.number > 1 else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the numbers as people read it: its value, how it changed in the week, and what it means."""

    name: str
    value: str
    change: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: the title of an item, if it is about one, where to find it, and what is said of it.

    `item` is the number of the item, for those who can link to it.
    """

    title: str
    about: str
    said: str
    note: str = ""
    item: int | None = None

    @property
    def sentence(self) -> str:
        """Give the line as plain text."""
        head = f"{self.title} ({self.about})" if self.title and self.about else self.title
        said = ": ".join(part for part in (head, self.said) if part)
        return f"{said}. “{self.note}”" if self.note else said


@dataclass(frozen=True, slots=True)
class Section:
    """A list under a heading; the tables named by `file` have all of its lines however many a format prints."""

    key: str
    title: str
    lines: tuple[Line, ...]
    empty: str
    file: str

    def rest(self, shown: int) -> str:
        """Say how many lines are left out after the first `shown`, and where they are; nothing if none are."""
        left = len(self.lines) - shown
        if left <= 0:
            return ""
        return f"and {number(left)} more; {'it is' if left == 1 else 'they are'} in {self.file}"


def heading(weekly: Weekly) -> str:
    """Name the report: "VANTAGE AI, week 47 of 2026"."""
    return f"{cut(weekly.project)}, week {weekly.week.number} of {weekly.week.year}"


def span(weekly: Weekly) -> str:
    """Give the days of the week: "16 – 22 November 2026"."""
    first, last = weekly.week.first, weekly.week.last
    if first.year != last.year:
        return f"{day(first)} – {day(last)}"
    return f"{first.day if first.month == last.month else day(first).rpartition(' ')[0]} – {day(last)}"


def as_of(weekly: Weekly) -> str:
    """Say at what moment everything stood as it is told."""
    until = weekly.burn_down.incomplete_from
    if until <= weekly.as_of:
        return f"The week is not over: everything as it stands on {day(until)}, {weekly.time_zone} time"
    return f"Everything as it stood when {day(weekly.as_of)} ended, {weekly.time_zone} time"


def gate_change(weekly: Weekly) -> str:
    """Say what became of the gate in the week."""
    before = weekly.gate_before
    if before is None:
        return "This is the first week."
    if before.verdict is not weekly.gate.verdict:
        return f"A week before: {VERDICTS[before.verdict].lower()}."
    if before.sentence == weekly.gate.sentence:
        return "Unchanged since the week before."
    return f"A week before: {_lower(before.sentence)}"


def figures(weekly: Weekly) -> tuple[Figure, ...]:
    """Give the four numbers in order, each with its change: stated, claimed, verified, coverage."""
    numbers = weekly.numbers
    return (
        Figure("Stated", score(numbers.stated), _change(weekly, "stated"), "printed in the newest assessment"),
        Figure("Claimed", percent(numbers.claimed), _change(weekly, "claimed"), "said to be done"),
        Figure("Verified", percent(numbers.verified), _change(weekly, "verified"), "proven by a second person"),
        Figure("Coverage", percent(numbers.coverage), _change(weekly, "coverage"), "confirmed lately"),
    )


def estimate(weekly: Weekly) -> str:
    """Say what the score would be by our estimate; nothing where none can be made."""
    if weekly.numbers.estimate is None:
        return ""
    change = weekly.change("estimate")
    moved = "" if change is None else f" ({_moved(change)})"
    return f"Estimated score: {score(weekly.numbers.estimate)}{moved}. An estimate, not a finding of the assessor."


def happened(weekly: Weekly) -> str:
    """Say in one sentence how much of what happened in the week."""
    counts = Counter(event.happening for event in weekly.events)
    words = [
        (counts[Happening.VERIFIED], "verified"),
        (counts[Happening.DONE], "claimed as done"),
        (counts[Happening.REOPENED], "re-opened"),
        (counts[Happening.ADDED], "added"),
        (counts[Happening.RETIERED], "re-tiered"),
        (counts[Happening.WAIVED], "waived"),
        (counts[Happening.REMOVED], "taken out of scope"),
        (len(weekly.slipped), "slipped"),
    ]
    said = [f"{number(n)} {word}" for n, word in words if n]
    other = count(counts[Happening.OTHER], "other change")
    if not said:
        return f"No item moved; {other}." if counts[Happening.OTHER] else "Nothing changed this week."
    return f"{join(said)}; {other}." if counts[Happening.OTHER] else f"{join(said)}."


def changes(weekly: Weekly) -> tuple[Section, ...]:
    """Give what happened, a section of each kind; kinds of which there was nothing are left out."""
    found = [
        Section(each.value, heading_of(each), tuple(map(_event, weekly.of(each))), "", "changes.csv") for each in _TOLD
    ]
    slipped = tuple(map(_slip, weekly.slipped))
    found.append(Section("slipped", "Slipped", slipped, "No due date moved to a later day.", "changes.csv"))
    return tuple(section for section in found if section.lines)


def attention(weekly: Weekly) -> tuple[Section, ...]:
    """Give what needs a person, each a section even when empty: late, blocked, unproven, undecided, due next."""
    return (
        Section("overdue", "Overdue", tuple(map(_overdue, weekly.overdue)), "Nothing is overdue.", "items.csv"),
        Section("blocked", "Blocked", tuple(map(_blocked, weekly.blocked)), "Nothing is blocked.", "items.csv"),
        Section(
            "unproven",
            "Critical, claimed, not verified",
            tuple(map(_unproven, weekly.unproven)),
            "No critical item is claimed without proof.",
            "items.csv",
        ),
        Section(
            "decisions",
            "Waiting for a decision",
            tuple(map(_decision, weekly.decisions)),
            "Nothing waits for a decision.",
            "summary.csv",
        ),
        Section(
            "coming", "Due next week", tuple(map(_coming, weekly.coming)), "Nothing is due next week.", "items.csv"
        ),
    )


def forecasts(weekly: Weekly) -> tuple[Line, ...]:
    """Give what is foretold of each goal."""
    return tuple(Line(cut(each.goal), "rough" if each.rough else "", cut(each.sentence)) for each in weekly.forecasts)


def fared(weekly: Weekly) -> tuple[Line, ...]:
    """Give what became of earlier forecasts, newest first."""
    return tuple(
        Line(
            f"{each.week.name}, {cut(each.goal)}",
            cut(each.outcome),
            f"{between(each.earliest, each.latest)}. {cut(each.sentence)}".strip(),
        )
        for each in sorted(weekly.fared, key=lambda each: each.week, reverse=True)
    )


def by_tier(weekly: Weekly) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Count the items of each tier: all, then by status in the order of `Status`; tiers without items are left out."""
    counts = Counter((row.tier, row.status) for row in weekly.rows)
    table = [(tier.label, tuple(counts[tier, status] for status in Status)) for tier in Tier]
    return tuple((label, (sum(row), *row)) for label, row in table if any(row))


def heading_of(happening: Happening) -> str:
    """Name what is listed under a kind of happening."""
    return _HEADINGS.get(happening, happening.label)


def statuses(counts: Sequence[int]) -> str:
    """Say how many items have which status, in the order of `Status`: "3 open, 1 done"."""
    return ", ".join(f"{number(n)} {status.label.lower()}" for n, status in zip(counts, Status, strict=True) if n)


def planned(phase: PhaseLine) -> str:
    """Give between which days a phase was planned to end."""
    if phase.earliest_end is None or phase.latest_end is None:
        return "no dates"
    return between(phase.earliest_end, phase.latest_end)


def phase_state(phase: PhaseLine) -> str:
    """Say how far a phase is."""
    if phase.completed_on:
        return f"complete since {dated(phase.completed_on)}"
    return cut(phase.state.replace("_", " "))


def money_name(money: Money) -> str:
    """Name a sum: "One-time, EUR"."""
    return f"{money.period.label}, {plain(money.currency, 20)}"


def money_range(low: Decimal, high: Decimal, money: Money) -> str:
    """Give a range of money: "€1,000–2,500 a month"."""
    amount = _amount(low) if low == high else f"{_amount(low)}–{_amount(high)}"
    return f"{_sign(money)}{amount}{_PER[money.period]}"


def sum_of(amount: Decimal, money: Money) -> str:
    """Give an amount of money with its currency."""
    return f"{_sign(money)}{_amount(amount)}"


def mark(weekly: Weekly) -> str:
    """Say from how much of the diary the report is made, so that it can be held against the diary."""
    return f"Made from {count(weekly.mark.count, 'line')} of the diary; seal {plain(weekly.mark.head, 64)}"


def percent(n: int | None) -> str:
    """Give a whole percentage: "62%"."""
    return UNKNOWN if n is None else f"{n}%"


def score(n: Decimal | None) -> str:
    """Give a score as it is printed: "7.5/10"."""
    return UNKNOWN if n is None else f"{plainly(n)}/10"


def plainly(n: Decimal) -> str:
    """Give a decimal without zeros that say nothing: "7.5" for 7.50."""
    text = f"{n:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def dated(on: date) -> str:
    """Give a day in little room: "18 Nov 2026"."""
    return f"{short_day(on)} {on.year}"


def between(first: date, last: date) -> str:
    """Give two days as a range in little room: "12 – 19 Oct 2026", "9 Nov – 14 Dec 2026"."""
    if first == last:
        return dated(last)
    if first.year != last.year:
        return f"{dated(first)} – {dated(last)}"
    return f"{first.day if first.month == last.month else short_day(first)} – {dated(last)}"


def reasons(weekly: Weekly) -> list[str]:
    """Give the reasons of the gate in order."""
    return [cut(reason) for reason in weekly.gate.reasons]


def cut(text: str) -> str:
    """Give a text of people as one line of bounded length."""
    return plain(text, LONGEST)


def brief(text: str) -> str:
    """Give a title or a note as it stands in a list: one line, shorter still."""
    return plain(text, SHORT)


def few(names: Sequence[str], shown: int = 3) -> str:
    """Name the first few of many."""
    left = len(names) - shown
    return join([*names[:shown], *([f"{number(left)} more"] if left > 0 else [])])


def _event(event: Event) -> Line:
    said = f"{event.who}, {dated(event.day)}"
    if event.happening not in _TITLE_SUFFICES:
        said = f"{event.who} {event.what}, {dated(event.day)}"
        if event.title in event.what:
            return Line("", "", cut(said), brief(event.note), event.item)
    return Line(brief(event.title), _about(event.item, event.tier), cut(said), brief(event.note), event.item)


def _slip(slip: Slip) -> Line:
    after = dated(slip.after) if slip.after else "no date"
    said = f"{dated(slip.before)} → {after}, by {slip.who}"
    return Line(brief(slip.title), _about(slip.number, slip.tier), cut(said), brief(slip.note), slip.number)


def _overdue(late: Late) -> Line:
    return _of_owner(late, f"{count(late.days, 'day')} overdue, due {dated(late.since)}")


def _blocked(late: Late) -> Line:
    return _of_owner(late, f"blocked for {count(late.days, 'day')}, since {dated(late.since)}")


def _coming(coming: Coming) -> Line:
    return _of_owner(coming, f"due {dated(coming.due)}")


def _of_owner(item: Late | Coming, said: str) -> Line:
    who = cut(item.owner) if item.owner else "nobody has it"
    return Line(brief(item.title), _about(item.number, item.tier), f"{said}; {who}", item=item.number)


def _unproven(item: Unproven) -> Line:
    claimed = [
        "claimed",
        *([f"on {dated(item.claimed_on)}"] if item.claimed_on else []),
        *([f"by {cut(item.claimed_by)}"] if item.claimed_by else []),
    ]
    proof = "no evidence" if item.evidence_days is None else f"evidence {count(item.evidence_days, 'day')} old"
    return Line(brief(item.title), f"item {item.number}", f"{' '.join(claimed)}; {proof}", item=item.number)


def _decision(decision: Decision) -> Line:
    since = f", since {dated(decision.since)}" if decision.since else ""
    about = f" (item {decision.item})" if decision.item is not None else ""
    return Line("", "", f"{cut(decision.sentence).rstrip('.')}{about}{since}", item=decision.item)


def _about(item: int | None, tier: Tier | None) -> str:
    return ", ".join([*([f"item {item}"] if item is not None else []), *([tier.label.lower()] if tier else [])])


def _change(weekly: Weekly, name: str) -> str:
    if weekly.numbers_before is None:
        return "first week"
    change = weekly.change(name)
    return "not comparable" if change is None else _moved(change)


def _moved(change: int | Decimal) -> str:
    if not change:
        return "no change"
    sign = "+" if change > 0 else "−"
    return f"{sign}{plainly(abs(change)) if isinstance(change, Decimal) else count(abs(change), 'point')}"


def _sign(money: Money) -> str:
    return _SIGNS.get(money.currency, f"{plain(money.currency, 20)}\u00a0")


def _amount(amount: Decimal) -> str:
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
