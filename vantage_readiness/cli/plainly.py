"""What the commands share: refusals in a sentence, days as they are typed, addresses as they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ParamSpec, TypeVar
from urllib.parse import urljoin

import click
from flask import current_app

from ..domain.refusals import NotFound, Refused

if TYPE_CHECKING:
    from ..services.projects import Project

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


@contextmanager
def absent_unless_whole(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write that gets its name only once it is whole, so that a broken one is never taken for a file."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def base_url() -> str:
    """Give the address under which people reach this installation."""
    return str(current_app.config["VANTAGE_BASE_URL"])


def absolute(path: str) -> str:
    """Give the whole address of a path."""
    return urljoin(base_url() + "/", path.lstrip("/"))


def project_named(slug: str | None) -> Project:
    """Give the project of this short name; without a name, the only one there is."""
    from ..services import projects

    every = projects.every()
    if slug is None and len(every) == 1:
        return every[0]
    known = ", ".join(project.slug for project in every)
    if slug is None:
        raise Refused(f"Say which project: --project with one of {known}." if every else "There is no project yet.")
    found = next((project for project in every if project.slug == slug), None)
    if found is None:
        raise NotFound(f"There is no project “{slug}”. There are: {known}.")
    return found
