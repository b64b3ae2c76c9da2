"""A newer assessment in real browsers: handed in, previewed, decided about, applied, told; and several projects."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import NARROW, WIDE, Person, Server
from tests.browser.test_every_page import violations
from tests.browser.test_journey import invite, join, set_up

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenBrowser = Callable[..., Person]
HOME = "/p/vantage-ai/"
ROOM = "/p/vantage-ai/assessments"
SECOND = Path(__file__).resolve().parents[1] / "documents/second.md"
SHIP = FilePayload(
    name="ship.md",
    mimeType="text/markdown",
    buffer=b"# SHIP - Release assessment\n\n## Checklist\n\n### Critical\n- [ ] Sign the packages\n",
)
WAYS = [(True, WIDE, False), (True, NARROW, True), (False, WIDE, True), (False, NARROW, False)]


@pytest.fixture(params=WAYS, ids=["wide-light", "narrow-dark", "wide-dark-no-scripts", "narrow-light-no-scripts"])
def ada(request: pytest.FixtureRequest, server: Server, open_browser: OpenBrowser) -> Person:
    scripts, size, dark = request.param
    person = open_browser(server, scripts=scripts, size=size, dark=dark)
    set_up(person.page, server)
    person.page.goto("/account")
    return person


def preview(page: Page) -> None:
    """Hand in the second document, its day unknown."""
    page.goto(f"{ROOM}/new")
    page.get_by_label("Document").set_input_files(SECOND)
    page.get_by_label("The date is not known").check()
    page.get_by_role("button", name="Show what it would change").click()
    expect(page.locator("h1")).to_have_text("What this assessment would change")


def assert_accessible(person: Person) -> None:
    """Fail if the page is too wide or, where scripts run, axe finds something."""
    page = person.page
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} is {overflow} px too wide"
    if page.evaluate("document.documentElement.classList.contains('js')"):
        assert violations(page) == [], page.url


def test_a_newer_assessment_tells_its_story(ada: Person, server: Server) -> None:
    page = ada.page
    page.goto(ROOM)
    page.get_by_role("link", name="Read a newer one").click()
    page.get_by_role("link", name="Cancel").click()
    preview(page)
    outcome = page.locator("#outcome")
    expect(outcome).to_contain_text("6 ticked, 2 vanished, 2 born done, 16 the same")
    expect(page.locator("#vanished-critical")).to_contain_text("2 critical items are missing from this document")
    expect(page.locator("#score-change")).to_contain_text("+1.07 of the stated +1.00")
    assert_accessible(ada)

    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("#history tbody tr")).to_have_count(1)

    preview(page)
    expect(page.get_by_label("Two items: each stands for itself")).to_be_checked()
    page.get_by_label("The same item in other words").check()
    page.get_by_role("button", name="Show what my choices change").click()
    expect(outcome).to_contain_text("7 ticked, 1 vanished, 1 born done")
    page.get_by_label("Two items: each stands for itself").check()
    page.get_by_role("button", name="Apply it").click()
    page.wait_for_url("**" + HOME)

    expect(page.locator("h1")).to_have_text(re.compile("^Not ready: 2 of 8 critical items open, 6 claimed but not"))
    unfold(page)
    expect(page.locator("#gate")).to_contain_text("“Configure HTTPS/SSL certificates” and “Set up proper logging")
    page.goto(ROOM)
    expect(page.locator("#history tbody tr")).to_have_count(2)
    expect(page.locator("#history")).to_contain_text("+1.00 stated, +1.07 explained")
    assert_accessible(ada)
    page.goto(f"{ROOM}/compare")
    expect(page.locator("#vanished")).to_contain_text("Configure HTTPS/SSL certificates")
    assert_accessible(ada)
    page.goto("/p/vantage-ai/activity")
    expect(page.locator("#activity")).to_contain_text("no longer names “Configure HTTPS/SSL certificates”")

    page.goto("/p/vantage-ai/items/7")
    assert_accessible(ada)
    page.get_by_label(re.compile("^Keep open")).check()
    page.locator("#decisions").get_by_label("Reason").fill("The certificate is still ours to order.")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("main")).to_contain_text("Decided: keep open.")
    expect(page.get_by_role("heading", name="no longer names this item")).to_have_count(0)
    ada.assert_clean()
    assert "The diary is whole" in server.flask("diary", "verify")


def unfold(page: Page) -> None:
    """Open the reasons of the gate where they are folded."""
    fold = page.locator("#gate details.reasons-fold > summary")
    if fold.is_visible():
        fold.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_of_two_who_apply_at_once_one_wins_and_the_other_is_told(
    server: Server, open_browser: OpenBrowser, scripts: bool
) -> None:
    ada, ben = open_browser(server, scripts=scripts), open_browser(server, scripts=scripts, size=NARROW, dark=True)
    set_up(ada.page, server)
    join(ben.page, invite(ada.page, "Ben Osei", "ben@example.org"))
    make_lead(ada.page, "Ben Osei")
    preview(ada.page)
    preview(ben.page)
    ada.page.get_by_role("button", name="Apply it").click()
    ada.page.wait_for_url("**" + HOME)
    ben.page.get_by_role("button", name="Apply it").click()
    told = ben.page.locator("main")
    expect(told).to_contain_text("Nothing was written")
    expect(told).to_contain_text("Ada Novak applied “VANTAGE AI - Production Readiness Assessment V2” at")
    ben.page.goto(ROOM)
    expect(ben.page.locator("#history tbody tr")).to_have_count(2)
    ada.assert_clean()
    ben.assert_clean()


def make_lead(page: Page, name: str) -> None:
    page.goto("/p/vantage-ai/settings")
    control = page.get_by_label(f"Role of {name}")
    control.select_option("lead")
    commit = control.locator("xpath=ancestor::form").get_by_role("button")
    if commit.is_visible():
        commit.click()
    expect(page.locator("main")).to_contain_text("The role is now lead.")


def test_a_second_project_stands_beside_the_first(ada: Person) -> None:
    page = ada.page
    page.get_by_role("link", name="New project").click()
    page.get_by_label("Document").set_input_files(SHIP)
    page.get_by_label("Date", exact=True).fill("2026-11-20")
    page.get_by_role("button", name="Create the project").click()
    expect(page.locator("h1")).to_have_text("SHIP - Release assessment")
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Your projects")
    row = page.locator("tbody tr", has_text="SHIP")
    expect(row).to_contain_text("Not ready: 1 of 1 critical item open.")
    expect(row).to_contain_text("1 of 1 open")
    assert_accessible(ada)
    ada.assert_clean()
