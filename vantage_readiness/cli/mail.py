"""`flask mail …`: whether letters leave, and if not, why."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import AppGroup

from ..domain.refusals import Refused
from .plainly import base_url, speaking_plainly

group = AppGroup("mail", help="Look after letters.")


@group.command("test")
@click.argument("address")
@speaking_plainly
def test_mail(address: str) -> None:
    """Send a letter to ADDRESS now, or explain why it cannot be sent."""
    from .. import clock
    from ..output.mail.letter import Envelope, Letter, Unwritable, compose
    from ..output.mail.troubles import Trouble

    office = clock.office(current_app._get_current_object())  # type: ignore[attr-defined]
    if not office.post.is_real:
        raise Refused("VANTAGE_SMTP is not set: letters are written to files in the data folder and not sent.")
    letter = Letter(
        "Letters arrive", ("Whoever reads this receives letters of Vantage Readiness.",), f"Sent by {base_url()}"
    )
    envelope = Envelope(office.sender, address, f"{secrets.token_hex(8)}@{office.host}", datetime.now(UTC))
    try:
        office.post.hand_over(compose(letter, envelope))
    except (Trouble, Unwritable) as trouble:
        raise Refused(str(trouble)) from None
    finally:
        office.post.close()
    click.echo(f"{current_app.config['VANTAGE_SMTP'].place} took the letter to {address}. See whether it arrives.")
