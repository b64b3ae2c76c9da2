"""The projects of one person side by side: gate, open criticals, next date. Never an average."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..domain import portfolio
from ..domain.diary import person
from ..domain.gate import Gate
from ..domain.portfolio import NextDate
from ..domain.readiness import TierCount
from ..domain.refusals import Refused
from ..domain.words import Role, Tier, Verdict
from ..storage.people import User
from ..storage.projects import Project
from . import assessments, projects
from .overview import Look
from .projects import Seat

_WORST_FIRST = tuple(reversed(Verdict))


@dataclass(frozen=True, slots=True)
class Line:
    """One project as the portfolio shows it on one day; `criticals` is None where no critical item is in scope."""

    slug: str
    name: str
    role: Role
    today: date
    gate: Gate
    criticals: TierCount | None
    overdue: int
    next: NextDate | None

    @property
    def open_criticals(self) -> int:
        return self.criticals.undone if self.criticals else 0


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Several projects, furthest from go first, and how their gates stand in a sentence."""

    lines: Sequence[Line]
    sentence: str


def line(seat: Seat, today: date) -> Line:
    """Sum up one project on its own day."""
    look = Look(seat.project, today)
    criticals = next((row for row in look.readiness.tiers if row.tier is Tier.CRITICAL and row.scope), None)
    return Line(
        slug=seat.slug,
        name=seat.project.name,
        role=seat.role,
        today=today,
        gate=look.gate,
        criticals=criticals,
        overdue=portfolio.overdue(look.items, today),
        next=portfolio.next_date(look.items, seat.project.target_date, today),
    )


def side_by_side(lines: Iterable[Line]) -> Portfolio:
    """Order projects by what their gate says, then by open criticals, then by name, and sum up their gates."""
    ranked = sorted(lines, key=_rank)
    return Portfolio(ranked, portfolio.summary(each.gate.verdict for each in ranked))


def create_project(raw: bytes, *, name: str | None, as_of: date | None, by: User, at: datetime) -> tuple[Project, bool]:
    """Make a project from a document and let whoever made it lead it; say whether it is new.

    The same document again gives the project it made, to whoever belongs to it.
    """
    project = assessments.create_project(
        raw, links=None, name=name or None, as_of=as_of, by=person(by.id), at=at, lead=by
    )
    if projects.find_seat(by, project.slug) is None:
        raise Refused(f"“{project.name}” was made from this very document. Ask a lead of it to add you.")
    return project, project.created_at == at


def _rank(each: Line) -> tuple[int, int, str]:
    return _WORST_FIRST.index(each.gate.verdict), -each.open_criticals, each.name.casefold()
