"""The teller makes the events of the story happen, each through the service a person would use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from ... import places
from ...domain.words import EntryKind, EvidenceKind, Ruling, Status, Tier
from ...storage import costs, plan
from ...storage import items as item_rows
from ...storage.people import User
from ...storage.projects import Project
from .. import evidence, findings, items, money, reassessments, rulings, waivers
from ..items import Bulk, Seen
from ..reassessments import Decisions
from .story import Event

ZONE = "Europe/Berlin"


class Teller:
    """Makes events of one project happen through the services; `cast` are its members by their first names."""

    def __init__(self, project: Project, cast: dict[str, User]) -> None:
        self._project, self._cast = project, cast

    def tell(self, event: Event, at: datetime) -> None:
        """Let one thing happen at this moment."""
        verbs: dict[str, Callable[[Event, User, datetime], object]] = {
            "start": lambda e, by, at: self._move(e.item, Status.IN_PROGRESS, by, at),
            "block": lambda e, by, at: self._move(e.item, Status.BLOCKED, by, at, e.words),
            "reopen": lambda e, by, at: self._move(e.item, Status.OPEN, by, at, e.words),
            "verify": lambda e, by, at: self._move(e.item, Status.VERIFIED, by, at),
            "verify_by": lambda e, _by, at: self._move(e.item, Status.VERIFIED, self._cast[e.words], at),
            "claim": self._claim,
            "prove": self._prove,
            "comment": lambda e, by, at: items.comment(self._project, e.item, e.words, by=by, at=at),
            "due": self._slip,
            "add": self._add,
            "assign": self._assign,
            "plan": self._plan,
            "raise": self._raise,
            "waive": self._waive,
            "spend": lambda e, by, at: self._record(e, EntryKind.ACTUAL, by, at),
            "promise": lambda e, by, at: self._record(e, EntryKind.COMMITTED, by, at),
            "decide": self._decide,
            "import": self._import,
            "keep": self._keep,
            "accept": self._accept,
        }
        verbs[event.verb](event, self._cast[event.who], at)

    def _seen(self, number: int) -> Seen:
        return seen_now(self._project, number)

    def _move(self, number: int, to: Status, by: User, at: datetime, note: str = "") -> None:
        items.move_item(self._project, self._seen(number), to, by=by, at=at, note=note)

    def _claim(self, event: Event, by: User, at: datetime) -> None:
        self._prove(event, by, at)
        self._move(event.item, Status.DONE, by, at)

    def _prove(self, event: Event, by: User, at: datetime) -> None:
        evidence.add_evidence(
            self._project,
            event.item,
            EvidenceKind.LINK,
            event.words,
            collected_on=_day(at),
            note=event.more,
            by=by,
            at=at,
        )

    def _slip(self, event: Event, by: User, at: datetime) -> None:
        later = _day(at) + timedelta(days=int(event.words))
        items.set_due(self._project, self._seen(event.item), later, by=by, at=at)

    def _add(self, event: Event, by: User, at: datetime) -> None:
        due = _day(at) + timedelta(days=35)
        items.add_item(
            self._project, event.words, Tier.IMPORTANT, owner_id=by.id, due=due, reason=event.more, by=by, at=at
        )

    def _assign(self, event: Event, by: User, at: datetime) -> None:
        wish = Bulk(owner=self._cast[event.words].id, due=_day(at) + timedelta(days=int(event.more)))
        items.change_many(self._project, [self._seen(event.item)], wish, by=by, at=at)

    def _plan(self, event: Event, by: User, at: datetime) -> None:
        phase = next(each for each in plan.phases(self._project.id) if each.number == int(event.words))
        items.put_in_phase(self._project, self._seen(event.item), phase.id, by=by, at=at)

    def _raise(self, event: Event, by: User, at: datetime) -> None:
        items.retier_item(self._project, self._seen(event.item), Tier.CRITICAL, by=by, at=at, reason=event.words)

    def _waive(self, event: Event, by: User, at: datetime) -> None:
        waivers.waive(
            self._project,
            event.item,
            reason=event.words,
            control=event.more,
            until=_day(at) + timedelta(days=30),
            requested_by=by,
            by=self._cast["Dana"],
            at=at,
        )

    def _record(self, event: Event, kind: EntryKind, by: User, at: datetime) -> None:
        line = costs.lines(self._project.id)[event.item - 1][0]
        money.record_entry(
            self._project, line.id, kind, Decimal(event.words), day=_day(at), note=event.more, by=by, at=at
        )

    def _decide(self, event: Event, by: User, at: datetime) -> None:
        """Decide about the finding, still undecided, that says these words."""
        found = [each for each in findings.every(self._project) if each.undecided and event.words in each.message]
        findings.decide(self._project, found[0].id, event.more, by=by, at=at)

    def _import(self, event: Event, by: User, at: datetime) -> None:
        """Apply a newer document; `more` is the entry that means the item it resembles, all others stand apart."""
        raw, day = (places.seed() / "demo" / event.words).read_bytes(), _day(at)
        found = reassessments.preview(self._project, raw, as_of=day, today=day)
        same = {each.line: each.item if each.title == event.more else 0 for each in found.comparison.proposals}
        reassessments.apply(
            self._project, raw, as_of=day, seen=found.seal, by=by, at=at, decisions=Decisions(same=same)
        )

    def _keep(self, event: Event, by: User, at: datetime) -> None:
        seen = self._seen(event.item)
        rulings.rule_on_vanished(self._project, seen, Ruling.KEEP_OPEN, by=by, at=at, reason=event.words)

    def _accept(self, event: Event, by: User, at: datetime) -> None:
        rulings.accept_born_done(self._project, self._seen(event.item), by=by, at=at, reason=event.words)


def seen_now(project: Project, number: int) -> Seen:
    """Give an item as somebody sees it who has just opened its page."""
    item = item_rows.find(project.id, number)
    return Seen(number, item.version if item else 0)


def _day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(ZONE)).date()
