"""The HTML report as PDF. Needs the extra `pdf` (WeasyPrint) and the system's Pango library; nothing is fetched."""

from __future__ import annotations

import logging
import re
from typing import Any, NoReturn

from vantage_readiness.domain.refusals import Refused

INSTALL = "Install the extra with `pip install -r requirements-pdf.txt`, or download the HTML file and print it."
LIBRARY = (
    "Install the system's Pango library (Debian and Ubuntu: `apt install libpango-1.0-0 libpangoft2-1.0-0`, "
    "macOS: `brew install pango`), or download the HTML file and print it."
)


_HALO = re.compile(r' stroke="[^"]*"(?: stroke-[a-z]+="[^"]*")* paint-order="stroke"')


class CannotPrint(Refused):
    """Something that PDF needs is not installed; the sentence says what."""


def pdf(html: bytes) -> bytes:
    """Give the report as PDF; the same file gives the same bytes. Raises `CannotPrint` where parts are missing."""
    weasyprint = _weasyprint()
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it warns of every rule that is meant for screens
    document = weasyprint.HTML(string=_without_halos(html.decode()), url_fetcher=_fetcher(weasyprint), base_url=None)
    written: bytes = document.write_pdf(pdf_identifier=b"vantage-readiness", presentational_hints=True)
    return written


def _without_halos(html: str) -> str:
    """Take off the halos around labels: WeasyPrint knows no `paint-order` and would paint them over the letters."""
    return _HALO.sub("", html)


def _weasyprint() -> Any:
    try:
        import weasyprint
    except ImportError as error:
        raise CannotPrint(f"PDF needs the package WeasyPrint. {INSTALL}") from error
    except OSError as error:  # the package is there, a library that it loads is not
        raise CannotPrint(f"PDF needs the Pango library. {LIBRARY}") from error
    return weasyprint


def _fetcher(weasyprint: Any) -> Any:
    """Give what WeasyPrint asks for every address; this one gives nothing."""

    class Nothing(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # the package has no types
        def fetch(self, url: str, headers: object = None) -> NoReturn:  # noqa: ARG002 — its signature
            _refuse(url)

    return Nothing()


def _refuse(url: str) -> NoReturn:
    raise ValueError(f"A report fetches nothing, and not {url[:80]}.")
