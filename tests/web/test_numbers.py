"""Numbers larger than any database counts: there is nothing behind them, and nothing breaks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import SLUG
from tests.pages import Client

HUGE = 2**70
HERE = f"/p/{SLUG}"


@pytest.mark.parametrize(
    "path",
    [f"items/{HUGE}", f"assessments/{HUGE}", f"assessments/{2**31}/document", f"charts/burn-down.json?phase={HUGE}"],
)
def test_nothing_is_shown(client_of: Callable[[str], Client], path: str) -> None:
    assert client_of("Ada").get(f"{HERE}/{path}").status in (404, 422)


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        (f"{HERE}/items/{HUGE}/status", {"status": "done", "version": "1"}),
        (f"{HERE}/items/1/status", {"status": "done", "version": str(HUGE)}),
        (f"{HERE}/items/bulk", {"item": f"{HUGE}:1", "bulk_status": "done"}),
        (f"{HERE}/items/bulk", {"item": f"1:{HUGE}", "bulk_status": "done"}),
        (f"{HERE}/findings/{HUGE}/decision", {"decision": "yes"}),
        (f"{HERE}/settings/people/{HUGE}/remove", {}),
        (f"{HERE}/costs/close", {"line": str(HUGE), "reason": "x"}),
        (f"/account/sign-ins/{HUGE}/end", {}),
    ],
)
def test_nothing_is_changed(client_of: Callable[[str], Client], path: str, sent: dict[str, str]) -> None:
    assert client_of("Ada").post(path, sent).status in (404, 422)
