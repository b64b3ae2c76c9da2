"""Charts on paper: well-formed, inert, labelled, and no label on another, from one day to thirty years."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.output.examples import MONDAY, a_burn_down, a_plan
from vantage_readiness.domain.burndown import ScopeStep
from vantage_readiness.output import svg
from vantage_readiness.output.figures import Actual
from vantage_readiness.output.paper import fit, line, measure

PLAN = a_plan((1, 2), (2, 4), (1, 2), (2, 3))
HOSTILE = "<script>alert(1)</script> \" onload='x' & \x00\ud800 ]]>"


def a_step(day, by, *names):
    return ScopeStep(MONDAY + timedelta(days=day), by, names)


def elements(drawing):
    return list(ET.fromstring(f"<page>{drawing}</page>").iter())[1:]


def texts(drawing):
    return ["".join(node.itertext()) for node in elements(drawing) if node.tag.endswith("text")]


def boxes(drawing):
    """Where each text of a drawing is: left, top, right, bottom."""
    for node in elements(drawing):
        if node.tag == "text":
            size, bold = float(node.get("font-size")), node.get("font-weight") is not None
            width = measure(node.text, size, bold=bold)
            x = float(node.get("x")) - {"middle": width / 2, "end": width}.get(node.get("text-anchor"), 0)
            yield (x, float(node.get("y")) - size * 0.8, x + width, float(node.get("y")) + size * 0.2, node.text)


def collisions(drawing):
    all_boxes = list(boxes(drawing))
    return [
        (one[4], other[4])
        for index, one in enumerate(all_boxes)
        for other in all_boxes[index + 1 :]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


@pytest.mark.parametrize("width", [358, 760])
@pytest.mark.parametrize("length", [1, 2, 3, 27, 57, 730, 10_000])
@pytest.mark.parametrize("plan", [None, PLAN, a_plan((4, 6), start=MONDAY + timedelta(days=40))])
@pytest.mark.parametrize("draw", [svg.burn_down, svg.burn_up])
def test_labels_never_lie_on_one_another_nor_leave_the_paper(draw, plan, length, width):
    steps = tuple(a_step(day, 3, f"Item {day} with a name") for day in range(1, min(length, 400), 5))
    drawing = draw(a_burn_down(length, steps=steps), plan, width=width)
    assert collisions(drawing) == []
    assert all(left >= -1 and right <= width + 1 for left, _, right, _, _ in boxes(drawing))


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 400), st.integers(0, 200_000), st.integers(-200, 400), st.sampled_from([320, 358, 600, 760, 1200])
)
def test_labels_are_apart_whatever_is_drawn(length, scope, start, width):
    plan = a_plan((1, 2), (1, 8), start=MONDAY + timedelta(days=start))
    for draw in (svg.burn_down, svg.burn_up):
        assert collisions(draw(a_burn_down(length, scope=scope), plan, width=width)) == []


def test_ten_thousand_days_stay_small():
    drawing = svg.burn_up(a_burn_down(10_000, scope=100_000), PLAN, width=760)
    assert len(drawing) < 20_000


def test_a_restless_line_keeps_its_extremes():
    points = [(0.0, 0.0), *((10 + index / 100, float(index % 7)) for index in range(90)), (20.0, 3.0)]
    thin = svg._thinned(points)
    assert len(thin) == 6
    assert {height for _, height in thin[1:5]} >= {0.0, 6.0}


def test_a_drawing_is_an_image_with_a_label():
    drawing = svg.burn_down(a_burn_down(), PLAN, width=760)
    root = ET.fromstring(drawing)
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Burn-down. 40 of 56 points remained unverified."
    assert {"Today, incomplete", "Points", "Remaining 12", "Unproven 6", "Not claimed 6"} <= set(texts(drawing))


def test_without_a_width_it_is_drawn_wide_and_narrow():
    drawing = svg.burn_down(a_burn_down(), PLAN)
    assert re.findall(r'class="chart-svg ([a-z-]+)" viewBox="0 0 (\d+)', drawing) == [
        ("chart-wide", "760"),
        ("chart-narrow", "358"),
    ]


def test_standing_alone_it_is_a_whole_file():
    drawing = svg.burn_up(a_burn_down(), PLAN, standalone=True)
    root = ET.fromstring(drawing)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert (root.get("width"), root.get("height")) == ("760", "300")
    assert 'stroke="#12692f"' in drawing


@pytest.mark.parametrize(
    "drawing",
    [
        svg.burn_down(a_burn_down(steps=(a_step(9, 2, HOSTILE),)), a_plan((1, 6), names=(HOSTILE,))),
        svg.burn_up(a_burn_down(steps=(a_step(9, 2, HOSTILE),)), a_plan((1, 6), names=(HOSTILE,))),
        svg.timeline(a_plan((1, 6), names=(HOSTILE,)), [Actual(1, MONDAY, None)], today=MONDAY),
        svg.sparkline([1, 2], label=HOSTILE),
    ],
)
def test_what_people_wrote_is_inert_and_nothing_needs_a_policy_exception(drawing):
    for node in elements(drawing):
        assert node.tag in {"svg", "g", "path", "line", "rect", "circle", "text", "title"}
        assert not [name for name in node.attrib if name == "style" or name == "id" or name.startswith("on")]


def test_a_long_phase_name_gives_way_to_its_beginning_or_its_number():
    plan = a_plan(
        (1, 1), (4, 6), (1, 1), names=("A name without a colon", "Phase 2: Infrastructure", "Phase 3: Go-live")
    )
    labels = texts(svg.burn_down(a_burn_down(1), plan, width=358))
    assert [words for words in labels if words in {"1", "Phase 2: Infrastructure", "Phase 3", "3"}] == [
        "1",
        "Phase 2: Infrastructure",
        "3",
    ]


def test_steps_are_named_and_marked_and_those_on_one_another_share_a_mark():
    steps = (a_step(20, 4, "Rate limiting"), a_step(40, -2, "Twice"))
    drawing = svg.burn_down(a_burn_down(57, steps=steps), None, width=760)
    assert {"+4 Rate limiting", "−2 Twice"} <= set(texts(drawing))
    crowd = tuple(a_step(day, 1, "X") for day in range(1, 700))
    drawing = svg.burn_down(a_burn_down(730, steps=crowd), None, width=358)
    assert drawing.count("chart-step-mark") < 60


def test_a_step_on_the_top_line_is_marked_from_below():
    drawing = svg.burn_up(a_burn_down(57, scope=56, steps=(a_step(20, 4, "Rate limiting"),)), None, width=760)
    assert re.search(r'class="chart-step-mark"[^>]* d="M[^l]*l-4 7h8z"', drawing)


def test_nothing_to_draw_is_nothing_drawn():
    assert svg.burn_down(a_burn_down(0), PLAN) == ""
    assert svg.burn_up(a_burn_down(0), PLAN) == ""
    assert svg.timeline(a_plan(), [], today=MONDAY) == ""
    assert svg.sparkline([], label="Nothing") == ""


def test_an_empty_scope_is_drawn_as_nothing_to_do():
    assert "Scope 0" in texts(svg.burn_up(a_burn_down(5, scope=0), PLAN, width=760))


def test_a_timeline_shows_plan_actual_and_what_is_late():
    actual = [
        Actual(1, MONDAY, MONDAY + timedelta(days=18)),
        Actual(2, MONDAY + timedelta(days=14), None),
        Actual(3, None, None),
    ]
    drawing = svg.timeline(PLAN, actual, today=MONDAY + timedelta(days=30), width=760)
    hints = [words for node in elements(drawing) if node.tag == "title" and (words := node.text)]
    assert "Phase 1: Critical security fixes: started 28 Sep, ended 16 Oct" in hints
    assert "Phase 2: Critical security fixes: started 12 Oct, under way" in hints
    assert not [hint for hint in hints if hint.startswith("Phase 3") and "started" in hint]
    assert drawing.count('class="chart-late"') == 3  # the bar, its end, and the key
    assert "Plan of 4 phases from 28 September 2026, ending between 9 Nov and 14 Dec." in drawing
    assert collisions(drawing) == []


def test_a_phase_that_ended_in_time_is_not_late():
    actual = [Actual(1, MONDAY, MONDAY + timedelta(days=5))]
    drawing = svg.timeline(PLAN, actual, today=MONDAY + timedelta(days=30), width=358)
    assert drawing.count('class="chart-late"') == 1
    assert collisions(drawing) == []


def test_a_sparkline_is_as_small_as_a_word():
    drawing = svg.sparkline([5, 3, 3, 8], label="Verified points, 8 weeks")
    root = ET.fromstring(drawing)
    assert (root.get("viewBox"), root.get("aria-label")) == ("0 0 96 24", "Verified points, 8 weeks")
    assert "chart-spark-mark" in svg.sparkline([7], label="One")


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("Phase 1: Security", 200, "Phase 1: Security"),
        ("Phase 1: Security", 60, "Phase 1"),
        ("Hardening – all of it", 80, "Hardening"),
        ("Infrastructure", 50, "Infras…"),
        ("Infrastructure", 10, ""),
    ],
)
def test_a_text_says_what_fits(text, room, shown):
    assert fit(text, room) == shown


def test_wide_letters_take_more_room():
    assert measure("ill") < measure("abc") < measure("WMW") < measure("日本語日")
    assert measure("abc", bold=True) > measure("abc")


def test_a_path_is_written_short():
    assert line([(0, 0), (10, 0), (10, 5.26), (20, 8)]) == "M0 0H10V5.3L20 8"


def test_a_day_that_is_over_is_drawn_solid_and_named():
    running = a_burn_down(27)
    over = replace(running, incomplete_from=running.days[-1] + timedelta(days=1))
    assert "Today, incomplete" in texts(svg.burn_down(running, PLAN, width=760))
    assert "24 Oct" in texts(svg.burn_down(over, PLAN, width=760))
    assert not any("Today" in text for text in texts(svg.burn_down(over, PLAN, width=760)))
    assert 'stroke-dasharray="2 2"' in svg.burn_down(running, PLAN, width=760)
    assert 'stroke-dasharray="2 2"' not in svg.burn_down(over, PLAN, width=760)
