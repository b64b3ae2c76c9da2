"""Somebody with the whole power over the database changes the diary: `flask diary verify` has to find it.

Half of the tamperers are clumsy and touch lines; the other half know the code: they seal the chain anew and mend the
anchor too, which only what is remembered outside the database gives away.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import insert as insert_into
from sqlalchemy import inspect, text

from tools.trials.stage import staged
from tools.trials.trial import Result
from vantage_readiness.domain.diary import GENESIS, seal
from vantage_readiness.services import diary
from vantage_readiness.storage import diary as rows
from vantage_readiness.storage import guard
from vantage_readiness.storage.database import db

FULL = 500

_OTHERWISE: dict[str, Callable[[Any], Any]] = {
    "kind": lambda was: "item.moved" if was != "item.moved" else "item.owned",
    "item": lambda was: (was or 0) + 1,
    "subject": lambda was: f"{was}!",
    "by": lambda was: f"{was}9",
    "at": lambda was: (was + timedelta(seconds=1)).replace(tzinfo=None),
    "day": lambda was: was - timedelta(days=1),
    "before": lambda was: json.dumps(f"{was}?"),
    "after": lambda was: json.dumps([was]),
    "note": lambda was: f"{was} ",
}


def run(scale: float, seed: int) -> list[Result]:
    """Tamper as often as asked on each database that answers; every tampering has to be found in its book."""
    results = []
    for kind, app in staged():
        with app.app_context():
            results.append(_run(kind, max(1, round(FULL * scale)), seed))
    return results


def _run(kind: str, times: int, seed: int) -> Result:
    connection = db.session.connection()
    guard.open_up(connection)
    db.session.commit()
    marks, failures = diary.marks(), []
    if diary.verify(marks)[1]:
        failures.append("the untouched diary is called broken")
    for number in range(times):
        chance = random.Random(f"{seed}-{number}")  # noqa: S311 — a trial, not a secret
        book = chance.choice([mark.book for mark in marks if mark.count > 3])
        how = chance.choice(list(TAMPERINGS))
        TAMPERINGS[how](book, chance)
        if how != "overwrite_seal" and chance.random() < 0.5:
            _seal_anew(book)
        found = [flaw.book for flaw in diary.verify(marks)[1]]
        db.session.rollback()
        if found != [book]:
            failures.append(f"tampering {number} ({how}) of book {book} was told as {found}")
    db.session.rollback()
    guard.close(db.session.connection())
    db.session.commit()
    return Result(f"tampering with the diary, {kind}", times, tuple(failures), seed)


def edit(book: int, chance: random.Random) -> None:
    """Change one field of one line."""
    line = _pick(book, chance)
    column = chance.choice(list(_OTHERWISE))
    _set(line, column, _OTHERWISE[column](getattr(line, column)))


def overwrite_seal(book: int, chance: random.Random) -> None:
    """Change only the seal of a line."""
    _set(_pick(book, chance), "hash", f"{chance.getrandbits(256):064x}")


def insert(book: int, chance: random.Random) -> None:
    """Put a line in, the later ones moving up."""
    line = _pick(book, chance)
    values = {column.key: getattr(line, column.key) for column in inspect(rows.ChangeRow).columns}
    every = _every(book)
    _renumber([(each.id, each.number + (each.number >= line.number)) for each in every])
    db.session.execute(insert_into(rows.ChangeRow).values({**values, "id": every[-1].id + 1_000_000, "note": "put in"}))


def delete(book: int, chance: random.Random) -> None:
    """Take a line out, the later ones moving down or not."""
    line = _pick(book, chance)
    db.session.execute(text("DELETE FROM change WHERE id = :id"), {"id": line.id})
    if chance.random() < 0.5:
        _renumber([(each.id, number) for number, each in enumerate(_every(book), 1)])


def reorder(book: int, chance: random.Random) -> None:
    """Let two lines change places."""
    one, other = chance.sample(_every(book), 2)
    _renumber([(one.id, other.number), (other.id, one.number)])


def truncate(book: int, chance: random.Random) -> None:
    """Cut the book off after some line, or lose it wholly."""
    keep = chance.randint(0, len(_every(book)) - 1)
    db.session.execute(text("DELETE FROM change WHERE book = :book AND number > :keep"), {"book": book, "keep": keep})


TAMPERINGS: dict[str, Callable[[int, random.Random], None]] = {
    each.__name__: each for each in (edit, overwrite_seal, insert, delete, reorder, truncate)
}


def _seal_anew(book: int) -> None:
    """Do what a tamperer does who knows how lines are sealed: number, seal and anchor the book again."""
    db.session.expire_all()
    head, count = GENESIS, 0
    for count, line in enumerate(sorted(_every(book), key=lambda each: each.number), 1):
        line.number = count
        line.hash = head = seal(head, line)
    db.session.flush()
    db.session.execute(
        text("UPDATE diary_anchor SET count = :count, head = :head WHERE book = :book"),
        {"count": count, "head": head, "book": book},
    )
    db.session.expire_all()


def _set(line: rows.ChangeRow, column: str, value: Any) -> None:
    statement = f'UPDATE change SET "{column}" = :value WHERE id = :id'  # noqa: S608 — a name of ours
    db.session.execute(text(statement), {"value": value, "id": line.id})
    db.session.expire_all()


def _pick(book: int, chance: random.Random) -> rows.ChangeRow:
    return chance.choice(_every(book))


def _every(book: int) -> list[rows.ChangeRow]:
    return list(rows.whole(book))


def _renumber(numbers: list[tuple[int, int]]) -> None:
    """Give lines other numbers, by way of negative ones: no two may ever bear the same."""
    for sign in (-1, 1):
        for id_, number in numbers:
            db.session.execute(
                text("UPDATE change SET number = :number WHERE id = :id"), {"number": sign * number, "id": id_}
            )
    db.session.expire_all()
