"""`flask assessment read`: needs a document and nothing else, neither database nor settings, and starts at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import click
from flask import Flask
from flask.cli import AppGroup

group = AppGroup("assessment", help="Read and import assessments.")


def is_all_that_is_asked(words: Sequence[str]) -> bool:
    """Answer whether a command line asks for nothing but reading a document."""
    return ("assessment", "read") in pairwise(words[1:])


def app() -> Flask:
    """Give an application that can read documents, and only that."""
    lean = Flask(__name__, static_folder=None)
    lean.cli.add_command(group)
    return lean


@group.command("read", with_appcontext=False)
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print every fact as JSON.")
@click.option("--lines", "every_line", is_flag=True, help="Print every line with what became of it.")
def read_assessment(file: str, *, as_json: bool, every_line: bool) -> None:
    """Read a document (or “-”, what is piped in) and say what was understood; nothing is kept."""
    import json

    from ..domain.assessment import Unreadable, read
    from ..output.reading import told

    if as_json and every_line:
        raise click.UsageError("Choose --json or --lines, not both.")
    try:
        found = read(_bytes(file))
    except Unreadable as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    facts = json.dumps(found.as_dict(), ensure_ascii=False, indent=2) if as_json else ""
    text = facts or told(found, every_line=every_line)
    click.echo(text.encode())  # as bytes, so that a terminal of another encoding stops nothing


def _bytes(file: str) -> bytes:
    """Give the bytes of a file, at most one more than are read; raise a sentence if they cannot be had."""
    from ..domain.assessment import LIMIT

    named = click.format_filename(file)
    try:
        with click.open_file(file, "rb") as opened:
            return bytes(opened.read(LIMIT + 1))
    except FileNotFoundError:
        raise click.ClickException(f"There is no file “{named}”.") from None
    except IsADirectoryError:
        raise click.ClickException(f"“{named}” is a folder. Name the document in it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise click.ClickException(f"“{named}” cannot be read: {reason}.") from error
