"""What stands in a letter, and the message made of it: text and HTML that say the same, readable without images."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from html import escape

_DARK = (  # whatever stands in a letter: colours of its own yield to these
    "body,.paper,.paper *{background-color:#171c26!important;color:#e7eaf0!important;border-color:#3a4254!important}"
    "body{background-color:#0f131b!important}.dim,.dim *{color:#a9b3c4!important}"
    ".paper a,.dim a{color:#a9beff!important}.paper a.button{background-color:#2f55d4!important;color:#fff!important}"
)
_FRAME = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
    '<meta name="supported-color-schemes" content="light dark"><title>{subject}</title>'
    "<style>@media (prefers-color-scheme:dark){{{dark}}}</style></head>"
    '<body style="margin:0;padding:24px 12px;background:#f4f5f7;color:#1c2230;overflow-wrap:anywhere;'
    'font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,sans-serif">'
    '<div class="paper" style="max-width:576px;margin:0 auto;padding:20px;background:#fff;border-radius:8px">'
    '<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">{subject}</h1>{body}</div>'
    '<p class="dim" style="max-width:576px;margin:16px auto;font-size:13px;color:#586174">{footer}</p></body></html>'
)
_BUTTON = (
    '<p style="margin:24px 0"><a href="{url}" class="button" style="display:inline-block;padding:10px 18px;'
    'border-radius:6px;background:#2348c4;color:#fff;text-decoration:none">{label}</a></p>'
    '<p class="dim" style="font-size:13px;color:#586174;word-break:break-all">Or copy this address: <br>{url}</p>'
)


class _Whole(UnstructuredHeader, BaseHeader):
    """A header with an address in it: long or not, it is neither folded nor encoded, or no mail program finds it."""

    def fold(self, *, policy: Policy) -> str:
        return f"List-Unsubscribe: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _Whole)
_POLICY = SMTP.clone(header_factory=_headers)


class Unwritable(Exception):
    """A letter that no message can be made of; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with a letter; `kind` is its media type."""

    name: str
    kind: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Body:
    """What stands in a letter that has a form of its own: plain text, and HTML for the inside of the frame."""

    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: a subject that is also its heading, paragraphs, perhaps one thing to open, and why it came.

    `body` stands between the paragraphs and the link. `unsubscribe` is an address that ends such letters when it is
    posted to (RFC 8058).
    """

    subject: str
    paragraphs: tuple[str, ...]
    footer: str
    link: tuple[str, str] | None = None  # what it is called, address
    body: Body | None = None
    attachments: tuple[Attachment, ...] = ()
    unsubscribe: str | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom, to whom, when, and the id by which a mail program knows the letter again."""

    sender: str
    to: str
    message_id: str
    at: datetime


def compose(letter: Letter, envelope: Envelope) -> EmailMessage:
    """Give the message as it is handed over; the same letter and envelope give the same bytes.

    Raises `Unwritable` for an address that cannot stand in a message.
    """
    message = EmailMessage(policy=_POLICY)
    try:
        shown, address = parseaddr(envelope.sender)
        message["From"] = Address(one_line(shown), addr_spec=address)
        message["To"] = Address(addr_spec=envelope.to)
    except (MessageError, ValueError, IndexError) as error:
        raise Unwritable("The address cannot be written into a letter.") from error
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = f"<{envelope.message_id}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(as_text(letter), cte="quoted-printable")
    message.add_alternative(as_html(letter), subtype="html", cte="quoted-printable")
    for attachment in letter.attachments:
        main, _, sub = attachment.kind.partition("/")
        message.add_attachment(attachment.body, maintype=main, subtype=sub, filename=attachment.name)
    _set_boundaries(message, envelope.message_id.partition("@")[0])
    return message


def _set_boundaries(message: EmailMessage, stem: str) -> None:
    """Let the same letter have the same bytes: nothing in them is left to chance."""
    for depth, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"={stem}{f'.{depth}' if depth else ''}=")


def as_text(letter: Letter) -> str:
    """Give the letter as plain text; the address stands on a line of its own."""
    link = [f"{_told(letter.link[0])}:\n{letter.link[1]}"] if letter.link else []
    body = [_told(letter.body.text.strip("\n"))] if letter.body else []
    return "\n\n".join([*map(_told, letter.paragraphs), *body, *link, f"-- \n{_told(letter.footer)}"]) + "\n"


def as_html(letter: Letter) -> str:
    """Give the letter as HTML without images, scripts or anything that is fetched."""
    body = "".join(f'<p style="margin:0 0 12px">{_marked_up(text)}</p>' for text in letter.paragraphs)
    body += letter.body.html if letter.body else ""
    if letter.link:
        body += _BUTTON.format(label=_marked_up(letter.link[0]), url=escape(letter.link[1]))
    subject, footer = _marked_up(one_line(letter.subject)), _marked_up(letter.footer)
    return _FRAME.format(subject=subject, body=body, footer=footer, dark=_DARK)


def one_line(text: str, longest: int = 200) -> str:
    """Give text fit for a header: one line, without control signs or broken characters, at most so long."""
    return " ".join("".join(" " if _is_control(sign) else sign for sign in text).split())[:longest]


def _told(text: str) -> str:
    return "".join(sign if sign == "\n" or not _is_control(sign) else " " for sign in text)


def _marked_up(text: str) -> str:
    return escape(_told(text)).replace("\n", "<br>")


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")
