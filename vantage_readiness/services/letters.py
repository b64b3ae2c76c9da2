"""What each kind of letter says. A kind is a writer in `WRITERS`; one-time links are made here, as it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ..domain.deliveries import LetterKind
from ..output.mail.letter import Letter
from ..storage import people, projects
from ..storage.database import db
from ..storage.deliveries import Delivery
from ..storage.people import User
from ..storage.projects import Project
from . import digests, gate_letters, links, report_letters, report_trials
from .occasions import Occasion, Unwanted, reader

__all__ = ["WRITERS", "Occasion", "Unwanted", "write"]


def write(occasion: Occasion) -> Letter:
    """Give the letter that is owed, in somebody's transaction; raises `Unwanted` with a sentence."""
    return WRITERS[occasion.row.kind](occasion)


def _invite(occasion: Occasion) -> Letter:
    user = reader(occasion.row)
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
    user = reader(occasion.row)
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


def _trial(occasion: Occasion) -> Letter:
    """Give a test: of a weekly report if it names a week, of the mail itself otherwise."""
    about = occasion.row.about
    is_report = isinstance(about, Mapping) and report_trials.WEEK in about
    return report_trials.write(occasion) if is_report else _notice(occasion)


WRITERS: Mapping[str, Callable[[Occasion], Letter]] = MappingProxyType(
    {
        LetterKind.INVITE.value: _invite,
        LetterKind.RESET.value: _reset,
        LetterKind.NOTICE.value: _notice,
        LetterKind.DIGEST.value: digests.write,
        LetterKind.GATE.value: gate_letters.write,
        LetterKind.REPORT.value: report_letters.write,
        LetterKind.TRIAL.value: _trial,
    }
)


def _name(row: Delivery) -> str:
    """Give the name of who has it sent."""
    by = row.about.get("by") if isinstance(row.about, Mapping) else None
    user = db.session.get(User, by) if isinstance(by, int) else None
    return user.name if user and not user.removed_at else "Somebody"


def _project(row: Delivery) -> str:
    project = db.session.get(Project, row.project_id) if row.project_id else None
    return project.name if project else ""
