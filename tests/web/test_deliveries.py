"""Letters under administration: nothing pretends to have been sent, and what failed can be sent again."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.conftest import World
from tests.letterbox import Letterbox, serving, silent_server
from tests.pages import Client
from vantage_readiness import clock
from vantage_readiness.domain.deliveries import MailServer
from vantage_readiness.services import deliveries
from vantage_readiness.storage import diary
from vantage_readiness.storage.database import db

pytestmark = pytest.mark.usefixtures("nothing_owed")

ClientOf = Callable[[str], Client]
PAGE = "/administration/letters"


def owe(app: Flask, key: str = "notice:1", address: str = "ben@example.org") -> None:
    with app.app_context():
        user, now = World(app).person("Ben"), datetime.now(UTC)
        deliveries.owe("notice", key=key, user=user, address=address, about={"title": "News", "text": ["x"]}, at=now)
        db.session.commit()


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
    assert client_of("Ben").post(f"{PAGE}/1/send").status == 403


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
