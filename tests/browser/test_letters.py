"""What people are written, chosen in a real browser: with scripts and without, wide and narrow, by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Server
from tests.browser.test_journey import OpenBrowser, set_up

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROJECT = "/p/vantage-ai"


@pytest.mark.parametrize(("scripts", "size"), [(True, WIDE), (False, NARROW)])
def test_letters_reminders_and_what_slips(
    server: Server, open_browser: OpenBrowser, scripts: bool, size: dict[str, int]
) -> None:
    ada = open_browser(server, scripts=scripts, size=size)
    page = ada.page
    set_up(page, server)

    page.goto("/account/letters")
    page.get_by_label("On the first working day of a week").focus()
    page.keyboard.press("Space")
    page.get_by_label("Untouched for long").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save what I get").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Noted: this is what you are written")).to_be_visible()
    expect(page.get_by_label("On the first working day of a week")).to_be_checked()
    expect(page.get_by_label("Untouched for long")).not_to_be_checked()

    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("Address of your calendar").input_value()
    path = "/feed/" + address.rpartition("/feed/")[2]
    assert page.request.get(path).headers["content-type"].startswith("text/calendar")
    page.goto("/account/letters")
    page.get_by_role("button", name="Revoke it").click()
    expect(page.get_by_text("There is no address yet")).to_be_visible()
    assert page.request.get(path).status == 404

    page.goto(f"{PROJECT}/settings/reminders")
    page.get_by_label("Letters are written at").select_option("09:00")
    page.get_by_label("Holidays").fill("2026-12-24\n24.12.2026")
    page.get_by_role("button", name="Save reminders").click()
    expect(page.get_by_role("alert")).to_contain_text("Line 2, “24.12.2026”, is no date.")
    page.get_by_label("Holidays").fill("2026-12-24")
    page.get_by_role("button", name="Save reminders").click()
    expect(page.get_by_text("The reminders are saved")).to_be_visible()

    page.goto(f"{PROJECT}/items/1")
    page.get_by_label("Due date of item 1").fill("2026-01-09")
    if not scripts:
        page.get_by_role("button", name="Set date").click()
    else:
        page.get_by_label("Due date of item 1").press("Enter")
    page.goto(f"{PROJECT}/items/1")
    page.get_by_label("New date").fill("2027-01-15")
    page.get_by_label("Reason", exact=True).first.fill("The vendor is late.")
    page.get_by_role("button", name="Put it off").click()
    expect(page.get_by_text("The vendor is late.")).to_be_visible()
    expect(page.get_by_role("button", name="Put it off")).to_have_count(0)

    page.goto(f"{PROJECT}/items/1/still-true")
    page.get_by_role("button", name="Still true").click()
    expect(page.get_by_text("Noted: this is still true.")).to_be_visible()
    ada.assert_clean()
