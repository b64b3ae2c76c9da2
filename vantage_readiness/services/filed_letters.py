"""Letters that lie in files because no mail server is set: what an administrator may see of them.

Links in letters open doors, so they are shown without what is secret in them; who takes out the file itself is
written into the site's book.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from ..domain.deliveries import LetterState
from ..domain.diary import Change, Kind
from ..domain.refusals import NotFound
from ..output.mail.transport import Folder
from ..storage.database import db
from ..storage.deliveries import Delivery
from . import diary
from .sending import stem

_LINK = re.compile(r"(https?://[^/\s]*)(\S*)", re.IGNORECASE)
_SECRET = re.compile(r"[\w.~%-]{20,}")
_BLANK = "…"


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a letter that lies in a file, every link without its secret."""

    subject: str
    paragraphs: Sequence[str]
    attachments: Sequence[str]


def find(letter_id: int, folder: Path) -> Shown | None:
    """Give a letter that lies in a file; None for any other, and for one whose file is not there any more."""
    row = db.session.get(Delivery, letter_id)
    body = Folder(folder).find(stem(row)) if row and row.state == LetterState.FILED.value else None
    if body is None:
        return None
    message = message_from_bytes(body, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 — the policy makes it so
    plain = message.get_body(("plain",))
    names = [part.get_filename() or "a file without a name" for part in message.iter_attachments()]
    text = blanked(str(plain.get_content()) if plain else "")
    return Shown(str(message["Subject"]), text.strip().split("\n\n"), names)


def take_out(letter_id: int, folder: Path, *, by: str, at: datetime) -> bytes:
    """Give the file of a letter as it is, living links and all; the site's book says who had it (an actor's code)."""
    row = db.session.get(Delivery, letter_id)
    body = Folder(folder).find(stem(row)) if row and row.state == LetterState.FILED.value else None
    if row is None or body is None:
        raise NotFound("There is no file of this letter. Send it again to have one written.")
    diary.write_for_site(Change(Kind.SITE_CHANGED, f"letter:{row.id}", by, at, row.state, "taken out"))
    db.session.commit()
    return body


def blanked(text: str) -> str:
    """Give text in which no link holds anything long enough to be a secret; who it leads to stays readable."""
    return _LINK.sub(lambda link: link[1] + _SECRET.sub(_BLANK, link[2]), text)
