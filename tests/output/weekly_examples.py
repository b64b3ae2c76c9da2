"""Weekly reports to print: empty, typical, overfull; and any that could be, for properties."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from tests.output.examples import a_burn_down, a_plan
from vantage_readiness.domain.burndown import BurnDown
from vantage_readiness.domain.diary import Mark
from vantage_readiness.domain.phases import Plan
from vantage_readiness.domain.weekly import (
    Coming,
    Decision,
    Event,
    Fared,
    Foretold,
    Happening,
    Late,
    Money,
    Numbers,
    PhaseLine,
    Row,
    ScorePoint,
    Slip,
    Standing,
    Unproven,
    Weekly,
)
from vantage_readiness.domain.weeks import Week
from vantage_readiness.domain.words import Period, Status, Tier, Unit, Verdict
from vantage_readiness.domain.words import Standing as CountsAs

WEEK = Week(2026, 47)
SUNDAY = date(2026, 11, 22)
MONDAY_AFTER = date(2026, 11, 23)
NO_DAYS = "Nothing to draw yet."
MARK = Mark(7, 1234, "9f" * 32)
HOSTILE = "=1+1 | <script>alert('x')</script> `*_#123 @ada ![a](http://evil) \\"

TITLES = (
    "Secrets in the compose file",
    "HTTPS for every service",
    "Logging and monitoring",
    "Database backups that were restored once",
    "Rate limits at the gateway",
    "Penetration test by somebody else",
    "Alerts that wake somebody",
    "Row-level security in the database",
)
TIERS = (Tier.CRITICAL, Tier.IMPORTANT, Tier.NICE)
PHASES = ("Critical security fixes", "Operations", "Scale and performance", "Polish")
GOAL = "All criticals verified"
PEOPLE = ("Ada Lovelace", "Ben Okafor", "Cleo Martín", None)


def an_empty_week() -> Weekly:
    """The first week of a project that knows nothing yet."""
    return Weekly(
        project="New project",
        slug="new",
        time_zone="Europe/Berlin",
        week=WEEK,
        gate=Standing(Verdict.NOT_MET, "Not ready: no critical item is known.", ("No critical item is known.",)),
        gate_before=None,
        numbers=Numbers(None, None, None, None, None),
        numbers_before=None,
        scores=(),
        events=(),
        slipped=(),
        blocked=(),
        overdue=(),
        coming=(),
        unproven=(),
        burn_down=BurnDown(Unit.POINTS, (), (), (), (), (), (), (), MONDAY_AFTER, NO_DAYS, NO_DAYS),
        phases=(),
        plan_sentence="The assessment has no plan with phases.",
        money=(),
        forecasts=(),
        fared=(),
        decisions=(),
        rows=(),
        mark=Mark(1, 1, "ab" * 32),
    )


def a_typical_week(items: int = 24) -> Weekly:
    """Week nine of a project with 24 items: some progress, some trouble."""
    return replace(
        an_empty_week(),
        project="VANTAGE AI",
        slug="vantage-ai",
        gate=Standing(
            Verdict.NOT_MET,
            "Not ready: 5 of 8 critical items are not verified.",
            (
                "3 critical items are open, 1 of them blocked.",
                "2 critical items are claimed, not verified.",
                "1 critical item is missing from the newest assessment: “HTTPS for every service”.",
                "4 critical or important items have no due date.",
            ),
        ),
        gate_before=Standing(Verdict.NOT_MET, "Not ready: 6 of 8 critical items are not verified.", ()),
        numbers=Numbers(Decimal("8.5"), 62, 41, 88, Decimal("9.05")),
        numbers_before=Numbers(Decimal("8.5"), 57, 37, 91, Decimal("8.92")),
        scores=(
            ScorePoint(1, "Production Readiness Assessment", date(2026, 9, 21), date(2026, 9, 28), Decimal("7.5")),
            ScorePoint(2, "Production Readiness Assessment V2", date(2026, 10, 19), date(2026, 10, 20), Decimal("8.5")),
        ),
        events=_events(),
        slipped=(_slip(3), _slip(6)),
        blocked=(Late(5, TITLES[4], Tier.CRITICAL, "Ben Okafor", date(2026, 11, 9), 13),),
        overdue=(
            Late(2, TITLES[1], Tier.CRITICAL, "Ada Lovelace", date(2026, 11, 18), 4),
            Late(14, "Runbooks for the five likeliest incidents", Tier.IMPORTANT, None, date(2026, 11, 20), 2),
        ),
        coming=tuple(_coming(number) for number in (4, 9, 11)),
        unproven=(
            Unproven(1, TITLES[0], "Ben Okafor", date(2026, 11, 16), "Ben Okafor", 6),
            Unproven(7, TITLES[6], None, date(2026, 11, 2), "Cleo Martín", None),
        ),
        burn_down=replace(a_burn_down(56), incomplete_from=MONDAY_AFTER),
        phases=(
            PhaseLine(1, PHASES[0], "complete", 6, 6, 6, date(2026, 10, 12), date(2026, 10, 19), date(2026, 10, 16)),
            PhaseLine(2, PHASES[1], "under_way", 8, 5, 3, date(2026, 11, 9), date(2026, 11, 23), None),
            PhaseLine(3, PHASES[2], "under_way", 6, 2, 1, date(2026, 11, 23), date(2026, 12, 14), None),
            PhaseLine(4, PHASES[3], "not_started", 4, 0, 0, date(2026, 12, 7), date(2027, 1, 4), None),
        ),
        plan_sentence="The plan of 28 September 2026 ends between 7 December 2026 and 4 January 2027.",
        money=(
            Money(Period.ONCE, "USD", Decimal(15000), Decimal(26500), Decimal(7300), Decimal(18800), Decimal(6000),
                  Decimal("7700.50"), Decimal(1200), ("Penetration test",)),
            Money(Period.MONTH, "USD", Decimal(450), Decimal(900), Decimal(450), Decimal(900), Decimal(0), Decimal(0),
                  Decimal(0), ()),
        ),
        forecasts=(
            Foretold(GOAL, date(2026, 12, 14), date(2027, 1, 11), False,
                     "Between 14 December 2026 and 11 January 2027, as 50 to 85 of 100 runs of the last 8 weeks say."),
            Foretold("Everything verified", None, None, False, "Beyond 26 weeks."),
        ),
        fared=(
            Fared(Week(2026, 43), GOAL, date(2026, 11, 30), date(2026, 12, 28), "open", "No day of it has come."),
            Fared(Week(2026, 41), GOAL, date(2026, 11, 9), date(2026, 11, 16), "missed", "5 were left."),
        ),
        decisions=(
            Decision("“HTTPS for every service” is missing from assessment 2", 2, date(2026, 10, 20)),
            Decision("Cleo Martín asks to mark “Dark theme” as not applicable", 22, date(2026, 11, 19)),
            Decision("The weighted table adds up to 9.075 but prints 9.2", None, None),
        ),
        rows=tuple(_row(number) for number in range(1, items + 1)),
        mark=MARK,
        plan=a_plan((2, 3), (4, 5), (2, 3), (2, 3), names=PHASES),
    )  # fmt: skip


def an_overfull_week(items: int = 400) -> Weekly:
    """A week in which everything happened to everything, with titles as long as they may be."""
    long = "A title that somebody made as long as it may be, because everything had to be said in it at once, " * 3
    typical = a_typical_week(items)
    return replace(
        typical,
        project=f"{HOSTILE} {long}"[:200],
        gate=Standing(Verdict.NOT_MET, f"Not ready: {long}", tuple(f"Reason {n}: {long}" for n in range(12))),
        events=tuple(_event(kind, number, long[:300]) for kind in Happening for number in range(1, items // 8)),
        slipped=tuple(replace(_slip(number), title=f"{HOSTILE}{number}") for number in range(1, items)),
        blocked=tuple(Late(number, long[:300], TIERS[0], "W" * 120, date(2025, 1, 1), 690) for number in range(1, 90)),
        overdue=tuple(Late(number, "x" * 300, Tier.NICE, HOSTILE, date(2026, 1, 1), 325) for number in range(1, 90)),
        coming=tuple(_coming(number) for number in range(1, 46)),
        phases=tuple(PhaseLine(n, long[:200], "claimed", 1000, 10, 1, None, None, None) for n in range(1, 41)),
        money=tuple(replace(typical.money[0], currency=each, low=Decimal(10**9), high=Decimal(10**9) * 2)
                    for each in ("USD", "EUR", "CHF", "JPY")),
        forecasts=typical.forecasts * 3,
        fared=typical.fared * 12,
        decisions=typical.decisions * 40,
    )  # fmt: skip


def _events() -> tuple[Event, ...]:
    return (
        _event(Happening.VERIFIED, 3),
        _event(Happening.VERIFIED, 12, "Least privilege for the database user"),
        _event(Happening.DONE, 1),
        _event(Happening.DONE, 8),
        _event(Happening.DONE, 17, "Health checks that look at the queue"),
        _event(Happening.REOPENED, 6, note="The test found two more endpoints."),
        _event(Happening.ADDED, 24, "Contract for the second region"),
        Event(date(2026, 11, 19), Happening.RETIERED, 16, "Load test at twice the peak", Tier.CRITICAL, "Ada Lovelace",
              "changed the tier of “Load test at twice the peak” from important to critical", ""),
        Event(date(2026, 11, 20), Happening.WAIVED, 5, TITLES[4], Tier.CRITICAL, "Ada Lovelace",
              f"accepted the risk of “{TITLES[4]}” until 18 December 2026", "The gateway limits by address meanwhile."),
        *(_event(Happening.OTHER, number) for number in range(1, 8)),
    )  # fmt: skip


def _event(kind: Happening, number: int, title: str = "", note: str = "") -> Event:
    title = title or TITLES[(number - 1) % len(TITLES)]
    said = f"moved “{title}” from in progress to {kind.value}"
    return Event(
        WEEK.first + timedelta(days=number % 7), kind, number, title, TIERS[number % 3], "Ben Okafor", said, note
    )


def _slip(number: int) -> Slip:
    return Slip(number, TITLES[(number - 1) % 8], Tier.CRITICAL, date(2026, 11, 20), date(2026, 12, 4), "Cleo Martín",
                "Waiting for the vendor.")  # fmt: skip


def _coming(number: int) -> Coming:
    return Coming(number, TITLES[number % 8], TIERS[number % 3], PEOPLE[number % 4], date(2026, 11, 23 + number % 7))


def _row(number: int) -> Row:
    status = list(Status)[number % len(Status)]
    return Row(
        number,
        TITLES[number % 8] if number % 8 else f"=1+1 in item {number}",
        TIERS[number % 3],
        "Security" if number % 2 else "Operations",
        f"Phase {number % 4 + 1}",
        status,
        CountsAs.UNDONE.value,
        "=1+1" if number == 5 else PEOPLE[number % 4] or "",
        date(2026, 12, 1 + number % 28) if number % 3 else None,
        SUNDAY if status is Status.DONE else None,
        None,
        None,
    )


# --- any week ----------------------------------------------------------------------------------------------------

_texts = st.one_of(
    st.text(max_size=40), st.sampled_from([HOSTILE, "=1+1", "'=1", "\x00\ud800", "_x0041_", "1. one", "", "x" * 400])
)
_days = st.dates(date(1971, 1, 10), date(2200, 1, 1))


def _some(made):
    return st.lists(made, max_size=3).map(tuple)


def _of(hint):
    """Give what makes values of a declared type."""
    if get_origin(hint) is tuple:
        return _some(_of(get_args(hint)[0]))
    if isinstance(hint, UnionType):
        return st.none() | _of(get_args(hint)[0])
    if hint in _KINDS:
        return _KINDS[hint]
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        names = [each.name for each in fields(hint)]
        made = {name: _NAMED[hint, name] if (hint, name) in _NAMED else _of(hints[name]) for name in names}
        return st.builds(hint, **made)
    return st.sampled_from(list(hint))


def _burn_downs():
    made = st.builds(a_burn_down, st.integers(1, 40), scope=st.integers(0, 5000), start=_days)
    return st.just(an_empty_week().burn_down) | made


def _plans() -> st.SearchStrategy[Plan | None]:
    weeks = _some(st.tuples(st.integers(1, 3), st.integers(3, 6)))
    return st.none() | st.builds(lambda weeks, start: a_plan(*weeks, start=start), weeks, _days)


_percents = st.none() | st.integers(0, 100)
_scores = st.none() | st.decimals(0, 10, places=2)
_KINDS = {
    str: _texts,
    date: _days,
    bool: st.booleans(),
    int: st.integers(0, 10_000),
    Decimal: st.decimals(0, 10**9, places=2),
    Week: _days.map(Week.of),
}
_NAMED: dict[tuple[Any, str], st.SearchStrategy[Any]] = {
    (Numbers, name): _percents for name in ("claimed", "verified", "coverage")
}
_NAMED |= {(each, "stated"): _scores for each in (Numbers, ScorePoint)}
_NAMED |= {(Numbers, "estimate"): _scores, (Weekly, "burn_down"): _burn_downs(), (Weekly, "plan"): _plans()}


def any_week() -> st.SearchStrategy[Weekly]:
    """Any report there could be, with texts that mean harm."""
    made: st.SearchStrategy[Weekly] = _of(Weekly)
    return made
