"""A comparison as plain text, for the command line: what changes, what waits for a decision, what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..domain.drift import CostDrift, Drift
from ..domain.explain import Explained
from ..domain.gate import Gate
from ..domain.reassessment import Changed, Comparison, Proposal
from ..domain.telling import money
from ..domain.words import Difference


def comparison(found: Comparison) -> Iterator[str]:
    """Give the differences, kind by kind; what is the same is only counted."""
    yield f"{found.sentence[0].upper()}{found.sentence[1:]}."
    for kind in Difference:
        changes = found.of(kind) if kind is not Difference.SAME else ()
        if changes:
            yield ""
            yield f"{kind.label}:"
            yield from (_change(change, kind) for change in changes)


def proposals(found: Iterable[Proposal]) -> Iterator[str]:
    """Give what a person may decide, with the words that decide it."""
    for each in found:
        decided = {True: " Decided: the same item.", False: " Decided: two items.", None: ""}[each.same]
        yield (
            f"  Line {each.line} “{each.title}” may be item {each.item} “{each.item_title}” "
            f"({each.similarity} % alike).{decided}"
        )
        yield f"    --decide {each.line}={each.item} if it is, --decide {each.line}=new if not; undecided, both stand."


def alike(found: Iterable[Proposal]) -> Iterator[str]:
    """Give what may be one item in two documents, where nobody is asked to decide."""
    for each in found:
        yield f"  “{each.item_title}” and “{each.title}” (line {each.line}), {each.similarity} % alike"


def gates(before: Gate, after: Gate) -> Iterator[str]:
    """Give what the gate says before and after, and the reasons that would be new."""
    yield f"  before  {before.sentence}"
    yield f"  after   {after.sentence}"
    known = {reason.sentence for reason in before.reasons}
    yield from (f"          {reason.sentence}" for reason in after.reasons if reason.sentence not in known)


def score(before: Decimal | None, after: Decimal | None, change: Explained | None) -> Iterator[str]:
    """Give the stated scores and how much of the difference is explained."""
    yield f"  stated  {_plain(before)} before, {_plain(after)} after"
    if change:
        parts = f"closed work {change.closed:+.2f}, scope {change.scope:+.2f}, waivers {change.waivers:+.2f}"
        rest = "" if change.unexplained is None else f", unexplained {change.unexplained:+.2f}"
        yield f"  {change.sentence}"
        yield f"  {parts}{rest}"


def drift(found: Drift) -> Iterator[str]:
    """Give what differs besides the checklist."""
    if found.weeks_before != found.weeks_after:
        yield f"  time to production: {found.weeks_before or 'not said'}, then {found.weeks_after or 'not said'}"
    if found.risk_before != found.risk_after:
        yield f"  risk: {found.risk_before or 'not said'}, then {found.risk_after or 'not said'}"
    for phase in found.phases:
        if phase.differs:
            yield f"  phase “{phase.name}”: {_length(phase.before)}, then {_length(phase.after)}{_done(phase.done)}"
    for cost in found.costs:
        if cost.differs:
            before, after = _range(cost, cost.before), _range(cost, cost.after)
            yield f"  cost “{cost.name}”: {before}, then {after}{_done(cost.done)}"
    yield from (f"  gap gone: {gap}" for gap in found.gaps_gone)
    yield from (f"  gap new: {gap}" for gap in found.gaps_new)


def _change(change: Changed, kind: Difference) -> str:
    number = f"#{change.item}" if change.item is not None else "new"
    if kind is Difference.REWORDED and change.before and change.after:
        said = f"“{change.before.title}” is printed as “{change.after.title}”."
    elif kind is Difference.RETIERED and change.before and change.after and change.before.tier and change.after.tier:
        said = f"Printed as {change.after.tier.label.lower()}, before as {change.before.tier.label.lower()}."
    else:
        said = ""
    line = f" (line {change.after.line})" if change.after else ""
    follows = " ".join(filter(None, (said, change.follows)))
    return f"  {number:<5} {change.tier.label:<13} {change.title}{line}" + (f"\n        {follows}" if follows else "")


def _plain(value: Decimal | None) -> str:
    return "no score" if value is None else f"{value.normalize():f}/10"


def _length(length: str | None) -> str:
    return "not there" if length is None else length or "no length"


def _done(is_done: bool) -> str:
    return ", marked as done" if is_done else ""


def _range(cost: CostDrift, span: tuple[Decimal, Decimal] | None) -> str:
    if span is None:
        return "no range"
    low, high = (money(end, cost.currency) for end in span)
    return low if low == high else f"{low}–{high}"
