"""What programs typically ask, as lines for a terminal; docs/api.md has these and more, and a test runs all of them."""

from __future__ import annotations

from typing import NamedTuple

_SHOWN = '-H "Authorization: Bearer $VANTAGE_TOKEN"'
_JSON = '-H "Content-Type: application/json"'


class Example(NamedTuple):
    """A use of the API: what for, and the command."""

    title: str
    command: str

    @property
    def folded(self) -> str:
        """The command on several lines, as a narrow page shows it; a terminal takes it just so."""
        return self.command.replace(" -H ", " \\\n  -H ").replace(" -d ", " \\\n  -d ")


EXAMPLES = (
    Example(
        "A build claims an item, with a link to its run",
        f'curl -fsS "$VANTAGE_API/items/1/status" {_SHOWN} -H "If-Match: *" {_JSON} -d '
        """'{"status": "done", "evidence": {"kind": "link", "reference": "https://ci.example.org/runs/4711"}}'""",
    ),
    Example("May we go live, and if not, why not", f'curl -fsS "$VANTAGE_API/gate" {_SHOWN}'),
    Example(
        "What is critical and not finished",
        f'curl -fsS "$VANTAGE_API/items?tier=critical&status=open,in_progress,blocked" {_SHOWN}',
    ),
    Example(
        "A scanner adds what it found, once however often it asks",
        f'curl -fsS "$VANTAGE_API/items" {_SHOWN} -H "Idempotency-Key: scan-2026-11-20-7" {_JSON} -d '
        """'{"title": "Update the base image", "tier": "important"}'""",
    ),
    Example(
        "The newest weekly report, for a wiki or a chat",
        f'curl -fsS "$VANTAGE_API/reports/latest/files/report.md" {_SHOWN}',
    ),
)
