"""Proving again who one is: which views ask for it, and that nothing typed is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.datastructures import MultiDict

from tests.conftest import SLUG, World
from tests.pages import Client, Page
from vantage_readiness.services import projects
from vantage_readiness.web import access

ClientOf = Callable[[str], Client]
PASSWORD = "a long enough password"
POLICY = {
    "policy-critical": "7",
    "policy-important": "2",
    "policy-nice": "1",
    "policy-evidence_days": "30",
    "policy-coverage_days": "14",
    "policy-second_person": "y",
    "policy-version": "1",
}
SAVE = f"/p/{SLUG}/settings/policy"

SENSITIVE = {
    "administration.delete",
    "administration.disable",
    "administration.enable",
    "administration.invite",
    "administration.make_administrator",
    "administration.remove",
    "administration.sign_out",
    "administration.unmake_administrator",
    "account.change_address",
    "account.sign_out_everywhere",
    "deliveries.let_be",
    "deliveries.send_again",
    "feeds.make",  # whoever has the address reads what its person has to do
    "deliveries.send_all_again",
    "deliveries.take_out",
    "deliveries.test",
    "second_factor.add",
    "second_factor.begin",
    "second_factor.remove",
    "second_factor.renew_codes",
    "second_factor.require",
    "invitations.invite_again",
    "settings.add_person",
    "settings.change_role",
    "settings.export",
    "settings.remove_person",
    "settings.save_policy",
    "sso.unlink",
    "tokens.make",
    "tokens.revoke",
    "tokens.revoke_of_project",
}
ORDINARY = {
    "invitations.do_join",
    "invitations.withdraw",
    "resets.do_ask",
    "resets.do_choose",
    "account.change_password",  # asks for the current one itself; where there is none, see below
    "account.do_set_up",
    "account.do_sign_in",
    "account.end_sign_in",
    "account.rename",
    "account.sign_out",
    "account.use_link",
    "confirmations.answer",
    "feeds.revoke",
    "portfolio.create",
    "preferences.change",
    "preferences.choose_reports",
    "second_factor.answer",
    "second_factor.download",
    "settings.name_deputy",
    "settings.save_dates",
    "settings.save_reminders",
    "sso.finish",
    "sso.set_out",
    "unsubscribing.begin_again",
    "unsubscribing.end",
}
ORDINARY_ROOMS = ("items.", "costs.", "assessments.", "plan.", "reports.")  # the work itself


@pytest.fixture
def clock():
    with time_machine.travel(datetime.now(UTC), tick=False) as moving:
        yield moving


def age(clock: time_machine.Traveller, minutes: int = 10) -> None:
    clock.shift(timedelta(minutes=minutes))


def sent_again(page: Page) -> MultiDict[str, str]:
    """Give what the form on a page that asks for proof would send."""
    hidden = [each.attributes for each in page.all("input", type="hidden")]
    return MultiDict([(each["name"], each["value"]) for each in hidden])


def test_every_view_that_changes_something_asks_for_proof_or_is_known_not_to(app: Flask) -> None:
    unsafe = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"} and not rule.rule.startswith("/api/")
    }
    asking = {endpoint for endpoint in unsafe if access.is_sensitive(app, endpoint)}
    assert asking == SENSITIVE
    quiet = {endpoint for endpoint in unsafe - asking if not endpoint.startswith(ORDINARY_ROOMS)}
    assert quiet == ORDINARY, "put the new view on the list it belongs to"
    shut = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith("/administration")}
    assert shut & unsafe <= SENSITIVE


def test_within_ten_minutes_nothing_is_asked(client_of: ClientOf, clock: time_machine.Traveller) -> None:
    ada = client_of("Ada")
    age(clock, 9)
    assert ada.post(SAVE, POLICY).status == 302


def test_a_form_that_matters_waits_for_proof_and_goes_on_with_what_was_typed(
    app: Flask, client_of: ClientOf, clock: time_machine.Traveller
) -> None:
    ada = client_of("Ada")
    age(clock)
    page = ada.post(SAVE, POLICY)
    assert (page.status, page.h1) == (403, "Confirm that it is you")
    assert weight(app) == 4
    assert SAVE in [form.attributes.get("action") for form in page.all("form")]
    kept = sent_again(page)
    assert {name: kept[name] for name in POLICY} == POLICY
    wrong = ada.post(SAVE, {**kept, "proof": "wrong"}, token=page.csrf())
    assert wrong.status == 422
    assert "This password is not right" in wrong.by_id("proof-error").text
    assert weight(app) == 4
    right = ada.post(SAVE, {**sent_again(wrong), "proof": PASSWORD}, token=wrong.csrf())
    assert right.status == 302
    assert weight(app) == 7
    assert PASSWORD not in wrong.response.text


def weight(app: Flask) -> int:
    with app.app_context():
        policy = World(app).project.policy
        return policy.get("weights", {}).get("critical", 4) if isinstance(policy, dict) else 4


def test_doubled_fields_stay_doubled(client_of: ClientOf, clock: time_machine.Traveller) -> None:
    ada = client_of("Ada")
    age(clock)
    page = ada.post(f"/p/{SLUG}/settings/people/2/role", {"role": ["viewer", "lead"], "<b>": "a\nb\x00"})
    assert sent_again(page).getlist("role") == ["viewer", "lead"]
    assert "&lt;b&gt;" in page.response.text


def test_a_page_is_confirmed_once_and_then_left_alone(client_of: ClientOf, clock: time_machine.Traveller) -> None:
    ada = client_of("Ada")
    assert ada.get("/account/confirm?next=/account").response.location == "/account"
    age(clock)
    page = ada.get("/account/confirm?next=/account")
    assert page.h1 == "Confirm that it is you"
    assert ada.post("/account/confirm", {"next": "/account", "proof": "no"}).status == 422
    page = ada.post("/account/confirm", {"next": "/account", "proof": PASSWORD})
    assert page.response.location == "/account"
    assert "not be asked again" in ada.follow(page).text
    assert ada.post(SAVE, POLICY).status == 302
    assert ada.post("/account/confirm", {"next": "//evil.example", "proof": PASSWORD}).response.location == "/"


def test_a_page_that_matters_sends_there_and_back(
    app: Flask, client_of: ClientOf, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = client_of("Ada")
    view = app.view_functions["my_work.show"]

    @access.reading
    @access.freshly_proven
    def careful(slug: str) -> object:
        return view(slug=slug)

    monkeypatch.setitem(app.view_functions, "my_work.show", careful)
    age(clock)
    page = ada.get(f"/p/{SLUG}/my-work?a=b")
    assert page.response.location == f"/account/confirm?next=/p/{SLUG}/my-work?a%3Db"
    back = ada.post("/account/confirm", {"next": f"/p/{SLUG}/my-work?a=b", "proof": PASSWORD})
    assert ada.follow(back).status == 200


def test_an_unlocked_screen_lets_nobody_else_in(app: Flask, client_of: ClientOf, clock: time_machine.Traveller) -> None:
    ada = client_of("Ada")
    age(clock)
    page = ada.post(
        f"/p/{SLUG}/settings/people",
        {"member-name": "Mallory", "member-email": "mallory@example.net", "member-role": "lead"},
    )
    assert (page.status, page.h1) == (403, "Confirm that it is you")
    assert ada.post(f"/p/{SLUG}/settings/people/2/invite-again").status == 403
    with app.app_context():
        assert "Mallory" not in [user.name for user, _role in projects.members(World(app).project)]
    page = ada.post(f"/p/{SLUG}/settings/people", {**sent_again(page), "proof": PASSWORD}, token=page.csrf())
    assert "/join/" in page.response.text


def test_a_part_of_a_page_sends_the_whole_page_there(client_of: ClientOf, clock: time_machine.Traveller) -> None:
    ada = client_of("Ada")
    token = ada.csrf()
    age(clock)
    page = ada.post(SAVE, POLICY, headers={"HX-Request": "true"}, token=token)
    assert page.status == 403
    assert page.response.headers["HX-Redirect"].startswith("/account/confirm")


def test_who_has_neither_password_nor_factor_is_told_to_sign_in_again(
    client_of: ClientOf, clock: time_machine.Traveller
) -> None:
    ben = client_of("Ben")
    age(clock)
    page = ben.post("/account/second-factor/begin")
    assert (page.status, page.h1) == (403, "Confirm that it is you")
    assert "sign in again the way you did" in page.text
    assert ben.post("/account/second-factor/begin", {"proof": "x"}).status == 422


def test_a_first_password_is_not_chosen_on_an_unlocked_screen(
    app: Flask, client_of: ClientOf, clock: time_machine.Traveller
) -> None:
    ben = client_of("Ben")
    age(clock)
    chosen = {"new": "one of my own choosing", "again": "one of my own choosing"}
    page = ben.post("/account/password", chosen)
    assert (page.status, page.h1) == (403, "Confirm that it is you")
    assert ben.post("/account/password", {**chosen, "proof": chosen["new"]}).status == 422
    with app.app_context():
        assert World(app).person("Ben").password_hash is None
    again = client_of("Ben")
    assert again.post("/account/password", chosen).status == 302
    with app.app_context():
        assert World(app).person("Ben").password_hash


def test_whoever_may_not_do_it_is_told_so_and_not_asked(client_of: ClientOf, clock: time_machine.Traveller) -> None:
    ben, dan, nobody = client_of("Ben"), client_of("Dan"), client_of("nobody")
    age(clock)
    assert [each.post(SAVE, POLICY).status for each in (ben, dan, nobody)] == [403, 404, 401]
    assert ben.post(SAVE, POLICY).h1 != "Confirm that it is you"


def test_the_list_of_members_is_not_changed_on_the_way(
    app: Flask, client_of: ClientOf, clock: time_machine.Traveller
) -> None:
    ada = client_of("Ada")
    age(clock)
    with app.app_context():
        before = [(user.id, role) for user, role in projects.members(World(app).project)]
    assert ada.post(f"/p/{SLUG}/settings/people/2/remove").status == 403
    with app.app_context():
        assert [(user.id, role) for user, role in projects.members(World(app).project)] == before
