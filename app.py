"""The front door: any WSGI server starts here (`flask run`, `gunicorn app:app`)."""

import gc
import sys

import click

from vantage_readiness.cli import reading

if reading.is_all_that_is_asked(sys.argv):
    gc.disable()  # this process ends with its document; looking for rubbish in a large one takes a quarter of the time
    app = reading.app()
else:
    from vantage_readiness.config import Misconfigured
    from vantage_readiness.factory import create_app

    try:
        app = create_app()
    except Misconfigured as error:
        if click.get_current_context(silent=True):
            raise
        print(error.message, file=sys.stderr)  # noqa: T201 — a server has no other way to hear why
        sys.exit(3)  # gunicorn gives up at this number, and starts anew at others
