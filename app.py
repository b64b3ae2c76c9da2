"""The front door: any WSGI server starts here (`flask run`, `gunicorn app:app`)."""

import gc
import sys

from vantage_readiness.cli import reading

if reading.is_all_that_is_asked(sys.argv):
    gc.disable()  # this process ends with its document; looking for rubbish in a large one takes a quarter of the time
    app = reading.app()
else:
    from vantage_readiness.factory import create_app

    app = create_app()
