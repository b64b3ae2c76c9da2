"""Databases to be measured: VANTAGE AI as seeded, and the same after many items and many more changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from vantage_readiness import places
from vantage_readiness.domain.diary import Kind, Value, person, seal
from vantage_readiness.domain.movements import bucket, moves
from vantage_readiness.domain.words import Correction, EvidenceKind, Role, Status, Tier
from vantage_readiness.factory import create_app
from vantage_readiness.services import assessments, diary, founding, links, members, projects, setup
from vantage_readiness.services.items import Bulk, Seen, change_many
from vantage_readiness.storage import items as item_rows
from vantage_readiness.storage import plan
from vantage_readiness.storage.database import db
from vantage_readiness.storage.diary import Anchor, ChangeRow, TallyRow, open_book
from vantage_readiness.storage.items import Evidence, Item
from vantage_readiness.storage.people import User
from vantage_readiness.storage.projects import Project

DAYS = 120
_NEXT = {
    Status.OPEN: Status.IN_PROGRESS,
    Status.IN_PROGRESS: Status.BLOCKED,
    Status.BLOCKED: Status.DONE,
    Status.DONE: Status.VERIFIED,
    Status.VERIFIED: Status.OPEN,
}
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Made:
    """A database that is ready: a one-time sign-in token, how much it holds, and the version of its item 2, open."""

    token: str
    version: int
    items: int
    changes: int


@dataclass(frozen=True)
class _Line:
    """A diary line to be written."""

    book: int
    number: int
    kind: str
    item: int
    subject: str
    by: str
    at: datetime
    day: date
    before: Value
    after: Value
    note: str


@dataclass(frozen=True, slots=True)
class _Worked:
    """An item as it stands between two of its changes."""

    number: int
    tier: Tier
    phase_id: int | None
    area_id: int | None
    status: Status
    correction: Correction | None = None
    born_done: bool = False
    aged: bool = False

    @property
    def title(self) -> str:
        return f"Harden part {self.number} of the platform before go-live"


def make(folder: Path, *, items: int, changes: int) -> Made:
    """Fill the database of a data folder with about so many items and diary lines, and check that its diary is whole.

    With `items` 0 it holds what the seed brings, by way of the services. The rest is written in bulk, with the same
    rows, seals and tallies that the services would have written.
    """
    app = create_app({"DATA_DIR": str(folder)})
    with app.app_context():
        setup.bring_up_to_date()
        ada, project = _seeded(datetime.now(UTC) - timedelta(days=DAYS))
        if items:
            _crowd(project, ada, items, changes)
        token = links.sign_in_link(ada, datetime.now(UTC))
        read, flaws = diary.verify()
        if flaws:
            raise AssertionError(f"The filled diary is not whole: {flaws[0].sentence}.")
        version = next(item.version for item in item_rows.lines(project.id) if item.number == 2)  # type: ignore[attr-defined]
        there = item_rows.count(project.id, item_rows.Narrowing(), today=datetime.now(UTC).date())
        db.session.remove()
        db.engine.dispose()
    return Made(token, version, there, read)


def _seeded(at: datetime) -> tuple[User, Project]:
    """Seed VANTAGE AI with five people, dates, and half of its items given to somebody."""
    raw, links = (places.seed() / "assessment.md").read_bytes(), (places.seed() / "links.toml").read_text("utf-8")
    project = assessments.create_project(raw, links=links, as_of=None, by="setup", at=at)
    ada = founding.set_up(founding.setup_link(at) or "", "Ada", "ada@example.org", "a long enough password", at=at)
    for name in ("Ben", "Cleo", "Dora", "Emil"):
        members.invite(project, name, f"{name.lower()}@example.org", Role.MEMBER, by=ada, at=at)
    projects.change_dates(
        project,
        name=project.name,
        start=at.date(),
        target=at.date() + timedelta(weeks=26),
        time_zone="UTC",
        seen=project.settings_version,
        by=ada,
        at=at,
    )
    half = [Seen(number, 1) for number in range(1, item_rows.highest_number(project.id) + 1, 2)]
    change_many(project, half, Bulk(owner=ada.id, due=at.date() + timedelta(days=DAYS + 7)), by=ada, at=at)
    return ada, project


def _crowd(project: Project, ada: User, items: int, changes: int) -> None:
    """Add items and their history. Days run forward; each item goes its way, some further than others."""
    anchor = open_book(project.id)
    ways = _ways(project, items, changes - anchor.count)
    stands: dict[int, _Worked] = {}
    tallies: dict[tuple[date, Tier, int, int], list[int]] = {}
    rows: list[dict[str, object]] = []
    last = datetime.now(UTC) - timedelta(minutes=5)
    first = last - timedelta(days=DAYS - 2)
    for step, now in enumerate(ways):
        at = first + (last - first) * step / changes
        then = stands.get(now.number)
        rows.append(_written(anchor, project, then, now, at, person(ada.id)))
        for move in moves(bucket(then) if then else None, bucket(now), at.date()):
            sums = tallies.setdefault((move.day, move.tier, move.phase or 0, move.area or 0), [0, 0, 0])
            sums[:] = [sums[0] + move.scope, sums[1] + move.claimed, sums[2] + move.verified]
        stands[now.number] = now
    _keep(project, ada, rows, stands, tallies, last.date())


def _ways(project: Project, items: int, changes: int) -> Iterator[_Worked]:
    """Give one state after the other: first every item is added, then they take turns until the changes are used up."""
    phases = [phase.id for phase in plan.phases(project.id)]
    areas = sorted({item.area_id for item in item_rows.lines(project.id) if item.area_id})
    tiers = (Tier.CRITICAL, Tier.IMPORTANT, Tier.IMPORTANT, Tier.NICE)
    crowd = [
        _Worked(number, tiers[number % 4], phases[number % len(phases)], areas[number % len(areas)], Status.OPEN)
        for number in range(item_rows.highest_number(project.id) + 1, items + 1)
    ]
    yield from crowd
    left, turn = changes - len(crowd), 0
    while left > 0:
        turn += 1
        for place, item in enumerate(crowd):
            if item.number % 7 <= turn % 9 and left > 0:  # some go further than others
                crowd[place] = now = replace(item, status=_NEXT[item.status])
                left -= 1
                yield now


def _written(
    anchor: Anchor, project: Project, then: _Worked | None, now: _Worked, at: datetime, by: str
) -> dict[str, object]:
    """Seal one line to the chain and give its row."""
    added: Value = {
        "title": now.title,
        "tier": now.tier.value,
        "phase": now.phase_id,
        "area": now.area_id,
        "status": now.status.value,
        "born_done": False,
    }
    line = _Line(
        book=project.id,
        number=anchor.count + 1,
        kind=(Kind.ITEM_MOVED if then else Kind.ITEM_ADDED).value,
        item=now.number,
        subject=now.title,
        by=by,
        at=at,
        day=at.date(),
        before=then.status.value if then else None,
        after=now.status.value if then else added,
        note="",
    )
    anchor.count, anchor.head, anchor.day = line.number, seal(anchor.head, line), line.day
    return {**vars(line), "hash": anchor.head}


def _keep(
    project: Project,
    ada: User,
    rows: list[dict[str, object]],
    stands: dict[int, _Worked],
    tallies: dict[tuple[date, Tier, int, int], list[int]],
    today: date,
) -> None:
    project.revision += len(rows)
    db.session.flush()
    for start in range(0, len(rows), _AT_ONCE):
        db.session.execute(insert(ChangeRow), rows[start : start + _AT_ONCE])
    names = ("project_id", "day", "tier", "phase", "area", "scope", "claimed", "verified")
    kept = [dict(zip(names, (project.id, *place, *sums), strict=True)) for place, sums in tallies.items()]
    db.session.execute(insert(TallyRow), kept)
    db.session.execute(insert(Item), [_item(project, ada, worked, today) for worked in stands.values()])
    proven = [item for item in item_rows.lines(project.id) if item.evidence_on]
    db.session.execute(insert(Evidence), [_evidence(item.id, ada, today) for item in proven])  # type: ignore[attr-defined]
    db.session.commit()


def _item(project: Project, ada: User, worked: _Worked, today: date) -> dict[str, object]:
    claimed = worked.status in (Status.DONE, Status.VERIFIED)
    return {
        "project_id": project.id,
        "number": worked.number,
        "title": worked.title,
        "detail": "What it needs, in a sentence or two, as people write it.",
        "tier": worked.tier,
        "status": worked.status,
        "phase_id": worked.phase_id,
        "area_id": worked.area_id,
        "owner_id": ada.id + worked.number % 5 if worked.number % 3 else None,
        "due": today + timedelta(days=worked.number % 90 - 30) if worked.number % 4 else None,
        "confirmed_on": today - timedelta(days=worked.number % 30),
        "blocked_since": today if worked.status is Status.BLOCKED else None,
        "claimed_by_id": ada.id if claimed else None,
        "claimed_on": today if claimed else None,
        "verified_by_id": ada.id + 1 if worked.status is Status.VERIFIED else None,
        "evidence_on": today if worked.status is Status.VERIFIED else None,
        "created_at": project.created_at,
    }


def _evidence(item_id: int, ada: User, today: date) -> dict[str, object]:
    return {
        "item_id": item_id,
        "kind": EvidenceKind.LINK,
        "reference": "https://example.org/run/1",
        "collected_on": today,
        "by_id": ada.id,
        "at": datetime.combine(today, datetime.min.time(), UTC),
    }
