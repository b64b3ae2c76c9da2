"""Handing letters over: to a mail server, or to files in a folder when there is none."""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from ...domain.deliveries import MailServer
from .troubles import Later, NoLine, explained, of_letter

SECONDS = 15.0  # for one answer of the server
SECONDS_IN_ALL = 90.0  # for one letter, however slowly the server drips


class Post(Protocol):
    """Something that letters are handed to."""

    @property
    def is_real(self) -> bool:
        """Whether letters leave the house."""
        ...

    def open(self) -> None:
        """See whether letters could leave, without sending one; raise `NoLine` with what to do."""
        ...

    def hand_over(self, message: EmailMessage) -> None:
        """Give a letter away for good, or raise `Later`, `NoLine` or `Never`."""
        ...

    def close(self) -> None:
        """Let go of the line, if there is one."""
        ...


def post(server: MailServer | None, folder: Path) -> Post:
    """Give what letters are handed to: the mail server, or files in `folder`."""
    return MailLine(server) if server else Folder(folder)


@dataclass
class MailLine:
    """A mail server. The line is opened for the first letter and kept for those that follow at once."""

    server: MailServer
    seconds: float = SECONDS
    seconds_in_all: float = SECONDS_IN_ALL
    _smtp: smtplib.SMTP | None = field(default=None, repr=False)

    is_real = True

    def hand_over(self, message: EmailMessage) -> None:
        smtp = self._smtp = self._smtp or self._open()
        try:
            with _within(smtp, self.seconds_in_all), of_letter():
                smtp.send_message(message)
        except Later as trouble:
            if trouble.is_line_dead:
                self.close()
            raise

    def open(self) -> None:
        """Open the line and sign in."""
        self._smtp = self._smtp or self._open()

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp:
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()

    def _open(self) -> smtplib.SMTP:
        smtp = self._telephone()
        vars(smtp)["_host"] = self.server.host  # compared with the certificate; smtplib sets it only if it dials itself
        try:
            with explained(self.server), _within(smtp, self.seconds_in_all):
                code, words = smtp.connect(self.server.host, self.server.port)
                if code != 220:
                    raise smtplib.SMTPConnectError(code, words)
                self._greet(smtp)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _telephone(self) -> smtplib.SMTP:
        if self.server.tls == "wrapped":
            return smtplib.SMTP_SSL(timeout=self.seconds, context=ssl.create_default_context())
        return smtplib.SMTP(timeout=self.seconds)

    def _greet(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self.server.tls == "asked" or (self.server.tls == "offered" and smtp.has_extn("starttls")):
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
        if self.server.user:
            smtp.login(self.server.user, self.server.password)


@dataclass(frozen=True)
class Folder:
    """Files that only their owner reads. A letter that lies there was not sent, and nobody is told it was."""

    folder: Path

    is_real = False

    def find(self, name: str) -> bytes | None:
        """Give the file of the letter whose Message-ID begins so, before the @; None if it is not there any more."""
        try:
            return (self.folder / f"{name}.eml").read_bytes()
        except FileNotFoundError:
            return None

    def hand_over(self, message: EmailMessage) -> None:
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        unfinished = self.folder / f".{name}-{os.getpid()}"
        self.open()
        try:
            with open(unfinished, "wb", opener=_for_its_owner) as file:
                file.write(message.as_bytes())
            unfinished.replace(self.folder / f"{name}.eml")
        except OSError as error:
            raise NoLine(f"The folder for letters cannot be written to ({error.strerror}).") from error

    def open(self) -> None:
        """Make the folder, which only its owner may enter."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise NoLine(f"The folder for letters cannot be made ({error.strerror}).") from error

    def close(self) -> None:
        """There is no line."""


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def _within(smtp: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """Hang up after so many seconds in all: each answer has its own limit, but a server may drip for ever."""

    def hang_up() -> None:
        with suppress(OSError, AttributeError):
            smtp.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
