"""Histories made at random through the services: whatever people may do to a project, in any order, over some weeks."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.conftest import NOW, World
from vantage_readiness.domain.policy import Policy
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.domain.words import Correction, EntryKind, EvidenceKind, Ruling, Status, Tier
from vantage_readiness.services import (
    claims,
    edits,
    evidence,
    findings,
    items,
    money,
    projects,
    reassessments,
    rulings,
    scope,
    waivers,
)
from vantage_readiness.services.edits import Seen
from vantage_readiness.services.projects import Project, User
from vantage_readiness.storage import costs
from vantage_readiness.storage import items as rows
from vantage_readiness.storage import plan as phases
from vantage_readiness.storage.database import db

SECOND = (Path(__file__).parents[1] / "documents" / "second.md").read_bytes()
THIRD = (
    SECOND.replace(b"Assessment V2", b"Assessment V3")
    .replace(b"8.5/10", b"9.2/10")
    .replace(b"- [ ] Configure alerting system", b"- [x] Configure alerting system")
)
WHY = "because it has to be"


class Wanderer:
    """Does one thing after another to a project; what the services refuse is not done."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.chance = world, random.Random(seed)  # noqa: S311 — a history, no secret
        self.at, self.done, self.documents = NOW, 0, [THIRD, SECOND]

    @property
    def project(self) -> Project:
        return self.world.project

    @property
    def today(self) -> date:
        return self.at.date()

    def wander(self, steps: int, *, hours: int = 14) -> None:
        """Take so many steps, each up to so many hours after the one before."""
        for _ in range(steps):
            self.at += timedelta(hours=self.chance.uniform(0, hours))
            try:
                self.chance.choice(_DEEDS)(self)
                self.done += 1
            except Refused:
                db.session.rollback()

    def wander_until(self, moment: datetime, *, hours: int = 14) -> None:
        """Take steps until a moment has come."""
        while (then := self.at + timedelta(hours=self.chance.uniform(0, hours))) < moment:
            self.at = then
            self.wander(1, hours=0)
        self.at = moment

    def someone(self) -> User:
        return self.world.person(self.chance.choice(("Ada", "Ben")))

    def item(self) -> Seen:
        numbers = [item.number for item in rows.every(self.project.id)]
        row = edits.get(self.project, self.chance.choice(numbers[:14] if self.chance.random() < 0.7 else numbers))
        return Seen(row.number, row.version)

    def some_day(self) -> date:
        return self.today + timedelta(days=self.chance.randint(-20, 40))

    def phase(self) -> int | None:
        return self.chance.choice([None, *(phase.id for phase in phases.phases(self.project.id))])


def _move(it: Wanderer) -> None:
    to = it.chance.choice([*Status, Status.DONE, Status.DONE, Status.VERIFIED, Status.VERIFIED])
    items.move_item(it.project, it.item(), to, by=it.someone(), at=it.at)


def _finish(it: Wanderer) -> None:
    """Claim an item, prove it, and let somebody else verify it."""
    ada, ben, number = it.world.person("Ada"), it.world.person("Ben"), it.item().number
    day = it.today - timedelta(days=it.chance.randint(0, 25))
    proof = claims.Proof(EvidenceKind.NOTE, "seen", day)
    claims.claim_item(it.project, Seen(number, None), Status.DONE, by=ben, at=it.at, proof=proof)
    items.move_item(it.project, Seen(number, None), Status.VERIFIED, by=ada, at=it.at)


def _own(it: Wanderer) -> None:
    owner = it.chance.choice([None, it.world.person("Ada").id, it.world.person("Ben").id])
    items.own_item(it.project, it.item(), owner, by=it.someone(), at=it.at)


def _due(it: Wanderer) -> None:
    items.set_due(it.project, it.item(), it.chance.choice([None, it.some_day()]), by=it.someone(), at=it.at)


def _phase(it: Wanderer) -> None:
    items.put_in_phase(it.project, it.item(), it.phase(), by=it.someone(), at=it.at)


def _tier(it: Wanderer) -> None:
    items.retier_item(it.project, it.item(), it.chance.choice(list(Tier)), by=it.someone(), at=it.at, reason=WHY)


def _reword(it: Wanderer) -> None:
    title = f"Reworded {it.chance.randint(1, 99)}"
    items.reword_item(it.project, it.item(), title, "", by=it.someone(), at=it.at)


def _confirm(it: Wanderer) -> None:
    items.confirm_item(it.project, it.item(), by=it.someone(), at=it.at)


def _prove(it: Wanderer) -> None:
    day = it.today - timedelta(days=it.chance.randint(0, 40))
    given = (EvidenceKind.NOTE, "seen")
    evidence.add_evidence(it.project, it.item().number, *given, collected_on=day, by=it.someone(), at=it.at)


def _age(it: Wanderer) -> None:
    evidence.note_aged_evidence(it.project, at=it.at)


def _waive(it: Wanderer) -> None:
    ada, ben = it.world.person("Ada"), it.world.person("Ben")
    until = it.today + timedelta(days=it.chance.randint(1, 30))
    number = it.item().number
    waivers.waive(it.project, number, reason=WHY, control="A guard", until=until, requested_by=ben, by=ada, at=it.at)


def _leave_scope(it: Wanderer) -> None:
    steps: Sequence[Callable[[Seen], object]] = (
        lambda seen: scope.exempt_item(it.project, seen, by=it.someone(), at=it.at, reason=WHY),
        lambda seen: scope.approve_exemption(it.project, seen, by=it.someone(), at=it.at),
        lambda seen: scope.decline_exemption(it.project, seen, by=it.someone(), at=it.at, reason=WHY),
        lambda seen: scope.correct_item(
            it.project, seen, it.chance.choice(list(Correction)), by=it.someone(), at=it.at, reason=WHY
        ),
        lambda seen: scope.take_back(it.project, seen, by=it.someone(), at=it.at, reason=WHY),
    )
    it.chance.choice(steps)(it.item())


def _rule(it: Wanderer) -> None:
    """Decide about whatever a document left to decide."""
    given: dict[str, Any] = {"by": it.someone(), "at": it.at, "reason": WHY}
    for row in rows.every(it.project.id):
        seen = Seen(row.number, row.version)
        if row.vanished and it.chance.random() < 0.5:
            rulings.rule_on_vanished(it.project, seen, it.chance.choice(list(Ruling)), **given)
            return
        if row.proposed_tier and it.chance.random() < 0.5:
            it.chance.choice([rulings.approve_tier, rulings.decline_tier])(it.project, seen, **given)
            return
        if row.born_done and it.chance.random() < 0.5:
            rulings.accept_born_done(it.project, seen, **given)
            return


def _apply(it: Wanderer) -> None:
    if it.documents and it.chance.random() < 0.3:
        raw = it.documents.pop()
        found = reassessments.preview(it.project, raw, as_of=None, today=it.today)
        reassessments.apply(it.project, raw, as_of=None, seen=found.seal, by=it.world.person("Ada"), at=it.at)


def _add(it: Wanderer) -> None:
    owner = it.chance.choice([None, it.world.person("Ben").id])
    due = it.chance.choice([None, it.some_day()])
    tier = it.chance.choice(list(Tier))
    given: dict[str, Any] = {"phase_id": it.phase(), "owner_id": owner, "due": due}
    items.add_item(it.project, f"Added {it.done}", tier, by=it.someone(), at=it.at, **given)


def _settings(it: Wanderer) -> None:
    project = it.project
    start, target = it.some_day(), it.some_day() + timedelta(days=60)
    projects.change_dates(
        project,
        name=it.chance.choice(["VANTAGE AI", "Vantage", project.name]),
        start=it.chance.choice([start, project.start_date]),
        target=it.chance.choice([target, None]),
        time_zone=project.time_zone,
        seen=project.settings_version,
        by=it.world.person("Ada"),
        at=it.at,
    )


def _policy(it: Wanderer) -> None:
    weights = {Tier.CRITICAL: it.chance.randint(1, 9), Tier.IMPORTANT: 2, Tier.NICE: it.chance.randint(0, 2)}
    policy = Policy(
        weights={**weights, Tier.PLAN: 0},
        evidence_days=it.chance.choice([10, 30]),
        second_person=it.chance.random() < 0.7,
    )
    ada, seen = it.world.person("Ada"), it.project.settings_version
    projects.change_policy(it.project, policy, seen=seen, by=ada, at=it.at)


def _money(it: Wanderer) -> None:
    line = it.chance.choice(costs.lines(it.project.id))[0]
    step = it.chance.randint(0, 4)
    if step == 0:
        money.close_line(it.project, line.id, WHY, by=it.someone(), at=it.at)
    elif step == 1:
        money.reopen_line(it.project, line.id, WHY, by=it.someone(), at=it.at)
    else:
        amount, kind = Decimal(it.chance.randint(1, 90_000)) / 100, it.chance.choice(list(EntryKind))
        money.record_entry(it.project, line.id, kind, amount, day=it.today, note="", by=it.someone(), at=it.at)


def _finding(it: Wanderer) -> None:
    each = it.chance.choice(findings.every(it.project))
    findings.decide(it.project, each.id, f"{WHY} {it.done}", seen=each.decision, by=it.someone(), at=it.at)


_DEEDS: Sequence[Callable[[Wanderer], None]] = (
    *[_move] * 4,
    *[_finish] * 3,
    *[_leave_scope] * 2,
    *[_rule] * 3,
    *[_prove] * 2,
    _own,
    _due,
    _due,
    _phase,
    _tier,
    _reword,
    _confirm,
    _age,
    _waive,
    _apply,
    _apply,
    _add,
    _settings,
    _policy,
    _money,
    _money,
    _finding,
)
