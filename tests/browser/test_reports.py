"""The weekly report in real browsers: found, read as a draft, published, downloaded, compared, wished for by mail."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Server, start
from tests.browser.test_every_page import cookies, links
from tests.browser.test_journey import OpenBrowser
from tests.browser.test_reassessment import assert_accessible
from vantage_readiness.domain.weeks import Week, newest_over

__all__ = ["cookies", "links"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REPORTS = "/p/vantage-ai/reports"
WAYS = [(0, True, WIDE, False), (1, True, NARROW, True), (2, False, NARROW, False)]


def week_over(back: int) -> Week:
    """Give the week that ended so many weeks before the newest that is over."""
    week = newest_over(datetime.now(UTC).date())
    for _ in range(back):
        week = week.before
    return week


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give the demonstration without a clock, which would publish every week by itself."""
    folder = tmp_path_factory.mktemp("demo")
    made = start(folder / "unused", "demo", extra={"DEMO_DIR": str(folder / "demo"), "VANTAGE_CLOCK": "off"})
    yield made
    made.stop()


@pytest.mark.parametrize(
    ("back", "scripts", "size", "dark"), WAYS, ids=["wide-light", "narrow-dark", "narrow-light-no-scripts"]
)
def test_a_week_is_found_read_published_downloaded_and_compared(
    demo: Server,
    open_browser: OpenBrowser,
    cookies: list[dict[str, object]],
    back: int,
    scripts: bool,
    size: dict[str, int],
    dark: bool,
) -> None:
    ada, week = open_browser(demo, scripts=scripts, size=size, dark=dark), week_over(back)
    page = ada.page
    ada.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(REPORTS)
    page.get_by_role("link", name=week.name).click()
    expect(page.locator("main")).to_contain_text("Not published yet")
    assert_accessible(ada)
    verdict = page.locator("#gate-title").inner_text()

    page.get_by_role("button", name="Publish this week").click()
    expect(page.locator("main")).to_contain_text(f"Edition 1 of {week.name} is published")
    expect(page.locator("#gate-title")).to_have_text(verdict)
    assert_accessible(ada)
    assert_a_download_is_what_its_hash_says(page)

    page.goto(f"{REPORTS}/compare?from={week.before.name}&to={week.name}")
    expect(page.locator("#numbers")).to_contain_text("Verified")
    assert_accessible(ada)

    page.goto(f"{REPORTS}/mail")
    page.get_by_label("The summary, with a link").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("The summary, with a link")).to_be_checked()
    page.get_by_role("button", name="Send a test to me").click()
    expect(page.locator("main")).to_contain_text("is on its way to")
    assert_accessible(ada)
    ada.assert_clean()


def assert_a_download_is_what_its_hash_says(page: Page) -> None:
    with page.expect_download() as caught:
        page.locator("#files").get_by_role("link", name="report.json").click()
    raw = Path(caught.value.path()).read_bytes()
    assert hashlib.sha256(raw).hexdigest() in page.locator("#files").inner_text()
    assert json.loads(raw)["report"]["slug"] == "vantage-ai"
