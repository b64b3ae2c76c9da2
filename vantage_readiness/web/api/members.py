"""Who belongs to the project, and as what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for
from marshmallow import fields

from ...domain.refusals import NotFound
from ...domain.words import Role
from ...services import members, projects, reminders
from ...services.projects import Seat
from .. import access
from .fields import Given, Sent, Text, word
from .paging import Paged, cut, page_of, place
from .room import Room
from .schemas import Person
from .showing import people_of

bp = Room("members", "Members: who belongs to the project, and as what.")

ALL = "/projects/<slug>/members"


class MemberShown(Given):
    """Somebody's role, and who stands in for them; the address is shown to leads only."""

    person = fields.Nested(Person)
    role = word(Role)
    deputy = fields.Nested(Person, allow_none=True)
    email = fields.String(allow_none=True)
    self = fields.String()


class MemberAdded(Sent):
    """Somebody to add. Who has an account keeps the name that stands there."""

    name = Text(100, shortest=1, required=True)
    email = Text(254, shortest=3, required=True)
    role = word(Role, required=True)


class RoleSent(Sent):
    """A role."""

    role = word(Role, required=True)


@bp.get(ALL)
@access.reading
@bp.narrows(Paged)
@bp.gives(page_of(MemberShown))
def every(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """List the members, who was first an account first."""
    seat = access.seat(slug)
    rows, show = sorted(projects.members(seat.project), key=lambda row: row[0].id), _members_of(seat)
    return cut(rows, place(sent), lambda row: row[0].id, lambda row: show(row[0], row[1]))


@bp.post(ALL)
@access.leading
@bp.asks(MemberAdded)
@bp.gives(MemberShown, 201)
def add(sent: dict[str, Any], slug: str) -> tuple[Any, ...]:
    """Add somebody. Who is new gets in by an invitation; a lead finds it on the page of people."""
    seat = access.seat(slug)
    user, *_ = members.invite(seat.project, sent["name"], sent["email"], sent["role"], by=seat.user, at=access.now())
    shown = _members_of(seat)(user, sent["role"])
    return shown, 201, {"Location": shown["self"]}


@bp.get(f"{ALL}/<int:user>")
@access.reading
@bp.gives(MemberShown)
def one(slug: str, user: int) -> dict[str, Any]:
    """Give one member."""
    return find(access.seat(slug), user)


@bp.patch(f"{ALL}/<int:user>")
@access.leading
@bp.asks(RoleSent)
@bp.gives(MemberShown)
def change(sent: dict[str, Any], slug: str, user: int) -> dict[str, Any]:
    """Give a member another role; a project keeps at least one lead."""
    seat = access.seat(slug)
    members.change_role(seat.project, user, sent["role"], by=seat.user, at=access.now())
    return find(seat, user)


@bp.delete(f"{ALL}/<int:user>")
@access.leading
@bp.gives(None, 204)
def remove(slug: str, user: int) -> tuple[str, int]:
    """Take somebody out of the project; what they had to do has no owner then."""
    seat = access.seat(slug)
    members.change_role(seat.project, user, None, by=seat.user, at=access.now())
    return "", 204


def find(seat: Seat, user_id: int) -> dict[str, Any]:
    """Give one member as programs see it. Raises `NotFound`."""
    for user, role in projects.members(seat.project):
        if user.id == user_id:
            return _members_of(seat)(user, role)
    raise NotFound("This person does not belong to the project.")


def _members_of(seat: Seat) -> Callable[[Any, Role], dict[str, Any]]:
    """Give the way to show members of a project; what all of them need is loaded once."""
    deputies, known = reminders.deputies(seat.project), people_of(seat)

    def show(user: Any, role: Role) -> dict[str, Any]:
        return {
            "person": {"id": user.id, "name": user.name},
            "role": role,
            "deputy": known(deputies.get(user.id)),
            "email": user.email if seat.may_lead else None,
            "self": url_for("api_members.one", slug=seat.slug, user=user.id),
        }

    return show
