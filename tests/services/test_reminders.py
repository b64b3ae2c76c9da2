"""How a project reminds, who stands in for whom, and putting off what slips."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.conftest import NOW, World
from vantage_readiness.domain.diary import Kind, person
from vantage_readiness.domain.refusals import NotFound, Refused, Stale
from vantage_readiness.domain.reminders import Rules
from vantage_readiness.domain.words import Role, Tier
from vantage_readiness.services import edits, items, members, reminders, removals
from vantage_readiness.services.items import Seen
from vantage_readiness.storage import diary
from vantage_readiness.storage.diary import ChangeRow

LATER = NOW.date() + timedelta(days=10)
EARLY = replace(
    Rules(),
    hour=6,
    working_days=(5, 1, 1),
    holidays=(date(2026, 12, 25), date(2026, 12, 24), date(2026, 12, 25)),
    before=(0, 3, 3),
    escalations={**Rules().escalations, Tier.CRITICAL: (0, 1)},
    report_is_automatic=False,
)


def newest(world: World, *kinds: Kind) -> ChangeRow:
    return diary.lines(world.project.id, kinds=tuple(kind.value for kind in kinds), limit=1)[0]


def count(world: World, kind: Kind) -> int:
    return len(diary.lines(world.project.id, kinds=(kind.value,), limit=50))


def test_a_new_project_reminds_by_the_usual_rules(world: World) -> None:
    assert reminders.rules_of(world.project) == Rules()


def test_rules_are_kept_in_order_and_written_down(world: World, both: None) -> None:
    version = world.project.settings_version
    project = reminders.change_rules(world.project, EARLY, version, by=world.person("Ada"), at=NOW)
    kept = reminders.rules_of(project)
    assert (kept.working_days, kept.before) == ((1, 5), (3, 0))
    assert kept.holidays == (date(2026, 12, 24), date(2026, 12, 25))
    assert kept.escalations[Tier.CRITICAL] == (0, 1)
    assert project.settings_version == version + 1
    line = newest(world, Kind.REMINDERS_CHANGED)
    assert (line.by, line.before, line.after) == (
        person(world.person("Ada").id),
        Rules().as_kept(),
        kept.as_kept(),
    )


def test_the_same_rules_in_another_order_change_nothing(world: World) -> None:
    ada = world.person("Ada")
    same = replace(Rules(), working_days=(5, 4, 3, 2, 1, 1), before=(0, 1, 7))
    project = reminders.change_rules(world.project, same, world.project.settings_version, by=ada, at=NOW)
    assert (project.settings_version, count(world, Kind.REMINDERS_CHANGED)) == (1, 0)


def test_rules_that_others_changed_meanwhile_are_not_overwritten(world: World) -> None:
    ada = world.person("Ada")
    seen = world.project.settings_version
    reminders.change_rules(world.project, EARLY, seen, by=ada, at=NOW)
    with pytest.raises(Stale, match="Nothing was overwritten"):
        reminders.change_rules(world.project, Rules(), seen, by=ada, at=NOW)
    assert reminders.rules_of(world.project).hour == 6


def test_impossible_rules_are_refused(world: World) -> None:
    with pytest.raises(Refused, match="at least one working day"):
        reminders.change_rules(world.project, replace(EARLY, working_days=()), 1, by=world.person("Ada"), at=NOW)
    assert reminders.rules_of(world.project) == Rules()


def test_a_deputy_is_named_and_taken_back(world: World, both: None) -> None:
    ada, ben = world.person("Ada"), world.person("Ben")
    for _ in range(2):
        reminders.name_deputy(world.project, ben.id, ada.id, by=ada, at=NOW)
    assert reminders.deputies(world.project) == {ben.id: ada.id}
    line = newest(world, Kind.DEPUTY_NAMED)
    assert (line.subject, line.before, line.after) == (person(ben.id), None, ada.id)
    reminders.name_deputy(world.project, ben.id, None, by=ada, at=NOW)
    assert reminders.deputies(world.project) == {}
    assert count(world, Kind.DEPUTY_NAMED) == 2


def test_only_somebody_who_can_act_stands_in(world: World) -> None:
    ada, ben, cleo, dan = (world.person(name) for name in ("Ada", "Ben", "Cleo", "Dan"))
    for deputy, sentence in (
        (ben, "stands in for themselves"),
        (cleo, "a member or a lead"),
        (dan, "a member or a lead"),
    ):
        with pytest.raises(Refused, match=sentence):
            reminders.name_deputy(world.project, ben.id, deputy.id, by=ada, at=NOW)
    with pytest.raises(NotFound):
        reminders.name_deputy(world.project, dan.id, ada.id, by=ada, at=NOW)
    assert reminders.deputies(world.project) == {}


def test_whoever_leaves_stands_in_for_nobody(world: World, both: None) -> None:
    ada, ben, cleo = (world.person(name) for name in ("Ada", "Ben", "Cleo"))
    for member in (ada, cleo):
        reminders.name_deputy(world.project, member.id, ben.id, by=ada, at=NOW)
    members.change_role(world.project, ben.id, None, by=ada, at=NOW)
    assert reminders.deputies(world.project) == {}
    assert count(world, Kind.DEPUTY_NAMED) == 4
    members.join(world.project, ben, Role.MEMBER, by=person(ada.id), at=NOW)
    assert reminders.deputies(world.project) == {}


def test_whoever_is_removed_stands_in_for_nobody(world: World) -> None:
    ada, ben = world.person("Ada"), world.person("Ben")
    reminders.name_deputy(world.project, ada.id, ben.id, by=ada, at=NOW)
    removals.remove(ben.id, "ben@example.org", by=ada, at=NOW)
    assert reminders.deputies(world.project) == {}
    assert newest(world, Kind.DEPUTY_NAMED).after is None


# Putting off what slips -----------------------------------------------------------------------------------------------


def test_what_is_overdue_gets_a_new_date_and_the_diary_says_why(world: World, both: None) -> None:
    ada, project = world.person("Ada"), world.project
    item = items.set_due(project, seen(world), NOW.date() - timedelta(days=3), by=ada, at=NOW)
    item = items.postpone(project, Seen(1, item.version), LATER, "The vendor is late.", by=ada, at=NOW)
    assert item.due == LATER
    line = newest(world, Kind.ITEM_DUE)
    assert (line.before, line.after, line.note) == ("2026-11-20", LATER.isoformat(), "The vendor is late.")


def test_a_stale_new_date_is_refused_with_both_values(world: World) -> None:
    ada, project = world.person("Ada"), world.project
    old = seen(world)
    items.set_due(project, old, NOW.date() - timedelta(days=3), by=ada, at=NOW)
    with pytest.raises(Stale) as refused:
        items.postpone(project, old, LATER, "late", by=ada, at=NOW)
    (clash,) = refused.value.clashes
    assert (clash.wanted, clash.current) == (LATER.isoformat(), "2026-11-20")


def seen(world: World) -> Seen:
    return Seen(1, edits.get(world.project, 1).version)
