"""A look at a whole project: everything the first screen says, from one set of rows and one day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from ..domain import burndown, costs, shapes
from ..domain import items as decisions
from ..domain import readiness as measures
from ..domain.diary import Kind
from ..domain.findings import once
from ..domain.gate import Gate, Obstacle, judge, obstacles
from ..domain.phases import Band, PhaseProgress, progress, schedule, sentence
from ..domain.phases import Plan as PlanDates
from ..domain.policy import Policy
from ..domain.words import Severity, Status, Tier, Unit
from ..storage import assessments, diary, items, plan
from ..storage.diary import ChangeRow
from ..storage.plan import Phase
from ..storage.projects import Project
from . import findings, money
from .findings import FindingLook
from .policies import policy_of

_SCOPE = (
    Kind.ITEM_ADDED,
    Kind.ITEM_RETIERED,
    Kind.ITEM_CORRECTED,
    Kind.ITEM_EXEMPTED,
    Kind.ITEM_READMITTED,
    Kind.ITEM_ACCEPTED,
)
_SETTINGS = (Kind.PROJECT_CHANGED,)
_WEEK = timedelta(days=7)
_TIERS = tuple(Tier)
_GRAVEST = tuple(reversed(Severity))


class Load(NamedTuple):
    """What one person has: items not finished, how many of them critical, overdue, blocked."""

    owner_id: int | None
    name: str
    unfinished: int
    critical: int
    overdue: int
    blocked: int


class PhaseLook(NamedTuple):
    """One phase: its row, where it stands, when it is planned at the earliest and the latest."""

    phase: Phase
    progress: PhaseProgress
    band: Band | None

    @property
    def number(self) -> int:
        return self.phase.number

    @property
    def name(self) -> str:
        return self.phase.name

    @property
    def state(self) -> str:
        return self.progress.state.value.replace("_", " ")

    @property
    def total(self) -> int:
        return self.progress.total

    @property
    def claimed(self) -> int:
        return self.progress.claimed

    @property
    def verified(self) -> int:
        return self.progress.verified

    @property
    def started_on(self) -> date | None:
        return self.phase.started_on

    @property
    def completed_on(self) -> date | None:
        return self.phase.completed_on

    @property
    def planned_start(self) -> date | None:
        return self.band.earliest_start if self.band else None

    @property
    def planned_end(self) -> date | None:
        return self.band.latest_end if self.band else None


@dataclass(frozen=True)
class Look:
    """One project on one day. Parts are computed when first asked for, each by one function of the domain."""

    project: Project
    today: date

    @cached_property
    def policy(self) -> Policy:
        return policy_of(self.project)

    @cached_property
    def items(self) -> Sequence[shapes.Item]:
        return items.lines(self.project.id)

    @cached_property
    def by_number(self) -> Mapping[int, Any]:
        return {item.number: item for item in self.items}

    @cached_property
    def findings(self) -> Sequence[FindingLook]:
        return findings.every(self.project)

    @cached_property
    def finding_by_id(self) -> Mapping[int, FindingLook]:
        return {finding.id: finding for finding in self.findings}

    @cached_property
    def stated(self) -> Decimal | None:
        """The score of the first assessment, which the estimate begins at."""
        return assessments.stated_score(self.project.id)

    @cached_property
    def stated_now(self) -> Decimal | None:
        """The score of the newest assessment that prints one."""
        return assessments.newest_score(self.project.id)

    @cached_property
    def readiness(self) -> measures.Readiness:
        groups = items.groups(
            self.project.id,
            self.today,
            evidence_since=self.policy.evidence_since(self.today),
            confirmed_since=self.policy.confirmed_since(self.today),
        )
        return measures.measure(measures.tally_of(groups), self.policy, self.stated, now=self.stated_now)

    @cached_property
    def gate(self) -> Gate:
        return judge(self.items, once(self.findings), self.today, self.policy)

    @cached_property
    def obstacles(self) -> Sequence[Obstacle]:
        return obstacles(self.items, self.readiness, self.today, self.policy, limit=12)

    @cached_property
    def phases(self) -> Sequence[Phase]:
        return plan.phases(self.project.id)

    @cached_property
    def plan(self) -> PlanDates:
        return schedule(self.project.start_date, self.phases)

    @cached_property
    def phase_looks(self) -> Sequence[PhaseLook]:
        bands = {band.phase_id: band for band in self.plan.bands}
        groups: defaultdict[int | None, list[shapes.Item]] = defaultdict(list)
        for item in self.items:
            groups[item.phase_id].append(item)
        return [
            PhaseLook(
                phase,
                progress(groups[phase.id], self.today, self.policy),
                bands.get(phase.id),
            )
            for phase in self.phases
        ]

    @property
    def plan_sentence(self) -> str | None:
        """Say when the plan ends, beside when it should; nothing if there is no date to say it with."""
        return sentence(self.plan, self.project.target_date)

    @cached_property
    def burn_down(self) -> burndown.BurnDown:
        return self.burn()

    @cached_property
    def money(self) -> Sequence[costs.CostSum]:
        return money.sums(self.project)

    @cached_property
    def overdue(self) -> Sequence[shapes.Item]:
        late = [item for item in self.items if decisions.is_overdue(item, self.today)]
        return sorted(late, key=lambda item: (item.due or self.today, item.number))

    @cached_property
    def blocked(self) -> Sequence[shapes.Item]:
        stuck = [item for item in self.items if item.status is Status.BLOCKED]
        return sorted(stuck, key=lambda item: (item.blocked_since or self.today, item.number))

    @cached_property
    def loads(self) -> Sequence[Load]:
        """Who has what: people with unfinished items, the most first; nobody's items last."""
        counts: defaultdict[tuple[int | None, str], Counter[str]] = defaultdict(Counter)
        for item in self.items:
            if not decisions.is_unfinished(item):
                continue
            mine = counts[(item.owner_id, item.owner_name or "Nobody")]
            mine["unfinished"] += 1
            mine["critical"] += item.tier is Tier.CRITICAL
            mine["overdue"] += decisions.is_overdue(item, self.today)
            mine["blocked"] += item.status is Status.BLOCKED
        loads = [
            Load(key[0], key[1], mine["unfinished"], mine["critical"], mine["overdue"], mine["blocked"])
            for key, mine in counts.items()
        ]
        return sorted(loads, key=lambda load: (load.owner_id is None, -load.unfinished, load.name))

    @cached_property
    def week(self) -> Sequence[ChangeRow]:
        """What changed in the last seven days, newest first; the eight newest lines that matter to everybody."""
        return diary.lines(self.project.id, since=self.today - _WEEK, kinds=tuple(_TOLD), limit=8)

    @cached_property
    def undecided(self) -> Sequence[FindingLook]:
        """What the reader noticed and nobody has decided about, the gravest first."""
        waiting = [finding for finding in once(self.findings) if finding.undecided]
        return sorted(waiting, key=lambda finding: _GRAVEST.index(finding.severity))

    @cached_property
    def left_to_decide(self) -> Sequence[shapes.Item]:
        """About which items the newest assessment left something to decide, the gravest first."""
        left = [item for item in self.items if item.correction is None and _waits(item)]
        return sorted(left, key=lambda item: (_TIERS.index(item.tier), item.number))

    def lift(self, item: shapes.Item) -> measures.Lift:
        """Give what verifying this item would add."""
        return measures.lift(item, self.readiness, self.today, self.policy)

    def obstacle(self, item: shapes.Item) -> Obstacle | None:
        """Give how this item stands between us and go; nothing if it does not."""
        return next(iter(obstacles([item], self.readiness, self.today, self.policy)), None)

    def burn(
        self,
        unit: Unit = Unit.POINTS,
        *,
        tier: Tier | None = None,
        phase: int | None = None,
        area: int | None = None,
    ) -> burndown.BurnDown:
        """Draw the burn-down, whole or of one tier, phase or area."""
        whole = (tier, phase, area) == (None, None, None)
        events = diary.lines(self.project.id, kinds=_SCOPE, limit=500) if whole else ()
        return burndown.draw(
            diary.movements(self.project.id),
            self.policy,
            unit,
            today=self.today,
            tier=tier,
            phase=phase,
            area=area,
            events=events,
            replaced=burndown.replaced_policies(reversed(diary.lines(self.project.id, kinds=_SETTINGS, limit=500))),
        )


def _waits(item: shapes.Item) -> bool:
    return item.vanished or item.born_done or item.proposed_tier is not None


_TOLD = frozenset(
    {
        Kind.ASSESSMENT_IMPORTED,
        Kind.ITEM_ADDED,
        Kind.ITEM_MOVED,
        Kind.ITEM_EXEMPTED,
        Kind.ITEM_READMITTED,
        Kind.ITEM_RETIERED,
        Kind.ITEM_CORRECTED,
        Kind.ITEM_VANISHED,
        Kind.ITEM_RETURNED,
        Kind.ITEM_RULED,
        Kind.ITEM_ACCEPTED,
        Kind.RETIER_PROPOSED,
        Kind.RETIER_DECLINED,
        Kind.RETIER_WITHDRAWN,
        Kind.ITEM_DUE,
        Kind.WAIVER_GRANTED,
        Kind.PHASE_COMPLETED,
        Kind.PHASE_REGRESSED,
        Kind.EVIDENCE_AGED,
        Kind.PROJECT_CHANGED,
    }
)
