"""Mail servers that are not well: no letter is lost, what stays refused shows, other letters and web requests go on."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flask import Flask
from sqlalchemy import select

from tests.conftest import KEY, World, play
from tests.letterbox import DROP, Letterbox, password_is, private_line, serving, silent_server
from tests.pages import Client
from tools.trials.letters import AT, House, close, house, kinds, owe
from tools.trials.trial import Result
from vantage_readiness import clock
from vantage_readiness.domain.deliveries import LetterState, MailServer
from vantage_readiness.factory import create_app
from vantage_readiness.output.mail import transport
from vantage_readiness.output.mail.transport import MailLine
from vantage_readiness.output.mail.troubles import Later, NoLine
from vantage_readiness.services import deliveries, links, sending
from vantage_readiness.storage.database import db
from vantage_readiness.storage.deliveries import Delivery

LETTERS, BAD_ROUNDS, GOOD_ROUNDS = 30, 4, 8
PATIENCE = 0.5  # seconds for one answer, so that a trial does not wait as long as a clock does
ONE = "a@example.org"  # to whom all letters of a trial go, but for one
OTHER = "b@example.org"
REQUESTS = 40
SILENCE = 2.0  # seconds that a black hole says nothing; who waits for it takes at least as long

Place = AbstractContextManager[MailServer]


@dataclass(frozen=True)
class Fault:
    """One way to be unwell, and what may become of letters by it."""

    name: str
    bad: Callable[[Letterbox, Path], Place]
    failing: int = 0  # letters that the server will never take, as it says
    repeats: int = 0  # letters that may come again, with the same Message-ID
    delays: bool = True  # whether it keeps letters waiting that are not meant


def run(scale: float, seed: int) -> list[Result]:
    """Try every fault on every database, and requests beside a black hole."""
    letters = max(4, round(LETTERS * scale))
    results = [one(kind, fault, letters, seed) for kind in kinds() for fault in FAULTS]
    return [*results, beside_a_black_hole(max(8, round(REQUESTS * scale)), seed)]


def one(kind: str, fault: Fault, letters: int, seed: int, broken: str = "") -> Result:
    """Let a server be unwell for some rounds and then well; look at every round whether others are kept waiting."""
    with house(kind) as (place, box), BROKEN.get(broken, nullcontext)():
        owe(place, letters, to={0: OTHER})
        app = place.open()
        with app.app_context():
            failures = _rounds(place, box, fault, letters)
        close(app)
    return Result(f"mail server: {fault.name}, {kind}", letters, tuple(failures), seed)


def _rounds(place: House, box: Letterbox, fault: Fault, letters: int) -> list[str]:
    at, failures = AT, []
    with fault.bad(box, Path(place.folder)) as server:
        for _ in range(BAD_ROUNDS):
            _send(server, at)
            at += timedelta(minutes=6)
        if not fault.delays and len(_ids(box)) < letters - 1:
            failures.append(f"only {len(_ids(box))} of {letters - 1} letters nothing is wrong with had come")
    box.answers.clear()
    for _ in range(GOOD_ROUNDS):
        _send(MailServer("127.0.0.1", place.port, "offered"), at)
        at += timedelta(hours=2)
    return failures + _verdict(box, fault, letters)


def _verdict(box: Letterbox, fault: Fault, letters: int) -> list[str]:
    db.session.rollback()
    rows = db.session.scalars(select(Delivery)).all()
    states = Counter(row.state for row in rows)
    wanted = Counter({LetterState.SENT.value: letters - fault.failing, LetterState.FAILED.value: fault.failing})
    times = _ids(box)
    repeats = sum(times.values()) - len(times)
    silent = [row for row in rows if row.state == LetterState.FAILED.value and not row.error]
    found = [
        (states != +wanted, f"letters stand {dict(states)} instead of {dict(+wanted)}"),
        (len(times) != letters - fault.failing, f"{len(times)} letters came instead of {letters - fault.failing}"),
        (repeats > fault.repeats, f"{repeats} letters came again, {fault.repeats} may"),
        (bool(silent), f"{len(silent)} letters failed without a reason"),
    ]
    return [says for is_wrong, says in found if is_wrong]


def _ids(box: Letterbox) -> Counter[str]:
    return Counter(str(letter["Message-ID"]) for letter in box.taken)


def _send(server: MailServer, at: datetime) -> None:
    line = MailLine(server, seconds=PATIENCE, seconds_in_all=4 * PATIENCE)
    sending.send_due(sending.Office(line, "Readiness <readiness@example.org>", "http://localhost"), lambda: at)


@contextmanager
def _nobody(_box: Letterbox, _folder: Path) -> Iterator[MailServer]:
    with silent_server() as port:
        pass
    yield MailServer("127.0.0.1", port, "offered")


@contextmanager
def _black_hole(_box: Letterbox, _folder: Path) -> Iterator[MailServer]:
    with silent_server() as port:
        yield MailServer("127.0.0.1", port, "offered")


def _answering(step: str, answer: str, times: int = 3) -> Callable[[Letterbox, Path], Place]:
    """Give a server that answers so, some times."""

    @contextmanager
    def bad(box: Letterbox, _folder: Path) -> Iterator[MailServer]:
        box.answers[step] = [answer] * times
        with serving(box) as port:
            yield MailServer("127.0.0.1", port, "offered")

    return bad


@contextmanager
def _one_refused(box: Letterbox, _folder: Path) -> Iterator[MailServer]:
    box.refused[OTHER] = "550 no such mailbox"
    with serving(box) as port:
        yield MailServer("127.0.0.1", port, "offered")


@contextmanager
def _one_put_off(box: Letterbox, _folder: Path) -> Iterator[MailServer]:
    box.refused[OTHER] = "450 greylisted"
    with serving(box) as port:
        yield MailServer("127.0.0.1", port, "offered")
    box.refused.clear()


@contextmanager
def _wrong_password(box: Letterbox, _folder: Path) -> Iterator[MailServer]:
    with serving(box, authenticator=password_is("right"), auth_require_tls=False) as port:
        yield MailServer("127.0.0.1", port, "offered", "readiness", "wrong")


@contextmanager
def _bad_certificate(box: Letterbox, folder: Path) -> Iterator[MailServer]:
    context, _ = private_line(folder)
    with serving(box, tls_context=context) as port:
        yield MailServer("127.0.0.1", port, "asked")


class _Slow(Letterbox):
    """Takes its time over every letter, and hands it to another."""

    def __init__(self, box: Letterbox, seconds: float) -> None:
        super().__init__()
        self.taken, self._seconds = box.taken, seconds

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(self._seconds)
        return answer


def _slow(seconds: float) -> Callable[[Letterbox, Path], Place]:
    @contextmanager
    def bad(box: Letterbox, _folder: Path) -> Iterator[MailServer]:
        with serving(_Slow(box, seconds)) as port:
            yield MailServer("127.0.0.1", port, "offered")

    return bad


BAD_TRIES = BAD_ROUNDS * sending.BREAKS
FAULTS = (
    Fault("refused", _nobody),
    Fault("black hole", _black_hole),
    Fault("421", _answering("MAIL", "421 closing"), delays=False),
    Fault("450", _answering("RCPT", "450 busy"), delays=False),
    Fault("450 for one", _one_put_off, delays=False),
    Fault("452", _answering("MAIL", "452 full"), delays=False),
    Fault("550 for one", _one_refused, failing=1, delays=False),
    Fault("535", _wrong_password),
    Fault("bad certificate", _bad_certificate),
    Fault("slow", _slow(PATIENCE / 10), delays=False),
    Fault("too slow", _slow(2 * PATIENCE), repeats=BAD_TRIES),
    Fault("hangs up after the letter", _answering("DATA", DROP), repeats=3, delays=False),
)


def beside_a_black_hole(requests: int, seed: int, broken: str = "") -> Result:
    """Ask for pages and owe letters while the postman hangs at a server that says nothing; compare with quiet times."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        url = f"sqlite:///{Path(folder) / 'readiness.sqlite3'}"
        play(url, Path(folder))
        app = create_app({"DATA_DIR": folder, "DATABASE_URL": url, "VANTAGE_SECRET_KEY": KEY}, TESTING=True)
        client = _administrator(app)
        _measured(client, 2)  # the first are slower for another reason
        quiet, wrong = _measured(client, requests)
        port = stack.enter_context(silent_server())
        app.config["VANTAGE_SMTP"] = MailServer("127.0.0.1", port, "offered")
        stack.enter_context(_hanging(app, broken))
        beside, wrong_beside = _measured(client, requests)
        close(app)
    slower = statistics.median(beside) / statistics.median(quiet)
    waited = sum(took >= SILENCE for took in beside)
    failures = [f"{wrong + wrong_beside} requests failed"] if wrong + wrong_beside else []
    if waited > requests / 2:  # one or two may have waited for a busy machine
        failures.append(f"{waited} requests took as long as the server was silent")
    return Result(f"requests beside a black hole ({slower:.2f} times as long)", requests, tuple(failures), seed)


@contextmanager
def _hanging(app: Flask, broken: str) -> Iterator[None]:
    """Let a postman, or in the broken build whoever owes a letter, call the server whenever one is owed."""
    postman = clock.Postman(app)
    hurried = patch.object(transport, "post", lambda server, _folder: MailLine(server, SILENCE, SILENCE))
    with patch.object(deliveries, "_listeners", []), hurried:
        if broken == "in the request":
            deliveries.when_owed(lambda: clock.post(app))
            yield
            return
        postman.start()
        deliveries.when_owed(postman.ring)
        postman.ring()
        yield
        postman.stop()


def _administrator(app: Flask) -> Client:
    client = Client(app)
    with app.app_context():
        token = links.sign_in_link(World(app).person("Ada"), datetime.now(UTC))
    client.post(f"/sign-in/{token}")
    return client


def _measured(client: Client, requests: int) -> tuple[list[float], int]:
    """Give how long requests took, in seconds, and how many failed."""
    took, wrong = [], 0
    for _ in range(requests):
        begin = time.perf_counter()
        pages = (client.get("/administration/people"), client.post("/administration/letters/test"))
        took.append(time.perf_counter() - begin)
        wrong += sum(page.status >= 500 for page in pages)
    return took, wrong


@contextmanager
def _given_up() -> Iterator[None]:
    """Break the build: give a letter up at its first trouble."""
    with patch.object(sending, "next_try", lambda _tries, _at: None):
        yield


@contextmanager
def _without_a_reason() -> Iterator[None]:
    """Break the build: call a refused letter failed, and say no word why."""
    settle = sending._settle
    with patch.object(sending, "_settle", lambda lease, state, _why="", **how: settle(lease, state, "", **how)):
        yield


@contextmanager
def _one_stops_all() -> Iterator[None]:
    """Break the build: end the round with the first letter that has to wait, and begin the next with it."""
    send = sending._send

    def once(*given: Any) -> bool:
        try:
            return send(*given)
        except Later as trouble:
            raise NoLine(trouble.sentence) from None

    with (
        patch.object(sending, "_send", once),
        patch.object(sending, "next_try", lambda _tries, _at: AT - timedelta(days=1)),
    ):
        yield


BROKEN = {"given up": _given_up, "no reason": _without_a_reason, "one stops all": _one_stops_all}
