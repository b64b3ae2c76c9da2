"""The chart on the page: a sentence, a drawing, the numbers; or one sentence saying why there is none."""

from __future__ import annotations

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.output.examples import a_burn_down, a_plan
from vantage_readiness import places
from vantage_readiness.output import svg, tables

PAGE = """{% from "parts/chart.html" import chart %}
{{ chart("burn-down", title, burndown.summary, drawing, "/chart.json?unit=points&tier=critical", "/chart.csv", table,
         why_empty=burndown.why_empty, level=3) }}"""


@pytest.fixture
def page():
    pages = Environment(loader=FileSystemLoader(places.templates()), autoescape=True, undefined=StrictUndefined)
    pages.globals["static"] = lambda name: f"/static/{name}"

    def render(length=57, title="Burn-down"):
        burndown = a_burn_down(length)
        drawing = svg.burn_down(burndown, a_plan((4, 6)))
        table = tables.weekly_table(burndown)
        return pages.from_string(PAGE).render(burndown=burndown, drawing=drawing, table=table, title=title)

    return render


def test_everybody_can_read_it(page):
    html = page()
    assert '<figure class="chart" id="burn-down" data-chart-src="/chart.json?unit=points&amp;tier=critical">' in html
    assert "<h3>Burn-down</h3>" in html
    assert '<p class="chart-summary">40 of 56 points remained unverified.</p>' in html
    assert '<svg class="chart-svg chart-wide"' in html
    assert '<th scope="col">Remaining</th>' in html
    assert '<th scope="row">22 November 2026</th>' in html
    assert '<a href="/chart.csv" download>' in html


def test_the_heading_may_be_the_callers(page):
    assert "<h3>" not in page(title=None)


def test_without_data_it_says_why(page):
    html = page(length=0)
    assert "Nothing has been imported yet." in html
    assert "data-chart-src" not in html
    assert "<table" not in html
