"""What a project has to tell its people on a day, to whom, and on which days it is news."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Protocol

from . import shapes
from .items import is_overdue, is_unfinished
from .phrases import count, day
from .policy import Policy
from .preferences import Concern
from .reminders import Rules
from .windows import Again, Ahead
from .words import Role, Status

SOON = 7  # days
WAIVER_ENDS = (7, 3, 1, 0)  # days ahead of its last day in force
EVIDENCE_AGES = (7, 1)  # days ahead of the first on which it is too old
_A_DAY = timedelta(days=1)


class Item(shapes.Item, Protocol):
    """An item with whoever did something that another has to answer."""

    @property
    def claimed_by_id(self) -> int | None: ...
    @property
    def exemption_by_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a project; `deputy_id` is who stands in."""

    name: str
    role: Role
    deputy_id: int | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A waiver: of which item, its last day in force, who asked for it and who approved it."""

    item: int
    ends: date
    people: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Ground:
    """A project on one of its days. `asked` says of items since when somebody waits for a decision about them."""

    today: date
    rules: Rules
    policy: Policy
    members: Mapping[int, Member]
    items: Sequence[Item]
    waivers: Mapping[int, Waiver] = field(default_factory=lambda: MappingProxyType({}))
    asked: Mapping[int, date] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def editors(self) -> frozenset[int]:
        return frozenset(each for each, member in self.members.items() if member.role.includes(Role.MEMBER))

    @property
    def leads(self) -> frozenset[int]:
        return frozenset(each for each, member in self.members.items() if member.role is Role.LEAD)

    def those(self, people: Iterable[int | None]) -> frozenset[int]:
        """Give those of some people who are in the project."""
        return frozenset(each for each in people if each is not None and each in self.members)

    def name(self, user_id: int | None) -> str:
        """Give what somebody is called; who is not in the project is nobody."""
        found = self.members.get(user_id or 0)
        return found.name if found else "Nobody"


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to tell: `headline` begins a subject ("Overdue by 3 days"), `sentence` says the same with its days.

    It is about an item, or about a page of the project that `page` names. What is not `near` is told only when it is
    news; `weight` puts the more urgent first.
    """

    concern: Concern
    readers: frozenset[int]
    headline: str
    sentence: str
    rings: Ahead | Again
    item: Item | None = None
    title: str = ""
    page: str = ""
    near: bool = True
    weight: int = 0


def of_items(ground: Ground) -> Iterator[Matter]:
    """Give what there is to tell about the items of a project, only to people who are in it."""
    editors, leads = ground.editors, ground.leads
    for item in ground.items:
        if item.correction is None:
            for teller in _TELLERS:
                for matter in teller(item, ground, editors, leads):
                    if matter.readers:
                        yield matter


People = frozenset[int]
_Teller = Callable[[Item, Ground, People, People], Iterator[Matter]]


def _mine(item: Item, ground: Ground, also: Iterable[int] = ()) -> People:
    return ground.those((item.owner_id, *also))


def _escalated(item: Item, ground: Ground, _editors: People, leads: People) -> Iterator[Matter]:
    """Tell the deputy of the owner, and then the leads, how long an item is overdue."""
    if not is_overdue(item, ground.today) or item.due is None:
        return
    owner = ground.members.get(item.owner_id or 0)
    deputy = ground.those([owner.deputy_id]) if owner else frozenset()
    others = (deputy - {item.owner_id}, leads - deputy - {item.owner_id})
    for readers, days in zip(others, ground.rules.escalations[item.tier], strict=True):
        since = item.due + max(days, 1) * _A_DAY
        if ground.today >= since:
            late = (ground.today - item.due).days
            yield Matter(
                Concern.ESCALATED,
                readers,
                f"Overdue by {count(late, 'day')}",
                f"{count(late, 'day')} overdue, due {day(item.due)}. {ground.name(item.owner_id)} has it.",
                Again(since, ground.rules.every),
                item,
                weight=late,
            )


def _dated(item: Item, ground: Ground, _editors: People, _leads: People) -> Iterator[Matter]:
    """Tell the owner that an item is overdue or due soon."""
    if item.due is None or not is_unfinished(item):
        return
    left = (item.due - ground.today).days
    if left < 0:
        rings = Again(item.due + _A_DAY, ground.rules.every)
        said = f"{count(-left, 'day')} overdue, due {day(item.due)}."
        yield Matter(
            Concern.OVERDUE, _mine(item, ground), f"Overdue by {count(-left, 'day')}", said, rings, item, weight=-left
        )
        return
    ahead = Ahead(tuple(item.due - _A_DAY * days for days in ground.rules.before))
    headline = f"Due {soon(left)}"
    said = f"{headline}, on {day(item.due)}."
    yield Matter(Concern.DUE, _mine(item, ground), headline, said, ahead, item, near=left <= SOON, weight=-left)


def _claimed(item: Item, ground: Ground, editors: People, _leads: People) -> Iterator[Matter]:
    """Tell whoever may be the second person that a claim waits for them."""
    if item.status is not Status.DONE or item.evidence_on is None or item.born_done:
        return
    claimed = item.claimed_on or item.confirmed_on
    readers = editors - {item.claimed_by_id} if ground.policy.second_person else editors
    yield Matter(
        Concern.TO_VERIFY,
        frozenset(readers),
        "Waits for your verification",
        f"{_somebody(item.claimed_by_id, ground)} marked it as done on {day(claimed)}. See the evidence and verify it.",
        Again(max(claimed, item.evidence_on) + _A_DAY, ground.rules.every),
        item,
        weight=(ground.today - claimed).days,
    )


def _undecided(item: Item, ground: Ground, editors: People, leads: People) -> Iterator[Matter]:
    """Tell whoever may decide about an item that a decision is waited for."""
    found = _question(item, ground, editors, leads)
    if found is None:
        return
    said, readers = found
    since = ground.asked.get(item.number, item.confirmed_on)
    yield Matter(
        Concern.TO_DECIDE,
        readers,
        "Waits for your decision",
        f"{said} It waits since {day(since)}.",
        Again(since + _A_DAY, ground.rules.every),
        item,
        weight=(ground.today - since).days,
    )


def _question(item: Item, ground: Ground, editors: People, leads: People) -> tuple[str, People] | None:
    if item.exemption_by_id is not None:
        name = _somebody(item.exemption_by_id, ground)
        return f"{name} asks to mark it not applicable.", editors - {item.exemption_by_id}
    if item.vanished:
        return "The newest assessment no longer names it.", leads | (_mine(item, ground) & editors)
    if item.born_done:
        return "It arrived already ticked.", leads | (_mine(item, ground) & editors)
    if item.proposed_tier is not None:
        return f"A document calls it {item.proposed_tier.label.lower()}.", leads
    return None


def _waived(item: Item, ground: Ground, _editors: People, _leads: People) -> Iterator[Matter]:
    """Tell whoever has, asked for or approved a waiver that it ends."""
    waiver = ground.waivers.get(item.number)
    if waiver is None or waiver.ends < ground.today or item.status.is_settled:
        return
    left = (waiver.ends - ground.today).days
    yield Matter(
        Concern.WAIVERS,
        _mine(item, ground, waiver.people),
        f"Waiver ends {soon(left)}",
        f"Its waiver ends {soon(left)}, after {day(waiver.ends)}.",
        Ahead(tuple(waiver.ends - _A_DAY * days for days in WAIVER_ENDS)),
        item,
        near=left <= SOON,
        weight=-left,
    )


def _aging(item: Item, ground: Ground, _editors: People, _leads: People) -> Iterator[Matter]:
    """Tell the owner that the evidence of a verified item is about to be too old."""
    if item.status is not Status.VERIFIED or item.evidence_on is None:
        return
    too_old = item.evidence_on + (ground.policy.evidence_days + 1) * _A_DAY
    left = (too_old - ground.today).days
    if left <= 0:
        return
    yield Matter(
        Concern.EVIDENCE,
        _mine(item, ground),
        f"Evidence too old {soon(left)}",
        f"Its evidence of {day(item.evidence_on)} is too old from {day(too_old)} on. Add newer evidence.",
        Ahead(tuple(too_old - _A_DAY * days for days in EVIDENCE_AGES)),
        item,
        near=left <= SOON,
        weight=-left,
    )


def _stuck(item: Item, ground: Ground, editors: People, _leads: People) -> Iterator[Matter]:
    """Tell the owner that an item is blocked, or untouched, for longer than the project puts up with."""
    rules = ground.rules
    is_blocked = item.status is Status.BLOCKED
    if not is_unfinished(item):
        return
    begun = (item.blocked_since if is_blocked else None) or item.confirmed_on
    for_days = (ground.today - begun).days
    if for_days <= (rules.blocked_days if is_blocked else rules.untouched_days):
        return
    headline = f"{'Blocked' if is_blocked else 'Untouched'} for {count(for_days, 'day')}"
    since = begun + ((rules.blocked_days if is_blocked else rules.untouched_days) + 1) * _A_DAY
    yield Matter(
        Concern.BLOCKED if is_blocked else Concern.UNTOUCHED,
        _mine(item, ground) if is_blocked else _mine(item, ground) & editors,  # a viewer cannot say it is still true
        headline,
        f"{headline}, since {day(begun)}.",
        Again(since, rules.every if is_blocked else len(rules.working_days)),
        item,
        weight=for_days,
    )


_TELLERS: tuple[_Teller, ...] = (_escalated, _dated, _claimed, _undecided, _waived, _aging, _stuck)


def soon(left: int) -> str:
    """Say how many days from today something is: "today", "tomorrow", "in 3 days"."""
    return {0: "today", 1: "tomorrow"}.get(left, f"in {count(left, 'day')}")


def _somebody(user_id: int | None, ground: Ground) -> str:
    found = ground.members.get(user_id or 0)
    return found.name if found else "Somebody"
