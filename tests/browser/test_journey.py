"""From the set-up link to a stale edit refused: the main job, done by two people in real browsers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Person, Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenBrowser = Callable[..., Person]
HOME = "/p/vantage-ai/"
ITEMS = "/p/vantage-ai/items"
WITHIN_TWENTY_SECONDS = 20_000


def set_up(page: Page, server: Server) -> None:
    """Become the first administrator by the one-time link."""
    page.goto(server.setup_path)
    page.get_by_label("Your name").fill("Ada Novak")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Create the account").click()
    page.wait_for_url("**" + HOME)


def invite(page: Page, name: str, email: str) -> str:
    """Add somebody to the project and give the path of the one-time link."""
    page.goto("/p/vantage-ai/settings")
    form = page.locator("form", has=page.get_by_role("button", name=re.compile("^Add")))
    form.get_by_label("Name").fill(name)
    form.get_by_label("E-mail address").fill(email)
    form.get_by_label("Role").select_option("member")
    form.get_by_role("button", name=re.compile("^Add")).click()
    shown = page.get_by_label(f"One-time link for {name}").input_value()
    found = re.search(r"/join/[\w-]+", shown)
    assert found, shown
    return found[0]


def join(page: Page, link: str) -> None:
    """Open an invitation and choose a password; it leads into the project."""
    page.goto(link)
    site = page.url.partition("/join/")[0]
    page.get_by_label("Choose a password").fill("another long enough phrase")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(site + HOME)


def enter(page: Page, link: str, home: str = HOME) -> None:
    """Open a one-time link and press its button; it leads home."""
    page.goto(link)
    site = page.url.partition("/sign-in/")[0]
    page.get_by_role("button", name=re.compile("Sign in", re.IGNORECASE)).click()
    page.wait_for_url(site + home)


def figure(page: Page, name: str) -> str:
    """Read one of the big numbers."""
    stat = page.locator("#numbers .stat", has=page.locator("dt", has_text=name))
    return stat.locator(".figure").inner_text().replace("\n", "")


def status_of(page: Page, number: int) -> str:
    return page.get_by_label(f"Status of item {number}", exact=True).first.input_value()


def test_two_people_take_the_product_one_step_further(server: Server, open_browser: OpenBrowser) -> None:
    ada = open_browser(server)
    page = ada.page
    set_up(page, server)
    expect(page.locator("h1")).to_have_text(re.compile(r"^Not ready: 8 of 8 critical items open"))
    assert figure(page, "Claimed") == "0%"
    before = page.locator("#burn figcaption").inner_text()
    page.evaluate("window.stayed = true")

    page.get_by_label("Status of item 1", exact=True).first.select_option("done")
    expect(page.locator("h1")).to_have_text(re.compile(r"^Not ready: 7 of 8 critical items open, 1 claimed"))
    expect(page.locator("#gate .reasons")).to_contain_text("1 critical item is claimed, not verified")
    expect(page.locator("#numbers")).to_contain_text("4 of 56 points done")
    assert figure(page, "Claimed") == "7%"
    assert figure(page, "Score") == "7.67/10"
    expect(page.locator("#burn figcaption")).not_to_have_text(before)
    expect(page.locator("#burn figcaption")).to_contain_text("4 points are claimed but not proven")
    assert page.evaluate("window.stayed"), "the page was reloaded"

    ben = open_browser(server)
    join(ben.page, invite(page, "Ben Osei", "ben@example.org"))
    ben.page.goto(ITEMS)
    assert status_of(ben.page, 2) == "open"
    page.goto(ITEMS)
    page.get_by_label("Status of item 2", exact=True).select_option("in_progress")
    expect(ben.page.get_by_label("Status of item 2", exact=True)).to_have_value(
        "in_progress", timeout=WITHIN_TWENTY_SECONDS
    )

    stop_renewing(page)
    ben.page.get_by_label("Status of item 3", exact=True).select_option("blocked")
    expect(ben.page.locator("#item-3 .is-blocked")).to_be_visible()
    page.get_by_label("Status of item 3", exact=True).select_option("done")
    conflict = page.locator("#item-3 [role=alert]")
    expect(conflict).to_contain_text("you wanted Done")
    expect(conflict).to_contain_text("it is now Blocked")
    assert "blocked" in server_status(ben.page, 3)
    conflict.get_by_role("button", name="Use mine").click()
    expect(page.locator("#item-3 [role=alert]")).to_have_count(0)
    assert "done" in server_status(ben.page, 3)
    ada.assert_clean()
    ben.assert_clean()
    assert "The diary is whole" in server.flask("diary", "verify")


def stop_renewing(page: Page) -> None:
    """Keep this window from hearing of others' changes for a while."""

    def answer(route: object) -> None:
        if route.request.headers.get("x-live"):  # type: ignore[attr-defined]
            route.fulfill(status=304)  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**" + ITEMS, answer)


def server_status(page: Page, number: int) -> str:
    """Give what a fresh look at an item says of its status."""
    page.goto(f"{ITEMS}/{number}")
    return page.locator("select[name=status]").first.input_value()


def test_the_same_without_scripts(server: Server, open_browser: OpenBrowser) -> None:
    ada = open_browser(server, scripts=False)
    page = ada.page
    set_up(page, server)
    expect(page.locator("h1")).to_have_text(re.compile(r"^Not ready: 8 of 8 critical items open"))
    move_by_button(page, 1, "done")
    page.goto(HOME)
    expect(page.locator("h1")).to_have_text(re.compile(r"^Not ready: 7 of 8 critical items open, 1 claimed"))
    assert (figure(page, "Claimed"), figure(page, "Score")) == ("7%", "7.67/10")
    expect(page.locator("#burn figcaption")).to_contain_text("4 points are claimed but not proven")
    expect(page.locator("#burn svg").first).to_be_visible()

    ben = open_browser(server, scripts=False, size=NARROW)
    join(ben.page, invite(page, "Ben Osei", "ben@example.org"))
    page.goto(ITEMS)
    ben.page.goto(ITEMS)
    move_by_button(ben.page, 3, "blocked")
    move_by_button(page, 3, "done")
    conflict = page.locator("[role=alert]").first
    expect(conflict).to_contain_text("you wanted Done")
    expect(conflict).to_contain_text("it is now Blocked")
    page.get_by_role("button", name="Use mine").first.click()
    assert server_status(ben.page, 3) == "done"
    ada.assert_clean()
    ben.assert_clean()


def move_by_button(page: Page, number: int, status: str) -> None:
    """Change a status with a select and a button, as without scripts."""
    control = page.get_by_label(f"Status of item {number}", exact=True).first
    control.select_option(status)
    control.locator("xpath=ancestor::form").get_by_role("button").click()


def test_the_setup_link_works_once(server: Server, open_browser: OpenBrowser) -> None:
    ada = open_browser(server)
    set_up(ada.page, server)
    eve = open_browser(server)
    eve.page.goto(server.setup_path)
    expect(eve.page.locator("h1")).not_to_have_text(re.compile("Set up"))
    assert eve.page.get_by_label("Password").count() == 0
