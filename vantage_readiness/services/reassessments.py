"""Re-assessment: a preview that writes nothing, and applying it in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..domain import foresight, phrases, reassessment
from ..domain.assessment import Assessment, State, read
from ..domain.diary import person
from ..domain.explain import Explained
from ..domain.findings import once
from ..domain.gate import Gate, judge
from ..domain.reassessment import Comparison, Decisions, Known, Printed
from ..domain.refusals import Refused, Stale, WrongDate
from ..storage import assessments, items, projects
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Project
from . import arrivals, diary, findings, histories, imports, statements
from .findings import FindingLook, Noticed
from .overview import Look

__all__ = ["AlreadyImported", "Applied", "Decisions", "Preview", "WrongDate", "apply", "preview"]


class AlreadyImported(Refused):
    """These very bytes are an assessment of the project already; `number` says which."""

    def __init__(self, sentence: str, number: int) -> None:
        super().__init__(sentence)
        self.number = number


@dataclass(frozen=True, slots=True)
class Preview:
    """What a document would change; nothing is written. `seal` stands for all of it: apply hands it back.

    `told_until` is the last line of the diary it knows of. `noticed` are the findings of the document, `warnings`
    sentences about it as a whole.
    """

    found: Assessment
    as_of: date | None
    comparison: Comparison
    decisions: Decisions
    stated_before: Decimal | None
    stated_after: Decimal | None
    explained: Explained | None
    gate_before: Gate
    gate_after: Gate
    noticed: Sequence[Noticed]
    warnings: Sequence[str]
    seal: str
    told_until: int

    @property
    def sentence(self) -> str:
        """What the document would change, in one sentence."""
        return f"{self.comparison.sentence}; nothing is written until you apply it."


class Applied(NamedTuple):
    """What was applied: the number of the new assessment, and what it changed."""

    number: int
    comparison: Comparison


def preview(
    project: Project, raw: bytes, *, as_of: date | None, today: date, decisions: Decisions | None = None
) -> Preview:
    """Say what a document would change in a project. Raises `Refused` with a sentence where it cannot be applied."""
    found = read(raw)
    _refuse_same(project, found)
    _refuse_date(project, as_of, today)
    known = known_items(project)
    plain = reassessment.compare(known, found.items)
    comparison = _decided(known, found, decisions) or plain
    look, noticed = Look(project, today), findings.foresee(project, found, comparison)
    standing: list[FindingLook | Noticed] = [*look.findings, *noticed]
    later = foresight.foresee(look.items, comparison)
    return Preview(
        found=found,
        as_of=as_of,
        comparison=comparison,
        decisions=decisions or Decisions(),
        stated_before=look.readiness.stated,
        stated_after=statements.score_of(found),
        explained=histories.explain_next(project, comparison, statements.score_of(found), today),
        gate_before=look.gate,
        gate_after=judge(later, once(standing), today, look.policy),
        noticed=noticed,
        warnings=_warnings(found),
        seal=_seal(project, found, plain),
        told_until=_told_until(project),
    )


def apply(
    project: Project,
    raw: bytes,
    *,
    as_of: date | None,
    seen: str,
    since: int | None = None,
    by: User,
    at: datetime,
    decisions: Decisions | None = None,
) -> Applied:
    """Apply a document in one transaction; `seen` and `since` are `seal` and `told_until` of the preview decided on.

    Raises `Stale`, and writes nothing, if the preview would now be another one.
    """
    found = read(raw)
    project = projects.lock(project.id)
    _refuse_twice(project, found, by, since)
    _refuse_date(project, as_of, diary.local_day(project, at))
    known = known_items(project)
    plain = reassessment.compare(known, found.items)
    if _seal(project, found, plain) != seen:
        raise _overtaken(project, since)
    comparison = _decided(known, found, decisions) or plain
    done = imports.keep_next(project, raw, found, as_of=as_of, by=person(by.id), at=at)
    arrivals.keep(done, comparison, at=at)
    imports.finish(done, found.findings)
    db.session.commit()
    return Applied(done.kept.number, comparison)


def _decided(known: Sequence[Known], found: Assessment, decisions: Decisions | None) -> Comparison | None:
    """Compare with what was decided, if anything was; it takes as long as comparing without."""
    is_decided = decisions is not None and decisions != Decisions()
    return reassessment.compare(known, found.items, decisions) if is_decided else None


def known_items(project: Project) -> list[Known]:
    """Give a project's items as a comparison asks for them, by number."""
    mentions: defaultdict[int, list[Any]] = defaultdict(list)
    for row in assessments.mentions(project.id):
        mentions[row.item].append(row)
    newest = max((rows[-1].assessment for rows in mentions.values()), default=0)
    return [_known(item, mentions.get(item.number, []), newest) for item in items.lines(project.id)]


def printed(row: Any) -> Printed:
    """Give a kept mention as the comparison asks for it."""
    return Printed(row.printed_title, row.printed_tier, State(row.printed_state), row.line)


def _known(item: Any, mentions: Sequence[Any], newest: int) -> Known:
    return Known(
        number=item.number,
        title=item.title,
        tier=item.tier,
        status=item.status,
        correction=item.correction,
        born_done=item.born_done,
        vanished=item.vanished,
        proposed_tier=item.proposed_tier,
        printed=printed(mentions[-1]) if mentions else None,
        names=tuple(row.printed_title for row in mentions),
        is_named=bool(mentions) and mentions[-1].assessment == newest,
    )


def _refuse_twice(project: Project, found: Assessment, by: User, since: int | None) -> None:
    """Tell who applied this document meanwhile; to whoever did so in person, only that it is done."""
    same = assessments.find_same(project.id, found.sha256)
    if same is not None and same.imported_by != person(by.id):
        raise _overtaken(project, since)
    _refuse_same(project, found)


def _refuse_same(project: Project, found: Assessment) -> None:
    same = assessments.find_same(project.id, found.sha256)
    if same is None:
        return
    zone = ZoneInfo(project.time_zone)
    by = diary.names(project.id)[same.imported_by]
    raise AlreadyImported(
        f"This very document is assessment {same.number} already, imported by {by} "
        f"on {phrases.day(same.imported_at.astimezone(zone).date())}. Nothing changes.",
        same.number,
    )


def _refuse_date(project: Project, as_of: date | None, today: date) -> None:
    """Refuse a day to come, and an older document over a newer one: it would take back what the newer one says."""
    if as_of is None:
        return
    if as_of > today:
        raise WrongDate("An assessment cannot be from the future. Choose today or an earlier day.")
    dated = [row for row in assessments.every(project.id) if row.as_of and row.as_of > as_of]
    if dated:
        newest = dated[-1]
        raise WrongDate(
            f"Assessment {newest.number} is of {phrases.day(newest.as_of)}, which is later than "
            f"{phrases.day(as_of)}. An older document is never applied over a newer one."
        )


def _told_until(project: Project) -> int:
    line = diary.newest_line(project)
    return line.number if line else 0


def _overtaken(project: Project, since: int | None) -> Stale:
    """Tell who changed what the asker's preview rests on; nobody did if the diary is as long as it was."""
    if since is not None and since >= _told_until(project):
        return Stale("This is not the preview of this document. Nothing was written; look at the preview again.", ())
    newest = assessments.every(project.id)[-1]
    line = diary.newest_line(project)
    known, zone = diary.names(project.id), ZoneInfo(project.time_zone)
    if line is None or newest.imported_at >= line.at:
        by, at = known[newest.imported_by], newest.imported_at.astimezone(zone).strftime("%H:%M")
        what = f"{by} applied “{newest.title}” at {at}"
    else:
        by, at = known[line.by], line.at.astimezone(zone).strftime("%H:%M")
        what = f"{by} changed “{line.subject}” at {at}"
    return Stale(f"{what}, after you opened this preview. Nothing was written; look at the preview again.", ())


def _seal(project: Project, found: Assessment, comparison: Comparison) -> str:
    """Give 64 hex digits that stand for what a preview shows before anybody decides."""
    parts: list[object] = [project.id, found.sha256, len(assessments.titles(project.id))]
    parts += [
        [each.kinds, each.item, each.title, each.to, each.proposed_tier, each.withdrawn, each.returns, each.waits]
        for each in comparison.changes
    ]
    parts += [_line(each) for each in comparison.changes]
    parts += [[each.line, each.item, each.similarity] for each in comparison.proposals]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _line(change: reassessment.Changed) -> int:
    return change.after.line if change.after else 0


def _warnings(found: Assessment) -> Sequence[str]:
    if found.items:
        return ()
    return ("This document has no checklist. It says nothing about the items, so none of them counts as vanished.",)
