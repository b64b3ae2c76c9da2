"""Builds of the doors with one mistake each, by name: a trial that does not catch them is no evidence."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from types import MappingProxyType, ModuleType
from typing import Any

from vantage_readiness.domain.refusals import Refused
from vantage_readiness.services import founding, links, people, throttle
from vantage_readiness.storage import people as kept
from vantage_readiness.storage.database import db
from vantage_readiness.storage.people import OneTimeLink, User

_SECONDS = 3  # what a mistake waits for others that do not come


_gate = threading.Barrier(1)


@contextmanager
def built(name: str, together: int) -> Iterator[None]:
    """Within this block the house has the mistake of this name; none if it is empty.

    A mistake shows between looking and acting: whoever has looked waits there until `together` of them have.
    """
    global _gate  # noqa: PLW0603 — the mistakes take the places of functions, whose arguments are given
    _gate = threading.Barrier(together)
    with ExitStack() as stack:
        for module, attribute, instead in _MISTAKES[name] if name else ():
            stack.enter_context(_replaced(module, attribute, instead))
        yield


def _let_others_look() -> None:
    with suppress(threading.BrokenBarrierError):
        _gate.wait(_SECONDS)


@contextmanager
def _replaced(module: ModuleType, attribute: str, instead: Callable[..., Any]) -> Iterator[None]:
    there = getattr(module, attribute)
    setattr(module, attribute, instead)
    try:
        yield
    finally:
        setattr(module, attribute, there)


def _reserve_unseen(keys: Sequence[str], at: datetime) -> throttle.Reservation:
    """Look, and count only afterwards."""
    tries = kept.tries(keys, at - timedelta(minutes=throttle.MINUTES))
    db.session.rollback()
    if tries >= throttle.TRIES:
        raise Refused("Too many attempts.")
    _let_others_look()
    reservation = throttle.Reservation(tuple(kept.add_tries(keys, at)))
    db.session.commit()
    return reservation


def _enter_unheld(token: str, purposes: Sequence[str], at: datetime) -> User:
    """Look whether the link is good, and spend it only afterwards."""
    link = links.find(token, purposes, at)
    if link is None:
        raise Refused(links.DEAD)
    number, user_id = link.id, link.user_id
    db.session.rollback()
    _let_others_look()
    db.session.get_one(OneTimeLink, number).used_at = at
    user = kept.hold_user(user_id or 0)
    assert user is not None
    return user


def _spend_unheld(token: str, purpose: str, at: datetime) -> OneTimeLink:
    found = links.find(token, (purpose,), at)
    if found is None:
        raise Refused(links.DEAD)
    number = found.id
    db.session.rollback()
    _let_others_look()
    link = db.session.get_one(OneTimeLink, number)
    link.used_at = at
    return link


def _count_unheld(user: User) -> None:
    """Count the administrators, and let go before anything is changed."""
    is_last = user.is_administrator and kept.administrators() <= 1
    db.session.rollback()
    if is_last:
        raise Refused(people.LAST)
    _let_others_look()


class _Nobody:
    """Storage that always answers that there is no administrator yet."""

    def __getattr__(self, name: str) -> Any:
        return (lambda: 0) if name == "administrators" else getattr(kept, name)


_MISTAKES: MappingProxyType[str, tuple[tuple[ModuleType, str, Any], ...]] = MappingProxyType(
    {
        "tries are counted afterwards": ((throttle, "reserve", _reserve_unseen),),
        "links are not held": ((links, "enter", _enter_unheld),),
        "the set-up is not held": ((links, "spend", _spend_unheld), (founding, "people", _Nobody())),
        "administrators are not held": ((people, "_keep_an_administrator", _count_unheld),),
    }
)
