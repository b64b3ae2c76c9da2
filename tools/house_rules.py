"""Our own rules for the code, read from its syntax: what must not be written, whoever writes it.

python tools/house_rules.py

An exception stands in the line itself, with its reason: `# house: raw-sql — names of our own tables`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "vantage_readiness"
TEMPLATES = ROOT / "templates"

_ALLOWED = re.compile(r"#\s*house:\s*([a-z-]+)\s+—\s+\S+")
_SECRETS = re.compile(
    r"password|passwd|secret|token|cookie|authorization|api_?key|recovery_code|\bcode\b", re.IGNORECASE
)
_NO_SECRETS = re.compile(r"_hash$|_id$|^number$|_count$", re.IGNORECASE)
_LOGS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
_EXECUTES = frozenset({"execute", "exec_driver_sql", "executemany", "executescript", "text", "scalar", "scalars"})
_WRITES = re.compile(
    r"^(add|change|create|delete|remove|move|own|set|put|retier|reword|confirm|exempt|approve|decline|correct|take_back"
    r"|comment|decide|record|close|reopen|apply|invite|rename|sign_out|end|rule|accept|waive|make|revoke|use|save|restore"
    r"|disable|enable|join|introduce|forget|tidy|promote|begin|owe|send|import)(_|$)"
)
_NEEDS = frozenset({"open_to_everyone", "signed_in", "reading", "editing", "leading", "administering", "needs"})
_ROUTES = frozenset({"get", "post", "put", "patch", "delete", "route"})
_UNSAFE_TEMPLATE = {
    "safe-text": re.compile(r"\|\s*safe\b|Markup\("),
    "autoescape": re.compile(r"autoescape\s+false", re.IGNORECASE),
}


class Offence(NamedTuple):
    """One line that breaks a rule."""

    where: str
    line: int
    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}:{self.line}: {self.sentence} [{self.rule}]"


def offences(where: str, source: str) -> list[Offence]:
    """List what a module of the package breaks; `where` is its path inside the package."""
    tree, lines = ast.parse(source), source.splitlines()
    found = [Offence(where, line, rule, said) for check in _CHECKS for line, rule, said in check(where, tree)]
    return [each for each in found if not _is_allowed(each, lines)]


def offences_of_template(where: str, text: str) -> list[Offence]:
    """List what a template breaks."""
    return [
        Offence(where, number, rule, "what people write is escaped, always")
        for number, line in enumerate(text.splitlines(), 1)
        for rule, pattern in _UNSAFE_TEMPLATE.items()
        if pattern.search(line)
    ]


def _is_allowed(offence: Offence, lines: list[str]) -> bool:
    """Answer whether the line, or the one above it, names the rule with a reason."""
    near = lines[max(offence.line - 2, 0) : offence.line]
    return any(said[1] == offence.rule for line in near if (said := _ALLOWED.search(line)))


Found = Iterator[tuple[int, str, str]]


def _markup(_where: str, tree: ast.AST) -> Found:
    """Markup may be made of what stands in the code; what people write goes in by `format`, which escapes it."""
    for call in _calls(tree):
        if _last(call.func) == "Markup" and not all(isinstance(each, ast.Constant) for each in call.args):
            yield call.lineno, "safe-text", "Markup of something that is not written here"


def _raw_sql(_where: str, tree: ast.AST) -> Found:
    for call in _calls(tree):
        if _last(call.func) in _EXECUTES and call.args and _is_put_together(call.args[0]):
            yield call.lineno, "raw-sql", "SQL put together from values; bind them instead"


def _is_put_together(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod | ast.Add) and any(_is_text(each) for each in (node.left, node.right))
    return isinstance(node, ast.Call) and _last(node.func) == "format" and isinstance(node.func, ast.Attribute)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _views(where: str, tree: ast.AST) -> Found:
    """Every view says what it needs, directly above it; what is got is not changed."""
    if not where.startswith("web/"):
        return
    services = _imported_services(tree)
    for view in ast.walk(tree):
        if not isinstance(view, ast.FunctionDef) or not (methods := _methods(view)):
            continue
        if not any(_last(each) in _NEEDS for each in view.decorator_list):
            yield view.lineno, "undeclared", f"the view {view.name} does not declare what it needs"
        if "get" in methods:
            yield from _writes(view, services)


def _methods(view: ast.FunctionDef) -> set[str]:
    """Give the methods a function is a view for; none if it is no view."""
    found = set()
    for each in view.decorator_list:
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in _ROUTES:
            found.add(each.func.attr)
    return found


def _imported_services(tree: ast.AST) -> set[str]:
    """Give the names under which a module knows services."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "services"
        for alias in node.names
    }


def _writes(view: ast.FunctionDef, services: set[str]) -> Found:
    for call in _calls(view):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if isinstance(owner, ast.Name) and owner.id in services and _WRITES.match(_last(call.func)):
            yield call.lineno, "get-writes", f"a GET view calls {owner.id}.{_last(call.func)}, which changes something"


def _request(where: str, tree: ast.AST) -> Found:
    """Only the web storey knows a request."""
    if where.startswith("web/"):
        return
    for node in ast.walk(tree):
        names = (
            [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) and node.module == "flask" else []
        )
        if {"request", "session"} & set(names):
            yield node.lineno, "request", "only web knows the request"  # type: ignore[attr-defined]


def _cookies(_where: str, tree: ast.AST) -> Found:
    for call in _calls(tree):
        if _last(call.func) in ("set_cookie", "delete_cookie"):
            yield call.lineno, "cookie", "a cookie set by hand has none of the flags the session's has"


def _escaping(_where: str, tree: ast.AST) -> Found:
    for call in _calls(tree):
        for word in call.keywords:
            if word.arg == "autoescape" and isinstance(word.value, ast.Constant) and not word.value.value:
                yield call.lineno, "autoescape", "escaping is switched off"
        if _last(call.func) == "Environment" and not any(word.arg == "autoescape" for word in call.keywords):
            yield call.lineno, "autoescape", "an environment without autoescape escapes nothing"


def _logs(_where: str, tree: ast.AST) -> Found:
    """No secret goes into a log."""
    for call in _calls(tree):
        if _last(call.func) not in _LOGS or not isinstance(call.func, ast.Attribute) or "log" not in _owner(call.func):
            continue
        for name in _names(call):
            if _SECRETS.search(name) and not _NO_SECRETS.search(name):
                yield call.lineno, "log-secret", f"“{name}” goes into the log"


def _names(call: ast.Call) -> Iterator[str]:
    for given in (*call.args, *(word.value for word in call.keywords)):
        for node in ast.walk(given):
            if isinstance(node, ast.Name):
                yield node.id
            elif isinstance(node, ast.Attribute):
                yield node.attr


def _owner(function: ast.Attribute) -> str:
    return ast.unparse(function.value).lower()


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _last(node: ast.AST) -> str:
    """Give the last part of a dotted name, called or not."""
    if isinstance(node, ast.Call):
        return _last(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


_CHECKS: tuple[Callable[[str, ast.AST], Found], ...] = (
    _markup,
    _raw_sql,
    _views,
    _request,
    _cookies,
    _escaping,
    _logs,
)


def everywhere() -> list[Offence]:
    """List every offence in the package and its templates."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        found += offences(path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8"))
    for path in sorted(TEMPLATES.rglob("*.*")):
        found += offences_of_template(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    return found


def main() -> int:
    """Print every offence; return the exit code."""
    found = everywhere()
    print("\n".join(map(str, found)))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
