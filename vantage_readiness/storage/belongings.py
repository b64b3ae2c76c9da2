"""What belongs to a project and what to a person, as the foreign keys tell it: a table added later is found by itself.

A row belongs to what it would vanish with (ON DELETE CASCADE); what only names somebody (SET NULL) does not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Table, delete, func, or_, select

from .answered import Answered
from .columns import AnyRow
from .database import Base, db
from .tokens import ApiToken

_PROJECT, _USER = "project", "user"


def tables_of_project() -> list[Table]:
    """List the project's own table and every table whose rows belong to a project, parents first."""
    return [table for table in Base.metadata.sorted_tables if _in_project(table, 0) is not None]


def tables_of_person() -> list[Table]:
    """List every table whose rows belong to a person, parents first."""
    return [table for table in Base.metadata.sorted_tables if _cascading(table, _USER)]


def rows(table: Table, project_id: int) -> Iterator[AnyRow]:
    """Walk a table's rows of one project in the order of their keys, a few hundred at a time."""
    query = select(table).where(_of(table, project_id)).order_by(*table.primary_key.columns)
    yield from db.session.execute(query.execution_options(yield_per=500))


def people_named(project_id: int) -> set[int]:
    """Give the ids of everybody a project's rows name."""
    named: set[int] = set()
    for table in tables_of_project():
        for key in table.foreign_keys:
            if key.column.table.name == _USER:
                query = select(key.parent).where(_of(table, project_id), key.parent.is_not(None)).distinct()
                named.update(db.session.scalars(query))
    return named


def count(project_id: int) -> dict[str, int]:
    """Count a project's rows by table, of those that have any."""
    counted = {
        table.name: db.session.scalar(select(func.count()).select_from(table).where(_of(table, project_id))) or 0
        for table in tables_of_project()
    }
    return {name: number for name, number in counted.items() if number}


def delete_project(project_id: int, slug: str) -> dict[str, int]:
    """Delete everything of a project, children first; give the number of rows by table, of those that had any."""
    _forget_answers(project_id, slug)
    gone = {}
    for table in reversed(tables_of_project()):
        result: Any = db.session.execute(delete(table).where(_of(table, project_id)))
        gone[table.name] = int(result.rowcount)
    return {name: number for name, number in sorted(gone.items()) if number}


def delete_of_person(user_id: int) -> None:
    """Delete everything that belongs to a person: sign-ins, links, codes, identities, tokens, letters, memberships."""
    tokens = select(ApiToken.id).where(ApiToken.user_id == user_id)
    _forget_answers_of([f"token:{number}" for number in db.session.scalars(tokens)])
    for table in reversed(tables_of_person()):
        owners = [key.parent == user_id for key in _cascading(table, _USER)]
        db.session.execute(delete(table).where(or_(*owners)))


def forget_answers_naming(*words: str) -> None:
    """Forget what programs were answered that holds one of these words: a request repeated later is done anew."""
    for word in words:
        for written in (word, json.dumps(word)[1:-1]):
            db.session.execute(delete(Answered).where(Answered.body.contains(written, autoescape=True)))


def _forget_answers(project_id: int, slug: str) -> None:
    """Forget what programs were answered about a project: a token made later may get the number of one of its own."""
    tokens = select(ApiToken.id).where(ApiToken.project_id == project_id)
    _forget_answers_of([f"token:{number}" for number in db.session.scalars(tokens)])
    db.session.execute(delete(Answered).where(Answered.location.contains(f"/{slug}/", autoescape=True)))


def _forget_answers_of(owners: list[str]) -> None:
    db.session.execute(delete(Answered).where(Answered.owner.in_(owners)))


def _of(table: Table, project_id: int) -> ColumnElement[bool]:
    condition = _in_project(table, project_id)
    if condition is None:
        raise ValueError(f"The rows of {table.name} belong to no project.")
    return condition


def _in_project(table: Table, project_id: int) -> ColumnElement[bool] | None:
    """Give what picks a project's rows of a table; None if its rows belong to no project."""
    if table.name == _PROJECT:
        return table.c.id == project_id
    for key in _cascading(table):
        if key.column.table.name == _PROJECT:
            return key.parent == project_id
        condition = _in_project(key.column.table, project_id)
        if condition is not None:
            return key.parent.in_(select(key.column).where(condition))
    return None


def _cascading(table: Table, to: str | None = None) -> list[ForeignKey]:
    """List the keys by which a table's rows vanish with others, to the project first."""
    keys = [key for key in table.foreign_keys if key.ondelete == "CASCADE"]
    wanted = [key for key in keys if to is None or key.column.table.name == to]
    return sorted(wanted, key=lambda key: (key.column.table.name != _PROJECT, key.parent.name))
