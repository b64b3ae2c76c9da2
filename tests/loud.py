"""Print at the very end of a test run what it proved, and why each skipped test was skipped.

A silent skip looks like a pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path

import pytest

from tests import requirements


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add one line for the requirements, and one per reason with how many tests it kept from running."""
    if count := proven({report.nodeid for report in terminalreporter.getreports("passed")}):
        terminalreporter.write_line(f"{count} of {len(requirements.EVERY)} requirements proven by this run")
    reasons = Counter(reason_of(report) for report in terminalreporter.getreports("skipped"))
    if not reasons:
        return
    terminalreporter.section("NOT RUN", sep="!", yellow=True, bold=True)
    for reason, count in sorted(reasons.items()):
        tests = "1 test" if count == 1 else f"{count} tests"
        terminalreporter.write_line(f"{tests} NOT RUN: {reason}", yellow=True, bold=True)


def proven(passed: Collection[str]) -> int:
    """Count the requirements all of whose tests passed, with whatever values they ran."""
    there = {name.partition("[")[0] for name in passed}
    return sum(there.issuperset(row.tests) for row in requirements.EVERY)


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Read the reason of one skip; name the test when it gave none."""
    if isinstance(report.longrepr, tuple):
        path, _line, reason = report.longrepr
        reason = str(reason).removeprefix("Skipped: ").strip()
        return reason if reason not in {"", "unconditional skip"} else f"no reason given ({Path(str(path)).name})"
    return str(report.longrepr) if report.longrepr else f"no reason given ({report.nodeid})"
