"""Charts in a real browser under the strict policy: alive where they can be, still where they cannot."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tests.output.examples import MONDAY, a_burn_down, a_plan
from vantage_readiness import places
from vantage_readiness.domain.burndown import ScopeStep
from vantage_readiness.output import charts, svg, tables

pytestmark = pytest.mark.browser

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HOSTILE = "<b>y</b> & <img src=x> <a href='javascript:alert(1)'>x</a>"
PAGE = """{% from "parts/chart.html" import chart %}<!doctype html>
<html lang="en" data-theme="light" data-plotly-js="/static/vendor/plotly-basic.min.js"
  data-plotly-css="/static/vendor/plotly.css">
<meta charset="utf-8"><title>Charts</title><link rel="stylesheet" href="/static/css/app.css">
<link rel="stylesheet" href="/static/css/charts.css"><link rel="icon" href="/static/icons/favicon.svg">
<script type="module" src="/static/js/charts.js"></script>
<main><h1>Charts</h1>
{{ chart("burn-down", "Burn-down", burndown.summary, drawing, "/burn-down.json", "/burn-down.csv", table) }}
<p id="far">The end</p></main>"""


@dataclass
class Site:
    """A page with one chart of so many days, and what browsers asked for."""

    days: int = 27
    asked: list[tuple[str, int]] = field(default_factory=list)
    address: str = ""

    def answer(self, path: str) -> tuple[bytes, str]:
        burndown = a_burn_down(self.days, steps=(ScopeStep(MONDAY + timedelta(days=9), 4, (HOSTILE,)),))
        plan = a_plan((3, 5), (2, 4), names=(HOSTILE, "Phase 2: Infrastructure"))
        if path == "/":
            pages = Environment(loader=FileSystemLoader(places.templates()), autoescape=True)
            pages.globals["static"] = lambda name: f"/static/{name}"
            drawing, table = svg.burn_down(burndown, plan), tables.weekly_table(burndown)
            html = pages.from_string(PAGE).render(burndown=burndown, drawing=drawing, table=table)
            return html.encode(), "text/html"
        if path == "/burn-down.json":
            return charts.burn_down(burndown, plan).encode(), "application/json"
        file = places.static() / path.removeprefix("/static/")
        kinds = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
        return file.read_bytes(), kinds[file.suffix]


@pytest.fixture
def site() -> Iterator[Site]:
    here = Site()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body, kind = here.answer(self.path)
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            status = 304 if self.headers.get("If-None-Match") == tag else 200
            here.asked.append((self.path, status))
            self.send_response(status)
            for name, value in (("Content-Type", kind), ("Content-Security-Policy", POLICY), ("ETag", tag)):
                self.send_header(name, value)
            self.end_headers()
            if status == 200:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the test looks at `asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    here.address = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield here
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as tools:
        started = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1000, "height": 800})
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if message.type != "info" else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    opened.close()
    assert said == []


def alive(page: Page) -> None:
    expect(page.locator(".chart-live:not([aria-busy])")).to_have_count(1)
    expect(page.locator(".chart-still")).to_be_hidden()


def asked_for_data(site: Site) -> list[int]:
    return [status for path, status in site.asked if path == "/burn-down.json"]


def test_a_chart_comes_alive_without_a_word_against_the_policy_and_nothing_jumps(site, page):
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/plotly-basic.min.js", hold)
    with page.expect_request("**/plotly-basic.min.js"):
        page.goto(site.address, wait_until="domcontentloaded")
    before = page.locator("#far").bounding_box()
    held[0].continue_()
    alive(page)
    assert page.locator("#far").bounding_box() == before
    expect(page.get_by_role("img", name="Burn-down. 40 of 56 points remained unverified.")).to_have_count(1)


def test_what_people_wrote_stays_text(site, page):
    page.goto(site.address)
    alive(page)
    live = page.locator(".chart-live")
    expect(live.get_by_text("<b>y</b> & <img src=x>").first).to_be_attached()
    live.locator(".scatterlayer .points path").last.hover(force=True)
    expect(
        live.locator(".hoverlayer").get_by_text("+4 <b>y</b> & <img src=x> <a href='javascript:alert(1)'>")
    ).to_be_attached()
    assert live.locator("a, b, img, [style*=bold]").count() == 0


def test_a_change_of_theme_recolours_without_asking(site, page):
    page.goto(site.address)
    alive(page)
    line = page.locator(".chart-live .scatterlayer .js-line").last
    light = line.evaluate("node => node.style.stroke")
    asked = len(site.asked)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    expect(line).not_to_have_css("stroke", light)
    assert len(site.asked) == asked


def test_a_change_of_numbers_is_fetched_and_otherwise_costs_a_304(site, page):
    page.goto(site.address)
    alive(page)
    with page.expect_response("**/burn-down.json") as unchanged:
        page.evaluate("document.dispatchEvent(new CustomEvent('readiness:changed'))")
    assert unchanged.value.status == 304
    expect(page.locator(".chart-live").get_by_text("Remaining 44")).to_have_count(1)
    site.days = 35
    page.evaluate("document.dispatchEvent(new CustomEvent('readiness:changed'))")
    expect(page.locator(".chart-live").get_by_text("Remaining 38")).to_have_count(1)
    assert asked_for_data(site) == [200, 304, 200]


def test_a_figure_written_anew_keeps_its_living_chart(site, page):
    page.goto(site.address)
    alive(page)
    page.evaluate(
        """() => {
            const old = document.getElementById("burn-down");
            const fresh = old.cloneNode(true);
            fresh.querySelector(".chart-live").remove();
            old.replaceWith(fresh);
            document.dispatchEvent(new CustomEvent("readiness:changed"));
        }"""
    )
    alive(page)
    page.evaluate("document.getElementById('burn-down').remove()")
    page.evaluate("document.dispatchEvent(new CustomEvent('readiness:changed'))")
    expect(page.locator(".chart-live")).to_have_count(0)


def test_a_narrow_chart_says_less_and_still_fits(site, page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(site.address)
    alive(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.set_viewport_size({"width": 1000, "height": 800})
    expect(page.locator(".chart-live").get_by_text("Phase 2: Infrastructure")).to_have_count(1)


def test_far_from_view_nothing_is_loaded(site, page):
    page.set_viewport_size({"width": 1000, "height": 100})
    page.route("**/css/charts.css", lambda route: route.fulfill(body="h1 { height: 3000px }", content_type="text/css"))
    page.goto(site.address, wait_until="networkidle")
    assert not [path for path, _ in site.asked if "plotly" in path]
    page.locator("#far").scroll_into_view_if_needed()
    expect(page.locator(".chart-live:not([aria-busy])")).to_have_count(1)


@pytest.mark.parametrize("broken", ["**/plotly-basic.min.js", "**/plotly.css", "**/burn-down.json"])
def test_whatever_fails_the_still_drawing_stays(site, browser, broken):
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.route(broken, lambda route: route.abort())
    with page.expect_console_message(lambda message: "stays still" in message.text):
        page.goto(site.address)
    expect(page.locator(".chart-still")).to_be_visible()
    expect(page.locator(".chart-live:not([aria-busy])")).to_have_count(0)
    page.close()


def test_with_scripts_off_and_on_paper_the_drawing_is_shown(site, browser, page):
    page.goto(site.address)
    alive(page)
    page.emulate_media(media="print")
    expect(page.locator(".chart-still")).to_be_visible()
    expect(page.locator(".chart-live")).to_be_hidden()
    silent = browser.new_context(java_script_enabled=False).new_page()
    silent.goto(site.address)
    expect(silent.locator("svg.chart-wide")).to_be_visible()
    silent.context.close()
