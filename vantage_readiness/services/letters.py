"""What each kind of letter says. A kind is a writer in `WRITERS`; one-time links are made here, as it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from urllib.parse import urljoin

from ..domain.deliveries import LetterKind
from ..domain.refusals import Refused
from ..output.mail.letter import Letter
from ..storage import people, projects
from ..storage.database import db
from ..storage.deliveries import Delivery
from ..storage.people import User
from ..storage.projects import Project
from . import links


class Unwanted(Refused):
    """Nobody needs the letter any more."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One letter being written: its row, where people reach us, and the moment."""

    row: Delivery
    base: str
    at: datetime

    @property
    def footer(self) -> str:
        return f"Sent by Vantage Readiness, {self.base}"

    def link(self, purpose: str, user: User, lasting: timedelta, door: str) -> str:
        """Make a one-time link in the writer's transaction; older ones of the purpose and person die."""
        token = links.begin(purpose, user.id, self.at, lasting, project_id=self.row.project_id)
        return urljoin(self.base + "/", f"{door}/{token}")


def write(occasion: Occasion) -> Letter:
    """Give the letter that is owed, in somebody's transaction; raises `Unwanted` with a sentence."""
    return WRITERS[occasion.row.kind](occasion)


def _invite(occasion: Occasion) -> Letter:
    user = _reader(occasion.row)
    if user.password_hash or people.have_come_in([user.id]):
        raise Unwanted(f"{user.name} can sign in already.")
    if occasion.row.project_id and not projects.find_membership(occasion.row.project_id, user.id):
        raise Unwanted("The invitation was taken back.")
    host, project = _name(occasion.row), _project(occasion.row)
    where = f"the production readiness of {project}" if project else "Vantage Readiness"
    return Letter(
        f"{host} invites you to {project or 'Vantage Readiness'}",
        (
            f"Hello {user.name},",
            f"{host} invites you to work on {where}.",
            f"Open this link and choose a password. It works once, within {links.INVITE_LASTS.days} days.",
            "If you did not expect this letter, do nothing.",
        ),
        occasion.footer,
        ("Accept the invitation", occasion.link(links.MAILED_INVITE, user, links.INVITE_LASTS, "join")),
    )


def _reset(occasion: Occasion) -> Letter:
    user = _reader(occasion.row)
    return Letter(
        "Choose a new password",
        (
            f"Hello {user.name},",
            "Somebody, we hope you, asked for a new password for this address.",
            "Open this link and choose one. It works once, within 30 minutes.",
            "If it was not you, do nothing: your password stays as it is.",
        ),
        occasion.footer,
        ("Choose a new password", occasion.link(links.RESET, user, links.SHORT, "reset")),
    )


def _notice(occasion: Occasion) -> Letter:
    about = occasion.row.about
    assert isinstance(about, Mapping)  # noqa: S101 — as it was owed
    title, text = about["title"], about["text"]
    assert isinstance(title, str)  # noqa: S101
    assert isinstance(text, list)  # noqa: S101
    return Letter(title, tuple(map(str, text)), occasion.footer)


WRITERS: Mapping[str, Callable[[Occasion], Letter]] = MappingProxyType(
    {
        LetterKind.INVITE.value: _invite,
        LetterKind.RESET.value: _reset,
        LetterKind.NOTICE.value: _notice,
        LetterKind.TRIAL.value: _notice,
    }
)


def _reader(row: Delivery) -> User:
    """Give who is to open a door with the letter."""
    user = db.session.get(User, row.user_id) if row.user_id else None
    if user is None or user.removed_at or user.disabled_at:
        raise Unwanted("This person cannot sign in any more.")
    if user.email != row.address:  # whoever reads the old mailbox must not get a link made after the change
        raise Unwanted(f"{user.name} has another address now.")
    return user


def _name(row: Delivery) -> str:
    """Give the name of who has it sent."""
    by = row.about.get("by") if isinstance(row.about, Mapping) else None
    user = db.session.get(User, by) if isinstance(by, int) else None
    return user.name if user and not user.removed_at else "Somebody"


def _project(row: Delivery) -> str:
    project = db.session.get(Project, row.project_id) if row.project_id else None
    return project.name if project else ""
