"""What the log says: one line for each event, for programs (JSON) or for people (text), and never a secret."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

JSON, TEXT, AUTO = "json", "text", "auto"

_DOOR = re.compile(r"(/(?:sign-in|set-?up|reset|invite|invitation|join|unsubscribe|feed|confirm)/)[^\s/\"'<>]+")
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+")
_PASSWORD = re.compile(r"(?i)\b(password|passwd|secret|token|cookie)([\"']?\s*[=:]\s*[\"']?)[^\s\"',;&]+")
_IN_ADDRESS = re.compile(r"(://[^\s:/@]*:)[^\s@/]+@")
_RANDOM = re.compile(r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[A-Za-z0-9_-]{40,}(?![\w-])")
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(9), *range(11, 32), 127, *range(128, 160))}
_FREE = {"message", "path", "exception"}  # the rest are names, numbers and codes of ours
_QUIET = ("apscheduler", "alembic")


class Lines(logging.Formatter):
    """Writes an event as one line of JSON; `about` gives what else is known of the moment, such as the request."""

    def __init__(self, about: Callable[[], Mapping[str, Any]] = dict) -> None:
        super().__init__()
        self.about = about

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": _moment(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **self.about(),
            **getattr(record, "about", {}),
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        for name in _FREE & said.keys():
            said[name] = without_secrets(said[name])
        return json.dumps(said, ensure_ascii=False, default=str)


class Text(Lines):
    """Writes an event for people; an exception follows on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        about = {**self.about(), **getattr(record, "about", {})}
        number = f" [{about['request']}]" if about.get("request") else ""
        line = f"{_moment(record):%H:%M:%S} {record.levelname.lower()}: {record.getMessage()}{number}"
        line = line.replace("\n", "\\n").replace("\r", "\\r")
        if record.exc_info:
            line += f"\n{self.formatException(record.exc_info)}"
        return str(without_secrets(line)).translate(_CONTROLS)


def set_up(kind: str, about: Callable[[], Mapping[str, Any]] = dict) -> None:
    """Let this process log to standard error; doing it again changes nothing but the form."""
    formatter = make(kind, about)
    root = logging.getLogger()
    ours = next((each for each in root.handlers if each.name == __name__), None)
    if ours is None:
        ours = logging.StreamHandler()
        ours.name = __name__
        root.addHandler(ours)
        root.setLevel(logging.INFO)
    ours.setFormatter(formatter)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for handler in logging.getLogger("gunicorn.error").handlers:  # the server's own words, where it has begun already
        handler.setFormatter(formatter)


def make(kind: str, about: Callable[[], Mapping[str, Any]] = dict) -> logging.Formatter:
    """Give the formatter for a kind of log; `auto` is text on a terminal and JSON elsewhere."""
    if kind == AUTO:
        kind = TEXT if sys.stderr.isatty() else JSON
    return Text(about) if kind == TEXT else Lines(about)


def for_server(kind: str) -> dict[str, Any]:
    """Give the configuration by which the server's own messages look like ours, as `logging.config` reads it."""
    handler = {"class": "logging.StreamHandler", "formatter": "ours", "stream": "ext://sys.stderr"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": {"()": f"{__name__}.make", "kind": kind}},
        "handlers": {__name__: handler},
        "root": {"handlers": [__name__], "level": "INFO"},
        "loggers": {name: {"level": "WARNING"} for name in ("gunicorn.error", *_QUIET)},
    }


def without_secrets(value: Any) -> Any:
    """Give a text without what opens doors: links, tokens, passwords, wherever in it they stand."""
    if not isinstance(value, str):
        return value
    value = _DOOR.sub(r"\1…", value)
    value = _BEARER.sub(r"\1 …", value)
    value = _IN_ADDRESS.sub(r"\1…@", value)
    value = _PASSWORD.sub(r"\1\2…", value)
    return _RANDOM.sub("…", value)


def _moment(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)
