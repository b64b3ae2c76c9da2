"""Whether the installation can work, what needs attention, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from ..domain.diary import SITE, Kind
from ..domain.readiness import Readiness
from ..domain.words import Tier, Verdict
from ..storage import deliveries, gauges, projects
from . import backups, diary, housekeeping, setup
from .overview import Look
from .sign_ins import CODE_OWED

_TICK_MISSED = housekeeping.SILENT
_LETTER_LATE = timedelta(minutes=15)
_BACKUP_OLD = timedelta(hours=26)
_SIGNED_IN = (Kind.PERSON_SIGNED_IN, Kind.PERSON_REFUSED)


class State(StrEnum):
    """How a check ended: only what stops work is a failure."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `age` in whole seconds, where an age is what matters."""

    state: State
    says: str
    age: int | None = None


@dataclass(frozen=True, slots=True)
class ProjectNumbers:
    """One project in numbers."""

    slug: str
    verdict: Verdict
    readiness: Readiness
    open_criticals: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """An installation in numbers; ages in seconds, None where it never happened."""

    projects: Sequence[ProjectNumbers]
    letters: Mapping[str, int]
    oldest_letter_age: float
    clock_age: float | None
    backup_age: float | None
    signed_in: int
    refused: int


def look(at: datetime, *, wants_backups: bool) -> dict[str, Check]:
    """Check everything; when the database does not answer, nothing else can be."""
    checks = {"database": _database()}
    if checks["database"].state is State.FAILED:
        return checks
    return {**checks, "clock": _clock(at), "letters": _letters(at), "backup": _backup(at, wanted=wants_backups)}


def can_work(checks: Mapping[str, Check]) -> bool:
    """Answer whether nothing stops work."""
    return all(check.state is not State.FAILED for check in checks.values())


def numbers(at: datetime) -> Numbers:
    """Read the numbers of the installation as they are now."""
    doors = gauges.lines_of_kinds(SITE, [kind.value for kind in _SIGNED_IN], without=CODE_OWED)
    return Numbers(
        projects=[_project(project, at) for project in projects.every()],
        letters=deliveries.counts(),
        oldest_letter_age=_seconds(gauges.oldest_letter(at), at) or 0,
        clock_age=_seconds(housekeeping.last_tick(), at),
        backup_age=_seconds(backups.last(), at),
        signed_in=doors.get(Kind.PERSON_SIGNED_IN, 0),
        refused=doors.get(Kind.PERSON_REFUSED, 0),
    )


def _database() -> Check:
    if setup.is_ready():
        return Check(State.OK, "answers, tables are of this version")
    if setup.is_older():
        return Check(State.FAILED, "is not set up for this version; run `flask setup` once")
    return Check(State.FAILED, "does not answer")


def _clock(at: datetime) -> Check:
    """Say how the clocks stand, without naming machines: whoever asks may read it."""
    check = _aged(housekeeping.last_tick(), at, _TICK_MISSED, "ticks", "does not tick; start it with `flask clock`")
    clocks = housekeeping.clocks(at)
    silent = sum(clock.is_silent for clock in clocks)
    if check.state is not State.OK or not clocks:
        return check
    if silent:
        return replace(check, state=State.WARNING, says=f"{silent} of {len(clocks)} stopped without a word")
    if late := housekeeping.late_parts(at):
        return replace(check, state=State.WARNING, says=f"ticks, but “{late[0]}” does not succeed; the log says why")
    return replace(check, says="ticks" if len(clocks) == 1 else f"ticks, {len(clocks)} of them")


def _letters(at: datetime) -> Check:
    waiting = gauges.oldest_letter(at)
    if waiting is None:
        return Check(State.OK, "none is waiting")
    return _aged(waiting, at, _LETTER_LATE, "are on their way", "wait too long; see Letters under Administration")


def _backup(at: datetime, *, wanted: bool) -> Check:
    last, tried = backups.last(), backups.last_try()
    if not wanted:
        return Check(State.OK, "none is taken at night, as configured", _age(last, at))
    if tried and (last is None or last < tried) and at - tried > _TICK_MISSED:
        return Check(State.WARNING, "the latest one failed; the log says why", _age(last, at))
    return _aged(
        last, at, _BACKUP_OLD, "is fresh and proven", "there is none of last night; take one with `flask backup`"
    )


def _aged(moment: datetime | None, at: datetime, limit: timedelta, well: str, late: str) -> Check:
    fine = moment is not None and abs(at - moment) <= limit  # one ahead was noted by a clock that was wrong
    return Check(State.OK if fine else State.WARNING, well if fine else late, _age(moment, at))


def _age(moment: datetime | None, at: datetime) -> int | None:
    seconds = _seconds(moment, at)
    return None if seconds is None else int(seconds)


def _seconds(moment: datetime | None, at: datetime) -> float | None:
    return None if moment is None else max((at - moment).total_seconds(), 0.0)


def _project(project: projects.Project, at: datetime) -> ProjectNumbers:
    look = Look(project, diary.local_day(project, at))
    criticals = next((row.undone for row in look.readiness.tiers if row.tier is Tier.CRITICAL), 0)
    return ProjectNumbers(project.slug, look.gate.verdict, look.readiness, criticals)
