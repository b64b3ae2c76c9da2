"""How lines about a project, its documents, its plan and its money read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from ..diary import Kind
from ..words import EntryKind
from .pieces import Known, Line, changed, day, differences, money, part, plain, quoted, text, word

_LETTER = "letter:"
_ALL = "failed"


def _project_created(line: Line, _known: Known) -> str:
    return f"created the project “{line.subject}”"


def _project_changed(line: Line, _known: Known) -> str:
    if isinstance(line.after, Mapping) or isinstance(line.before, Mapping):
        return f"changed the {line.subject.lower()}: {differences(line.before, line.after)}"
    if line.subject.endswith("date"):
        return changed(f"the {line.subject.lower()}", day(line.before), day(line.after))
    return changed(f"the {line.subject.lower()}", quoted(line.before), quoted(line.after))


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
    amount = money(Decimal(text(part(line.after, "amount")) or "0"), text(part(line.after, "currency")))
    how = {"actual": "spent", "committed": "committed"}.get(word(EntryKind, part(line.after, "kind")), "recorded")
    return f"recorded {amount} {how} on “{line.subject}”"


def _cost_closed(line: Line, _known: Known) -> str:
    return f"closed the cost line “{line.subject}”"


def _cost_reopened(line: Line, _known: Known) -> str:
    return f"re-opened the cost line “{line.subject}”"


def _report_published(line: Line, _known: Known) -> str:
    edition = part(line.after, "edition")
    again = f", edition {plain(edition)}" if edition != 1 else ""
    return f"published the weekly report {line.subject}{again}"


def _reminders_changed(line: Line, _known: Known) -> str:
    return f"changed the reminders: {differences(line.before, line.after)}"


def _project_exported(line: Line, _known: Known) -> str:
    return f"exported the project “{line.subject}”"


def _project_deleted(line: Line, _known: Known) -> str:
    return f"deleted the project “{line.subject}”"


def _site_changed(line: Line, _known: Known) -> str:
    if line.subject.startswith(_LETTER):
        return _letter_changed(line)
    if line.subject == "factor_for_administrators":
        return f"{'required' if line.after is True else 'no longer requires'} a second factor of administrators"
    return f"changed the setting “{line.subject}” from {plain(line.before)} to {plain(line.after)}"


def _letter_changed(line: Line) -> str:
    which = line.subject.removeprefix(_LETTER)
    if which == _ALL:
        return f"had all failed letters sent again: {plain(line.after)}"
    if line.after == "taken out":
        return f"took out the letter {which}, which was written to a file"
    return f"let the letter {which} be" if line.after == "dropped" else f"had the letter {which} sent again"


def _backup_taken(_line: Line, _known: Known) -> str:
    return "took a backup"


def _backup_restored(_line: Line, _known: Known) -> str:
    return "restored a backup"


TELLERS: Mapping[str, Callable[[Line, Known], str]] = {
    Kind.PROJECT_CREATED: _project_created,
    Kind.PROJECT_CHANGED: _project_changed,
    Kind.PROJECT_EXPORTED: _project_exported,
    Kind.PROJECT_DELETED: _project_deleted,
    Kind.SITE_CHANGED: _site_changed,
    Kind.BACKUP_TAKEN: _backup_taken,
    Kind.BACKUP_RESTORED: _backup_restored,
    Kind.ASSESSMENT_IMPORTED: _assessment_imported,
    Kind.FINDING_DECIDED: _finding_decided,
    Kind.FINDING_CARRIED: _finding_carried,
    Kind.PHASE_COMPLETED: _phase_completed,
    Kind.PHASE_REGRESSED: _phase_regressed,
    Kind.COST_RECORDED: _cost_recorded,
    Kind.COST_CLOSED: _cost_closed,
    Kind.COST_REOPENED: _cost_reopened,
    Kind.REPORT_PUBLISHED: _report_published,
    Kind.REMINDERS_CHANGED: _reminders_changed,
}
