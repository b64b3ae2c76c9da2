"""The front door: any WSGI server starts here (`flask run`, `gunicorn app:app`)."""

from vantage_readiness.factory import create_app

app = create_app()
