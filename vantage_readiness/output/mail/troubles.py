"""What a mail server's refusals mean: try later, nobody there, never; each with a sentence that tells no secret."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from ...domain.deliveries import MailServer
from .letter import one_line

_SIGN_IN_FIRST = 530
_PASSWORD = "Put user and password into VANTAGE_SMTP."  # noqa: S105 — what to do


class Trouble(Exception):
    """A letter was not handed over; the sentence says why."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


class Later(Trouble):
    """The server did not take this letter now."""

    is_line_dead = False


class Broken(Later):
    """The line broke while a letter was on it: the server may have it or not."""

    is_line_dead = True


class NoLine(Later):
    """The server cannot be reached, or does not let us in: no letter can leave at present."""

    is_line_dead = True


class Never(Trouble):
    """The server will not take this letter."""


@contextmanager
def explained(server: MailServer) -> Iterator[None]:
    """Turn whatever stands between us and the server into `NoLine` with what to do."""
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:  # an SMTPException is an OSError since Python 3.4
        raise NoLine(_why_no_line(server, error)) from None  # what it says may hold what was sent


@contextmanager
def of_letter() -> Iterator[None]:
    """Turn what happens to one letter into `Later`, `Broken` or `Never`."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        raise _answered(*next(iter(error.recipients.values()))) from None
    except smtplib.SMTPSenderRefused as error:
        if error.smtp_code == _SIGN_IN_FIRST:
            raise NoLine(f"The mail server wants to be signed in to ({error.smtp_code}). {_PASSWORD}") from None
        raise _answered(error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPResponseException as error:
        raise _answered(error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPNotSupportedError:
        raise Never("The mail server does not take addresses with such signs (it lacks SMTPUTF8).") from None
    except (OSError, smtplib.SMTPException) as error:
        how = "did not answer in time" if _is_late(error) else "hung up"
        raise Broken(f"The mail server {how} while the letter was handed over.") from None


def _answered(code: int, words: bytes | str) -> Trouble:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    sentence = f"The mail server answered {code} {one_line(said)}".strip()
    if code >= 500:
        return Never(sentence)
    return Broken(sentence) if code == 421 or code < 400 else Later(sentence)


def _why_no_line(server: MailServer, error: Exception) -> str:
    if _is_late(error):
        return f"The mail server at {server.place} did not answer in time."
    if isinstance(error, smtplib.SMTPException):
        return _why_not_let_in(server, error)
    match error:
        case ssl.SSLCertVerificationError():
            return (
                f"The certificate of the mail server at {server.place} is not valid: {one_line(error.verify_message)}."
            )
        case ssl.SSLError():
            return f"No private line to {server.place} came about. The port of smtps:// is usually 465, of smtp:// 587."
        case socket.gaierror():
            return f"There is no computer named {server.host}. Check the host in VANTAGE_SMTP."
        case ConnectionRefusedError():
            return f"Nobody listens at {server.place}. Check host and port in VANTAGE_SMTP."
        case OSError() if error.strerror:
            return f"The mail server at {server.place} cannot be reached ({error.strerror})."
    return f"The mail server at {server.place} hung up."


def _why_not_let_in(server: MailServer, error: smtplib.SMTPException) -> str:
    place = server.place
    match error:
        case smtplib.SMTPAuthenticationError():
            return f"The mail server at {place} refused the user name or password ({error.smtp_code})."
        case smtplib.SMTPNotSupportedError() if server.tls == "asked" and "STARTTLS" in str(error):
            return f"The mail server at {place} offers no STARTTLS; nothing was sent. Use smtps://, or add ?tls=off."
        case smtplib.SMTPNotSupportedError():
            return f"The mail server at {place} asks for no password. Leave user and password out of VANTAGE_SMTP."
        case smtplib.SMTPResponseException():
            return f"The mail server at {place} answered {error.smtp_code} before a letter could be handed over."
    return f"The mail server at {place} hung up."


def _is_late(error: BaseException) -> bool:
    """Answer whether the time ran out; smtplib says of that, too, that the line was closed."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
