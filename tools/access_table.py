"""Write docs/access.md: who gets what from every address, read from what each view declares.

python tools/access_table.py          write it
python tools/access_table.py check    say whether it is as it would be written
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flask import Flask  # noqa: E402 — found by the line above
from werkzeug.routing import Rule  # noqa: E402

from vantage_readiness.factory import create_app  # noqa: E402
from vantage_readiness.web import access  # noqa: E402
from vantage_readiness.web.access import Need  # noqa: E402

PAGE = ROOT / "docs" / "access.md"
ROLES = ("nobody", "stranger", "viewer", "member", "lead", "administrator")
LOOKS = frozenset({"GET", "HEAD"})
BY_ITSELF = frozenset({"HEAD", "OPTIONS"})  # answered wherever something else is
OPENS, DOOR = "opens", "door"

_RANKS = {"viewer": 1, "member": 2, "lead": 3}
_NEEDED = {Need.VIEWER: 1, Need.MEMBER: 2, Need.LEAD: 3}
_HEAD = """# Who may do what

Every view declares what it needs, and an application with a view that declares nothing does not start. This table is
written from the declarations (`python tools/access_table.py`); `tests/web/test_access_table.py` asks every address,
with every method, as every role, and holds the answers against it.

| Word | Who that is |
|---|---|
| nobody | not signed in |
| stranger | signed in, does not belong to the project |
| viewer, member, lead | belongs to the project, with this role |
| administrator | administrates the site, does not belong to the project |

| Word | What comes back |
|---|---|
| opens | the view runs; it may still refuse what was sent, or find nothing under the number in the address |
| door | sent to the sign-in page (302), and back afterwards |
| 401 | sign in first: said to whatever is not a page being opened |
| 403 | known, but not allowed |
| 404 | as if the project did not exist |

HEAD is answered like GET, without a body. OPTIONS asks for the same as the view does and says only which methods there
are. Every other method is answered 405, to everybody. An administrator who does not belong to a project sees nothing
of it. What is served under `/static/` is the same for everybody.

Under `/api/` somebody is who their token says: a stranger's token belongs to another project, and an administrator who
belongs to no project has none. A cookie opens nothing there.

"""


class Row(NamedTuple):
    """One address with one method: what its view declares, and what each role gets."""

    address: str
    method: str
    need: Need
    answers: tuple[str, ...]


def answer(need: Need, method: str, role: str, *, is_api: bool = False) -> str:
    """Give what somebody of a role gets from a view that declares this need."""
    if need is Need.EVERYONE:
        return OPENS
    if role == "nobody" or (is_api and role == "administrator"):
        return DOOR if method in LOOKS and not is_api else "401"
    if need is Need.SIGNED_IN:
        return OPENS
    if need is Need.ADMINISTRATOR:
        return OPENS if role == "administrator" else "403"
    if role not in _RANKS:
        return "404"
    return OPENS if _RANKS[role] >= _NEEDED[need] else "403"


def rows(app: Flask) -> list[Row]:
    """List every address with every method, in order."""
    return sorted(_rows(app), key=lambda row: (row.address, row.method))


def methods(rule: Rule) -> list[str]:
    """List the methods a view was written for."""
    return sorted((rule.methods or set()) - BY_ITSELF)


def is_api(rule: Rule) -> bool:
    """Answer whether an address is meant for programs, which show a token and are never sent to a page."""
    return rule.rule.startswith("/api/")


def page(app: Flask) -> str:
    """Give the whole page as Markdown."""
    found = rows(app)
    counts = ", ".join(f"{sum(row.need is need for row in found)} {need.value}" for need in Need)
    lines = [
        f"{len(found)} rows, by what they need: {counts}.\n",
        f"| Address | Method | Needs | {' | '.join(ROLES)} |",
        "|---" * (3 + len(ROLES)) + "|",
        *(f"| `{row.address}` | {row.method} | {row.need.value} | {' | '.join(row.answers)} |" for row in found),
    ]
    return _HEAD + "\n".join(lines) + "\n"


def application(folder: str) -> Flask:
    """Give the application as it is installed, with its data in a folder of its own."""
    return create_app({"DATA_DIR": folder}, TESTING=True)


def _rows(app: Flask) -> Iterator[Row]:
    for rule in app.url_map.iter_rules():
        need = access.need_of(app, rule.endpoint)
        assert need is not None, rule.endpoint
        for method in methods(rule):
            answers = tuple(answer(need, method, role, is_api=is_api(rule)) for role in ROLES)
            yield Row(rule.rule, method, need, answers)


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        written = page(application(folder))
    if arguments != ["check"]:
        PAGE.write_text(written, encoding="utf-8")
        print(f"Written: {PAGE.relative_to(ROOT)}")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == written:
        return 0
    print("docs/access.md is not what the views declare. Run `python tools/access_table.py` and read what changed.")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
