"""What a newer assessment changes, item by item: what is certain, what a person decides, and what follows from it.

A document claims; it never verifies, never closes by silence, and never overwrites what people decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from . import likeness
from .assessment import Entry, State
from .matching import Decisions, Known, Printed, Proposal, chosen, match, propose
from .refusals import Refused
from .words import Difference, Status, Tier

__all__ = ["Changed", "Comparison", "Decisions", "Known", "Printed", "Proposal", "between", "compare", "kinds_of"]


@dataclass(frozen=True, slots=True)
class Changed:
    """One item in both documents, or in one of them, and what follows when the newer one is applied.

    `item` is None for what the project does not know yet, `how` says why both are one: "exact" or "decided".
    `to` is the status it gets, `proposed_tier` the tier that waits for approval, `withdrawn` one that waited and does
    not any more. `waits` is whether a person has to decide about it before or after.
    """

    kinds: tuple[Difference, ...]
    title: str
    tier: Tier
    item: int | None = None
    before: Printed | None = None
    after: Printed | None = None
    how: str = ""
    to: Status | None = None
    proposed_tier: Tier | None = None
    withdrawn: Tier | None = None
    returns: bool = False
    waits: bool = False
    entry: Entry | None = None

    @property
    def kind(self) -> Difference:
        """The weightiest of its kinds."""
        return self.kinds[0]

    @property
    def follows(self) -> str:
        """What follows, in a sentence; empty if nothing does."""
        return " ".join(_follows(self))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between what a project knows and a newer document, in a fixed order."""

    changes: tuple[Changed, ...]
    proposals: tuple[Proposal, ...] = ()

    def of(self, kind: Difference) -> tuple[Changed, ...]:
        """List what is of this kind, whatever else it is."""
        return tuple(each for each in self.changes if kind in each.kinds)

    @property
    def counts(self) -> Mapping[Difference, int]:
        """How many items are of each kind; one that is re-worded and ticked counts in both."""
        found = Counter(kind for each in self.changes for kind in each.kinds)
        return {kind: found[kind] for kind in Difference}

    @property
    def sentence(self) -> str:
        """What differs, in one sentence without its full stop: "6 ticked, 2 vanished, 2 born done, 16 the same"."""
        said = [f"{self.counts[kind]:,} {_SAID.get(kind, kind.label.lower())}" for kind in _TOLD if self.counts[kind]]
        return ", ".join(said) or "no checklist to compare"


_TOLD = (
    Difference.TICKED,
    Difference.UNTICKED,
    Difference.VANISHED,
    Difference.BORN_DONE,
    Difference.NEW,
    Difference.RETIERED,
    Difference.REWORDED,
    Difference.SAME,
)
_SAID = {Difference.SAME: "the same"}


def compare(known: Sequence[Known], entries: Iterable[Entry], decisions: Decisions | None = None) -> Comparison:
    """Compare what a project knows with the checklist of a newer document.

    Same words are one item; similar words are proposed, and stand apart until a person decides. A document without a
    checklist says nothing of the items, so none is missing from it. Raises `Refused` for a decision that does not fit.
    """
    decided = decisions or Decisions()
    printed = {entry.line: entry for entry in entries if entry.same_as is None}
    certain = match(known, printed.values())
    by_hand = chosen(decided, known, printed, certain)
    matched = {**dict.fromkeys(certain, "exact"), **dict.fromkeys(by_hand, "decided")}
    lines = certain | by_hand
    named = set(lines.values())
    rest = [each for each in known if each.number not in named]
    numbers = {each.number: each for each in known}
    changes = [
        *(
            _both(numbers[lines[line]], entry, matched[line], decided)
            for line, entry in printed.items()
            if line in lines
        ),
        *(_only_printed(entry) for line, entry in printed.items() if line not in lines),
        *(_only_known(each) for each in rest if printed and each.is_named and each.tier is not Tier.PLAN),
    ]
    _refuse_unfit(decided.reopen, changes)
    open_entries = [entry for line, entry in printed.items() if line not in certain]
    taken = set(certain.values())
    candidates = [each for each in known if each.number not in taken and each.tier is not Tier.PLAN]
    return Comparison(tuple(sorted(changes, key=_rank)), tuple(propose(candidates, open_entries, decided)))


def between(earlier: Mapping[int, Printed], later: Mapping[int, Printed], titles: Mapping[int, str]) -> Comparison:
    """Compare two kept documents by the items, by number, that each of them names.

    A document without a checklist says nothing of the items: none is missing from it, and none is new beside it.
    """
    if not earlier or not later:
        return Comparison(())
    changes = []
    for number in sorted(earlier.keys() | later.keys()):
        before, after = earlier.get(number), later.get(number)
        tier = next((each.tier for each in (after, before) if each and each.tier), Tier.IMPORTANT)
        kinds = kinds_of(before, after)
        changes.append(Changed(kinds, titles[number], tier, number, before, after))
    return Comparison(tuple(sorted(changes, key=_rank)))


def kinds_of(before: Printed | None, after: Printed | None) -> tuple[Difference, ...]:
    """Say how an item differs between two documents, what matters most first; at least one of them names it."""
    if after is None:
        return (Difference.VANISHED,)
    if before is None:
        return (Difference.BORN_DONE if after.state is State.DONE else Difference.NEW,)
    found = {
        Difference.TICKED: before.state is not State.DONE and after.state is State.DONE,
        Difference.UNTICKED: before.state is State.DONE and after.state is not State.DONE,
        Difference.RETIERED: None not in (before.tier, after.tier) and before.tier is not after.tier,
        Difference.REWORDED: likeness.key(before.title) != likeness.key(after.title),
    }
    return tuple(kind for kind in Difference if found.get(kind)) or (Difference.SAME,)


def _both(known: Known, entry: Entry, how: str, decisions: Decisions) -> Changed:
    after = Printed(entry.title, entry.tier, entry.state, entry.line)
    before = known.printed or Printed(known.title, known.tier, State.OPEN, 0)
    kinds = kinds_of(before, after)
    to = None if known.is_settled else _status_after(known, entry, kinds, decisions)
    verified = Difference.UNTICKED in kinds and known.status is Status.VERIFIED
    proposed = entry.tier if Difference.RETIERED in kinds and not known.is_settled else None
    proposed = proposed if proposed is not known.tier else None
    return Changed(
        kinds=kinds,
        title=known.title,
        tier=known.tier,
        item=known.number,
        before=known.printed,
        after=after,
        how=how,
        to=to,
        proposed_tier=proposed,
        withdrawn=known.proposed_tier if entry.tier is known.tier else None,
        returns=known.vanished,
        waits=proposed is not None or (verified and to is None),
        entry=entry,
    )


def _status_after(known: Known, entry: Entry, kinds: Sequence[Difference], decisions: Decisions) -> Status | None:
    """Give the status a document gives an item: a tick is a claim, an un-tick takes a claim back.

    What people verified is re-opened only where a person decided so.
    """
    if Difference.TICKED in kinds and not known.status.is_finished:
        return Status.DONE
    reopened = Status.IN_PROGRESS if entry.state is State.PARTIAL else Status.OPEN
    if Difference.UNTICKED not in kinds:
        return None
    if known.status is Status.DONE or (known.status is Status.VERIFIED and known.number in decisions.reopen):
        return reopened
    return None


def _only_printed(entry: Entry) -> Changed:
    printed = Printed(entry.title, entry.tier, entry.state, entry.line)
    statuses = {State.DONE: Status.DONE, State.PARTIAL: Status.IN_PROGRESS}
    return Changed(
        kinds=kinds_of(None, printed),
        title=entry.title,
        tier=entry.tier or Tier.IMPORTANT,
        after=printed,
        to=statuses.get(entry.state, Status.OPEN),
        waits=entry.state is State.DONE,
        entry=entry,
    )


def _only_known(known: Known) -> Changed:
    """Say that an item is missing. What is proven, out of scope or set aside already raises no alarm."""
    quiet = known.is_settled or known.status is Status.VERIFIED or known.born_done
    return Changed(
        kinds=(Difference.VANISHED,),
        title=known.title,
        tier=known.tier,
        item=known.number,
        before=known.printed,
        waits=not quiet,
    )


def _refuse_unfit(reopen: Iterable[int], changes: Iterable[Changed]) -> None:
    """Refuse to re-open what is not verified here or is not un-ticked by the document."""
    fit = {each.item for each in changes if Difference.UNTICKED in each.kinds and (each.waits or each.to)}
    for number in sorted(set(reopen) - fit):
        raise Refused(f"Item {number} has nothing to re-open. Look at the preview again.")


def _rank(change: Changed) -> tuple[int, int, int, int]:
    line = change.after.line if change.after else 0
    return list(Difference).index(change.kind), list(Tier).index(change.tier), change.item or 0, line


def _follows(change: Changed) -> Iterator[str]:
    if change.returns:
        yield "It is named again and no longer counts as vanished."
    if change.kind is Difference.VANISHED:
        yield (
            "It stays as it is until a person decides why it is missing."
            if change.waits
            else "Nothing has to be decided: it is proven, out of scope, or stands aside unaccepted."
        )
    elif change.item is None:
        yield _ARRIVES[change.kind]
    elif change.to is not None:
        yield "Done, as a claim of the assessor." if change.to is Status.DONE else "Re-opened."
    if Difference.UNTICKED in change.kinds and change.to is None and change.waits:
        yield "It stays verified unless you decide to re-open it."
    if change.proposed_tier is not None:
        yield f"It stays {change.tier.label.lower()} until a lead approves {change.proposed_tier.label.lower()}."
    if change.withdrawn is not None:
        ours, theirs = change.tier.label.lower(), change.withdrawn.label.lower()
        yield f"The document calls it {ours} again; {theirs} waits for approval no longer."


_ARRIVES = {
    Difference.BORN_DONE: "It arrives ticked: no credit until somebody accepts it with evidence.",
    Difference.NEW: "It is added to the scope.",
}
