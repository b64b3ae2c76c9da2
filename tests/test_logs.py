"""The log: one line for each event, whatever is in it, and nothing that opens a door."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from vantage_readiness import logs

TOKEN = "kX3v9QmZ2pL7tR8wY1bN4cF6hJ0sD5gAeUiOxTqVrWz"


def event(message: str, *words: object, exc_info: object = None) -> logging.LogRecord:
    return logging.LogRecord("house", logging.WARNING, "house.py", 1, message, words, exc_info)  # type: ignore[arg-type]


def test_an_event_is_one_line_of_json() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError:
        line = logs.make("json", lambda: {"request": "abc"}).format(event("a\nb %s", 7, exc_info=sys.exc_info()))
    assert "\n" not in line
    said = json.loads(line)
    assert (said["level"], said["logger"], said["message"], said["request"]) == ("warning", "house", "a\nb 7", "abc")
    assert said["time"].endswith("+00:00")
    assert "ValueError: two" in said["exception"]


def test_people_read_one_line_with_the_number_of_the_request() -> None:
    line = logs.make("text", lambda: {"request": "abc"}).format(event("a\nb\x1b[31m"))
    assert line.endswith("warning: a\\nb\\x1b[31m [abc]")


@pytest.mark.parametrize(
    "said",
    [
        f"GET /sign-in/{TOKEN} 200",
        f"https://x.example/setup/{TOKEN}?a=b",
        f"/reset/{TOKEN}",
        f"/invite/{TOKEN}",
        f"Authorization: Bearer {TOKEN}",
        f"token={TOKEN}",
        f'{{"password": "{TOKEN}"}}',
        f"Cookie: {TOKEN}",
        f"postgresql://user:{TOKEN}@host/db",
        f"somewhere {TOKEN} stands alone",
    ],
)
@pytest.mark.parametrize("kind", ["json", "text"])
def test_what_opens_a_door_is_left_out(said: str, kind: str) -> None:
    assert TOKEN not in logs.make(kind).format(event("%s", said))


@pytest.mark.parametrize(
    "said",
    ["GET /sign-in/<token> 200", "/p/vantage-ai/items/7", "sha256 " + "ab12" * 16, "a_name_that_is_long_" * 5],
)
def test_everything_else_stays(said: str) -> None:
    assert logs.without_secrets(said) == said


def test_on_a_terminal_the_log_is_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    assert type(logs.make("auto")) is logs.Lines
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert type(logs.make("auto")) is logs.Text


def test_setting_up_twice_logs_once() -> None:
    root, before = logging.getLogger(), (logging.getLogger().handlers[:], logging.getLogger().level)
    try:
        logs.set_up("json")
        logs.set_up("text")
        ours = [each for each in root.handlers if each.name == logs.__name__]
        assert [type(each.formatter) for each in ours] == [logs.Text]
    finally:
        root.handlers[:] = before[0]
        root.setLevel(before[1])


def test_the_servers_configuration_lets_only_us_and_warnings_speak() -> None:
    said = logs.for_server("json")["loggers"]
    assert {name: each["level"] for name, each in said.items()} == {
        "gunicorn.error": "WARNING",
        "apscheduler": "WARNING",
        "alembic": "WARNING",
    }
