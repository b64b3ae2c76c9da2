"""What a writer of letters is given, and how it says that a letter has no use any more. Writers are in `letters`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin

from ..domain.refusals import Refused
from ..storage.database import db
from ..storage.deliveries import Delivery
from ..storage.people import User
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

    def address(self, path: str) -> str:
        """Give the whole address of a path."""
        return urljoin(self.base + "/", path.lstrip("/"))

    def link(self, purpose: str, user: User, lasting: timedelta, door: str) -> str:
        """Make a one-time link in the writer's transaction; older ones of the purpose and person die."""
        token = links.begin(purpose, user.id, self.at, lasting, project_id=self.row.project_id)
        return self.address(f"{door}/{token}")


def reader(row: Delivery) -> User:
    """Give whom the letter is for; raises `Unwanted` if they left, were shut out or have another address."""
    user = db.session.get(User, row.user_id) if row.user_id else None
    if user is None or user.removed_at or user.disabled_at:
        raise Unwanted("This person cannot sign in any more.")
    if user.email != row.address:  # whoever reads the old mailbox must not get a link made after the change
        raise Unwanted(f"{user.name} has another address now.")
    return user
