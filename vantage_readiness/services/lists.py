"""Looking at items: lists narrowed and sorted as the address says, and one item with everything that hangs on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Protocol
from urllib.parse import urlencode

from ..domain import items as decisions
from ..domain.diary import person
from ..domain.readiness import Lift, lift, standing
from ..domain.refusals import NotFound
from ..domain.words import Standing, StatementKind, Status, Tier
from ..storage import assessments, diary, items, plan, projects
from ..storage.assessments import Statement
from ..storage.diary import ChangeRow
from ..storage.items import Narrowing, Order
from ..storage.people import User
from ..storage.projects import Project
from .diary import names
from .overview import Look
from .policies import policy_of

PAGE = 50
COLUMN = 50
BOARD = (Status.OPEN, Status.IN_PROGRESS, Status.BLOCKED, Status.DONE, Status.VERIFIED)


class Arguments(Protocol):
    """What an address says after its question mark."""

    def get(self, key: str, default: str) -> str: ...
    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Wish:
    """Which items, in which order, as table or board, which page of them. Readable from and as an address."""

    narrowing: Narrowing = field(default_factory=Narrowing)
    order: Order = Order.TIER
    descending: bool = False
    view: str = "table"
    page: int = 1

    @classmethod
    def read(cls, arguments: Arguments) -> Wish:
        """Read a wish from an address; what makes no sense is left out."""
        sort = arguments.get("sort", "tier")
        page = _id(arguments.get("page", "1")) or 1
        return cls(
            narrowing=Narrowing(
                tiers=tuple(tier for tier in Tier if tier.value in _words(arguments, "tier")),
                statuses=tuple(status for status in Status if status.value in _words(arguments, "status")),
                area=_id(arguments.get("area", "")),
                phase=_id(arguments.get("phase", "")),
                owner=_id(arguments.get("owner", "")),
                due=due if (due := arguments.get("due", "")) in ("overdue", "week", "none") else None,
                text=arguments.get("text", "").replace("\x00", "").strip()[:200],
            ),
            order=Order(sort.lstrip("-")) if sort.lstrip("-") in set(Order) else Order.TIER,
            descending=sort.startswith("-"),
            view="board" if arguments.get("view", "") == "board" else "table",
            page=min(page, 100_000),
        )

    @property
    def sort(self) -> str:
        return f"-{self.order.value}" if self.descending else self.order.value

    @property
    def is_narrowed(self) -> bool:
        return self.narrowing != Narrowing()

    @property
    def kept(self) -> dict[str, str]:
        """Give what a new narrowing carries along: the order and the view, where they are not the usual ones."""
        usual = {"sort": "tier", "view": "table"}
        return {name: value for name in usual if (value := getattr(self, name)) != usual[name]}

    @property
    def cleared(self) -> str:
        """Give the end of the address that shows everything, in the same order and view."""
        return Wish(order=self.order, descending=self.descending, view=self.view).query()

    def query(self, **changes: Any) -> str:
        """Give this wish as the end of an address, with changes to its fields or to those of its narrowing."""
        inner = {name: changes.pop(name) for name in list(changes) if name in Narrowing.__slots__}
        wish = replace(self, **({"page": 1} | changes), narrowing=replace(self.narrowing, **inner))
        return wish._query()

    def sorted_by(self, order: str) -> str:
        """Give the address that sorts by this column, or turns the order round if it is the one already."""
        turned = self.order == order and not self.descending
        return self.query(order=Order(order), descending=turned)

    def _query(self) -> str:
        chosen = self.narrowing
        pairs: list[tuple[str, object]] = [
            (name, ",".join(words)) for name, words in (("tier", chosen.tiers), ("status", chosen.statuses)) if words
        ]
        pairs += [
            (name, value) for name in ("area", "phase", "owner", "due") if (value := getattr(chosen, name)) is not None
        ]
        pairs += [("text", chosen.text)] if chosen.text else []
        pairs += [("sort", self.sort)] if self.sort != "tier" else []
        pairs += [("view", self.view)] if self.view != "table" else []
        pairs += [("page", self.page)] if self.page > 1 else []
        return "?" + urlencode(pairs, safe=",")


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, or the columns of a board; `total` counts all that the wish leaves."""

    rows: Sequence[Any]
    columns: Sequence[tuple[Status, int, Sequence[Any]]]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ItemFile:
    """One item with everything that hangs on it."""

    item: Any
    standing: Standing
    lift: Lift
    area: str | None
    gaps: Sequence[Statement]
    steps: Sequence[Statement]
    sources: Sequence[Any]
    evidence: Sequence[Any]
    waivers: Sequence[Any]
    comments: Sequence[Any]
    history: Sequence[ChangeRow]
    findings: Sequence[Any]
    claimed_by: str | None
    exemption_by: str | None
    why_not_verify: str
    may_approve: bool
    evidence_ends: date | None


def listing(project: Project, wish: Wish, today: date) -> Listing:
    """Give the items a wish asks for."""
    total = items.count(project.id, wish.narrowing, today=today)
    if wish.view == "board":
        return Listing((), _columns(project, wish, today), total, 1, 1)
    pages = max(1, -(-total // PAGE))
    page = min(wish.page, pages)
    rows = items.some(
        project.id,
        wish.narrowing,
        wish.order,
        descending=wish.descending,
        today=today,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    return Listing(rows, (), total, page, pages)


def going_on(
    project: Project, wish: Wish, today: date, *, last: Sequence[Any] | None, limit: int
) -> list[tuple[Any, list[Any]]]:
    """Give the items a wish asks for after a place in its order, each with its own place as plain values."""
    if last is not None and wish.order is Order.DUE and last[1] is not None:
        last = [last[0], date.fromisoformat(last[1]), last[2]]
    rows = items.after(
        project.id, wish.narrowing, wish.order, last, descending=wish.descending, today=today, limit=limit
    )
    return [(row, [_plain(key) for key in items.place_of(row)]) for row in rows]


def get(project: Project, number: int) -> Any:
    """Give one item as a light row; raise `NotFound` with a sentence."""
    row = items.line(project.id, number)
    if row is None:
        raise NotFound(f"There is no item {number} in this project.")
    return row


def evidence_of(project: Project, number: int) -> list[Any]:
    """List an item's evidence, newest first."""
    return [row for row, _by in items.evidence_of(get(project, number).id)]


def comments_of(project: Project, number: int) -> list[Any]:
    """List an item's comments, oldest first."""
    return [row for row, _by in items.comments_of(get(project, number).id)]


def waivers_of(project: Project, number: int) -> Sequence[Any]:
    """List an item's waivers, newest first."""
    return items.waivers_of(get(project, number).id)


def file_of(project: Project, number: int, *, by: User, today: date) -> ItemFile:
    """Give everything about one item, as the person `by` may act on it."""
    item, look = get(project, number), Look(project, today)
    policy, known = policy_of(project), names(project.id)
    covered = assessments.statements_of(item.id)
    areas = {area.id: area.name for area in assessments.areas(project.id)}
    return ItemFile(
        item=item,
        standing=standing(item, today, policy),
        lift=lift(item, look.readiness, today, policy),
        area=areas.get(item.area_id),
        gaps=[each for each in covered if each.kind is StatementKind.GAP],
        steps=[each for each in covered if each.kind is StatementKind.STEP],
        sources=assessments.sources_of(item.id),
        evidence=items.evidence_of(item.id),
        waivers=items.waivers_of(item.id),
        comments=items.comments_of(item.id),
        history=diary.lines(project.id, item=number, limit=500),
        findings=[finding for finding in look.findings if finding.item == number],
        claimed_by=known[person(item.claimed_by_id)] if item.claimed_by_id else None,
        exemption_by=known[person(item.exemption_by_id)] if item.exemption_by_id else None,
        why_not_verify=decisions.why_not_verify(item, by=by.id, policy=policy),
        may_approve=item.exemption_by_id is not None and item.exemption_by_id != by.id,
        evidence_ends=item.evidence_on + timedelta(days=policy.evidence_days) if item.evidence_on else None,
    )


def choices(project: Project) -> Mapping[str, Any]:
    """Give the areas and phases an item can be put in."""
    return {
        "areas": [(area.id, area.name) for area in assessments.areas(project.id)],
        "phases": [(phase.id, phase.name) for phase in plan.phases(project.id)],
        "members": [(user.id, user.name) for user, _role in projects.members(project.id)],
    }


def _columns(project: Project, wish: Wish, today: date) -> Sequence[tuple[Status, int, Sequence[Any]]]:
    counts = items.counts_by_status(project.id, wish.narrowing, today=today)
    shown = [status for status in (*BOARD, Status.NOT_APPLICABLE) if status in BOARD or counts.get(status)]
    if wish.narrowing.statuses:
        shown = [status for status in shown if status in wish.narrowing.statuses]
    return [(status, counts.get(status, 0), _column(project, wish, today, status)) for status in shown]


def _column(project: Project, wish: Wish, today: date, status: Status) -> Sequence[Any]:
    narrowing = replace(wish.narrowing, statuses=(status,))
    return items.some(project.id, narrowing, wish.order, descending=wish.descending, today=today, limit=COLUMN)


def _words(arguments: Arguments, name: str) -> list[str]:
    """List the words an address gives for a name: `status=open,blocked`, or each by itself."""
    return [word for given in arguments.getlist(name) for word in given.split(",")]


def _id(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
