"""The gate: may we go live, and if not, what stops us. The tool reports; going live is a person's decision."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from operator import itemgetter
from typing import Protocol

from .causes import Cause, Effect, causes_of, is_gated
from .phrases import count, day, join, number, verb
from .policy import Policy
from .readiness import CREDITS, Lift, Readiness, lift_of, standing
from .shapes import Item
from .words import Severity, Standing, Status, Tier, Verdict


class Finding(Protocol):
    """Something the reader noticed; `about_tier` is the tier of the item it is about, if it is about one.

    Of severity critical is what concerns a critical item in any place of the document.
    """

    @property
    def id(self) -> int: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def undecided(self) -> bool: ...
    @property
    def about_tier(self) -> Tier | None: ...


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of the gate: what it does, said in a sentence; numbers of items or ids of findings behind it."""

    code: Cause
    effect: Effect
    sentence: str
    items: tuple[int, ...]
    findings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate reports, in one sentence and in reasons, ordered as the gate asks its questions."""

    verdict: Verdict
    sentence: str
    reasons: tuple[Reason, ...]

    def beyond(self, before: Gate) -> list[Reason]:
        """List the reasons of a kind that the gate did not have before, or that reach items or findings it did not."""
        reached = {reason.code: {*reason.items, *reason.findings} for reason in before.reasons}
        return [
            reason
            for reason in self.reasons
            if reason.code not in reached or not reached[reason.code].issuperset((*reason.items, *reason.findings))
        ]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One item between us and go: the worst it does to the gate, all that is wrong with it, and its lift."""

    number: int
    title: str
    tier: Tier
    effect: Effect
    sentence: str
    lift: Lift


def judge(items: Iterable[Item], findings: Iterable[Finding], today: date, policy: Policy) -> Gate:
    """Report the gate as it stands on this day."""
    seen = _look(items, findings, today, policy)
    reasons = tuple(_reasons(seen, today, policy))
    effects = {reason.effect for reason in reasons}
    if Effect.FAILS in effects:
        return Gate(Verdict.NOT_MET, f"Not ready: {_what_fails(seen)}.", reasons)
    if Effect.CONDITIONAL in effects:
        return Gate(Verdict.CONDITIONAL, f"Conditional: {_what_holds(seen)}; {_how_long(seen)}.", reasons)
    return Gate(Verdict.MET, f"Ready: {_what_holds(seen)}.", reasons)


def obstacles(
    items: Iterable[Item], readiness: Readiness, today: date, policy: Policy, *, limit: int | None = None
) -> tuple[Obstacle, ...]:
    """List the items between us and go: by effect on the gate, then by lift, then by number; `limit` of them at most.

    `readiness` is measured from the same items on the same day.
    """
    lifts: dict[tuple[Tier, Standing, bool], Lift] = {}
    found: list[tuple[int, Fraction, int, Item, Sequence[Cause], Lift]] = []
    for item, stands, causes in _caught(items, today, policy):
        if causes:
            kind = (item.tier, stands, item.original)
            if kind not in lifts:
                lifts[kind] = lift_of(*kind[:2], readiness, policy, original=item.original)
            rank = min(cause.effect.rank for cause in causes)
            found.append((rank, -lifts[kind].exact, item.number, item, causes, lifts[kind]))
    found.sort(key=itemgetter(0, 1, 2))
    return tuple(_obstacle(item, causes, lift, today) for *_, item, causes, lift in found[:limit])


@dataclass(slots=True)
class _Seen:
    """What one look over items and findings found."""

    criticals: Counter[Standing] = field(default_factory=Counter)
    by_cause: defaultdict[Cause, list[Item]] = field(default_factory=lambda: defaultdict(list))
    undecided: tuple[int, ...] = ()  # ids of findings

    @property
    def in_scope(self) -> int:
        return sum(n for stands, n in self.criticals.items() if CREDITS[stands].scope)

    @property
    def settled(self) -> int:
        """Criticals that somebody decided to take out of scope."""
        return self.criticals[Standing.NOT_APPLICABLE] + self.criticals[Standing.CORRECTED]

    @property
    def none_known(self) -> bool:
        return not self.in_scope and not self.settled


def _look(items: Iterable[Item], findings: Iterable[Finding], today: date, policy: Policy) -> _Seen:
    seen = _Seen()
    for item, stands, causes in _caught(items, today, policy):
        if item.tier is Tier.CRITICAL:
            seen.criticals[stands] += 1
        for cause in causes:
            seen.by_cause[cause].append(item)
    seen.undecided = tuple(finding.id for finding in findings if _stands_in_the_way(finding))
    return seen


def _caught(items: Iterable[Item], today: date, policy: Policy) -> Iterator[tuple[Item, Standing, Sequence[Cause]]]:
    for item in items:
        if is_gated(item):
            stands = standing(item, today, policy)
            yield item, stands, causes_of(item, stands, today)


def _stands_in_the_way(finding: Finding) -> bool:
    """Answer whether a finding waits that concerns a critical item: one of today, or what the document calls one."""
    about_one = finding.about_tier is Tier.CRITICAL and finding.severity is not Severity.INFO
    return finding.undecided and (about_one or finding.severity is Severity.CRITICAL)


def _reasons(seen: _Seen, today: date, policy: Policy) -> Iterator[Reason]:
    if seen.none_known:
        sentence = _none_known(seen)
        yield _reason(Cause.NONE_KNOWN, sentence[0].upper() + sentence[1:] + ".")
    for cause in Cause:
        if cause is Cause.UNDECIDED and seen.undecided:
            yield Reason(cause, cause.effect, f"{_undecided(seen)}.", (), seen.undecided)
        elif items := seen.by_cause.get(cause):
            yield _reason(cause, f"{_said(cause, items, today, policy)}.", items)


def _reason(cause: Cause, sentence: str, items: Iterable[Item] = ()) -> Reason:
    return Reason(cause, cause.effect, sentence, tuple(item.number for item in items))


def _said(cause: Cause, items: Sequence[Item], today: date, policy: Policy) -> str:
    n = len(items)
    said = f"{count(n, _NOUNS.get(cause, 'critical item'))} {verb(n, *_PREDICATES[cause])}"
    if cause in (Cause.VANISHED, Cause.RETIERED):
        return f"{said}: {_named(items)}"
    if cause is Cause.OPEN and (blocked := sum(1 for item in items if item.status is Status.BLOCKED)):
        return f"{said} and blocked" if n == 1 else f"{said}, {number(blocked)} of them blocked"
    if cause is Cause.AGED:
        oldest = min(items, key=_evidence_on)
        return (
            f"{said} on evidence older than {policy.evidence_days} days; "
            f"for “{oldest.title}” it is {(today - _evidence_on(oldest)).days} days old"
        )
    if cause is Cause.WAIVED:
        return f"{said}{'' if n == 1 else ', the first'} until {day(_first_end(items))}"
    return said


def _named(items: Sequence[Item]) -> str:
    """Name the items, the first few of many: each of them waits for somebody to decide."""
    names = [f"“{item.title}”" for item in items[:_MOST_NAMED]]
    more = [f"{number(len(items) - _MOST_NAMED)} more"] if len(items) > _MOST_NAMED else []
    return join([*names, *more])


_MOST_NAMED = 4
_NOUNS: Mapping[Cause, str] = {
    Cause.RETIERED: "item",
    Cause.UNOWNED: "critical or important item",
    Cause.UNDATED: "critical or important item",
}
_PREDICATES: Mapping[Cause, tuple[str, str]] = {
    Cause.OPEN: ("is open", "are open"),
    Cause.CLAIMED: ("is claimed, not verified", "are claimed, not verified"),
    Cause.AGED: ("is verified", "are verified"),
    Cause.UNPROVEN: ("is verified without evidence", "are verified without evidence"),
    Cause.VANISHED: (
        "is missing from the newest assessment and waits for a decision",
        "are missing from the newest assessment and wait for a decision",
    ),
    Cause.RETIERED: (
        "is re-tiered by an assessment to or from critical and waits for approval",
        "are re-tiered by an assessment to or from critical and wait for approval",
    ),
    Cause.WAIVED: ("is waived", "are waived"),
    Cause.UNPHASED: ("is in no phase", "are in no phase"),
    Cause.UNOWNED: ("has no owner", "have no owner"),
    Cause.UNDATED: ("has no due date", "have no due date"),
    Cause.BORN_DONE: (
        "arrived already ticked and is not accepted",
        "arrived already ticked and are not accepted",
    ),
}


def _none_known(seen: _Seen) -> str:
    if ticked := seen.criticals[Standing.BORN_DONE]:
        return f"no critical items are known besides {number(ticked)} that arrived already ticked"
    return "no critical items are known yet"


def _undecided(seen: _Seen) -> str:
    n = len(seen.undecided)
    about = verb(n, "a critical item waits", "critical items wait")
    return f"{count(n, 'finding')} about {about} for a decision"


def _what_fails(seen: _Seen) -> str:
    """Say what is not done and not proven; only when all of that is in order, what else stands in the way."""
    if seen.none_known:
        return _none_known(seen)
    counted = [(len(items), said) for cause, said in _UNDONE.items() if (items := seen.by_cause.get(cause))]
    if not counted:
        return f"{_what_holds(seen)}, but {join(_what_else(seen))}"
    if waived := seen.by_cause.get(Cause.WAIVED):
        counted.append((len(waived), "waived"))
    (n, said), *others = counted
    first = f"{number(n)} of {count(seen.in_scope, 'critical item')} {said}"
    return ", ".join([first, *(f"{number(n)} {said}" for n, said in others)])


_UNDONE: Mapping[Cause, str] = {
    Cause.OPEN: "open",
    Cause.CLAIMED: "claimed but not verified",
    Cause.AGED: "verified on old evidence",
    Cause.UNPROVEN: "verified without evidence",
}


def _what_else(seen: _Seen) -> list[str]:
    causes = {
        Cause.VANISHED: "missing from the newest assessment",
        Cause.RETIERED: "re-tiered, unapproved",
        Cause.UNPHASED: "in no phase",
    }
    said = [
        f"{number(len(items))} {verb(len(items), 'is', 'are')} {what}"
        for cause, what in causes.items()
        if (items := seen.by_cause.get(cause))
    ]
    return [*said, _undecided(seen)] if seen.undecided else said


def _what_holds(seen: _Seen) -> str:
    n, waived = seen.in_scope, len(seen.by_cause.get(Cause.WAIVED, ()))
    if not n:
        return f"{_all(seen.settled)} taken out of scope"
    proof = "verified" if not waived else "waived" if waived == n else "verified or waived"
    return f"{_all(n)} {proof}"


def _all(n: int) -> str:
    return "the only critical item is" if n == 1 else f"all {count(n, 'critical item')}"


def _how_long(seen: _Seen) -> str:
    waived = seen.by_cause[Cause.WAIVED]
    run = verb(len(waived), "runs", "run, the first")
    return f"{count(len(waived), 'waiver')} {run} until {day(_first_end(waived))}"


def _first_end(waived: Iterable[Item]) -> date:
    return min(item.waived_until for item in waived if item.waived_until)


def _evidence_on(item: Item) -> date:
    return item.evidence_on or date.min


def _obstacle(item: Item, causes: Sequence[Cause], lift: Lift, today: date) -> Obstacle:
    effect = min((cause.effect for cause in causes), key=lambda effect: effect.rank)
    wrong = "; ".join(_what_is_wrong(item, cause, today) for cause in causes)
    return Obstacle(item.number, item.title, item.tier, effect, f"{wrong[0].upper()}{wrong[1:]}.", lift)


def _what_is_wrong(item: Item, cause: Cause, today: date) -> str:
    if cause is Cause.OPEN:
        return _openness(item)
    if cause is Cause.CLAIMED:
        return f"claimed{_since(item.claimed_on)}, not verified"
    if cause is Cause.AGED:
        return f"evidence is {(today - _evidence_on(item)).days} days old"
    if cause is Cause.WAIVED:
        return f"waived until {day(_first_end([item]))}"
    return _WRONG[cause]


_WRONG: Mapping[Cause, str] = {
    Cause.UNPROVEN: "verified without evidence",
    Cause.VANISHED: "missing from the newest assessment, undecided",
    Cause.RETIERED: "re-tiered by an assessment, unapproved",
    Cause.UNPHASED: "in no phase",
    Cause.UNOWNED: "no owner",
    Cause.UNDATED: "no due date",
    Cause.BORN_DONE: "arrived already ticked, not accepted",
}


def _openness(item: Item) -> str:
    blocked = _since(item.blocked_since) if item.status is Status.BLOCKED else ""
    ended = f", its waiver ended on {day(item.waived_until)}" if item.waived_until else ""
    return f"{item.status.label.lower()}{blocked}{ended}"


def _since(when: date | None) -> str:
    return f" since {day(when)}" if when else ""
