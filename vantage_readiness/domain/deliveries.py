"""Letters on their way: the kinds there are, how one stands, and when to try again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .words import Word

TRIES = 80
RESET_LASTS = timedelta(minutes=30)
_MINUTES = (1, 1, 2, 5, 5, 10, 15, 30, 60)  # between the tries; the last holds from then on


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server. `tls` is "wrapped" (smtps), "asked" (STARTTLS, or nothing is sent) or "offered"."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        """Name it without what is secret."""
        return f"{self.host}:{self.port}"


class LetterKind(Word):
    """What a letter is for."""

    INVITE = "invite"
    RESET = "reset"
    NOTICE = "notice"
    DIGEST = "digest"
    REPORT = "report"
    GATE = "gate"
    TRIAL = "trial"  # a test that somebody sent to themselves

    @property
    def label(self) -> str:
        said = {
            "invite": "Invitation",
            "reset": "Password reset",
            "report": "Weekly report",
            "gate": "Change of the gate",
            "trial": "Test",
        }
        return said.get(self.value, self.value.capitalize())


class LetterState(Word):
    """How a letter stands. `FILED`: no mail server is set, so it was written to a file and not sent."""

    WAITING = "waiting"
    SENT = "sent"
    FILED = "filed"
    FAILED = "failed"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {"filed": "Written to a file, not sent"}.get(self.value, self.value.capitalize())


AGAIN = (LetterState.FAILED, LetterState.FILED)  # an administrator may have these sent once more
MAIL_TEST = "Letters arrive"
MAIL_TEST_TEXT = ("Whoever reads this receives letters of Vantage Readiness.",)
WITH_LINK = frozenset({LetterKind.INVITE.value, LetterKind.RESET.value})


def next_try(tries: int, at: datetime) -> datetime | None:
    """Give when to try again after this many tries; None when it was tried long enough, which is about three days."""
    return at + timedelta(minutes=_MINUTES[min(tries, len(_MINUTES)) - 1]) if tries < TRIES else None


def runs_out(kind: str, owed_at: datetime) -> datetime | None:
    """Give when a letter is of no use any more; None for those that always are."""
    return owed_at + RESET_LASTS if kind in (LetterKind.RESET, LetterKind.TRIAL) else None
