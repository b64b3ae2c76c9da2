"""Every page, in a real browser, light and dark, wide and narrow: accessible, within the policy, on this host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Person, Server
from tests.browser.test_journey import OpenBrowser, enter
from vantage_readiness.domain.weeks import Week, newest_over

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROJECT = "/p/vantage-ai"
PAGES = (
    "/",
    f"{PROJECT}/",
    f"{PROJECT}/items",
    f"{PROJECT}/items?view=board",
    f"{PROJECT}/items?text=nothing-like-it",
    f"{PROJECT}/items/1",
    f"{PROJECT}/items/7",
    f"{PROJECT}/items/8",
    f"{PROJECT}/items/9",
    f"{PROJECT}/items/37",
    f"{PROJECT}/items/new",
    f"{PROJECT}/my-work",
    f"{PROJECT}/plan",
    f"{PROJECT}/costs",
    f"{PROJECT}/reports",
    f"{PROJECT}/reports/{Week.of(datetime.now(UTC).date()).name}",
    f"{PROJECT}/reports/{newest_over(datetime.now(UTC).date()).name}",
    f"{PROJECT}/reports/compare",
    f"{PROJECT}/reports/mail",
    f"{PROJECT}/assessment",
    f"{PROJECT}/assessments",
    f"{PROJECT}/assessments/new",
    f"{PROJECT}/assessments/compare",
    f"{PROJECT}/activity",
    f"{PROJECT}/settings",
    f"{PROJECT}/settings/reminders",
    f"{PROJECT}/items/7/still-true",
    "/projects/new",
    "/account",
    "/account/letters",
    "/account/letters/preview",
    "/account/tokens",
    "/account/second-factor",
    "/account/single-sign-on",
    "/administration",
    "/administration?q=nobody-like-it",
    "/administration/people/1",
    "/administration/people/2",
    "/administration/people/2/remove",
    "/administration/projects",
    "/administration/projects/1/delete",
    "/administration/letters",
    "/administration/letters/1",
    "/administration/activity",
    "/administration/health",
    "/api",
    "/no-such-page",
)


@pytest.fixture(scope="module")
def links(demo: Server) -> dict[str, str]:
    """Give the one-time links the demonstration printed, by first name."""
    found = dict(re.findall(r"^\s+(\w+) \w+ .*?(/sign-in/[\w-]+)$", demo.said, re.MULTILINE))
    assert len(found) == 5, demo.said
    return found


@pytest.fixture(scope="module")
def cookies(demo: Server, links: dict[str, str], chromium: object) -> list[dict[str, object]]:
    """Sign in once as Ada and give the cookies for every window."""
    context = chromium.new_context(base_url=demo.url)  # type: ignore[attr-defined]
    enter(context.new_page(), links["Ada"], home="/")
    kept = context.cookies()
    context.close()
    return list(kept)


@pytest.fixture(params=[("light", WIDE), ("dark", NARROW)], ids=["light-wide", "dark-narrow"])
def window(
    request: pytest.FixtureRequest, demo: Server, open_browser: OpenBrowser, cookies: list[dict[str, object]]
) -> Iterator[Person]:
    theme, size = request.param
    person = open_browser(demo, size=size, dark=theme == "dark")
    person.context.add_cookies(cookies)  # type: ignore[arg-type]
    yield person
    person.assert_clean()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_stays_in_its_width(window: Person, path: str) -> None:
    page = window.page
    page.goto(path, wait_until="networkidle")
    assert violations(page) == []
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{path} is {overflow} px too wide"


def test_the_doors_are_accessible(demo: Server, open_browser: OpenBrowser, links: dict[str, str]) -> None:
    for dark in (False, True):
        person = open_browser(demo, size=NARROW, dark=dark)
        for path in (
            "/sign-in",
            links["Ben"],
            "/sign-in/spent",
            "/setup/spent",
            "/forgotten",
            "/reset/spent",
            "/join/spent",
        ):
            person.page.goto(path)
            assert violations(person.page) == [], path
        person.assert_clean()


def test_everybody_in_the_demonstration_gets_in(demo: Server, open_browser: OpenBrowser, links: dict[str, str]) -> None:
    for name, home, says in (("Cleo", "/", "Your projects"), ("Dana", f"{PROJECT}/", "Not ready:")):
        person = open_browser(demo)
        enter(person.page, links[name], home=home)
        assert person.page.locator("h1").inner_text().startswith(says)
        person.assert_clean()


def test_one_long_word_leaves_its_neighbours_room(
    demo: Server, open_browser: OpenBrowser, cookies: list[dict[str, object]]
) -> None:
    person = open_browser(demo)
    person.context.add_cookies(cookies)  # type: ignore[arg-type]
    page = person.page
    page.goto(f"{PROJECT}/items/new")
    page.get_by_label("Title").fill("W" * 300)
    page.get_by_role("button", name="Add").click()
    page.goto(f"{PROJECT}/plan")
    narrowest = "Math.min(...[...document.querySelectorAll('.trace td')].map(cell => cell.offsetWidth))"
    assert page.evaluate(narrowest) > 200
    person.assert_clean()


def test_what_asks_before_it_acts_opens_inside_the_window(window: Person) -> None:
    page, width = window.page, window.page.viewport_size["width"]  # type: ignore[index]
    for path, ask in (("/administration/people/2", "Make administrator"), (f"{PROJECT}/settings", "Remove")):
        page.goto(path)
        page.locator("summary", has_text=ask).first.click()
        for part in (page.locator("details[open] .popover"), page.locator("details[open] .popover .button")):
            box = part.bounding_box()
            assert box, path
            assert box["x"] >= 0, path
            assert box["x"] + box["width"] <= width, path


def test_a_page_that_is_no_longer_ours_says_that_it_stands_still(
    demo: Server, open_browser: OpenBrowser, cookies: list[dict[str, object]]
) -> None:
    person = open_browser(demo)
    person.context.add_cookies(cookies)  # type: ignore[arg-type]
    page = person.page
    page.goto(f"{PROJECT}/items")
    page.route("**/items", lambda route: route.fulfill(status=404))
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#live-notice")).to_contain_text("no longer renews itself")
    person.assert_clean()


def violations(page: Page) -> list[str]:
    """List what axe finds: rule, and the first element it is about."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
