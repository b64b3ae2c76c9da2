"""`flask mail …`: whether letters leave, and if not, why; and what to do about those that did not."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import AppGroup

from ..domain.deliveries import LetterState
from ..domain.diary import CONSOLE
from ..domain.refusals import Refused
from .plainly import speaking_plainly

group = AppGroup("mail", help="Look after letters.")


@group.command("test")
@click.argument("address", required=False)
@speaking_plainly
def test_mail(address: str | None) -> None:
    """Send a letter to ADDRESS now, or explain why it cannot be sent.

    Without ADDRESS nothing is sent: it is only seen whether the mail server lets us in.
    """
    from .. import clock
    from ..output.mail.letter import Unwritable
    from ..output.mail.troubles import Trouble
    from ..services import sending

    office = clock.office(current_app._get_current_object())  # type: ignore[attr-defined]
    server = current_app.config["VANTAGE_SMTP"]
    if server is None:
        raise Refused("VANTAGE_SMTP is not set: letters are written to files in the data folder and not sent.")
    try:
        if address:
            sending.send_test(office, address, secrets.token_hex(8), datetime.now(UTC))
        else:
            office.post.open()
    except (Trouble, Unwritable) as trouble:
        raise Refused(str(trouble)) from None
    finally:
        office.post.close()
    if address:
        click.echo(f"{server.place} took the letter to {address}. See whether it arrives.")
    else:
        click.echo(f"{server.place} lets us in. Name an address to send a letter there: flask mail test ADDRESS")


@group.command("list")
@click.option("--state", type=click.Choice([state.value for state in LetterState]), help="Only those that stand so.")
@speaking_plainly
def list_letters(state: str | None) -> None:
    """List the newest hundred letters and what became of them."""
    from ..services import deliveries

    found = deliveries.list_letters(LetterState(state) if state else None)
    for letter in found.letters:
        why = f"  {letter.error}" if letter.error else ""
        click.echo(f"{letter.id:>6}  {letter.created_at:%Y-%m-%d %H:%M}  {letter.state.value:<8}{letter.address}{why}")
    counts = ", ".join(f"{number:,} {state.value}" for state, number in sorted(found.counts.items()))
    click.echo(f"Letters: {counts}. Times are UTC." if counts else "No letter yet.")


@group.command("again")
@click.argument("number", type=int, required=False)
@click.option("--all", "everything", is_flag=True, help="All that failed.")
@speaking_plainly
def send_again(number: int | None, *, everything: bool) -> None:
    """Make the letter NUMBER, or all that failed, due now."""
    from ..services import deliveries

    if everything == (number is not None):
        raise Refused("Name one letter by its number, or say --all for all that failed.")
    if number is None:
        count = deliveries.send_all_again(by=CONSOLE, at=datetime.now(UTC))
        click.echo(f"Due now: {count:,}. They leave with the next tick of a clock.")
    else:
        deliveries.send_again(number, by=CONSOLE, at=datetime.now(UTC))
        click.echo(f"Letter {number} is due now. It leaves with the next tick of a clock.")
