"""Charts for the browser: named colours, inert texts, the same numbers as on paper."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta

import pytest

from tests.output.examples import MONDAY, a_burn_down, a_plan
from vantage_readiness import places
from vantage_readiness.domain.burndown import ScopeStep
from vantage_readiness.output import charts
from vantage_readiness.output.figures import Actual

HOSTILE = "<a href='javascript:alert(1)'>x</a> & <b>y</b>"
PLAN = a_plan((1, 2), (2, 4), (1, 2), (2, 3))


def read(text):
    spec = json.loads(text)
    return spec["data"], spec["layout"]


def named(parts):
    return {part["name"]: part for part in parts if "name" in part}


def words(layout):
    return [note["text"] for note in layout["annotations"]]


def a_step(day, by, *names):
    return ScopeStep(MONDAY + timedelta(days=day), by, names)


def test_plotly_is_not_imported_before_the_first_chart():
    code = (
        "import sys; from vantage_readiness.output import charts; assert 'plotly' not in sys.modules;"
        "charts.sparkline([1]); assert 'plotly' in sys.modules;"
        "import plotly.io; assert plotly.io.templates.default is None"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_burn_down_has_its_lines_wedge_and_shade():
    burndown = a_burn_down()
    data, layout = read(charts.burn_down(burndown, PLAN))
    traces = named(data)
    assert set(traces) == {"Plan", "Unproven", "Remaining", "Not claimed"}
    assert traces["Remaining"]["y"] == list(burndown.remaining)
    assert traces["Remaining"]["x"][0] == "2026-09-28"
    assert traces["Plan"]["y"] == [56, 0, 0, 56]
    assert traces["Unproven"]["fill"] == "tonexty"
    assert {"Today, incomplete", "Points", "Remaining 12", "Unproven 6", "Not claimed 6"} <= set(words(layout))
    assert layout["yaxis"]["range"] == [0, 60]


def test_a_burn_up_has_scope_claimed_and_verified_that_differ_by_more_than_colour():
    data, _ = read(charts.burn_up(a_burn_down(), None))
    traces = named(data)
    assert {"Scope", "Claimed", "Verified"} <= set(traces)
    assert len({traces[name]["line"]["dash"] for name in ("Scope", "Claimed", "Verified")}) == 3
    assert len({trace["marker"]["symbol"] for trace in data if "marker" in trace}) == 3


def test_colours_are_names_the_style_sheet_answers():
    sheets = "".join((places.static() / "css" / f"{name}.css").read_text() for name in ("app", "charts"))
    known = set(re.findall(r"(--chart-[a-z-]+):", sheets))
    step = a_step(9, 2, "Audit log")
    ran = [Actual(1, MONDAY, MONDAY + timedelta(days=40))]
    specs = [
        charts.burn_down(a_burn_down(steps=(step,)), PLAN),
        charts.burn_up(a_burn_down(), PLAN),
        charts.timeline(PLAN, ran, today=MONDAY),
        charts.sparkline([1, 2]),
    ]
    for spec in specs:
        colours = re.findall(r'"[a-z]*color":"([^"]*)"', spec)
        assert {colour for colour in colours if colour != "rgba(0,0,0,0)"} <= {f"var({name})" for name in known}


def test_texts_of_people_hold_no_tags_and_no_bare_entities():
    burndown = a_burn_down(steps=(a_step(9, 2, HOSTILE),))
    plan = a_plan((1, 6), names=(HOSTILE,))
    ran = [Actual(1, MONDAY, None)]
    for spec in (charts.burn_down(burndown, plan), charts.timeline(plan, ran, today=MONDAY)):
        data, layout = read(spec)
        said = words(layout) + [text for trace in data for text in trace.get("text", [])]
        assert any("&lt;a href='javascript:alert(1)'&gt;x&lt;/a&gt; &amp;" in text for text in said)
        assert not any("<" in text or ">" in text for text in said)


def test_steps_are_marked_and_named():
    data, _ = read(charts.burn_down(a_burn_down(steps=(a_step(9, 2, "Audit log", "Rate limits"),)), None))
    assert named(data)["Scope"]["text"] == ["+2 Audit log and 1 more"]


def test_the_script_learns_what_it_needs_to_fit_the_labels():
    _, layout = read(charts.burn_down(a_burn_down(43), a_plan((2, 4), (1, 2))))
    assert layout["meta"]["today"] == pytest.approx(1.0)
    assert layout["meta"]["phases"] == pytest.approx([28 / 42, 14 / 42])
    assert set(layout["meta"]["ticks"]) == {"wide", "narrow"}
    assert len(layout["meta"]["ticks"]["narrow"]["tickvals"]) < len(layout["meta"]["ticks"]["wide"]["tickvals"])


def test_the_plan_is_named_where_no_line_runs_or_not_at_all():
    _, layout = read(charts.burn_down(a_burn_down(1), PLAN))
    assert "Plan: 9 Nov – 14 Dec" in words(layout)
    full = a_burn_down(57, scope=1)
    _, layout = read(charts.burn_up(full, a_plan((1, 10))))
    label = named(layout["annotations"]).get("plan")
    assert label is None or label["text"].startswith("Plan")


def test_nothing_to_draw_says_why():
    for draw in (charts.burn_down, charts.burn_up):
        data, layout = read(draw(a_burn_down(0), PLAN))
        assert (data, words(layout)) == ([], ["Nothing has been imported yet."])
    data, layout = read(charts.timeline(a_plan(), [], today=MONDAY))
    assert (data, words(layout)) == ([], ["No phases yet."])


def test_a_timeline_shows_at_least_at_most_and_what_happened():
    ran = [
        Actual(1, MONDAY, MONDAY + timedelta(days=18)),
        Actual(2, MONDAY + timedelta(days=14), None),
        Actual(3, None, None),
    ]
    data, layout = read(charts.timeline(PLAN, ran, today=MONDAY + timedelta(days=30)))
    colours = [trace["line"]["color"] for trace in data]
    assert colours.count("var(--chart-plan-most)") == 4
    assert colours.count("var(--chart-plan-least)") == 2
    assert colours.count("var(--chart-verified)") == 2
    assert colours.count("var(--chart-late)") == 1
    assert words(layout).count("Today") == 1
    assert "5 Oct – 9 Nov" in words(layout)


def test_a_sparkline_has_no_axes():
    data, layout = read(charts.sparkline([3, 2, 5]))
    assert data[0]["y"] == [3, 2, 5]
    assert layout["xaxis"]["visible"] is False


def test_a_page_can_be_scrolled_across_a_chart():
    _, layout = read(charts.burn_down(a_burn_down(), PLAN))
    assert layout["dragmode"] is False
    assert layout["xaxis"]["fixedrange"] is layout["yaxis"]["fixedrange"] is True
