"""What an assessment brings to a project: the plan of an import, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from . import findings
from .assessment import Assessment, Entry, Finding, Links, State
from .assessment.links import Link
from .planned import steps_of_entries
from .words import Status, Tier


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to add: its area by name, its phase by ordinal, the gaps and steps it covers by reference."""

    title: str
    detail: str
    tier: Tier
    status: Status
    born_done: bool
    area: str | None
    phase: int | None
    effort: str
    line: int
    printed_state: str
    printed_tier: Tier | None
    gaps: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirstImport:
    """Everything a first assessment adds to an empty project."""

    items: tuple[NewItem, ...]
    findings: tuple[Finding, ...]


def first(read: Assessment, links: Links | None = None) -> FirstImport:
    """Plan the first import: each checklist item once, each plan step that no item covers as an item of tier plan.

    A step that stands on the line or in the words of an item is that item, unless the links cover it already.
    A tick in the document is the assessor's claim: such an item arrives done, aside from the numbers until accepted.
    Raises `Refused` when the links name something the assessment does not have.
    """
    decided = (links or Links((), ())).check(read)
    items = (*_checklist(read, decided), *_loose_steps(read, decided))
    return FirstImport(items, (*_findings(read, items), *(decided.unplanned(read) if links else ())))


def _checklist(read: Assessment, links: Links) -> Iterator[NewItem]:
    loose, own = set(links.loose_steps(read)), steps_of_entries(read)
    for entry in read.items:
        if entry.same_as is not None:
            continue
        link = links.find(entry.title) or Link(entry.title, None, (), ())
        phase = links.phase_of(entry.title, read)
        steps = [step for step in own.get(entry.line, ()) if step.reference in loose]
        ticked = entry.state is State.DONE
        yield NewItem(
            title=entry.title,
            detail=entry.detail,
            tier=entry.tier or Tier.IMPORTANT,
            status=_status(entry),
            born_done=ticked,
            area=link.area or _area_of(link.gaps) or entry.area,
            phase=min([phase.ordinal] if phase else [step.phase for step in steps], default=None),
            effort=entry.effort or "",
            line=entry.line,
            printed_state=entry.state.value,
            printed_tier=entry.tier,
            gaps=link.gaps,
            steps=(*link.steps, *dict.fromkeys(step.reference for step in steps)),
        )


def _loose_steps(read: Assessment, links: Links) -> Iterator[NewItem]:
    own = {step.reference for steps in steps_of_entries(read).values() for step in steps}
    loose = set(links.loose_steps(read)) - own
    known = {link.title: link for link in links.steps}
    for phase in read.phases:
        for step in phase.steps:
            reference = phase.reference(step)
            if reference not in loose:
                continue
            link = known.get(reference, Link(reference, None, (), ()))
            yield NewItem(
                title=step.title,
                detail=step.detail or step.group,
                tier=Tier.PLAN,
                status=Status.DONE if phase.done else Status.OPEN,
                born_done=phase.done,
                area=link.area or _area_of(link.gaps),
                phase=phase.ordinal,
                effort="",
                line=step.line,
                printed_state=(State.DONE if phase.done else State.OPEN).value,
                printed_tier=Tier.PLAN,
                gaps=link.gaps,
                steps=(reference,),
            )


def _findings(read: Assessment, items: Iterable[NewItem]) -> Iterator[Finding]:
    """Give the findings, those about a gap with the item that closes it; of several the one that matters most."""
    closing: dict[str, NewItem] = {}
    for item in sorted(items, key=lambda item: _RANKS[item.tier]):
        for gap in item.gaps:
            closing.setdefault(gap, item)
    gaps = {gap.line: closing[gap.reference].title for gap in read.gaps if gap.reference in closing}
    for finding in read.findings:
        yield replace(finding, about=finding.about or findings.concerned(finding, {}, gaps))


_RANKS = {tier: rank for rank, tier in enumerate(Tier)}


def _status(entry: Entry) -> Status:
    return {State.DONE: Status.DONE, State.PARTIAL: Status.IN_PROGRESS}.get(entry.state, Status.OPEN)


def _area_of(gaps: tuple[str, ...]) -> str | None:
    """Give the area named in the first gap's reference ("Security: CORS Wildcard")."""
    return gaps[0].partition(": ")[0] if gaps and ": " in gaps[0] else None
