"""Vantage Readiness: from a production readiness assessment to go-live."""

__version__ = "0.1.0"
