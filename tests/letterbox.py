"""A real mail server for tests: takes letters, or answers what it was told to."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DROP = "drop"  # as an answer to DATA: hang up instead, the letter being taken


class Letterbox:
    """Takes letters and gives, at each step, the answers in line for it ("MAIL", "RCPT", "DATA"); then all is well."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answers: dict[str, list[str]] = {}
        self.refused: dict[str, str] = {}  # address → answer to RCPT, always
        self.when_taken: Callable[[], object] = lambda: None
        self._lock = threading.Lock()

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        envelope.mail_from, envelope.mail_options = address, options
        return self._next("MAIL") or "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        answer = self.refused.get(address) or self._next("RCPT")
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self._next("DATA")
        if answer in ("", DROP):
            with self._lock:
                self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
            self.when_taken()
        if answer == DROP:
            server.transport.abort()
        return answer or "250 OK"

    def _next(self, step: str) -> str:
        with self._lock:
            line = self.answers.get(step, [])
            return line.pop(0) if line else ""

    def body(self, number: int = -1, kind: str = "plain") -> str:
        part = self.taken[number].get_body((kind,))
        assert part is not None
        return str(part.get_content())


@contextmanager
def serving(box: Letterbox, **how: Any) -> Iterator[int]:
    """Serve a letterbox on a port of this machine; `how` goes to aiosmtpd."""
    controller = _Controller(box, hostname="127.0.0.1", port=_free_port(), ready_timeout=30, **how)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Quiet(self.handler, **self.SMTP_kwargs)


class _Quiet(SMTP):
    """Who hangs up is no news."""

    async def handle_exception(self, error: Exception) -> str:
        return f"500 {error}"


def password_is(wanted: str) -> Callable[..., AuthResult]:
    """Give an authenticator that knows one password."""

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password == wanted.encode(), handled=False)

    return check


@contextmanager
def silent_server(greeting: bytes = b"", again: float = 0) -> Iterator[int]:
    """Serve a port that takes calls, perhaps says one thing, and then nothing more; or the same `again` and again."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        over, calls = threading.Event(), []

        def answer() -> None:
            with suppress(OSError):
                while not over.is_set():
                    call, _ = listener.accept()
                    calls.append(call)
                    call.sendall(greeting)
                    while again and not over.wait(again):
                        call.sendall(greeting)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)
        for call in calls:
            call.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@cache
def _certificate() -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begin = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=36500))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM), secret


def private_line(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Give what a server of this machine needs for TLS, and the certificate to trust."""
    certificate, key = folder / "server.pem", folder / "server.key"
    for path, content in zip((certificate, key), _certificate(), strict=True):
        path.write_bytes(content)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate
