"""How lines about items read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ..diary import Kind
from ..words import EvidenceKind, Ruling, Tier
from .pieces import Known, Line, changed, day, item, part, status, text, tier, word

_NEW: Mapping[str, str] = MappingProxyType(
    {
        Tier.CRITICAL: "a critical item",
        Tier.IMPORTANT: "an important item",
        Tier.NICE: "a nice-to-have item",
        Tier.PLAN: "a plan step",
    }
)


def _item_added(line: Line, _known: Known) -> str:
    tier = text(part(line.after, "tier"))
    return f"added {item(line)} as {_NEW.get(tier, 'an item')}"


def _item_moved(line: Line, _known: Known) -> str:
    return f"moved {item(line)} from {status(line.before)} to {status(line.after)}"


def _item_exempted(line: Line, _known: Known) -> str:
    return f"agreed that {item(line)} is not applicable; it was {status(line.before)}"


def _item_readmitted(line: Line, _known: Known) -> str:
    return f"took {item(line)} back into scope as {status(line.after)}"


def _item_retiered(line: Line, _known: Known) -> str:
    return f"changed the tier of {item(line)} from {tier(line.before)} to {tier(line.after)}"


def _item_corrected(line: Line, _known: Known) -> str:
    why = {"duplicate": "a duplicate", "not_a_gap": "not a real gap"}.get(text(line.after))
    return f"closed {item(line)} as {why}" if why else f"took {item(line)} back into scope"


def _item_owned(line: Line, known: Known) -> str:
    if line.after is None:
        return f"took {item(line)} from {known.person(line.before)}; nobody has it now"
    if line.before is None:
        return f"gave {item(line)} to {known.person(line.after)}"
    return f"handed {item(line)} over from {known.person(line.before)} to {known.person(line.after)}"


def _item_due(line: Line, _known: Known) -> str:
    return changed(f"the due date of {item(line)}", day(line.before), day(line.after))


def _item_phased(line: Line, known: Known) -> str:
    if line.after is None:
        return f"took {item(line)} out of “{known.phase(line.before)}”; it is in no phase now"
    if line.before is None:
        return f"put {item(line)} into “{known.phase(line.after)}”"
    return f"moved {item(line)} from “{known.phase(line.before)}” to “{known.phase(line.after)}”"


def _item_reworded(line: Line, _known: Known) -> str:
    before, after = text(part(line.before, "title")), text(part(line.after, "title"))
    return f"renamed “{before}” to “{after}”" if before != after else f"rewrote the detail of {item(line)}"


def _item_commented(line: Line, _known: Known) -> str:
    return f"commented on {item(line)}"


def _item_confirmed(line: Line, _known: Known) -> str:
    return f"confirmed that {item(line)} is still {status(line.after)}"


def _item_vanished(line: Line, _known: Known) -> str:
    return f"no longer names {item(line)} in assessment {text(line.after)}; it waits for a decision"


def _item_returned(line: Line, _known: Known) -> str:
    return f"names {item(line)} again in assessment {text(line.after)}"


def _item_ruled(line: Line, _known: Known) -> str:
    ruling = word(Ruling, line.after)
    decided = "it stays open" if ruling == Ruling.KEEP_OPEN.label.lower() else f"it is {ruling}"
    return f"decided about {item(line)}, which the newest assessment no longer names: {decided}"


def _item_accepted(line: Line, _known: Known) -> str:
    return f"accepted {item(line)}, which arrived already ticked"


def _retier_proposed(line: Line, _known: Known) -> str:
    return f"calls {item(line)} {tier(line.after)} instead of {tier(line.before)}; it waits for approval"


def _retier_withdrawn(line: Line, _known: Known) -> str:
    return f"calls {item(line)} {tier(line.before)} again; {tier(line.after)} waits for approval no longer"


def _retier_declined(line: Line, _known: Known) -> str:
    return f"decided that {item(line)} stays {tier(line.before)}, not {tier(line.after)}"


def _exemption_asked(line: Line, _known: Known) -> str:
    return f"asked to mark {item(line)} as not applicable"


def _exemption_declined(line: Line, _known: Known) -> str:
    return f"decided that {item(line)} stays in scope"


def _evidence_added(line: Line, _known: Known) -> str:
    kind = word(EvidenceKind, part(line.after, "kind"))
    return f"added a {kind} as evidence for {item(line)}" if kind else f"added evidence for {item(line)}"


def _evidence_aged(line: Line, _known: Known) -> str:
    if line.after is False:
        return f"noted that the evidence for {item(line)} counts again"
    return f"noted that the evidence for {item(line)} has become too old"


def _waiver_granted(line: Line, _known: Known) -> str:
    return f"accepted the risk of {item(line)} until {day(line.after)}"


TELLERS: Mapping[str, Callable[[Line, Known], str]] = {
    Kind.ITEM_ADDED: _item_added,
    Kind.ITEM_MOVED: _item_moved,
    Kind.ITEM_EXEMPTED: _item_exempted,
    Kind.ITEM_READMITTED: _item_readmitted,
    Kind.ITEM_RETIERED: _item_retiered,
    Kind.ITEM_CORRECTED: _item_corrected,
    Kind.ITEM_OWNED: _item_owned,
    Kind.ITEM_DUE: _item_due,
    Kind.ITEM_PHASED: _item_phased,
    Kind.ITEM_REWORDED: _item_reworded,
    Kind.ITEM_COMMENTED: _item_commented,
    Kind.ITEM_CONFIRMED: _item_confirmed,
    Kind.ITEM_VANISHED: _item_vanished,
    Kind.ITEM_RETURNED: _item_returned,
    Kind.ITEM_RULED: _item_ruled,
    Kind.ITEM_ACCEPTED: _item_accepted,
    Kind.RETIER_PROPOSED: _retier_proposed,
    Kind.RETIER_DECLINED: _retier_declined,
    Kind.RETIER_WITHDRAWN: _retier_withdrawn,
    Kind.EXEMPTION_ASKED: _exemption_asked,
    Kind.EXEMPTION_DECLINED: _exemption_declined,
    Kind.EVIDENCE_ADDED: _evidence_added,
    Kind.EVIDENCE_AGED: _evidence_aged,
    Kind.WAIVER_GRANTED: _waiver_granted,
}
