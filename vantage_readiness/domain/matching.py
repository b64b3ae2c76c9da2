"""Matching: which entry of a document is which known item. Same words are certain, a person decides the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from . import likeness
from .assessment import Entry, State
from .refusals import Refused
from .words import Correction, Status, Tier


@dataclass(frozen=True, slots=True)
class Printed:
    """What one document prints of an item; the tier is None where it prints none."""

    title: str
    tier: Tier | None
    state: State
    line: int


@dataclass(frozen=True, slots=True)
class Known:
    """An item as the project knows it. `printed` is its newest mention in a document, none if there is none.

    `names` are all titles it ever had, `is_named` is whether the newest assessment names it.
    """

    number: int
    title: str
    tier: Tier
    status: Status
    correction: Correction | None = None
    born_done: bool = False
    vanished: bool = False
    proposed_tier: Tier | None = None
    printed: Printed | None = None
    names: tuple[str, ...] = ()
    is_named: bool = False

    @classmethod
    def printed_in(cls, number: int, entry: Entry) -> Known:
        """Give an entry of a document that belongs to no project, as if it had just been imported."""
        statuses = {State.DONE: Status.DONE, State.PARTIAL: Status.IN_PROGRESS}
        return cls(
            number=number,
            title=entry.title,
            tier=entry.tier or Tier.IMPORTANT,
            status=statuses.get(entry.state, Status.OPEN),
            printed=Printed(entry.title, entry.tier, entry.state, entry.line),
            is_named=True,
        )

    @property
    def is_settled(self) -> bool:
        """Whether people took it out of scope."""
        return self.correction is not None or self.status is Status.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person decided about a comparison.

    `same` gives, by the line of an entry, the number of the item it means; 0 says that it is an item of its own.
    `reopen` names verified items that the document un-ticks and that are to be re-opened.
    """

    same: Mapping[int, int] = field(default_factory=dict)
    reopen: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two titles that may mean one item, for a person to decide; `similarity` is from 0 to 100.

    `same` is the decision: yes, no, or None while there is none; undecided, both stand for themselves.
    """

    line: int
    title: str
    tier: Tier | None
    state: State
    item: int
    item_title: str
    item_tier: Tier
    similarity: int
    same: bool | None = None


def match(known: Sequence[Known], entries: Iterable[Entry]) -> dict[int, int]:
    """Give the item of each entry, number by line, where both have the same words and there is no other such.

    What a document printed last goes first, then the item's own title, then any earlier name; within each, what is in
    scope, then what was settled, then steps of the plan.
    """
    found: dict[int, int] = {}
    waiting = list(entries)
    for names in (_printed_names, _own_names, _all_names):
        for turn in range(3):
            taken = set(found.values())
            left = [each for each in known if _turn(each) == turn and each.number not in taken]
            waiting = [entry for entry in waiting if entry.line not in found]
            found |= _same_words(left, waiting, names)
    return found


def chosen(
    decisions: Decisions, known: Sequence[Known], printed: Mapping[int, Entry], certain: Mapping[int, int]
) -> dict[int, int]:
    """Give the decided pairs; refuse one that names what is not there or what has its match already."""
    found = {line: number for line, number in decisions.same.items() if number}
    free = {each.number for each in known} - set(certain.values())
    for line, number in found.items():
        if line not in printed or line in certain:
            raise Refused(f"Line {line} of the document has nothing to decide. Look at the preview again.")
        if number not in free:
            raise Refused(f"Item {number} cannot be what line {line} means. Look at the preview again.")
        free.discard(number)
    return found


def propose(known: Sequence[Known], entries: Sequence[Entry], decisions: Decisions) -> Iterator[Proposal]:
    """Propose likely pairs among what has no certain match; decided pairs stand with their decision."""
    items = {each.number: each for each in known}
    printed = {entry.line: entry for entry in entries}
    decided = {line: number for line, number in decisions.same.items() if number in items and line in printed}
    taken = set(decided.values())
    free_items = {number: _printed_names(each)[0] for number, each in items.items() if number not in taken}
    free_lines = {line: entry.title for line, entry in printed.items() if line not in decided}
    found = {pair.one: (pair.other, pair.similarity) for pair in likeness.pairs(free_lines, free_items)}
    for line, number in decided.items():
        alike = likeness.similarity(likeness.key(printed[line].title), likeness.key(_printed_names(items[number])[0]))
        found[line] = (number, alike)
    for line in sorted(found):
        number, alike = found[line]
        entry, item = printed[line], items[number]
        same = None if line not in decisions.same else bool(decisions.same[line])
        yield Proposal(line, entry.title, entry.tier, entry.state, number, item.title, item.tier, alike, same)


def _turn(known: Known) -> int:
    """Say when an item is asked for: a checklist speaks of a step of the plan only if of nothing else."""
    return 2 if known.tier is Tier.PLAN else int(known.is_settled)


def _tiers(known: Known) -> set[Tier | None]:
    """Give the tiers by which a document can mean an item: its own, and the one it was printed with, if any."""
    return {known.tier, known.printed.tier} if known.printed else {known.tier}


def _printed_names(known: Known) -> tuple[str, ...]:
    return (known.printed.title,) if known.printed else (known.title,)


def _own_names(known: Known) -> tuple[str, ...]:
    return (known.title,)


def _all_names(known: Known) -> tuple[str, ...]:
    return (known.title, *known.names)


def _same_words(
    known: Iterable[Known], entries: Iterable[Entry], names: Callable[[Known], tuple[str, ...]]
) -> dict[int, int]:
    """Pair what has the same words, and where several have them, what has the same tier as well."""
    found: dict[int, int] = {}
    mine, theirs = list(known), list(entries)
    for with_tier in (False, True):
        items: defaultdict[tuple[str, Tier | None], set[int]] = defaultdict(set)
        for each in mine:
            for name in names(each):
                for tier in _tiers(each) if with_tier else {None}:
                    items[likeness.key(name), tier].add(each.number)
        lines: defaultdict[tuple[str, Tier | None], list[int]] = defaultdict(list)
        for entry in theirs:
            if entry.line not in found:
                lines[likeness.key(entry.title), entry.tier if with_tier else None].append(entry.line)
        taken = set(found.values())
        for words, at in lines.items():
            free = items.get(words, set()) - taken
            if len(at) == 1 and len(free) == 1:
                found[at[0]] = free.pop()
                taken.add(found[at[0]])
    return found
