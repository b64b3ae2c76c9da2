"""What recurs: the parts of a tick, each apart from the others, and the heartbeats that show whether they go on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..storage import heartbeats, projects
from ..storage import reports as claims
from ..storage.database import db
from ..storage.projects import Project
from . import answered, digests, evidence, gate_letters, people, reports, tokens

CLOCK = "clock"
SILENT = timedelta(minutes=5)  # who ticks every minute and says nothing for so long does not tick
_FORGOTTEN = timedelta(hours=1)  # a clock that ended without a word is told for so long
_CLAIMS_KEPT = timedelta(days=730)
_SINCE, _LAST, _PART = "since ", "ticks ", "part "

_log = logging.getLogger(__name__)

Part = Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Clock:
    """One process that ticks: where, since when, and when it last did."""

    name: str
    since: datetime
    last: datetime
    is_silent: bool


def note_old_evidence(at: datetime) -> None:
    """Note in every project whose evidence became too old, or counts again."""
    for number, slug in [(project.id, project.slug) for project in projects.every()]:
        try:
            if project := db.session.get(Project, number):
                evidence.note_aged_evidence(project, at=at)
        except Exception:  # noqa: BLE001 — whatever it was, the other projects are looked at
            db.session.rollback()
            _log.exception("The evidence of project %s could not be looked at.", slug)


def forget_what_ran_out(at: datetime) -> None:
    """Forget sign-ins, links, tokens, answers and claims of long ago."""
    tokens.tidy(at)
    answered.tidy(at)
    people.tidy(at)
    claims.forget_claims(before=at - _CLAIMS_KEPT)
    db.session.commit()


# A part commits its own transactions, finds what is due in the database, and does nothing when it is asked twice.
PARTS: tuple[Part, ...] = (
    note_old_evidence,
    reports.publish_due,
    digests.run_due,
    gate_letters.run_due,
    forget_what_ran_out,
)


def name_of(part: Part) -> str:
    """Name a part as the log and the health page do: "digests: run due"."""
    room = part.__module__.rpartition(".")[2]
    return f"{room}: {part.__name__.replace('_', ' ')}"[: 40 - len(_PART)]


def do_what_is_due(at: datetime) -> None:
    """Do every part and leave a heartbeat; doing it twice changes nothing."""
    for part in PARTS:
        do(part, at)
    beat(at)


def do(part: Part, at: datetime) -> bool:
    """Do one part and answer whether it held; a failure is logged and keeps no other part from its work."""
    name = name_of(part)
    try:
        heartbeats.begin(_PART + name, at)  # so that one that never succeeds grows old, too
        db.session.commit()
        part(at)
        heartbeats.beat(_PART + name, at)
        db.session.commit()
    except Exception:  # noqa: BLE001 — whatever it was, the other parts must go on
        db.session.rollback()
        _log.exception("The part “%s” of a tick failed; it is tried again with the next.", name)
        return False
    return True


def beat(at: datetime, clock: str = "", since: datetime | None = None) -> None:
    """Leave a heartbeat: of the installation and, if it has a name, of this clock."""
    heartbeats.beat(CLOCK, at)
    if clock:
        heartbeats.begin(_SINCE + clock, since or at)
        heartbeats.beat(_LAST + clock, at)
        _forget_clocks(at)
    db.session.commit()


def farewell(clock: str) -> None:
    """Let a clock that stops be missed by nobody."""
    heartbeats.forget(_SINCE + clock, _LAST + clock)
    db.session.commit()


def last_tick() -> datetime | None:
    """Give when a clock last ticked."""
    return heartbeats.last(CLOCK)


def clocks(at: datetime) -> Sequence[Clock]:
    """List the clocks that ticked within the last hour, those too that stopped without a word."""
    since, last = heartbeats.beginning_with(_SINCE), heartbeats.beginning_with(_LAST)
    return [
        Clock(name, since.get(name, tick), tick, is_silent=_far(tick, at) > SILENT)
        for name, tick in last.items()
        if _far(tick, at) <= _FORGOTTEN
    ]


def late_parts(at: datetime) -> Sequence[str]:
    """Name the parts of a tick that did not succeed for some time."""
    done = heartbeats.beginning_with(_PART)
    names = map(name_of, PARTS)
    return [name for name in names if name in done and _far(done[name], at) > SILENT]


def _forget_clocks(at: datetime) -> None:
    for name, tick in heartbeats.beginning_with(_LAST).items():
        if _far(tick, at) > _FORGOTTEN:
            heartbeats.forget(_SINCE + name, _LAST + name)


def _far(moment: datetime, at: datetime) -> timedelta:
    """Give how far a moment is away; one ahead was noted before the machine's clock was set back."""
    return abs(at - moment)
