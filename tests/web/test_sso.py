"""Single sign-on, with a real provider: whom it lets in, and everything that it must not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask

from tests.conftest import World, close
from tests.pages import Client, Page
from tests.provider import CLIENT, SECRET, Provider, a_key, serving
from vantage_readiness import config
from vantage_readiness.config import Misconfigured
from vantage_readiness.factory import create_app
from vantage_readiness.services import accounts, sign_ins
from vantage_readiness.storage import diary, people
from vantage_readiness.storage.database import db
from vantage_readiness.storage.diary import ChangeRow

PASSWORD = "a long enough password"

Lie = Callable[[dict[str, Any]], object]


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    with serving(made):
        yield made


@pytest.fixture
def app(environment: dict[str, str], provider: Provider) -> Iterator[Flask]:
    settings = {"ISSUER": provider.issuer, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "NAME": "Example"}
    made = create_app(environment | {f"VANTAGE_OIDC_{name}": value for name, value in settings.items()}, TESTING=True)
    yield made
    close(made)


@pytest.fixture
def visitor(app: Flask) -> Client:
    return Client(app)


def set_out(visitor: Client, wanted: str = "") -> dict[str, str]:
    """Go to the provider and give what it sends the browser back with."""
    page = visitor.post("/sso", {"next": wanted})
    assert page.h1 == "On to Example", page.text
    place = next(link.attributes["href"] for link in page.all("a", class_="button primary"))
    assert page.all("meta", http_equiv="refresh")[0].attributes["content"] == f"0;url={place}"
    answer = requests.get(place, allow_redirects=False, timeout=30)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def come_back(visitor: Client, answer: dict[str, str]) -> Page:
    page = visitor.get("/sso/back", query_string=answer)
    assert page.h1 == "Welcome back"
    hidden = {each.attributes["name"]: each.attributes["value"] for each in page.all("input", type="hidden")}
    return visitor.post("/sso/finish", {name: hidden[name] for name in ("code", "state")}, token=hidden["csrf_token"])


def sign_in(visitor: Client, wanted: str = "") -> Page:
    return come_back(visitor, set_out(visitor, wanted))


def last_lines(app: Flask, limit: int = 1) -> list[ChangeRow]:
    with app.app_context():
        return list(diary.lines(0, limit=limit))


def test_whoever_was_invited_is_linked_by_the_address_and_then_known(app: Flask, visitor: Client) -> None:
    page = sign_in(visitor, "/p/vantage-ai/items")
    assert (page.status, page.response.location) == (302, "/p/vantage-ai/items")
    assert visitor.get("/account").status == 200
    with app.app_context():
        who = f"person:{World(app).person('Ada').id}"
    begun, linked = last_lines(app, 2)
    assert (linked.kind, linked.subject) == ("identity.linked", who)
    assert (begun.kind, begun.subject, begun.after) == ("person.signed_in", who, "sso")


def test_who_is_linked_is_known_whatever_the_address_is_now(app: Flask, visitor: Client, provider: Provider) -> None:
    sign_in(visitor)
    provider.person |= {"email": "renamed@example.org", "email_verified": False}
    again = Client(app)
    assert sign_in(again).status == 302
    assert "ada@example.org" in again.get("/account").text


LIES: dict[str, Lie] = {
    "another audience": lambda said: said.update(aud="another"),
    "shared with another party": lambda said: said.update(aud=[CLIENT, "another"]),
    "made for another party": lambda said: said.update(azp="another"),
    "expired": lambda said: said.update(exp=int(time.time()) - 120),
    "without an end": lambda said: said.pop("exp"),
    "of tomorrow": lambda said: said.update(iat=int(time.time()) + 86_400),
    "another issuer": lambda said: said.update(iss="https://evil.example"),
    "without nonce": lambda said: said.pop("nonce"),
    "another nonce": lambda said: said.update(nonce="replayed"),
    "nobody": lambda said: said.pop("sub"),
    "a subject that is a list": lambda said: said.update(sub=["ada-there"]),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_token_that_is_not_for_this_journey_is_refused(
    app: Flask, visitor: Client, provider: Provider, lie: Lie
) -> None:
    provider.alter = lie
    refused(app, sign_in(visitor), visitor, "not trusted", "cannot be trusted")


FORGERIES: dict[str, Callable[[Provider, dict[str, Any]], str]] = {
    "signed by somebody else": lambda provider, said: provider.signed(said, a_key("another")),
    "not signed": lambda provider, said: provider.unsigned(said),
    "changed afterwards": lambda provider, said: provider.signed(said)[:-8] + "AAAAAAAA",
    "no token": lambda provider, said: "",
    "noise": lambda provider, said: "a.b.c",
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_token_is_refused(
    app: Flask, visitor: Client, provider: Provider, forge: Callable[[Provider, dict[str, Any]], str]
) -> None:
    provider.sign = lambda said: forge(provider, said)
    refused(app, sign_in(visitor), visitor, "not trusted", "cannot be trusted")


@pytest.mark.parametrize(
    ("person", "why", "said"),
    [
        ({"email_verified": False}, "address", "does not vouch for your e-mail address"),
        ({"email_verified": "true"}, "address", "does not vouch for your e-mail address"),
        ({"email": ""}, "address", "does not vouch for your e-mail address"),
        ({"email": "stranger@example.org"}, "unknown", "nobody here has invited you"),
    ],
)
def test_nobody_unknown_comes_in(
    app: Flask, visitor: Client, provider: Provider, person: dict[str, Any], why: str, said: str
) -> None:
    provider.person |= person
    refused(app, sign_in(visitor), visitor, why, said)


def test_who_is_disabled_stays_out_linked_or_not(app: Flask, visitor: Client) -> None:
    sign_in(visitor)
    with app.app_context():
        for name in ("Ada", "Ben"):
            World(app).person(name).disabled_at = datetime.now(UTC)
        db.session.commit()
    again = Client(app)
    refused(app, sign_in(again), again, "disabled", "nobody here has invited you")


def test_an_address_that_was_given_to_somebody_else_there_opens_nothing(
    app: Flask, visitor: Client, provider: Provider
) -> None:
    sign_in(visitor)
    provider.person["sub"] = "another-ada"
    again = Client(app)
    refused(app, sign_in(again), again, "linked to another", "linked to somebody else at Example")


def test_an_address_that_somebody_typed_themselves_is_not_linked(
    app: Flask, visitor: Client, provider: Provider
) -> None:
    """Ada takes the address of a colleague; the colleague must not come into Ada's account, nor be kept out unheard."""
    with app.app_context():
        token = sign_ins.sign_in("ada@example.org", PASSWORD, address="", browser="", at=datetime.now(UTC))
        visit = sign_ins.find_visit(token, datetime.now(UTC))
        assert visit is not None
        accounts.change_email(visit, "colleague@example.org", PASSWORD, at=datetime.now(UTC))
    provider.person |= {"sub": "the-colleague", "email": "colleague@example.org"}
    refused(app, sign_in(visitor), visitor, "own address", "took this address itself, without proof")


def test_only_named_domains_are_linked(
    environment: dict[str, str], app: Flask, visitor: Client, provider: Provider
) -> None:
    known = app.config["SINGLE_SIGN_ON"]
    app.config["SINGLE_SIGN_ON"] = type(known)(known.issuer, CLIENT, SECRET, "Example", ("example.com",))
    refused(app, sign_in(visitor), visitor, "address", "Addresses of this domain may not")


def test_a_journey_is_finished_once_and_by_the_browser_that_began_it(app: Flask, visitor: Client) -> None:
    answer = set_out(visitor)
    stranger = Client(app)
    page = stranger.post("/sso/finish", answer)
    refused(app, page, stranger, "no journey", "begun elsewhere or is finished")
    with visitor._client.session_transaction() as session:
        kept = list(session["journey"])
    assert come_back(visitor, answer).status == 302
    replay = Client(app)
    with replay._client.session_transaction() as session:
        session["journey"] = kept  # the old cookie, state and code once more
    refused(app, replay.post("/sso/finish", answer), replay, "replayed", "begun elsewhere or is finished")


def test_a_code_is_good_for_one_journey(app: Flask, visitor: Client) -> None:
    old, new = set_out(visitor), set_out(visitor)
    page = visitor.post("/sso/finish", {"code": old["code"], "state": new["state"]})
    refused(app, page, visitor, "not trusted", "cannot be trusted")


def test_looking_at_the_way_back_signs_nobody_in(app: Flask, visitor: Client) -> None:
    answer = set_out(visitor)
    assert visitor.get("/sso/back", query_string=answer).status == 200
    assert visitor.get("/account").status == 302
    assert visitor.get("/sso/back?error=access_denied").status == 422


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_after_it_one_stays_on_this_host(visitor: Client, wanted: str) -> None:
    assert sign_in(visitor, wanted).response.location == "/"


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_a_discovery_document_that_is_not_the_issuers_is_refused(
    visitor: Client, provider: Provider, changed: dict[str, Any]
) -> None:
    provider.discovery = changed
    page = visitor.post("/sso")
    assert (page.status, "cannot be trusted" in page.text) == (422, True)


def test_a_provider_that_does_not_answer_is_named(app: Flask, visitor: Client) -> None:
    known = app.config["SINGLE_SIGN_ON"]
    app.config["SINGLE_SIGN_ON"] = type(known)("http://127.0.0.1:9", CLIENT, SECRET, "Example")
    assert "Example does not answer" in visitor.post("/sso").text


def test_the_secret_of_the_client_is_told_to_nobody(app: Flask, visitor: Client) -> None:
    assert SECRET not in repr(app.config["SINGLE_SIGN_ON"])
    assert SECRET not in visitor.post("/sso").response.text


@pytest.mark.parametrize(("methods", "owed"), [(["pwd"], True), (["pwd", "mfa"], False), ("mfa", True)], ids=str)
def test_the_second_factor_is_owed_unless_the_provider_asked_for_one(
    app: Flask, visitor: Client, provider: Provider, methods: object, owed: bool
) -> None:
    with app.app_context():
        World(app).person("Ada").totp_secret = "JBSWY3DPEHPK3PXP"
        db.session.commit()
    provider.person["amr"] = methods
    answer = set_out(visitor)
    with app.app_context():
        from vantage_readiness.services import oidc, sign_ins, sso

        with visitor._client.session_transaction() as session:
            journey = oidc.Journey(*session["journey"])
        token = sso.come_back(
            app.config["SINGLE_SIGN_ON"],
            journey,
            answer["state"],
            answer["code"],
            "http://127.0.0.1:8000/sso/back",
            where={"address": "127.0.0.1", "browser": "x"},
            at=datetime.now(UTC),
        )
        assert (sign_ins.find_pending(token, datetime.now(UTC)) is not None) is owed
        assert (sign_ins.find_visit(token, datetime.now(UTC)) is None) is owed


def test_a_link_can_be_undone_by_who_has_a_password(app: Flask, visitor: Client, provider: Provider) -> None:
    sign_in(visitor)
    page = visitor.get("/account/single-sign-on")
    assert provider.issuer in page.text
    assert "The link is undone" in visitor.follow(visitor.post("/account/single-sign-on/1/unlink")).text
    assert last_lines(app)[0].kind == "identity.unlinked"
    assert visitor.post("/account/single-sign-on/1/unlink").status == 404


def test_who_has_no_password_keeps_the_only_way_in(app: Flask, visitor: Client, provider: Provider) -> None:
    provider.person |= {"sub": "ben-there", "email": "Ben@Example.org"}
    sign_in(visitor)
    assert "Choose a password first" in visitor.post("/account/single-sign-on/1/unlink").text
    with app.app_context():
        assert len(people.identities_of(World(app).person("Ben").id)) == 1


def test_nobody_unlinks_somebody_else(app: Flask, visitor: Client, client_of: Callable[[str], Client]) -> None:
    sign_in(visitor)
    assert client_of("Ben").post("/account/single-sign-on/1/unlink").status == 404


def test_where_there_is_none_there_is_no_door(environment: dict[str, str]) -> None:
    plain = create_app(environment, TESTING=True)
    client = Client(plain)
    assert "single sign-on" not in client.get("/sign-in").text
    assert client.post("/sso").status == 404
    assert client.get("/sso/back?code=a&state=b").status == 404
    close(plain)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"ISSUER": "https://login.example.org"}, "VANTAGE_OIDC_CLIENT_ID and VANTAGE_OIDC_CLIENT_SECRET"),
        ({"ISSUER": "http://login.example.org"}, "has to look like https://login"),
        ({"ISSUER": "https://[bad"}, "has to look like https://login"),
    ],
)
def test_half_a_configuration_does_not_start(environment: dict[str, str], settings: dict[str, str], said: str) -> None:
    with pytest.raises(Misconfigured, match=said):
        config.load(environment | {f"VANTAGE_OIDC_{name}": value for name, value in settings.items()})


def test_without_its_library_it_does_not_start_and_says_how_to_install(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "find_spec", lambda _name: None)
    whole = {"ISSUER": "https://login.example.org", "CLIENT_ID": "a", "CLIENT_SECRET": "b"}
    with pytest.raises(Misconfigured, match=r"pip install -r requirements-sso\.txt"):
        config.load(environment | {f"VANTAGE_OIDC_{name}": value for name, value in whole.items()})


def refused(app: Flask, page: Page, visitor: Client, why: str, said: str) -> None:
    """Check that nobody came in, that the page says why, and that the diary knows."""
    assert (page.status, page.h1) == (422, "You are not signed in")
    assert said in page.text
    assert visitor.get("/account").status == 302
    line = last_lines(app)[0]
    assert (line.kind, line.by, line.after, line.note) == ("person.refused", "visitor", "sso", why)
