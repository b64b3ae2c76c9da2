"""How a line of the diary reads: a sentence that follows its writer's name, with what was before and what is now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from . import phrases
from .diary import Kind, Value
from .words import EntryKind, EvidenceKind, Role, Ruling, Status, Tier, Word

W = TypeVar("W", bound=Word)

_SIGNS: Mapping[str, str] = MappingProxyType({"USD": "$", "EUR": "€", "GBP": "£"})


class Line(Protocol):
    """What is told of a diary line."""

    @property
    def kind(self) -> str: ...
    @property
    def item(self) -> int | None: ...
    @property
    def subject(self) -> str: ...
    @property
    def before(self) -> Value: ...
    @property
    def after(self) -> Value: ...


@dataclass(frozen=True, slots=True)
class Known:
    """The names behind the ids a diary line holds: of people and of phases."""

    people: Mapping[int, str] = field(default_factory=dict)
    phases: Mapping[int, str] = field(default_factory=dict)

    def person(self, number: Value) -> str:
        """Give a person's name; one who left is called a former member."""
        return self.people.get(_int(number)) or f"former member {number}"

    def phase(self, number: Value) -> str:
        """Give a phase's name."""
        return self.phases.get(_int(number)) or f"phase {number}"


def tell(line: Line, known: Known) -> str:
    """Give a line as the rest of a sentence: "moved “Fix secrets” from open to done". A kind not known is named."""
    teller = _TELLERS.get(line.kind)
    return teller(line, known) if teller else f"noted {line.kind} of “{line.subject}”"


def aside(line: Line) -> str:
    """Give what a line says besides its sentence and its note: a comment, a decision, what was given as evidence."""
    if line.kind in (Kind.ITEM_COMMENTED, Kind.FINDING_DECIDED, Kind.FINDING_CARRIED):
        return _text(line.after)
    if line.kind == Kind.EVIDENCE_ADDED:
        return _text(_part(line.after, "reference"))
    return ""


def money(amount: Decimal, currency: str) -> str:
    """Give an amount as people write it: "$1,200", "€19.50", "CHF 80"."""
    digits = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{_SIGNS[currency]}{digits}" if currency in _SIGNS else f"{currency} {digits}"


_NEW: Mapping[str, str] = MappingProxyType(
    {
        Tier.CRITICAL: "a critical item",
        Tier.IMPORTANT: "an important item",
        Tier.NICE: "a nice-to-have item",
        Tier.PLAN: "a plan step",
    }
)


# --- items -------------------------------------------------------------------------------------------------------


def _item_added(line: Line, _known: Known) -> str:
    tier = _text(_part(line.after, "tier"))
    return f"added {_item(line)} as {_NEW.get(tier, 'an item')}"


def _item_moved(line: Line, _known: Known) -> str:
    return f"moved {_item(line)} from {_status(line.before)} to {_status(line.after)}"


def _item_exempted(line: Line, _known: Known) -> str:
    return f"agreed that {_item(line)} is not applicable; it was {_status(line.before)}"


def _item_readmitted(line: Line, _known: Known) -> str:
    return f"took {_item(line)} back into scope as {_status(line.after)}"


def _item_retiered(line: Line, _known: Known) -> str:
    return f"changed the tier of {_item(line)} from {_tier(line.before)} to {_tier(line.after)}"


def _item_corrected(line: Line, _known: Known) -> str:
    why = {"duplicate": "a duplicate", "not_a_gap": "not a real gap"}.get(_text(line.after))
    return f"closed {_item(line)} as {why}" if why else f"took {_item(line)} back into scope"


def _item_owned(line: Line, known: Known) -> str:
    if line.after is None:
        return f"took {_item(line)} from {known.person(line.before)}; nobody has it now"
    if line.before is None:
        return f"gave {_item(line)} to {known.person(line.after)}"
    return f"handed {_item(line)} over from {known.person(line.before)} to {known.person(line.after)}"


def _item_due(line: Line, _known: Known) -> str:
    return _changed(f"the due date of {_item(line)}", _day(line.before), _day(line.after))


def _item_phased(line: Line, known: Known) -> str:
    if line.after is None:
        return f"took {_item(line)} out of “{known.phase(line.before)}”; it is in no phase now"
    if line.before is None:
        return f"put {_item(line)} into “{known.phase(line.after)}”"
    return f"moved {_item(line)} from “{known.phase(line.before)}” to “{known.phase(line.after)}”"


def _item_reworded(line: Line, _known: Known) -> str:
    before, after = _text(_part(line.before, "title")), _text(_part(line.after, "title"))
    return f"renamed “{before}” to “{after}”" if before != after else f"rewrote the detail of {_item(line)}"


def _item_commented(line: Line, _known: Known) -> str:
    return f"commented on {_item(line)}"


def _item_confirmed(line: Line, _known: Known) -> str:
    return f"confirmed that {_item(line)} is still {_status(line.after)}"


def _item_vanished(line: Line, _known: Known) -> str:
    return f"no longer names {_item(line)} in assessment {_text(line.after)}; it waits for a decision"


def _item_returned(line: Line, _known: Known) -> str:
    return f"names {_item(line)} again in assessment {_text(line.after)}"


def _item_ruled(line: Line, _known: Known) -> str:
    ruling = _word(Ruling, line.after)
    decided = "it stays open" if ruling == Ruling.KEEP_OPEN.label.lower() else f"it is {ruling}"
    return f"decided about {_item(line)}, which the newest assessment no longer names: {decided}"


def _item_accepted(line: Line, _known: Known) -> str:
    return f"accepted {_item(line)}, which arrived already ticked"


def _retier_proposed(line: Line, _known: Known) -> str:
    return f"calls {_item(line)} {_tier(line.after)} instead of {_tier(line.before)}; it waits for approval"


def _retier_withdrawn(line: Line, _known: Known) -> str:
    return f"calls {_item(line)} {_tier(line.before)} again; {_tier(line.after)} waits for approval no longer"


def _retier_declined(line: Line, _known: Known) -> str:
    return f"decided that {_item(line)} stays {_tier(line.before)}, not {_tier(line.after)}"


def _exemption_asked(line: Line, _known: Known) -> str:
    return f"asked to mark {_item(line)} as not applicable"


def _exemption_declined(line: Line, _known: Known) -> str:
    return f"decided that {_item(line)} stays in scope"


def _evidence_added(line: Line, _known: Known) -> str:
    kind = _word(EvidenceKind, _part(line.after, "kind"))
    return f"added a {kind} as evidence for {_item(line)}" if kind else f"added evidence for {_item(line)}"


def _evidence_aged(line: Line, _known: Known) -> str:
    if line.after is False:
        return f"noted that the evidence for {_item(line)} counts again"
    return f"noted that the evidence for {_item(line)} has become too old"


def _waiver_granted(line: Line, _known: Known) -> str:
    return f"accepted the risk of {_item(line)} until {_day(line.after)}"


# --- what surrounds them -----------------------------------------------------------------------------------------


def _project_created(line: Line, _known: Known) -> str:
    return f"created the project “{line.subject}”"


def _project_changed(line: Line, _known: Known) -> str:
    if isinstance(line.after, Mapping) or isinstance(line.before, Mapping):
        return f"changed the {line.subject.lower()}: {_differences(line.before, line.after)}"
    if line.subject.endswith("date"):
        return _changed(f"the {line.subject.lower()}", _day(line.before), _day(line.after))
    return _changed(f"the {line.subject.lower()}", _quoted(line.before), _quoted(line.after))


def _assessment_imported(line: Line, _known: Known) -> str:
    return f"imported the assessment “{line.subject}”"


def _finding_decided(line: Line, _known: Known) -> str:
    return f"decided about the finding “{line.subject}”"


def _finding_carried(line: Line, _known: Known) -> str:
    return f"brought the finding “{line.subject}” once more; what was decided about it before still holds"


def _phase_completed(line: Line, _known: Known) -> str:
    return f"completed the phase “{line.subject}”"


def _phase_regressed(line: Line, _known: Known) -> str:
    return f"set the phase “{line.subject}” back; it is no longer complete"


def _cost_recorded(line: Line, _known: Known) -> str:
    amount = money(Decimal(_text(_part(line.after, "amount")) or "0"), _text(_part(line.after, "currency")))
    how = {"actual": "spent", "committed": "committed"}.get(_word(EntryKind, _part(line.after, "kind")), "recorded")
    return f"recorded {amount} {how} on “{line.subject}”"


def _cost_closed(line: Line, _known: Known) -> str:
    return f"closed the cost line “{line.subject}”"


def _cost_reopened(line: Line, _known: Known) -> str:
    return f"re-opened the cost line “{line.subject}”"


def _member_added(line: Line, _known: Known) -> str:
    return f"added {line.subject} as {_word(Role, line.after) or 'a member'}"


def _member_changed(line: Line, _known: Known) -> str:
    return f"changed the role of {line.subject} from {_word(Role, line.before)} to {_word(Role, line.after)}"


def _member_removed(line: Line, _known: Known) -> str:
    return f"removed {line.subject}, who was {_word(Role, line.before) or 'a member'}"


def _person_signed_in(_line: Line, _known: Known) -> str:
    return "signed in"


def _person_signed_out(_line: Line, _known: Known) -> str:
    return "signed out"


def _person_changed(line: Line, _known: Known) -> str:
    if line.before is not None:
        return f"changed the name from “{_text(line.before)}” to “{_text(line.after)}”"
    said = {
        "password": "chose a password",  # nosec B105 - a sentence
        "administrator": "became an administrator",
        "introduced": "was given an account",
    }
    return said.get(_text(line.after), f"changed the account of {line.subject}")


_TELLERS: Mapping[str, Callable[[Line, Known], str]] = {
    Kind.PROJECT_CREATED: _project_created,
    Kind.PROJECT_CHANGED: _project_changed,
    Kind.ASSESSMENT_IMPORTED: _assessment_imported,
    Kind.FINDING_DECIDED: _finding_decided,
    Kind.FINDING_CARRIED: _finding_carried,
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
    Kind.PHASE_COMPLETED: _phase_completed,
    Kind.PHASE_REGRESSED: _phase_regressed,
    Kind.COST_RECORDED: _cost_recorded,
    Kind.COST_CLOSED: _cost_closed,
    Kind.COST_REOPENED: _cost_reopened,
    Kind.MEMBER_ADDED: _member_added,
    Kind.MEMBER_CHANGED: _member_changed,
    Kind.MEMBER_REMOVED: _member_removed,
    Kind.PERSON_SIGNED_IN: _person_signed_in,
    Kind.PERSON_SIGNED_OUT: _person_signed_out,
    Kind.PERSON_CHANGED: _person_changed,
}


# --- pieces ------------------------------------------------------------------------------------------------------


def _item(line: Line) -> str:
    return f"“{line.subject}”"


def _status(of: Value) -> str:
    return _word(Status, of) or "unknown"


def _tier(of: Value) -> str:
    return _word(Tier, of) or "unknown"


def _word(kind: type[W], of: Value) -> str:
    """Give a word from a list in lower case; as it stands if the list no longer has it."""
    text = _text(of)
    return kind(text).label.lower() if text in {each.value for each in kind} else text


def _changed(what: str, before: str, after: str) -> str:
    if before and after:
        return f"changed {what} from {before} to {after}"
    return f"set {what} to {after}" if after else f"removed {what}, which was {before}"


def _differences(before: Value, after: Value, prefix: str = "") -> str:
    """Name what two mappings have different: "evidence days from 30 to 14, weights critical from 4 to 5"."""
    found = []
    names = [*(before if isinstance(before, Mapping) else {}), *(after if isinstance(after, Mapping) else {})]
    for name in dict.fromkeys(names):
        was, now = _part(before, name), _part(after, name)
        if was == now:
            continue
        label = f"{prefix}{name.replace('_', ' ')}"
        nested = isinstance(was, Mapping) and isinstance(now, Mapping)
        found.append(_differences(was, now, f"{label} ") if nested else f"{label} from {_plain(was)} to {_plain(now)}")
    return ", ".join(found) or "nothing that counts"


def _plain(of: Value) -> str:
    return "nothing" if of is None else "yes" if of is True else "no" if of is False else _text(of)


def _day(of: Value) -> str:
    try:
        return phrases.day(date.fromisoformat(_text(of)))
    except ValueError:
        return _text(of)


def _quoted(of: Value) -> str:
    return f"“{_text(of)}”" if of not in (None, "") else ""


def _part(of: Value, name: str) -> Any:
    return of.get(name) if isinstance(of, Mapping) else None


def _text(of: Value) -> str:
    return "" if of is None else str(of)


def _int(of: Value) -> int:
    return of if isinstance(of, int) else 0
