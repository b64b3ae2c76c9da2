"""Builders of diary lines and of a whole weekly report; each states only what differs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

from vantage_readiness.domain.burndown import BurnDown
from vantage_readiness.domain.diary import GENESIS, Kind, Mark, Value
from vantage_readiness.domain.weekly import Numbers, Row, Standing, Weekly
from vantage_readiness.domain.weeks import Week
from vantage_readiness.domain.words import Status, Tier, Unit, Verdict

MONDAY = date(2026, 11, 16)
SUNDAY = date(2026, 11, 22)
WEEK = Week(2026, 47)


@dataclass(frozen=True)
class ALine:
    """A line of the diary by Ben about item 1."""

    kind: str
    after: Value = None
    before: Value = None
    item: int | None = 1
    day: date = MONDAY
    by: str = "person:2"
    subject: str = "Fix secrets"
    note: str = ""
    number: int = 0

    @property
    def at(self) -> datetime:
        return datetime.combine(self.day, time(9), UTC)


def added(**differs: Value) -> ALine:
    """The line of a new open critical item of Ada."""
    after: dict[str, Value] = {"title": "Fix secrets", "tier": "critical", "status": "open", "born_done": False}
    rest: dict[str, Value] = {"phase": 1, "area": 1, "owner": 1, "due": "2026-12-14", "original": True}
    return ALine(Kind.ITEM_ADDED, {**after, **rest, **differs}, day=date(2026, 11, 2))


def moved(before: Status, after: Status, **differs: object) -> ALine:
    return replace(ALine(Kind.ITEM_MOVED, after.value, before.value), **differs)  # type: ignore[arg-type]


def a_row(number: int = 1, **differs: object) -> Row:
    row = Row(
        number=number,
        title="Fix secrets",
        tier=Tier.CRITICAL,
        area="Security",
        phase="Hardening",
        status=Status.OPEN,
        standing="Undone",
        owner="Ada",
        due=date(2026, 12, 14),
        claimed_on=None,
        evidence_on=None,
        waived_until=None,
    )
    return replace(row, **differs)  # type: ignore[arg-type]


def a_week(**differs: object) -> Weekly:
    """Build the report of a quiet week with nothing in its lists."""
    weekly = Weekly(
        project="VANTAGE AI",
        slug="vantage-ai",
        time_zone="UTC",
        week=WEEK,
        gate=Standing(Verdict.NOT_MET, "Not ready: 1 of 1 critical item open.", ("1 critical item is open.",)),
        gate_before=None,
        numbers=Numbers(Decimal("7.50"), 0, 0, 100, Decimal("7.50")),
        numbers_before=None,
        scores=(),
        events=(),
        slipped=(),
        blocked=(),
        overdue=(),
        coming=(),
        unproven=(),
        burn_down=BurnDown(Unit.POINTS, (), (), (), (), (), (), (), SUNDAY, "Nothing to draw.", "Nothing to draw."),
        phases=(),
        plan_sentence="",
        money=(),
        forecasts=(),
        fared=(),
        decisions=(),
        rows=(),
        mark=Mark(1, 0, GENESIS),
    )
    return replace(weekly, **differs)  # type: ignore[arg-type]
