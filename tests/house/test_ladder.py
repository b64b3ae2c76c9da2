"""The ladder of storeys: each module imports only what stands to its right, and the domain stays pure."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "vantage_readiness"
RUNGS = [
    {"factory"},
    {"cli", "worker"},
    {"clock"},
    {"web"},
    {"services"},
    {"storage", "output"},
    {"domain"},
]
HEIGHT = {storey: height for height, storeys in enumerate(RUNGS) for storey in storeys}
FOR_ALL = {"config", "logs", "parsers", "places", "unsafe"}
NOT_IN_WEB = {"alembic", "flask_migrate", "flask_sqlalchemy", "sqlalchemy"}
IN_DOMAIN = {"markdown_it", "mdit_py_plugins", "rapidfuzz"} | set(sys.stdlib_module_names)
NOT_IN_DOMAIN = {"asyncio", "glob", "http", "io", "logging", "multiprocessing", "os", "pathlib", "secrets", "shutil"}
NOT_IN_DOMAIN |= {"smtplib", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib", "uuid"}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now"}
CLOCKS |= {"datetime.date.today", "dt.datetime.now", "dt.date.today"}
WORLD = {
    "open",
    "print",
    "input",
    "random.random",
    "random.choice",
    "random.choices",
    "random.randint",
    "random.shuffle",
}


def offences(module: str, source: str) -> list[str]:
    """List what the module `vantage_readiness.MODULE` does that its storey forbids, one sentence each."""
    tree = ast.parse(source)
    storey = module.partition(".")[0]
    found = [sentence for name in imported(module, tree) if (sentence := _refuse_import(storey, name))]
    if storey == "domain":
        found += [f"domain calls {name}()" for name in called(tree) if name in CLOCKS | WORLD]
    if storey == "web":
        found += [f"web calls {name}()" for name in called(tree) if name.endswith(".commit")]
    return found


def _refuse_import(storey: str, name: str) -> str:
    top, _, rest = name.partition(".")
    if top == "vantage_readiness":
        return _refuse_storey(storey, rest.split(".")[0])
    foreign = (
        top in NOT_IN_WEB if storey == "web" else storey == "domain" and (top not in IN_DOMAIN or top in NOT_IN_DOMAIN)
    )
    return f"{storey} imports {name}" if foreign else ""


def _refuse_storey(storey: str, other: str) -> str:
    if storey in FOR_ALL:
        allowed = other in FOR_ALL | {"domain"}
    elif other in HEIGHT:
        allowed = other == storey or HEIGHT[other] > HEIGHT[storey]
    else:
        allowed = storey != "domain"
    return (
        "" if allowed and (storey, other) != ("web", "storage") else f"{storey} imports {other or 'vantage_readiness'}"
    )


def imported(module: str, tree: ast.AST) -> Iterator[str]:
    """Give the full dotted name of everything a module imports, wherever in it the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            home = ["vantage_readiness", *module.split(".")][: -node.level] if node.level else []
            base = ".".join([*home, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def called(tree: ast.AST) -> Iterator[str]:
    """Give the dotted name of everything a module calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield ast.unparse(node.func)


def modules() -> Iterator[tuple[str, Path]]:
    """Name every module of the package, without the package itself."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if path.parent != PACKAGE or path.stem != "__init__":
            yield ".".join(parts), path


@pytest.mark.parametrize(("module", "path"), [pytest.param(*pair, id=pair[0]) for pair in modules()])
def test_every_module_keeps_the_ladder(module, path):
    assert module.partition(".")[0] in HEIGHT.keys() | FOR_ALL, f"{module} stands on no storey"
    assert offences(module, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "offence"),
    [
        ("domain.items", "from vantage_readiness.storage import items", "domain imports storage"),
        ("domain.items", "from ..services.items import move", "domain imports services"),
        ("domain.items", "from vantage_readiness import config", "domain imports config"),
        ("domain.items", "from vantage_readiness import __version__", "domain imports __version__"),
        ("domain.items", "import flask", "domain imports flask"),
        ("domain.items", "def f():\n    from sqlalchemy import select", "domain imports sqlalchemy.select"),
        ("domain.items", "from pathlib import Path", "domain imports pathlib.Path"),
        ("domain.items", "from datetime import datetime\nnow = datetime.now(UTC)", "domain calls datetime.now()"),
        ("domain.items", "import random\nx = random.random()", "domain calls random.random()"),
        ("domain.items", "text = open('x').read()", "domain calls open()"),
        ("web.items", "from vantage_readiness.storage import items", "web imports storage"),
        ("web.items", "import vantage_readiness.storage.items", "web imports storage"),
        ("web.items", "from sqlalchemy import select", "web imports sqlalchemy.select"),
        ("web.items", "db.session.commit()", "web calls db.session.commit()"),
        ("web.items", "from vantage_readiness.clock import now", "web imports clock"),
        ("services.items", "from vantage_readiness.web import forms", "services imports web"),
        ("storage.items", "from vantage_readiness.output import charts", "storage imports output"),
        ("output.charts", "from vantage_readiness.storage import items", "output imports storage"),
        ("clock", "from vantage_readiness.cli import clock", "clock imports cli"),
        ("config", "from vantage_readiness.storage import database", "config imports storage"),
    ],
)
def test_the_ladder_refuses(module, source, offence):
    assert offences(module, source) == [offence]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("domain.items", "import random\nfrom markdown_it import MarkdownIt\nrandom.Random(7)"),
        ("domain.items", "from .words import Tier\nfrom datetime import date"),
        (
            "web.items",
            "from flask import request\nfrom vantage_readiness.services import items\nfrom ..output import charts",
        ),
        ("services.items", "from vantage_readiness.storage import items\nfrom vantage_readiness import config"),
        ("factory", "from vantage_readiness import cli, clock, config, places, storage, web"),
        ("cli", "from vantage_readiness import clock"),
        ("config", "from vantage_readiness.domain.refusals import Refused"),
    ],
)
def test_the_ladder_permits(module, source):
    assert offences(module, source) == []
