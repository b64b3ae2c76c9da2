"""Settings: the project's name and dates, the rules its numbers follow, and who belongs to it."""

from __future__ import annotations

from textwrap import shorten
from typing import Any
from urllib.parse import urljoin

from flask import Blueprint, current_app, flash, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import Field

from ..domain.policy import Policy
from ..domain.refusals import NotFound, Refused, Stale
from ..domain.words import Role, Tier
from ..services import members, newcomers, policies, projects, tokens, transactions
from ..services.projects import Project, Seat
from . import access, forms, pages
from .forms import DatesForm, MemberForm, OurForm, PolicyForm

bp = Blueprint("settings", __name__)

_LONGEST_SAID = 160
_DATES, _POLICY, _MEMBER = "dates-", "policy-", "member-"


@bp.get("/p/<slug>/settings")
@access.leading
def show(slug: str) -> Response:
    seat = access.seat(slug)
    return pages.page(seat, "settings/settings.html", lambda: _page(seat))


@bp.post("/p/<slug>/settings/dates")
@access.leading
def save_dates(slug: str) -> Response:
    seat = access.seat(slug)
    form = _dates(seat.project, request.form)
    if not form.validate():
        return _again(seat, dates=form)
    try:
        projects.change_dates(
            seat.project,
            name=form.name.data or "",
            start=form.start.data,
            target=form.target.data,
            time_zone=form.time_zone.data,
            seen=form.version.data or 0,
            by=seat.user,
            at=access.now(),
        )
    except Refused as refusal:
        return _again(seat, refusal, dates=form)
    flash("Name, dates and time zone are saved.", "success")
    return redirect(url_for(".show", slug=slug))


@bp.post("/p/<slug>/settings/policy")
@access.leading
@access.freshly_proven
def save_policy(slug: str) -> Response:
    seat = access.seat(slug)
    form = PolicyForm(request.form, prefix=_POLICY)
    if not form.validate():
        return _again(seat, policy=form)
    try:
        projects.change_policy(
            seat.project, _policy(seat.project, form), seen=form.version.data or 0, by=seat.user, at=access.now()
        )
    except Refused as refusal:
        return _again(seat, refusal, policy=form)
    flash("The policy is saved; every number follows it from now on.", "success")
    return redirect(url_for(".show", slug=slug))


@bp.post("/p/<slug>/settings/people")
@access.leading
@access.freshly_proven
def add_person(slug: str) -> Response:
    seat = access.seat(slug)
    form = MemberForm(request.form, prefix=_MEMBER)
    if not form.validate():
        return _again(seat, member=form)
    try:
        user, token = members.invite(
            seat.project,
            form.name.data or "",
            form.email.data or "",
            Role(form.role.data),
            by=seat.user,
            at=access.now(),
        )
    except Refused as refusal:
        return _again(seat, refusal, member=form)
    if token is None:
        flash(f"{user.name} belongs to the project now and signs in as before.", "success")
        return redirect(url_for(".show", slug=slug))
    return invited(seat, user.name, token)


@bp.post("/p/<slug>/settings/people/<int:user>/role")
@access.leading
@access.freshly_proven
def change_role(slug: str, user: int) -> Response:
    seat = access.seat(slug)
    role = forms.word(Role, request.form.get("role"), "a role")
    return _set_role(seat, user, role, f"The role is now {role.label.lower()}.")


@bp.post("/p/<slug>/settings/people/<int:user>/remove")
@access.leading
@access.freshly_proven
def remove_person(slug: str, user: int) -> Response:
    return _set_role(access.seat(slug), user, None, "The person no longer belongs to the project.")


def _set_role(seat: Seat, user: int, role: Role | None, said: str) -> Response:
    try:
        members.change_role(seat.project, user, role, by=seat.user, at=access.now())
    except NotFound:
        raise
    except Refused as refusal:
        return _again(seat, refusal)
    flash(said, "success")
    slug = seat.project.slug
    if user != seat.user.id or role is Role.LEAD:
        return redirect(url_for(".show", slug=slug) + "#people")
    return redirect(url_for("overview.show", slug=slug) if role else url_for("portfolio.home"))


def _again(seat: Seat, refusal: Refused | None = None, **sent: OurForm) -> Response:
    """Say what was refused; what was typed stays, and of a stale edit both values are shown."""
    transactions.give_up()
    fresh = projects.find_seat(seat.user, seat.project.slug) or seat
    is_stale = isinstance(refusal, Stale)
    values = _page(fresh, **sent) | {"refusal": refusal}
    if is_stale:
        form = next(iter(sent.values()))
        values["clashes"] = clashes(form, _current(fresh.project, form))
        form["version"].data = fresh.project.settings_version
    return pages.written(fresh, "settings/settings.html", 409 if is_stale else 422, **values)


def invited(seat: Seat, name: str, token: str) -> Response:
    """Answer with the settings and the link somebody new gets, this once."""
    path = url_for("invitations.join", token=token)
    link = urljoin(current_app.config["VANTAGE_BASE_URL"] + "/", path.lstrip("/"))
    values = {**_page(seat), "invited": name, "link": link}
    return pages.written(seat, "settings/settings.html", **values)


def clashes(sent: OurForm, current: OurForm) -> list[tuple[str, str, str]]:
    """List what was typed beside what stands now, where they differ: label, typed, current."""
    return [
        (field.label.text, _said(field), _said(current[field.short_name]))
        for field in sent
        if field.short_name != "version" and field.data != current[field.short_name].data
    ]


def _said(field: Field) -> str:
    """Give what a field holds as a sentence says it: the names of what was chosen, and not all of a long text."""
    value = field.data
    if isinstance(value, bool):
        return "yes" if value else "no"
    names = {choice.value: str(choice.label) for choice in getattr(field, "choices", None) or ()}
    chosen = value if isinstance(value, list) else [value]
    text = ", ".join(names.get(each, str(each)) for each in chosen if each not in (None, ""))
    return shorten(text, _LONGEST_SAID, placeholder=" …") or "nothing"


def _current(project: Project, like: OurForm) -> OurForm:
    return _dates(project) if isinstance(like, DatesForm) else _rules(project)


def _page(
    seat: Seat, dates: OurForm | None = None, policy: OurForm | None = None, member: OurForm | None = None
) -> dict[str, Any]:
    return {
        "dates_form": dates or _dates(seat.project),
        "policy_form": policy or _rules(seat.project),
        "member_form": member or _newcomer(),
        "members": (members_ := projects.members(seat.project)),
        "waiting": newcomers.waiting(user for user, _role in members_),
        "roles": tuple(Role),
        "tokens": tokens.list_of_project(seat.project),
        "refusal": None,
        "clashes": [],
        "invited": None,
        "link": None,
    }


def _dates(project: Project, sent: MultiDict[str, str] | None = None) -> DatesForm:
    form = DatesForm(
        sent,
        prefix=_DATES,
        name=project.name,
        start=project.start_date,
        target=project.target_date,
        time_zone=project.time_zone,
        version=project.settings_version,
    )
    form.time_zone.choices = forms.options((zone, zone.replace("_", " ")) for zone in projects.zones())
    return form


def _newcomer() -> MemberForm:
    return MemberForm(prefix=_MEMBER, role=Role.MEMBER.value)


def _rules(project: Project) -> PolicyForm:
    policy = policies.policy_of(project)
    return PolicyForm(
        prefix=_POLICY,
        critical=policy.weight(Tier.CRITICAL),
        important=policy.weight(Tier.IMPORTANT),
        nice=policy.weight(Tier.NICE),
        evidence_days=policy.evidence_days,
        coverage_days=policy.coverage_days,
        second_person=policy.second_person,
        version=project.settings_version,
    )


def _policy(project: Project, form: PolicyForm) -> Policy:
    """Give the policy as typed; what the form does not ask for stays."""
    weights = {
        **policies.policy_of(project).weights,
        Tier.CRITICAL: form.critical.data or 0,
        Tier.IMPORTANT: form.important.data or 0,
        Tier.NICE: form.nice.data or 0,
    }
    return Policy(
        weights=weights,
        evidence_days=form.evidence_days.data or 0,
        coverage_days=form.coverage_days.data or 0,
        second_person=form.second_person.data,
    )
