"""A client that costs little: plain sockets, kept alive, one thread. It talks to 127.0.0.1 only."""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

HOST = "127.0.0.1"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_MUCH = 1 << 18


class Unexpected(Exception):
    """The server answered something else than what is measured; the message says what."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, whole. `head` is the status line and the headers as sent."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """Give a header's value; empty if there is none."""
        found = re.search(rb"\r\n" + name.encode() + rb": *([^\r]*)", self.head, re.IGNORECASE)
        return found[1].decode() if found else ""


def request(method: str, path: str, headers: Mapping[str, str], form: Mapping[str, str] | None = None) -> bytes:
    """Give the bytes of a request, with a form if there is one."""
    body = urlencode(form).encode() if form is not None else b""
    sent = {"Host": HOST, **headers}
    if form is not None:
        sent |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items()), "", ""]
    return "\r\n".join(lines).encode() + body


class Line:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._parts: list[bytes] = []
        self._missing = 0
        self.began = 0

    def send(self, request: bytes) -> None:
        """Ask; the answer is collected by `receive`."""
        self._parts, self._missing = [], -1
        self.began = time.perf_counter_ns()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take what has arrived; answer whether the answer is whole."""
        part = self.socket.recv(_MUCH)
        if not part:
            raise Unexpected("The server closed the connection in the middle of an answer.")
        self._parts.append(part)
        if self._missing < 0:
            self._read_head()
        else:
            self._missing -= len(part)
        return self._missing == 0

    def status(self) -> int:
        return int(self._parts[0][9:12])

    def answer(self) -> Answer:
        head, _, body = b"".join(self._parts).partition(b"\r\n\r\n")
        return Answer(self.status(), head, body)

    def _read_head(self) -> None:
        so_far = b"".join(self._parts)
        end = so_far.find(b"\r\n\r\n")
        if end < 0:
            return
        length = _LENGTH.search(so_far, 0, end)
        if length is None and so_far[9:12] != b"304":
            raise Unexpected(f"An answer came without its length: {so_far[:end].decode(errors='replace')}")
        self._missing = (int(length[1]) if length else 0) - (len(so_far) - end - 4)


@contextmanager
def lines(port: int, count: int) -> Iterator[list[Line]]:
    """Open connections; they are closed at the end."""
    opened: list[Line] = []
    try:
        opened.extend(Line(port) for _ in range(count))
        yield opened
    finally:
        for line in opened:
            line.socket.close()


def ask(line: Line, sent: bytes, expected: int) -> Answer:
    """Ask once and wait for the answer; raise `Unexpected` if it has another status."""
    line.send(sent)
    while not line.receive():
        pass
    answer = line.answer()
    if answer.status != expected:
        said = answer.body[:300].decode(errors="replace")
        raise Unexpected(f"{sent.split(b' HTTP', 1)[0].decode()} gave {answer.status}, not {expected}: {said}")
    return answer


def rush(port: int, sent: bytes, expected: int, *, connections: int, seconds: float) -> list[float]:
    """Ask the same again and again on some connections at once; give how long each answer took, in seconds."""
    took: list[float] = []
    with lines(port, connections) as opened, selectors.DefaultSelector() as ready:
        for line in opened:
            ready.register(line.socket, selectors.EVENT_READ, line)
            line.send(sent)
        end = time.perf_counter() + seconds
        waiting = len(opened)
        while waiting:
            for key, _ in ready.select(timeout=30):
                line = key.data
                if not line.receive():
                    continue
                now = time.perf_counter_ns()
                took.append((now - line.began) / 1e9)
                if line.status() != expected:
                    raise Unexpected(f"{sent[:60]!r} gave {line.status()}, not {expected}.")
                if time.perf_counter() < end:
                    line.send(sent)
                else:
                    waiting -= 1
                    ready.unregister(line.socket)
    return took
