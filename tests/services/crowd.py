"""Projects with something of everything in them, so that nothing is forgotten unnoticed, and what the tables hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Text, cast, func, select

from tests.conftest import NOW, SLUG, World
from vantage_readiness.domain.weeks import Week
from vantage_readiness.domain.words import EntryKind, EvidenceKind, Period, Role, Severity, Status, Tier, Way
from vantage_readiness.services import (
    edits,
    evidence,
    items,
    links,
    members,
    money,
    projects,
    reports,
    scope,
    sign_ins,
    subscriptions,
    throttle,
    waivers,
)
from vantage_readiness.services.edits import Seen
from vantage_readiness.services.projects import Project
from vantage_readiness.storage import assessments
from vantage_readiness.storage.answered import Answered
from vantage_readiness.storage.assessments import Area, AreaScore, FindingRow
from vantage_readiness.storage.costs import CostLine, CostTotal
from vantage_readiness.storage.database import Base, db
from vantage_readiness.storage.deliveries import Delivery
from vantage_readiness.storage.items import Item
from vantage_readiness.storage.people import Attempt, Identity, OneTimeLink, RecoveryCode, User
from vantage_readiness.storage.preferences import FormerName, Preference
from vantage_readiness.storage.tokens import ApiToken

NAME, EMAIL = "Quirin Zephyr", "quirin.zephyr@example.org"


def fill(world: World, project: Project, lead: User, worker: User) -> None:
    """Let a lead and a worker leave something in every table of a project."""
    reports.publish(project, Week(2026, 47), by="clock", at=NOW)
    subscriptions.choose(project, worker, Way.LINKED, at=NOW)
    first, second, third = (item.number for item in _items(project, lead))
    items.own_item(project, _seen(project, first), worker.id, by=lead, at=NOW)
    items.move_item(project, _seen(project, second), Status.DONE, by=worker, at=NOW)
    evidence.add_evidence(project, second, EvidenceKind.NOTE, "seen", collected_on=NOW.date(), by=worker, at=NOW)
    items.move_item(project, _seen(project, second), Status.VERIFIED, by=lead, at=NOW)
    items.comment(project, first, "=1+1 is no formula", by=worker, at=NOW)
    until = NOW.date() + timedelta(days=9)
    asked: dict[str, Any] = {"reason": "Later", "control": "A guard", "until": until}
    waivers.waive(project, first, **asked, requested_by=worker, by=lead, at=NOW)
    scope.exempt_item(project, _seen(project, third), by=worker, at=NOW, reason="Not for us")
    _spend(project, worker)
    _doors(project, worker)
    _papers(worker)


def _items(project: Project, lead: User) -> list[Item]:
    """Give three items to work on, adding those that the document does not bring."""
    titles = ("One more", "Another", "A third")
    return [items.add_item(project, title, tier=Tier.CRITICAL, by=lead, at=NOW) for title in titles]


def _seen(project: Project, number: int) -> Seen:
    return Seen(number, edits.get(project, number).version)


def _spend(project: Project, worker: User) -> None:
    line = CostLine(project_id=project.id, position=99, group="Tools", name="Scanner", currency="USD")
    line.period = Period.ONCE
    total = CostTotal(project_id=project.id, group="Tools", period=Period.ONCE, currency="USD")
    total.low = total.high = Decimal(7)
    db.session.add_all([line, total])
    db.session.commit()
    said: dict[str, Any] = {"day": NOW.date(), "note": "paid", "by": worker, "at": NOW}
    money.record_entry(project, line.id, EntryKind.ACTUAL, Decimal("12.50"), **said)
    newest = assessments.newest(project.id)
    assert newest is not None
    area = Area(project_id=project.id, position=99, name="An area of the tests")
    db.session.add(area)
    db.session.flush()
    db.session.add(AreaScore(assessment_id=newest.id, area_id=area.id, score=Decimal(5), line=1))
    finding = FindingRow(project_id=project.id, assessment_id=newest.id, code="sum", message="7 is not 8", lines=[1])
    finding.severity = Severity.INFO
    db.session.add(finding)
    db.session.commit()


def _doors(project: Project, worker: User) -> None:
    """Give a person every way in there is, and let a program have asked."""
    sign_ins.use_link(links.sign_in_link(worker, NOW), browser="A browser", at=NOW)
    later = NOW + timedelta(days=7)
    link = OneTimeLink(token_hash=f"l{project.id}", purpose="invite", user_id=worker.id, project_id=project.id)
    link.created_at, link.expires_at = NOW, later
    token = ApiToken(user_id=worker.id, project_id=project.id, name="CI", token_hash=f"t{project.id}", hint="…abcd")
    token.scopes, token.created_at, token.expires_at = ["read"], NOW, later
    letter = Delivery(key=f"k{project.id}", kind="invite", user_id=worker.id, project_id=project.id)
    letter.address, letter.message_id, letter.due_at, letter.created_at = worker.email, "m", NOW, NOW
    db.session.add_all([link, token, letter])
    db.session.flush()
    answered = Answered(owner=f"token:{token.id}", key="1", request_hash="h", body=worker.name, created_at=NOW)
    db.session.add(answered)
    db.session.commit()


def _papers(worker: User) -> None:
    """Let somebody choose what they are written, and bear another name once."""
    db.session.add(FormerName(user_id=worker.id, name=f"Once {worker.name}", until=NOW))
    db.session.merge(Preference(user_id=worker.id, digest="weekly", muted=[], quiet_days=[5], version=1))
    db.session.commit()


def quirin(world: World) -> User:
    """Let somebody with a name that stands nowhere else join, choose a password and every other way in."""
    invited = members.invite(world.project, NAME, EMAIL, Role.MEMBER, by=world.person("Ada"), at=NOW)
    user = next(each for each, _ in projects.members(world.project) if each.email == EMAIL)
    assert invited
    user.password_hash, user.totp_secret, user.totp_since, user.totp_step = "kept", "SECRET", NOW, 7
    db.session.add(RecoveryCode(user_id=user.id, code_hash="c"))
    db.session.add(Identity(user_id=user.id, issuer="https://id.example.org", subject=EMAIL, created_at=NOW))
    db.session.add(Attempt(key=throttle.account(EMAIL), at=NOW))
    db.session.commit()
    fill(world, world.project, world.person("Ada"), user)
    return user


def neighbour(world: World) -> Project:
    """Give Dan's project, in which he and Fay have left something everywhere."""
    project = next(each for each in projects.every() if each.slug != SLUG)
    members.invite(project, "Fay", "fay@example.org", Role.MEMBER, by=world.person("Dan"), at=NOW)
    fill(world, project, world.person("Dan"), world.person("Fay"))
    return project


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Give all rows of all tables."""
    return {
        table.name: sorted((tuple(row) for row in db.session.execute(select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }


def places_of(word: str) -> Iterator[str]:
    """Name every column of every table that holds a word, whatever the case."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            text = func.lower(cast(column, Text))
            if db.session.scalar(select(func.count()).where(text.contains(word.lower(), autoescape=True))):
                yield f"{table.name}.{column.name}"


def orphans() -> list[str]:
    """Name every key that leads to a row that is not there."""
    found = []
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            lost = select(func.count()).select_from(table)
            lost = lost.where(key.parent.is_not(None), key.parent.not_in(select(key.column)))
            if db.session.scalar(lost):
                found.append(f"{table.name}.{key.parent.name}")
    return found
