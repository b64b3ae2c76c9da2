"""Single sign-on in a real browser, against a real provider: there and back again, with scripts and without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person, start
from tests.browser.test_journey import set_up
from tests.provider import CLIENT, SECRET, Provider, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_ada_signs_in_through_the_provider(tmp_path: Path, open_browser: Callable[..., Person]) -> None:
    provider = Provider()
    with serving(provider) as issuer:
        settings = {"ISSUER": issuer, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "NAME": "Example"}
        server = start(tmp_path / "data", extra={f"VANTAGE_OIDC_{name}": word for name, word in settings.items()})
        try:
            set_up(open_browser(server).page, server)
            for scripts in (True, False):
                ada = open_browser(server, scripts=scripts)
                page = ada.page
                page.goto("/p/vantage-ai/items")
                page.get_by_role("button", name="Sign in with Example").click()
                expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
                page.get_by_role("button", name="Sign in").click()
                page.wait_for_url("**/p/vantage-ai/items")
                assert ada.watch.complaints == []
                assert all(place.startswith(issuer) for place in ada.watch.foreign)
                page.goto("/account/single-sign-on")
                expect(page.get_by_text(issuer)).to_be_visible()
        finally:
            server.stop()
