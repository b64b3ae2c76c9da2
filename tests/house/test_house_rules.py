"""Our own rules: each is shown to fire, to let pass what is right, and nothing in the house breaks one."""

from __future__ import annotations

import pytest

from tools import house_rules

VIEW = "from ..services import items\n@bp.get('/x')\n@access.reading\ndef show():\n    "

BROKEN = [
    ("safe-text", "output/x.py", "Markup(text)"),
    ("safe-text", "output/x.py", "markupsafe.Markup(f'<b>{text}</b>')"),
    ("raw-sql", "storage/x.py", "connection.execute(f'SELECT {name}')"),
    ("raw-sql", "storage/x.py", "session.execute(text('SELECT %s' % name))"),
    ("raw-sql", "storage/x.py", "cursor.executescript('SELECT ' + name)"),
    ("raw-sql", "storage/x.py", "connection.exec_driver_sql('SELECT {}'.format(name))"),
    ("undeclared", "web/x.py", "@bp.get('/x')\ndef show(): ..."),
    ("undeclared", "web/x.py", "@bp.post('/x')\n@safety.only_looks\ndef show(): ..."),
    ("undeclared", "web/api/x.py", "@bp.route('/x', methods=['GET'])\ndef show(): ..."),
    ("get-writes", "web/x.py", VIEW + "items.move_item(1)"),
    ("get-writes", "web/x.py", VIEW + "return page(lambda: items.comment(1))"),
    ("request", "services/x.py", "from flask import current_app, request"),
    ("request", "domain/x.py", "from flask import session"),
    ("cookie", "web/x.py", "response.set_cookie('a', 'b')"),
    ("autoescape", "output/x.py", "Environment(loader=loader)"),
    ("autoescape", "output/x.py", "Environment(autoescape=False)"),
    ("log-secret", "web/x.py", "_log.info('Signed in with %s', password)"),
    ("log-secret", "services/x.py", "logging.getLogger('x').warning(f'{link.token} is spent')"),
    ("log-secret", "web/x.py", "current_app.logger.error('%s', request.cookies)"),
]
RIGHT = [
    ("output/x.py", "Markup('<b>{}</b>').format(text)"),
    ("output/x.py", "# house: safe-text — cleaned one line above\nMarkup(cleaned)"),
    ("storage/x.py", "connection.execute(text('SELECT :name'), {'name': name})"),
    ("storage/x.py", "connection.execute(f'PRAGMA {word}')  # house: raw-sql — a word of our own"),
    ("web/x.py", "@bp.get('/x')\n@access.reading\ndef show(): ..."),
    ("web/x.py", VIEW + "return items.get(1)"),
    ("web/x.py", "from ..services import items\n@bp.post('/x')\n@access.editing\ndef move():\n    items.move_item(1)"),
    ("web/x.py", "from flask import request"),
    ("output/x.py", "Environment(autoescape=True)"),
    ("services/x.py", "_log.info('Letter %s to %s', row.id, row.token_hash)"),
]


@pytest.mark.parametrize(("rule", "where", "source"), BROKEN)
def test_a_rule_fires(rule: str, where: str, source: str) -> None:
    assert [found.rule for found in house_rules.offences(where, source)] == [rule]


@pytest.mark.parametrize(("where", "source"), RIGHT)
def test_what_is_right_passes(where: str, source: str) -> None:
    assert house_rules.offences(where, source) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [("{{ note | safe }}", "safe-text"), ("{{ Markup(note) }}", "safe-text"), ("{% autoescape false %}", "autoescape")],
)
def test_a_template_that_does_not_escape_is_found(text: str, rule: str) -> None:
    assert [found.rule for found in house_rules.offences_of_template("x.html", text)] == [rule]


def test_an_exception_needs_a_reason() -> None:
    assert house_rules.offences("storage/x.py", "connection.execute(f'{sql}')  # house: raw-sql")


def test_every_rule_is_shown_to_fire() -> None:
    assert {rule for rule, _, _ in BROKEN} >= set(house_rules._UNSAFE_TEMPLATE) | {"request", "cookie", "log-secret"}


def test_nothing_in_the_house_breaks_a_rule() -> None:
    assert list(map(str, house_rules.everywhere())) == []
