"""What the command line does with a newer assessment: previewing, deciding, applying, comparing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from ..domain.reassessment import Decisions
from ..domain.refusals import NotAllowed, Refused
from ..output import comparing as text
from ..services import comparisons, diary, people, projects, reassessments
from ..services.projects import Project, User
from ..services.reassessments import AlreadyImported, Preview
from .plainly import project_named


def hand_in(
    raw: bytes, slug: str | None, *, as_of: date | None, decide: Iterable[str], by: str | None, at: datetime
) -> Iterator[str]:
    """Preview a document for a project; apply it too if a lead's address is given. Gives lines to print."""
    project, decisions = project_named(slug), decisions_of(decide)
    lead = _lead(project, by) if by else None
    today = diary.local_day(project, at)
    try:
        found = reassessments.preview(project, raw, as_of=as_of, today=today, decisions=decisions)
    except AlreadyImported as already:
        yield already.sentence
        return
    yield from _preview(found)
    yield ""
    if lead is None:
        yield "Nothing was written. To apply it: --apply --by EMAIL, the address of a lead."
        return
    applied = reassessments.apply(project, raw, as_of=as_of, seen=found.seal, by=lead, at=at, decisions=decisions)
    yield f"Applied as assessment {applied.number} of {project.name}."


def diff(one: str, other: str, slug: str | None) -> Iterator[str]:
    """Compare two assessments of a project by number, or two files. Gives lines to print."""
    if Path(one).is_file() and Path(other).is_file():
        both = comparisons.compare_documents(Path(one).read_bytes(), Path(other).read_bytes())
        yield from text.comparison(both.comparison)
        yield from _section("Score", text.score(both.before, both.after, both.explained))
        yield from _section("Besides the checklist", text.drift(both.drift))
        yield from _section("Perhaps the same", text.alike(both.comparison.proposals))
        return
    if not (one.isdecimal() and other.isdecimal()):
        raise Refused("Name two assessments by their numbers, such as 1 and 2, or two files.")
    found = comparisons.compare(project_named(slug), int(one), int(other))
    yield f"Assessment {found.earlier.number} “{found.earlier.title}”, {found.later.number} “{found.later.title}”"
    yield from text.comparison(found.comparison)
    yield from _section("Score", text.score(found.earlier.score, found.later.score, found.explained))
    yield from _section("Besides the checklist", text.drift(found.drift))


def decisions_of(words: Iterable[str]) -> Decisions:
    """Read decisions as the command line takes them: LINE=NUMBER, LINE=new, #NUMBER=reopen."""
    same: dict[int, int] = {}
    reopen: set[int] = set()
    for word in words:
        left, _, right = word.partition("=")
        if left.startswith("#") and _is_number(left[1:]) and right == "reopen":
            reopen.add(int(left[1:]))
        elif _is_number(left) and (right == "new" or _is_number(right)):
            same[int(left)] = 0 if right == "new" else int(right)
        else:
            raise Refused(f"“{word}” is no decision. Write LINE=NUMBER, LINE=new or #NUMBER=reopen.")
    return Decisions(same, frozenset(reopen))


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= 9


def _preview(found: Preview) -> Iterator[str]:
    yield found.found.title
    yield from found.warnings
    yield from text.comparison(found.comparison)
    yield from _section("To decide", text.proposals(found.comparison.proposals))
    yield from _section("Gate", text.gates(found.gate_before, found.gate_after))
    yield from _section("Score", text.score(found.stated_before, found.stated_after, found.explained))
    noticed = (f"  {finding.severity.label}: {finding.message}" for finding in found.found.findings)
    yield from _section("Noticed in the document", noticed)


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    said = list(lines)
    if said:
        yield from ("", f"{title}:", *said)


def _lead(project: Project, email: str) -> User:
    user = people.get_by_email(email)
    seat = projects.find_seat(user, project.slug)
    if seat is None or not seat.may_lead:
        raise NotAllowed(f"{user.name} does not lead {project.name}. Only a lead applies an assessment.")
    return user
