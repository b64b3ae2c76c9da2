"""The lists of a weekly report in the order they are read: what happened, what needs a person, what is foretold."""

from __future__ import annotations

from dataclasses import dataclass

from vantage_readiness.domain.phrases import count, number
from vantage_readiness.domain.weekly import Coming, Decision, Event, Happening, Late, Slip, Unproven, Weekly
from vantage_readiness.domain.words import Tier

from .phrasing import between, brief, cut, dated

NO_FORECAST = "Nothing can be foretold yet."

_HEADINGS = {Happening.DONE: "Claimed as done", Happening.WAIVED: "Risk accepted for a time"}
_TITLE_SUFFICES = (Happening.VERIFIED, Happening.DONE, Happening.REOPENED, Happening.ADDED)
_TOLD = (*_TITLE_SUFFICES, Happening.RETIERED, Happening.WAIVED, Happening.REMOVED)


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
            "coming",
            "Due in the next seven days",
            tuple(map(_coming, weekly.coming)),
            "Nothing is due in the next seven days.",
            "items.csv",
        ),
    )


def forecasts(weekly: Weekly) -> tuple[Line, ...]:
    """Give what is foretold of each goal."""
    return tuple(Line(cut(each.goal), "rough" if each.rough else "", cut(each.sentence)) for each in weekly.forecasts)


def fared(weekly: Weekly) -> tuple[Line, ...]:
    """Give what became of earlier forecasts: those that are judged, then those still open, the newest first."""
    return tuple(
        Line(
            f"{each.week.name}, {cut(each.goal)}",
            cut(each.outcome),
            f"{between(each.earliest, each.latest)}. {cut(each.sentence)}".strip(),
        )
        for each in sorted(weekly.fared, key=lambda each: (each.outcome != "open", each.week), reverse=True)
    )


def heading_of(happening: Happening) -> str:
    """Name what is listed under a kind of happening."""
    return _HEADINGS.get(happening, happening.label)


def _event(event: Event) -> Line:
    said = f"{event.who}, {dated(event.day)}"
    if event.happening not in _TITLE_SUFFICES:
        what = event.what.replace(event.title, brief(event.title)) if event.title else event.what
        said = f"{event.who} {what}, {dated(event.day)}"
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
