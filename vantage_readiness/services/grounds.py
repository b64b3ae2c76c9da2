"""What a project has to tell its people on a day, sorted by reader; loaded once however many read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from ..domain import milestones, triggers
from ..domain.milestones import Course
from ..domain.triggers import Ground, Matter, Member, Waiver
from ..domain.words import Status
from ..storage import digests, items, plan
from ..storage.columns import AnyRow
from ..storage.projects import Project
from .diary import local_day
from .policies import policy_of
from .reminders import rules_of

Members = Mapping[int, Member]


def members_of(project_ids: Sequence[int]) -> dict[int, Members]:
    """Give the people of projects by project and person; one query."""
    found: defaultdict[int, dict[int, Member]] = defaultdict(dict)
    for row in digests.members(project_ids):
        found[row.project_id][row.user_id] = Member(row.name, row.role, row.deputy_id)
    return {project_id: MappingProxyType(found[project_id]) for project_id in project_ids}


def matters_of(
    project: Project, today: date, members: Members, *, only: int | None = None
) -> Mapping[int, Sequence[Matter]]:
    """Give what a project tells on one of its days, by who reads it, or what it tells to one reader only.

    As many queries for one item as for a thousand.
    """
    ground = Ground(
        today=today,
        rules=rules_of(project),
        policy=policy_of(project),
        members=members,
        items=items.lines(project.id),  # type: ignore[arg-type]  # rows say who claimed an item, too
        waivers=_waivers(digests.waivers(project.id, today)),
        asked=digests.asked(project.id),
    )
    found: defaultdict[int, list[Matter]] = defaultdict(list)
    for matter in (*triggers.of_items(ground), *milestones.of_project(_course(project, ground))):
        for reader in matter.readers if only is None else matter.readers & {only}:
            found[reader].append(matter)
    return found


def _course(project: Project, ground: Ground) -> Course:
    phases, undecided = plan.phases(project.id), digests.undecided(project.id)
    newest = digests.next_review(project.id)
    return Course(
        today=ground.today,
        rules=ground.rules,
        leads=ground.leads,
        created=local_day(project, project.created_at),
        start=project.start_date,
        has_begun=any(item.status is not Status.OPEN and item.correction is None for item in ground.items),
        review=(newest.next_review if newest else None) or "",
        assessed=local_day(project, newest.imported_at) if newest else None,
        completed={phase.number: phase.completed_on for phase in phases if phase.completed_on},
        undecided=len(undecided),
        imported=local_day(project, min(row.at for row in undecided)) if undecided else None,
    )


def _waivers(rows: Sequence[AnyRow]) -> dict[int, Waiver]:
    found: dict[int, Waiver] = {}
    for row in rows:
        earlier = found[row.number].people if row.number in found else frozenset()
        people = {each for each in (row.requested_by_id, row.approved_by_id) if each is not None}
        found[row.number] = Waiver(row.number, row.ends, earlier | people)
    return found
