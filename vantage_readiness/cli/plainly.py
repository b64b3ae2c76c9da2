"""What the commands share: refusals in a sentence, days as they are typed, addresses as they are printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urljoin

import click
from flask import current_app

from ..domain.refusals import Refused

P = ParamSpec("P")
R = TypeVar("R")


def speaking_plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Turn a refusal, or a database that cannot be used, into its sentence and exit status 1; the unexpected rises."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from ..services import setup as schema

        try:
            with schema.explained():
                return command(*args, **kwargs)
        except Refused as refusal:
            raise click.ClickException(refusal.sentence) from refusal

    return run


class AsOf(click.ParamType["date | None"]):
    """The day a document speaks of; "unknown" is a choice, nothing is guessed."""

    name = "DATE|unknown"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | None:
        if value == "unknown":
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is no date. Write it like 2026-12-14, or say unknown.", param, ctx)


as_of_option = click.option("--as-of", type=AsOf(), required=True, help="The day the document speaks of, or: unknown.")


def base_url() -> str:
    """Give the address under which people reach this installation."""
    return str(current_app.config["VANTAGE_BASE_URL"])


def absolute(path: str) -> str:
    """Give the whole address of a path."""
    return urljoin(base_url() + "/", path.lstrip("/"))
