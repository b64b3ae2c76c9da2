"""The parts in all their states, rendered without a database, and what they weigh."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from flask import Flask, render_template
from jinja2 import StrictUndefined
from markupsafe import Markup

from tests.pages import Page
from vantage_readiness import places
from vantage_readiness.web import words
from vantage_readiness.web.safety import HEADERS

TOKEN = Markup('<input type="hidden" name="csrf_token" value="t">')
FRAME = {
    "project": SimpleNamespace(name="VANTAGE AI", slug="vantage"),
    "me": SimpleNamespace(name="Ada Osei", initials="AO"),
    "nav": [("Overview", "gauge", "/p", True), ("Items", "list-checks", "/i", False)],
    "notices": [("success", "Moved to <done>.")],
    "revision": 'W/"1"',
    "theme": "auto",
    "doors": {"home": "/", "account": "/me", "sign_in": "/in", "sign_out": "/out"},
}


@pytest.fixture(scope="module")
def patterns() -> Page:
    app = Flask(__name__, template_folder=str(places.templates()), static_folder=None)
    app.jinja_env.undefined = StrictUndefined
    words.init_app(app)
    app.jinja_env.globals.update(csrf=lambda: TOKEN, static=lambda name: f"/static/{name}")
    app.add_url_rule(
        "/patterns", view_func=lambda: render_template("patterns.html", now=datetime(2026, 1, 1, tzinfo=UTC), **FRAME)
    )
    app.after_request(lambda response: response.headers.extend(HEADERS) or response)
    return Page(app.test_client().get("/patterns"))


def test_every_part_keeps_the_house_rules(patterns: Page):
    assert patterns.status == 200
    patterns.check_house_rules()


def test_every_icon_is_in_the_sprite(patterns: Page):
    used = {each.attributes["href"].partition("#")[2] for each in patterns.all("use")}
    there = set(re.findall(r'id="(icon-[a-z-]+)"', (places.static() / "vendor/icons.svg").read_text()))
    assert used
    assert used <= there


def test_every_label_and_description_names_something_on_the_page(patterns: Page):
    ids = {each.attributes["id"] for each in patterns.elements if "id" in each.attributes}
    named = {
        name
        for each in patterns.elements
        for attribute in ("for", "aria-labelledby", "aria-describedby", "popovertarget", "form")
        for name in each.attributes.get(attribute, "").split()
    }
    assert named
    assert named <= ids


def test_every_form_that_posts_carries_a_token(patterns: Page):
    posting = [each for each in patterns.all("form") if each.attributes.get("method") == "post"]
    assert posting
    assert len(patterns.all("input", name="csrf_token")) == len(posting)


def test_every_control_that_answers_in_place_is_a_real_form_first(patterns: Page):
    swapping = [each for each in patterns.elements if "hx-post" in each.attributes]
    assert swapping
    assert all(
        each.tag == "form" and each.attributes["action"] == each.attributes["hx-post"] and each.attributes["hx-target"]
        for each in swapping
    )


def test_what_people_wrote_is_escaped(patterns: Page):
    assert "Moved to <done>." in patterns.text


def test_styles_and_scripts_of_ours_stay_light():
    ours = [path for name in ("css", "js") for path in sorted((places.static() / name).iterdir())]
    assert sum(len(gzip.compress(path.read_bytes())) for path in ours) <= 22_000


def test_the_style_sheet_defines_every_token_it_uses():
    text = "".join(path.read_text() for path in sorted((places.static() / "css").iterdir()))
    used, defined = set(re.findall(r"var\((--[\w-]+)\)", text)), set(re.findall(r"(--[\w-]+)\s*:", text))
    assert used - defined == set()
