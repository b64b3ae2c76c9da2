"""The HTML report in a real browser: for everybody (axe), at any width, light and dark, and on two A4 pages."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfReader

from tests.output.weekly_examples import a_typical_week, an_empty_week, an_overfull_week
from vantage_readiness.output import weekly as papers
from vantage_readiness.output.mail.letter import Letter, as_html
from vantage_readiness.output.weekly import letter

pytestmark = pytest.mark.browser

WEEKS = {"empty": an_empty_week(), "typical": a_typical_week(), "overfull": an_overfull_week()}
REPORTS = {name: papers.files(weekly)["report.html"].decode() for name, weekly in WEEKS.items()}
MAILS = {
    name: as_html(Letter(letter.subject(weekly), (), "Sent by Vantage Readiness", body=letter.summary(weekly)))
    for name, weekly in WEEKS.items()
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    with sync_playwright() as tools:
        started = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", WEEKS)
def test_the_report_is_for_everybody_at_any_width_in_light_and_dark(browser, name, width, scheme):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(REPORTS[name])
    found = Axe().run(page).response["violations"]
    assert [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert asked == []
    drawings = page.locator(".chart-svg:visible")
    assert drawings.count() == (0 if name == "empty" else 1)
    page.close()


def test_the_first_screen_has_verdict_and_numbers(browser):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_content(REPORTS["typical"])
    assert page.locator(".numbers").bounding_box()["y"] < 450
    assert page.locator("#changed").bounding_box()["y"] < 900
    page.close()


@pytest.mark.parametrize(("name", "pages"), [("empty", 1), ("typical", 2)])
def test_it_prints_on_two_pages(browser, name, pages):
    page = browser.new_page()
    page.set_content(REPORTS[name])
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(printed) == pages
    assert "Not ready" in printed[0].extract_text()
    page.close()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", WEEKS)
def test_the_mail_is_for_everybody_at_any_width(browser, name, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(MAILS[name])
    outline = {"landmark-one-main", "region"}  # mail programs show mails inside their own
    found = [each for each in Axe().run(page).response["violations"] if each["id"] not in outline]
    assert [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.close()
