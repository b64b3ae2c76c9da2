"""Print at the very end of a test run why each skipped test was skipped: a silent skip looks like a pass."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add one line per reason, with how many tests it kept from running."""
    reasons = Counter(reason_of(report) for report in terminalreporter.getreports("skipped"))
    if not reasons:
        return
    terminalreporter.section("NOT RUN", sep="!", yellow=True, bold=True)
    for reason, count in sorted(reasons.items()):
        tests = "1 test" if count == 1 else f"{count} tests"
        terminalreporter.write_line(f"{tests} NOT RUN: {reason}", yellow=True, bold=True)


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Read the reason of one skip; name the test when it gave none."""
    if isinstance(report.longrepr, tuple):
        path, _line, reason = report.longrepr
        reason = str(reason).removeprefix("Skipped: ").strip()
        return reason if reason not in {"", "unconditional skip"} else f"no reason given ({Path(str(path)).name})"
    return str(report.longrepr) if report.longrepr else f"no reason given ({report.nodeid})"
