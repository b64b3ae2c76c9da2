"""The words from a list, one word per thing, the same in code, pages, files and mails."""

from __future__ import annotations

from enum import StrEnum


class Word(StrEnum):
    """A word from a list; `label` is how people read it."""

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Tier(Word):
    """How much an item matters. `PLAN` holds steps of the plan that are not on the checklist; they weigh nothing."""

    CRITICAL = "critical"
    IMPORTANT = "important"
    NICE = "nice"
    PLAN = "plan"

    @property
    def label(self) -> str:
        return {"nice": "Nice to have", "plan": "Plan step"}.get(self.value, self.value.capitalize())


class Status(Word):
    """Where an item stands. `DONE` is a claim, `VERIFIED` is proven."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    VERIFIED = "verified"
    NOT_APPLICABLE = "not_applicable"

    @property
    def is_finished(self) -> bool:
        return self in (Status.DONE, Status.VERIFIED, Status.NOT_APPLICABLE)

    @property
    def is_settled(self) -> bool:
        """Whether nothing has to be decided about it any more: it is proven, or does not apply."""
        return self in (Status.VERIFIED, Status.NOT_APPLICABLE)


UNFINISHED = tuple(status for status in Status if not status.is_finished)


class Standing(Word):
    """What an item counts as on a given day, after evidence age, waivers and decisions are taken into account."""

    UNDONE = "undone"  # open, in progress or blocked
    CLAIMED = "claimed"  # done, not verified
    VERIFIED = "verified"  # verified, evidence in date
    AGED = "aged"  # verified, evidence older than its limit
    WAIVED = "waived"  # accepted risk, in force
    NOT_APPLICABLE = "not_applicable"  # approved; leaves the denominator
    CORRECTED = "corrected"  # closed as not a real gap or duplicate; leaves the denominator
    BORN_DONE = "born_done"  # arrived already ticked, not accepted; aside


class Correction(Word):
    """Why an item was taken out of scope without work."""

    NOT_A_GAP = "not_a_gap"
    DUPLICATE = "duplicate"

    @property
    def label(self) -> str:
        return {"not_a_gap": "Not a real gap", "duplicate": "Duplicate"}[self.value]


class Difference(Word):
    """How an item stands in a newer assessment compared with an earlier one, what matters most first."""

    VANISHED = "vanished"
    BORN_DONE = "born_done"
    TICKED = "ticked"
    UNTICKED = "unticked"
    RETIERED = "retiered"
    NEW = "new"
    REWORDED = "reworded"
    SAME = "same"

    @property
    def label(self) -> str:
        said = {"born_done": "Born done", "unticked": "Un-ticked", "retiered": "Re-tiered"}
        return said.get(self.value, self.value.capitalize())


class Ruling(Word):
    """What a person decides about an item that is missing from the newest assessment."""

    DONE = "done"
    NOT_APPLICABLE = "not_applicable"
    DUPLICATE = "duplicate"
    NOT_A_GAP = "not_a_gap"
    KEEP_OPEN = "keep_open"

    @property
    def label(self) -> str:
        return "Not a real gap" if self is Ruling.NOT_A_GAP else super().label


class Verdict(Word):
    """What the gate reports."""

    MET = "met"
    CONDITIONAL = "conditional"
    NOT_MET = "not_met"


class Role(Word):
    """What a person may do in one project."""

    VIEWER = "viewer"
    MEMBER = "member"
    LEAD = "lead"

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    def includes(self, other: Role) -> bool:
        """Answer whether this role may do everything the other may."""
        return self.rank >= other.rank


class StatementKind(Word):
    """What an assessment says besides its checklist."""

    STRENGTH = "strength"
    GAP = "gap"
    STEP = "step"
    RECOMMENDATION = "recommendation"


class Period(Word):
    """How often a cost line falls due."""

    ONCE = "once"
    MONTH = "month"
    YEAR = "year"

    @property
    def label(self) -> str:
        return {"once": "One-time", "month": "Monthly", "year": "Yearly"}[self.value]


class EntryKind(Word):
    """What a cost entry records: money promised, or money spent."""

    COMMITTED = "committed"
    ACTUAL = "actual"


class Severity(Word):
    """How much a finding matters."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class EvidenceKind(Word):
    """What shows that an item is done."""

    LINK = "link"
    COMMIT = "commit"
    FILE = "file"
    NOTE = "note"


class Way(Word):
    """How somebody gets a weekly report by mail: its files with the letter, or a link to them."""

    LINKED = "linked"
    ATTACHED = "attached"

    @property
    def label(self) -> str:
        return {"linked": "With a link to the files", "attached": "With the files attached"}[self.value]


class Unit(Word):
    """What a burn-down counts."""

    POINTS = "points"
    ITEMS = "items"
