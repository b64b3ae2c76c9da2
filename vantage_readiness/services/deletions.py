"""Deleting a project: all of it goes in one transaction; its book of the diary stays, and the site's book says so."""

from __future__ import annotations

from datetime import datetime

from ..domain.diary import Change, Kind, Value
from ..domain.refusals import NotFound, Refused
from ..storage import belongings, projects
from ..storage import diary as books
from ..storage.database import db
from ..storage.projects import Project
from . import diary


def get(project_id: int) -> Project:
    """Give a project by its id; raise `NotFound` with a sentence."""
    found = db.session.get(Project, project_id)
    if found is None:
        raise NotFound("There is no such project, or it was deleted already.")
    return found


def contents(project: Project) -> dict[str, int]:
    """Give how many rows of each kind would go."""
    return belongings.count(project.id)


def delete(project_id: int, typed: str, *, by: str, at: datetime) -> str:
    """Delete a project and all that belongs to it, if its short name was typed; give its name. `by` is an actor's code.

    The diary is append-only: the project's book stays, and no later project gets its number.
    """
    project = projects.lock(project_id)
    name, slug = project.name, project.slug
    if typed.strip() != slug:
        raise Refused(f"Type {slug} to delete this project. Nothing was deleted.")
    lines, head = books.length(project_id)
    db.session.expunge(project)
    gone = belongings.delete_project(project_id, slug)
    before: Value = {"slug": slug, "book": project_id, "lines": lines, "head": head, "rows": gone}
    diary.write_for_site(Change(Kind.PROJECT_DELETED, name, by, at, before=before))
    db.session.commit()
    return name
