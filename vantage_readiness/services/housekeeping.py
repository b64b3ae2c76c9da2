"""What recurs: noting evidence that became too old, forgetting what no longer matters, leaving a heartbeat."""

from __future__ import annotations

from datetime import datetime

from ..storage import heartbeats, projects
from ..storage.database import db
from . import answered, evidence, people, tokens

CLOCK = "clock"


def do_what_is_due(at: datetime) -> None:
    """Do everything that is due; doing it twice changes nothing."""
    for project in projects.every():
        evidence.note_aged_evidence(project, at=at)
    tokens.tidy(at)
    answered.tidy(at)
    people.tidy(at)
    heartbeats.beat(CLOCK, at)
    db.session.commit()


def last_tick() -> datetime | None:
    """Give when a clock last did its work."""
    return heartbeats.last(CLOCK)
