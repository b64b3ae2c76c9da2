"""Letters under administration: nothing pretends to have been sent, and what failed can be sent again."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy

import pytest
import time_machine
from flask import Flask

from tests.conftest import World
from tests.letterbox import Letterbox, password_is, serving, silent_server
from tests.pages import Client
from vantage_readiness import clock
from vantage_readiness.domain.deliveries import MailServer
from vantage_readiness.services import deliveries, filed_letters
from vantage_readiness.storage import diary
from vantage_readiness.storage.database import db

pytestmark = pytest.mark.usefixtures("nothing_owed")

ClientOf = Callable[[str], Client]
PAGE = "/administration/letters"
TOKEN = "Ab-1_" * 6  # as long as one, and none


def owe(app: Flask, key: str = "notice:1", address: str = "ben@example.org") -> None:
    with app.app_context():
        user, now = World(app).person("Ben"), datetime.now(UTC)
        deliveries.owe("notice", key=key, user=user, address=address, about={"title": "News", "text": ["x"]}, at=now)
        db.session.commit()


def owe_invitation(app: Flask) -> None:
    with app.app_context():
        ben, by = World(app).person("Ben"), World(app).person("Ada").id
        at, project = datetime.now(UTC), World(app).project
        deliveries.owe("invite", key="k", user=ben, address=ben.email, about={"by": by}, at=at, project=project)
        db.session.commit()


def test_a_letter_in_a_file_is_shown_without_what_opens_a_door(app: Flask, client_of: ClientOf) -> None:
    owe_invitation(app)
    clock.post(app)
    taken = message_from_string(client_of("Ada").post(f"{PAGE}/1/file").response.text, policy=policy.default)
    plain = taken.get_body(("plain",))
    assert plain is not None
    [token] = re.findall(r"/join/([\w-]+)", plain.get_content())
    page = client_of("Ada").get(f"{PAGE}/1")
    assert "Ada invites you to VANTAGE AI" in page.text
    assert "/join/…" in page.text
    assert "Nobody received it" in page.text
    assert token[:12] not in page.response.text
    assert Client(app).get(f"/join/{token}").status == 200


def test_who_takes_out_a_file_proves_who_they_are_and_is_told_of(app: Flask, client_of: ClientOf) -> None:
    owe_invitation(app)
    clock.post(app)
    ada = client_of("Ada")
    taken = ada.post(f"{PAGE}/1/file")
    assert taken.response.headers["Content-Disposition"] == "attachment; filename=letter-1.eml"
    assert taken.response.headers["Content-Type"].startswith("message/rfc822")
    assert "took out the letter 1" in ada.get("/administration/activity").text
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        page = ada.post(f"{PAGE}/1/file")
        assert (page.status, page.h1) == (403, "Confirm that it is you")
        assert "/join/" not in page.response.text
    for path in (app.config["DATA_DIR"] / "letters").iterdir():
        path.unlink()
    ada = client_of("Ada")
    assert "not in the folder any more" in ada.get(f"{PAGE}/1").text
    assert ada.post(f"{PAGE}/1/file").status == 404
    assert ada.get(f"{PAGE}/99").status == 404


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"https://h.example.org/join/{TOKEN}", "https://h.example.org/join/…"),
        (f"http://h:8000/unsubscribe/{TOKEN}.{TOKEN})", "http://h:8000/unsubscribe/…)"),
        (
            "https://a-very-long-host-name.example.org/p/x/items/7",
            "https://a-very-long-host-name.example.org/p/x/items/7",
        ),
        (f"HTTPS://h/x?token={TOKEN}&a=1", "HTTPS://h/x?token=…&a=1"),
        ("no link, but-a-very-long-word-of-somebody", "no link, but-a-very-long-word-of-somebody"),
    ],
)
def test_links_are_shown_without_their_secrets(text: str, shown: str) -> None:
    assert filed_letters.blanked(text) == shown


def fail(app: Flask, count: int) -> None:
    box = Letterbox()
    box.refused["ben@example.org"] = "550 no such mailbox"
    for number in range(count):
        owe(app, f"notice:{number}")
    with serving(box) as port:
        app.config["VANTAGE_SMTP"] = MailServer("127.0.0.1", port, "offered")
        clock.post(app)


def test_all_that_failed_are_sent_again_at_once(app: Flask, client_of: ClientOf) -> None:
    fail(app, 3)
    ada, box = client_of("Ada"), Letterbox()
    assert "3 letters were given up" in ada.get(PAGE).text
    assert [link.text for link in ada.get("/administration").all("a", href=PAGE)] == ["Letters 3"]
    assert "3 letters are due now" in ada.follow(ada.post(f"{PAGE}/send")).text
    with serving(box) as port:
        app.config["VANTAGE_SMTP"] = MailServer("127.0.0.1", port, "offered")
        clock.post(app)
    assert len(box.taken) == 3
    assert ada.post(f"{PAGE}/send").status == 422
    assert "had all failed letters sent again: 3" in ada.get("/administration/activity").text


def test_a_letter_that_failed_can_be_let_be(app: Flask, client_of: ClientOf) -> None:
    fail(app, 1)
    ada = client_of("Ada")
    assert "550 no such mailbox" in ada.get(f"{PAGE}/1").text
    assert "will not be sent" in ada.follow(ada.post(f"{PAGE}/1/let-be")).text
    assert "Not everything arrived" not in ada.get(PAGE).text
    assert "It was let be." in ada.get(f"{PAGE}/1").text
    assert ada.post(f"{PAGE}/1/let-be").status == 422


@pytest.mark.parametrize(
    ("answers", "said"),
    [({}, "The mail server took it"), ({"RCPT": ["550 unknown"]}, "The mail server answered 550 unknown")],
    ids=["taken", "refused"],
)
def test_a_test_to_oneself_says_what_became_of_it(
    app: Flask, client_of: ClientOf, answers: dict[str, list[str]], said: str
) -> None:
    ada, box = client_of("Ada"), Letterbox()
    box.answers.update(answers)
    page = ada.follow(ada.post(f"{PAGE}/test"))
    assert "It is due now" in page.text
    with serving(box) as port:
        app.config["VANTAGE_SMTP"] = MailServer("127.0.0.1", port, "offered")
        clock.post(app)
    assert said in ada.get(f"{PAGE}/1").text
    assert [letter["To"] for letter in box.taken] == ["ada@example.org"] * (not answers)


def test_a_test_says_that_the_server_refused_the_password(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    ada.post(f"{PAGE}/test")
    with serving(Letterbox(), authenticator=password_is("another"), auth_require_tls=False) as port:
        app.config["VANTAGE_SMTP"] = MailServer("127.0.0.1", port, "offered", "readiness", "wrong")
        clock.post(app)
        assert "refused the user name or password" in app.test_cli_runner().invoke(args=["mail", "test"]).output
    assert "refused the user name or password" in ada.get(f"{PAGE}/1").text


def test_without_an_address_the_test_command_sends_nothing(app: Flask) -> None:
    box = Letterbox()
    with serving(box) as port:
        app.config["VANTAGE_SMTP"] = MailServer("127.0.0.1", port, "offered")
        assert "lets us in" in app.test_cli_runner().invoke(args=["mail", "test"]).output
    assert box.taken == []


def test_the_command_line_lists_and_sends_again(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert "No letter yet." in run(args=["mail", "list"]).output
    fail(app, 2)
    assert "550 no such mailbox" in run(args=["mail", "list", "--state", "failed"]).output
    assert "Name one letter" in run(args=["mail", "again"]).output
    assert "Letter 1 is due now" in run(args=["mail", "again", "1"]).output
    assert "waiting already" in run(args=["mail", "again", "1"]).output
    assert "Due now: 1." in run(args=["mail", "again", "--all"]).output
    assert "Letters: 2 waiting." in run(args=["mail", "list"]).output


def test_without_a_server_the_page_says_that_nothing_was_sent(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    assert "No letter yet" in ada.get(PAGE).text
    owe(app)
    clock.post(app)
    page = ada.get(PAGE)
    assert "No mail server is set" in page.text
    assert "Written to a file, not sent" in page.by_id("letter-1").text
    assert [path.suffix for path in (app.config["DATA_DIR"] / "letters").iterdir()] == [".eml"]


def test_what_failed_can_be_sent_again(app: Flask, client_of: ClientOf) -> None:
    owe(app)
    ada, box = client_of("Ada"), Letterbox()
    box.answers["RCPT"] = ["550 no <such> mailbox"]
    with serving(box) as port:
        app.config["VANTAGE_SMTP"] = MailServer("127.0.0.1", port, "offered")
        clock.post(app)
        page = ada.get(f"{PAGE}?state=failed")
        assert "550 no <such> mailbox" in page.by_id("letter-1").text
        assert "is due now" in ada.follow(ada.post(f"{PAGE}/1/send")).text
        clock.post(app)
    assert len(box.taken) == 1
    assert "Sent" in ada.get(PAGE).by_id("letter-1").text
    assert ada.post(f"{PAGE}/1/send").status == 422
    assert ada.post(f"{PAGE}/99/send").status == 404
    with app.app_context():
        line = diary.lines(0, limit=1)[0]
    assert (line.kind, line.subject, line.before, line.after) == ("site.changed", "letter:1", "failed", "waiting")


@pytest.mark.parametrize(("kind", "door"), [("invite", "join"), ("reset", "reset")])
def test_the_link_of_a_letter_opens_its_door(app: Flask, kind: str, door: str) -> None:
    box = Letterbox()
    with app.app_context():
        ben, now = World(app).person("Ben"), datetime.now(UTC)
        about = {"by": World(app).person("Ada").id}
        deliveries.owe(kind, key="k", user=ben, address=ben.email, about=about, at=now, project=World(app).project)
        db.session.commit()
    with serving(box) as port:
        app.config["VANTAGE_SMTP"] = MailServer("127.0.0.1", port, "offered")
        clock.post(app)
    [path] = re.findall(rf"/{door}/[\w-]+", box.body())
    assert Client(app).get(path).status == 200


def test_the_password_of_the_server_is_on_no_page(app: Flask, client_of: ClientOf) -> None:
    app.config["VANTAGE_SMTP"] = MailServer("mail.example.org", 587, "asked", "readiness", "hush-hush")
    page = client_of("Ada").get(PAGE)
    assert "mail.example.org:587" in page.text
    assert "hush-hush" not in page.response.text


def test_only_administrators_see_letters(client_of: ClientOf) -> None:
    assert client_of("Ben").get(PAGE).status == 403
    for post in ("1/send", "1/file", "1/let-be", "send", "test"):
        assert client_of("Ben").post(f"{PAGE}/{post}").status == 403
    assert client_of("Ben").get(f"{PAGE}/1").status == 403


def test_a_letter_just_owed_does_not_wait_for_the_next_tick(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "_listeners", [])
    arrived, box = threading.Event(), Letterbox()
    box.when_taken = arrived.set
    with serving(box) as port:
        app.config["VANTAGE_SMTP"] = MailServer("127.0.0.1", port, "offered")
        postman = clock.Postman(app)
        postman.start()
        deliveries.when_owed(postman.ring)
        owe(app)
        assert arrived.wait(60)
        postman.stop()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "took the letter to ada@example.org"),
        ({"RCPT": ["550 unknown"]}, "The mail server answered 550 unknown"),
        ({"MAIL": ["421 busy"]}, "The mail server answered 421 busy"),
    ],
    ids=str,
)
def test_the_test_command_explains(app: Flask, answers: dict[str, list[str]], said: str) -> None:
    box = Letterbox()
    box.answers.update(answers)
    with serving(box) as port:
        app.config["VANTAGE_SMTP"] = MailServer("127.0.0.1", port, "offered")
        assert said in app.test_cli_runner().invoke(args=["mail", "test", "ada@example.org"]).output


def test_the_test_command_says_when_nobody_is_there(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert "VANTAGE_SMTP is not set" in run(args=["mail", "test", "ada@example.org"]).output
    with silent_server() as port:
        app.config["VANTAGE_SMTP"] = MailServer("127.0.0.1", port, "offered")
    assert f"Nobody listens at 127.0.0.1:{port}" in run(args=["mail", "test", "ada@example.org"]).output
    app.config["VANTAGE_SMTP"] = MailServer("no-such-host.invalid", 25, "offered")
    assert "There is no computer named no-such-host.invalid" in run(args=["mail", "test", "ada@example.org"]).output


def test_the_letters_are_a_room_of_the_administration(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    for room in ("", "/projects", "/letters", "/activity", "/health"):
        page = ada.get(f"/administration{room}")
        assert [link.text for link in page.all("a", href=PAGE)][:1] == ["Letters"], room
