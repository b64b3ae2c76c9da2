"""Sending what is owed, to a real mail server that is not always in the mood."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from tests.conftest import NOW, World
from tests.letterbox import DROP, Letterbox, password_is, private_line, serving, silent_server
from tests.services.test_deliveries import owe
from vantage_readiness.domain.deliveries import MailServer
from vantage_readiness.domain.diary import Value
from vantage_readiness.output.mail.letter import Letter
from vantage_readiness.output.mail.transport import Folder, MailLine
from vantage_readiness.services import deliveries, invitations, letters, links, sending, sign_ins
from vantage_readiness.services.sending import Office
from vantage_readiness.storage.database import db
from vantage_readiness.storage.deliveries import Delivery

pytestmark = pytest.mark.usefixtures("nothing_owed")

BASE = "https://ready.example.org"
SECRET = "not-for-any-page"


def office(port: int, tls: str = "offered", seconds: float = 10, **account: str) -> Office:
    line = MailLine(MailServer("127.0.0.1", port, tls, **account), seconds=seconds)
    return Office(line, "Readiness <readiness@example.org>", BASE)


def send(office: Office, at: datetime = NOW) -> int:
    return sending.send_due(office, lambda: at)


def rows() -> list[Delivery]:
    db.session.rollback()
    return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))


@pytest.fixture
def box() -> Letterbox:
    return Letterbox()


@pytest.fixture
def port(box: Letterbox) -> Iterator[int]:
    with serving(box) as port:
        yield port


def test_a_letter_leaves_once_and_says_what_it_should(world: World, box: Letterbox, port: int, both: None) -> None:
    owe(world, title="Your address was changed", text=["It is now <ben@example.com>.", "Not you? Tell Ada."])
    db.session.commit()
    assert send(office(port)) == 1
    assert send(office(port), NOW + timedelta(days=9)) == 0
    [letter] = box.taken
    assert (letter["To"], letter["Subject"]) == ("ben@example.org", "Your address was changed")
    assert "It is now <ben@example.com>.\r\n" in box.body()
    assert "It is now &lt;ben@example.com&gt;." in box.body(kind="html")
    [row] = rows()
    assert (row.state, row.sent_at, row.leased_until, row.error) == ("sent", NOW, None, "")


def test_an_invitation_carries_a_link_that_is_nowhere_else(world: World, box: Letterbox, port: int) -> None:
    owe(world, "invite:1", "invite", by=world.person("Ada").id)
    db.session.commit()
    send(office(port))
    assert box.taken[0]["Subject"] == "Ada invites you to VANTAGE AI"
    [token] = re.findall(rf"{BASE}/join/([\w-]+)", box.body())
    assert f'href="{BASE}/join/{token}"' in box.body(kind="html")
    assert links.is_usable(token, links.MAILED_INVITE, NOW + timedelta(days=6))
    assert token not in repr(vars(rows()[0]))


def test_a_reset_that_comes_too_late_is_dropped_and_says_so(world: World, box: Letterbox, port: int) -> None:
    owe(world, "reset:1", "reset")
    owe(world, "reset:2", "reset", "Cleo")
    db.session.commit()
    box.answers["RCPT"] = ["451 not now"]
    assert send(office(port), NOW + timedelta(minutes=29)) == 1
    send(office(port), NOW + timedelta(minutes=31))
    late, sent = rows()
    assert (late.state, late.error) == ("dropped", "It could not be sent in time.")
    assert sent.state == "sent"
    assert f"{BASE}/reset/" in box.body()
    assert len(box.taken) == 1


def test_who_was_disabled_gets_no_link(world: World, box: Letterbox, port: int) -> None:
    owe(world, "reset:1", "reset")
    world.person("Ben").disabled_at = NOW
    db.session.commit()
    assert send(office(port)) == 0
    assert (rows()[0].state, rows()[0].error) == ("dropped", "This person cannot sign in any more.")


def test_a_link_does_not_follow_to_an_address_that_was_changed(world: World, box: Letterbox, port: int) -> None:
    owe(world, "reset:1", "reset")
    world.person("Ben").email = "ben@new.example.org"
    db.session.commit()
    assert send(office(port)) == 0
    assert (rows()[0].state, rows()[0].error) == ("dropped", "Ben has another address now.")
    assert box.taken == []


def test_an_invitation_that_was_taken_back_is_not_sent(world: World, box: Letterbox, port: int) -> None:
    owe(world, "invite:1", "invite", by=world.person("Ada").id)
    invitations.withdraw(world.project, world.person("Ben").id, by=world.person("Ada"), at=NOW)
    assert send(office(port)) == 0
    assert (rows()[0].state, rows()[0].error) == ("dropped", "The invitation was taken back.")


def test_who_came_in_another_way_is_not_invited_any_more(world: World, box: Letterbox, port: int) -> None:
    owe(world, "invite:1", "invite", by=world.person("Ada").id)
    sign_ins.use_link(links.sign_in_link(world.person("Ben"), NOW), browser="x", at=NOW)
    assert send(office(port)) == 0
    assert (rows()[0].state, rows()[0].error) == ("dropped", "Ben can sign in already.")


@pytest.mark.parametrize(
    ("step", "answer"),
    [("MAIL", "421 closing"), ("MAIL", "452 full"), ("RCPT", "450 busy"), ("DATA", "451 error"), ("DATA", DROP)],
)
def test_what_passes_is_tried_again(
    world: World, box: Letterbox, port: int, step: str, answer: str, both: None
) -> None:
    owe(world)
    db.session.commit()
    box.answers[step] = [answer]
    assert send(office(port)) == 0
    [row] = rows()
    assert (row.state, row.tries, row.due_at, row.leased_until) == ("waiting", 1, NOW + timedelta(minutes=1), None)
    assert row.error.startswith("The mail server")
    assert send(office(port)) == 0
    assert send(office(port), NOW + timedelta(minutes=1)) == 1
    assert rows()[0].state == "sent"
    assert len({letter["Message-ID"] for letter in box.taken}) == 1


def test_a_server_that_wants_a_password_first_fails_no_letter(world: World, box: Letterbox, port: int) -> None:
    owe(world)
    db.session.commit()
    box.answers["MAIL"] = ["530 5.7.0 authentication required"]
    assert send(office(port)) == 0
    [row] = rows()
    assert (row.state, row.tries) == ("waiting", 1)
    assert row.error.endswith("Put user and password into VANTAGE_SMTP.")


def test_a_database_that_is_away_fails_no_letter(
    world: World, box: Letterbox, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe(world)
    db.session.commit()

    def away(_occasion: object) -> Letter:
        raise OperationalError("SELECT 1", {}, Exception("the server closed the connection"))

    with monkeypatch.context() as patched:
        patched.setattr(letters, "write", away)
        assert send(office(port)) == 0
    [row] = rows()
    assert (row.state, row.tries) == ("waiting", 1)
    assert row.error == "The database did not answer while the letter was written."
    assert send(office(port), NOW + timedelta(minutes=1)) == 1


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_what_stays_refused_fails_visibly_and_holds_nobody_up(
    world: World, box: Letterbox, port: int, step: str
) -> None:
    owe(world)
    owe(world, "notice:2", name="Cleo")
    db.session.commit()
    box.answers[step] = ["550 no such mailbox"]
    assert send(office(port)) == 1
    first, second = rows()
    assert (first.state, first.error) == ("failed", "The mail server answered 550 no such mailbox")
    assert second.state == "sent"


def test_the_others_of_a_round_are_sent_though_the_line_breaks(world: World, box: Letterbox, port: int) -> None:
    for number, name in enumerate(("Ben", "Cleo", "Ada")):
        owe(world, f"notice:{number}", name=name)
    db.session.commit()
    box.answers["MAIL"] = ["421 closing"]
    assert send(office(port)) == 2
    assert [row.state for row in rows()] == ["waiting", "sent", "sent"]


def test_a_letter_is_given_up_after_about_three_days(world: World) -> None:
    owe(world)
    db.session.commit()
    with silent_server(b"421 not today\r\n") as port:
        at = NOW
        while rows()[0].state == "waiting":
            at = max(at, rows()[0].due_at)
            send(office(port), at)
    assert timedelta(days=2) < at - NOW < timedelta(days=4)
    assert rows()[0].error.endswith("It was tried 80 times.")


def test_a_server_that_says_nothing_is_left_alone_soon(world: World) -> None:
    owe(world)
    db.session.commit()
    with silent_server() as port:
        assert send(office(port, seconds=0.3)) == 0
    assert rows()[0].error == f"The mail server at 127.0.0.1:{port} did not answer in time."


def test_a_server_that_drips_is_hung_up_on(world: World) -> None:
    owe(world)
    db.session.commit()
    with silent_server(b"2", again=0.02) as port:
        line = MailLine(MailServer("127.0.0.1", port, "offered"), seconds=30, seconds_in_all=0.5)
        assert send(Office(line, "readiness@example.org", BASE)) == 0
    assert rows()[0].state == "waiting"
    assert rows()[0].error.startswith("The mail server at")


def test_no_password_is_ever_told(world: World, box: Letterbox, caplog: pytest.LogCaptureFixture) -> None:
    owe(world)
    db.session.commit()
    with serving(box, authenticator=password_is("another"), auth_require_tls=False) as port:
        line = office(port, user="readiness", password=SECRET)
        assert send(line) == 0
    [row] = rows()
    assert row.error == f"The mail server at 127.0.0.1:{port} refused the user name or password (535)."
    assert SECRET not in caplog.text + repr(line) + repr(vars(row))


def test_a_password_opens_the_server(world: World, box: Letterbox) -> None:
    owe(world)
    db.session.commit()
    with serving(box, authenticator=password_is(SECRET), auth_require_tls=False) as port:
        assert send(office(port, user="readiness", password=SECRET)) == 1


@pytest.mark.parametrize("tls", ["wrapped", "asked"])
def test_a_certificate_nobody_knows_is_not_trusted(
    world: World, box: Letterbox, tls: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe(world)
    db.session.commit()
    context, certificate = private_line(tmp_path)
    how = {"ssl_context": context} if tls == "wrapped" else {"tls_context": context}
    with serving(box, **how) as port:
        assert send(office(port, tls)) == 0
        assert "certificate of the mail server" in rows()[0].error
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert send(office(port, tls), NOW + timedelta(minutes=5)) == 1


def test_without_a_private_line_nothing_is_said(world: World, box: Letterbox, port: int) -> None:
    owe(world)
    db.session.commit()
    assert send(office(port, "asked")) == 0
    assert "offers no STARTTLS" in rows()[0].error


def test_nobody_listens(world: World) -> None:
    owe(world)
    db.session.commit()
    with silent_server() as port:
        pass
    assert send(office(port)) == 0
    assert rows()[0].error.startswith(f"Nobody listens at 127.0.0.1:{port}.")


def test_without_a_server_a_letter_lies_in_a_file_and_is_not_called_sent(world: World, tmp_path: Path) -> None:
    owe(world)
    db.session.commit()
    folder = tmp_path / "letters"
    send(Office(Folder(folder), "Readiness <readiness@example.org>", BASE))
    [row] = rows()
    assert row.state == "filed"
    [path] = folder.iterdir()
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o077 == 0
    assert b"To: ben@example.org" in path.read_bytes()


def test_a_lease_left_behind_runs_out_and_the_letter_keeps_its_id(
    world: World, box: Letterbox, port: int, both: None
) -> None:
    owe(world)
    db.session.commit()
    assert sending._next(NOW) is not None  # and this sender is killed
    assert send(office(port), NOW + timedelta(minutes=4)) == 0
    assert send(office(port), NOW + timedelta(minutes=6)) == 1
    assert rows()[0].tries == 2


def test_who_lost_the_lease_changes_nothing(world: World, box: Letterbox, port: int) -> None:
    owe(world)
    db.session.commit()
    lost = sending._next(NOW)
    assert lost is not None
    send(office(port), NOW + timedelta(minutes=6))
    sending._wait(lost, "The mail server hung up.", NOW + timedelta(minutes=7))
    assert (rows()[0].state, rows()[0].error) == ("sent", "")


def test_four_senders_send_forty_letters_once(world: World, box: Letterbox, port: int, both: None) -> None:
    for number in range(40):
        owe(world, f"notice:{number}")
    db.session.commit()

    def sender() -> None:
        with world.app.app_context():
            send(office(port))

    senders = [threading.Thread(target=sender) for _ in range(4)]
    for thread in senders:
        thread.start()
    for thread in senders:
        thread.join()
    assert {row.state for row in rows()} == {"sent"}
    assert len(box.taken) == len({letter["Message-ID"] for letter in box.taken}) == 40


def test_a_letter_of_no_known_kind_fails_and_the_next_is_sent(world: World, box: Letterbox, port: int) -> None:
    owe(world, "odd", "unheard-of")
    owe(world)
    db.session.commit()
    assert send(office(port)) == 1
    assert [row.state for row in rows()] == ["failed", "sent"]
    assert "the log says why" in rows()[0].error


def test_an_address_no_letter_can_carry_fails_with_a_sentence(world: World, box: Letterbox, port: int) -> None:
    user = world.person("Cleo")
    about: dict[str, Value] = {"title": "x", "text": []}
    deliveries.owe("notice", key="n", user=user, address="cleo@exam,ple.org", about=about, at=NOW)
    db.session.commit()
    assert send(office(port)) == 0
    assert (rows()[0].state, rows()[0].error) == ("failed", "The address cannot be written into a letter.")


def test_a_round_has_an_end_and_the_rest_leaves_with_the_next(world: World, box: Letterbox, port: int) -> None:
    for number in range(5):
        owe(world, f"notice:{number}")
    db.session.commit()
    assert sending.send_due(office(port), lambda: NOW, at_most=3) == 3
    assert sending.send_due(office(port), lambda: NOW, at_most=3) == 2
    assert len({letter["Message-ID"] for letter in box.taken}) == 5


def test_a_reset_does_not_stand_behind_a_hundred_notices(world: World, box: Letterbox, port: int) -> None:
    for number in range(12):
        owe(world, f"notice:{number}")
    owe(world, "reset:1", "reset", "Cleo")
    db.session.commit()
    sending.send_due(office(port), lambda: NOW, at_most=2)
    assert [letter["Subject"] for letter in box.taken] == ["Choose a new password", "Your address was changed"]


def test_who_is_asked_to_stop_leaves_no_letter_half_sent(world: World, box: Letterbox, port: int) -> None:
    for number in range(3):
        owe(world, f"notice:{number}")
    db.session.commit()
    assert sending.send_due(office(port), lambda: NOW, goes_on=lambda: not box.taken) == 1
    assert [(row.state, row.leased_until) for row in rows()] == [("sent", None), ("waiting", None), ("waiting", None)]


@pytest.mark.parametrize("back", [timedelta(days=1), timedelta(days=365)])
def test_a_letter_put_off_into_a_future_that_was_taken_back_is_due(
    world: World, box: Letterbox, port: int, back: timedelta, both: None
) -> None:
    owe(world)
    owe(world, "notice:2")
    db.session.commit()
    box.answers["RCPT"] = ["450 not now"]
    assert send(office(port), NOW + back) == 1
    owe(world, "notice:3")
    db.session.commit()
    assert sending._next(NOW + back) is not None  # and this sender is killed
    assert send(office(port), NOW) == 2
    assert {row.state for row in rows()} == {"sent"}
