"""The front door: any WSGI server starts here (`flask run`, `gunicorn app:app`)."""

import sys

from vantage_readiness import reading

if reading.is_all_that_is_asked(sys.argv):
    app = reading.app()
else:
    from vantage_readiness.factory import create_app

    app = create_app()
