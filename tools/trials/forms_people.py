"""Who sends the forms of the trial, and in what state each comes to the browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tools.trials.forms_seen import Sheet
from vantage_readiness.services import links, people
from vantage_readiness.storage.database import db
from vantage_readiness.storage.people import SignIn, User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 — of a database that lives for a minute


def add_people() -> None:
    """Add to the stage's people one without a project and one with a second factor."""
    at = datetime.now(UTC)
    people.introduce("Dan", "dan@example.org", at=at)
    eve = people.introduce("Eve", "eve@example.org", at=at, is_administrator=True)
    eve.totp_secret, eve.totp_since = SECRET, at
    db.session.commit()


def _enter(name: str) -> Callable[[Flask, FlaskClient], None]:
    def arrive(app: Flask, client: FlaskClient) -> None:
        with app.app_context():
            token = links.sign_in_link(people.get_by_email(f"{name.lower()}@example.org"), datetime.now(UTC))
        _press(client, f"/sign-in/{token}")

    return arrive


def _press(client: FlaskClient, path: str) -> None:
    """Press the button of a page that has only one."""
    token = Sheet("", client.get("/account", follow_redirects=True).text).token
    client.post(path, data={"csrf_token": token}).close()


def _enrolling(app: Flask, client: FlaskClient) -> None:
    _enter("Ben")(app, client)
    _press(client, "/account/second-factor/begin")


def _long_ago(app: Flask, client: FlaskClient) -> None:
    """Come as Ada, who proved who she is an hour ago; passwords stand in for what she can confirm with."""
    _enter("Ada")(app, client)
    with app.app_context():
        newest = select(SignIn.id).join(User).where(User.name == "Ada").order_by(SignIn.id.desc()).limit(1)
        hour = datetime.now(UTC) - timedelta(hours=1)
        db.session.execute(update(SignIn).where(SignIn.id == newest.scalar_subquery()).values(confirmed_at=hour))
        db.session.commit()


def _code(app: Flask, client: FlaskClient) -> None:
    """Come as Eve, who shows her code."""
    _enter("Eve")(app, client)
    token = Sheet("", client.get("/second-factor").text).token
    client.post("/second-factor", data={"csrf_token": token, "code": pyotp.TOTP(SECRET).now()}).close()


ARRIVALS: dict[str, Callable[[Flask, FlaskClient], None]] = {
    "nobody": lambda _app, _client: None,
    "Ada": _enter("Ada"),
    "Ben": _enter("Ben"),
    "Cleo": _enter("Cleo"),
    "Dan": _enter("Dan"),
    "Eve": _code,
    "Eve, who owes a code": _enter("Eve"),
    "Ben, who sets a factor up": _enrolling,
    "Ada, an hour later": _long_ago,
}


def hidden_doors(app: Flask) -> list[str]:
    """Give the addresses that only a letter or the console tells."""
    at = datetime.now(UTC)
    with app.app_context():
        found = [f"/setup/{links.begin(links.SETUP, None, at, timedelta(days=1))}"]
        found.append(f"/sign-in/{links.sign_in_link(people.get_by_email('cleo@example.org'), at)}")
    return found
