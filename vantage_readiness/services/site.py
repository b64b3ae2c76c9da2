"""What was decided for the whole installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..domain.diary import Change, Kind, Value, person
from ..domain.refusals import Clash, NotAllowed, Refused, Stale
from ..storage import site
from ..storage.database import db
from ..storage.people import User
from ..storage.site import FACTOR_FOR_ADMINISTRATORS, SiteSetting
from . import diary

__all__ = ["FACTOR_FOR_ADMINISTRATORS", "get", "hold", "keep", "needs_factor", "put", "require_factor"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What stands, and its version; version 0 means that nobody decided yet."""

    value: Value
    version: int


def get(name: str) -> Decision:
    """Give what was decided about something; the value is None while nobody decided."""
    row = site.find(name)
    return Decision(row.value, row.version) if row else Decision(None, 0)


def put(name: str, value: Value, *, seen: int, by: User, at: datetime) -> None:
    """Decide something for the installation. Only an administrator may; a stale decision is refused."""
    hold()
    keep(name, value, seen=seen, by=by, at=at)
    db.session.commit()


def hold() -> None:
    """Let decisions for the installation be made one after another, each knowing the one before."""
    diary.hold_site()
    db.session.expire_all()


def keep(name: str, value: Value, *, seen: int, by: User, at: datetime) -> None:
    """Decide something in somebody's transaction, which holds the site."""
    if not by.is_administrator:
        raise NotAllowed("Only an administrator can do this. Ask one of them.")
    row = site.find(name)
    if (row.version if row else 0) != seen:
        raise _stale(name, value, row.value if row else None)
    before = row.value if row else None
    if row is None:
        db.session.add(SiteSetting(name=name, value=value))
    else:
        row.value = value
    diary.write_for_site(Change(Kind.SITE_CHANGED, name, person(by.id), at, before, value))


def needs_factor() -> bool:
    """Answer whether administrators need a second factor."""
    return get(FACTOR_FOR_ADMINISTRATORS).value is True


def require_factor(is_needed: bool, *, seen: int, by: User, at: datetime) -> None:
    """Decide whether administrators need a second factor. Who switches it on has one, so that one can always act."""
    hold()
    if is_needed and by.totp_secret is None:
        raise Refused("Set up a second factor for yourself first. Then you can require one of every administrator.")
    keep(FACTOR_FOR_ADMINISTRATORS, is_needed, seen=seen, by=by, at=at)
    db.session.commit()


def _stale(name: str, wanted: Value, current: Value) -> Stale:
    clash = Clash(name.replace("_", " "), str(wanted), str(current), by="Somebody else", at="")
    return Stale("Somebody changed this while you were looking at it. Nothing was overwritten.", (clash,))
