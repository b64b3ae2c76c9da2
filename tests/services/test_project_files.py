"""A project's archive is read anew and held against the database it came from."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import select

from tests.conftest import NOW, World
from tests.services import crowd
from vantage_readiness.domain.diary import GENESIS, Kept, person, seal
from vantage_readiness.output import tables
from vantage_readiness.output.archive import in_json
from vantage_readiness.services import items, project_files, reports
from vantage_readiness.services.projects import Project
from vantage_readiness.storage import belongings
from vantage_readiness.storage import diary as books
from vantage_readiness.storage.assessments import newest
from vantage_readiness.storage.database import db


def taken(world: World, project: Project | None = None) -> dict[str, bytes]:
    """Export a project and give what is in the archive, by name."""
    by = person(world.person("Ada").id)
    with project_files.export(project or world.project, by=by, at=NOW) as file, zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


@pytest.fixture
def busy(world: World) -> World:
    crowd.fill(world, world.project, world.person("Ada"), world.person("Ben"))
    return world


def test_every_table_is_there_and_says_what_the_database_says(busy: World, both: None) -> None:
    files = taken(busy)
    for table in belongings.tables_of_project():
        if table.name in project_files.LEFT_OUT:
            assert not [name for name in files if name.startswith(f"tables/{table.name}.")]
            continue
        kept = [dict(row._mapping) for row in belongings.rows(table, busy.project.id)]
        assert kept, f"{table.name} is empty, so that nothing is shown about it"
        for row in kept:
            for name in project_files.HIDDEN.get(table.name, ()):
                row.pop(name)
        assert json.loads(files[f"tables/{table.name}.json"]) == json.loads(in_json(kept))
        assert len(rows_of(files[f"tables/{table.name}.csv"])) == len(kept)


def test_the_manifest_names_every_file_with_its_hash(busy: World) -> None:
    files = taken(busy)
    manifest = json.loads(files.pop("manifest.json"))
    assert set(manifest["files"]) == set(files)
    for name, content in files.items():
        said = manifest["files"][name]
        assert (said["sha256"], said["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert manifest["files"]["tables/item.csv"]["rows"] == len(rows_of(files["tables/item.csv"]))
    assert manifest["project"]["slug"] == "vantage-ai"
    assert manifest["schema"] == "0004"


def test_the_diary_can_be_verified_without_us(busy: World, both: None) -> None:
    files = taken(busy)
    manifest = json.loads(files["manifest.json"])
    lines = [json.loads(line) for line in files["diary.jsonl"].splitlines()]
    head = GENESIS
    for line in lines:
        head = seal(head, sealed(line))
        assert line["hash"] == head
    assert (manifest["diary"]["lines"], manifest["diary"]["head"]) == (len(lines), head)
    assert lines[-1]["kind"] == "project.exported"
    assert [row["hash"] for row in rows_of(files["diary.csv"])] == [line["hash"] for line in lines]


def sealed(line: dict[str, Any]) -> Kept:
    """Give a line of an archive in the shape that is sealed."""
    moments = {"at": datetime.fromisoformat(line["at"]), "day": date.fromisoformat(line["day"])}
    return cast(Kept, SimpleNamespace(**{**line, **moments}))


def test_published_reports_are_given_back_byte_for_byte(busy: World, both: None) -> None:
    files = taken(busy)
    report = reports.latest(busy.project)
    for each in reports.files(report):
        body, *_ = reports.file(busy.project, report.iso, each.name)
        assert files[f"reports/2026-W47/edition-1/{each.name}"] == body


def test_documents_are_given_back_byte_for_byte(world: World) -> None:
    document = newest(world.project.id)
    assert document is not None
    files = taken(world)
    assert files[f"assessments/001-{document.sha256[:12]}.md"] == document.raw


def test_no_spreadsheet_runs_what_people_wrote(busy: World) -> None:
    text = next(row["text"] for row in rows_of(taken(busy)["tables/comment.csv"]))
    assert text == "'=1+1 is no formula"
    assert tables.restore(text) == "=1+1 is no formula"


def test_nothing_that_opens_a_door_is_in_it(busy: World) -> None:
    ben = busy.person("Ben")
    ben.password_hash, ben.totp_secret = "argon-of-ben", "TOTPOFBEN"
    db.session.commit()
    files = taken(busy)
    whole = b"".join(files.values())
    assert not [secret for secret in (b"argon-of-ben", b"TOTPOFBEN", b"token_hash", b"code_hash") if secret in whole]
    assert not [name for name in files if name.split(".")[0] in ("tables/user", "tables/session", "tables/token")]


def test_people_are_named_members_with_their_address(busy: World) -> None:
    found = {row["name"]: row for row in json.loads(taken(busy)["people.json"])}
    assert (found["Ben"]["email"], found["Ben"]["role"]) == ("ben@example.org", "member")
    assert "Dan" not in found


def test_nothing_of_another_project_is_in_it(busy: World, both: None) -> None:
    crowd.neighbour(busy)
    whole = b"".join(taken(busy).values())
    assert b"Secret of Dan" not in whole
    assert b"dan@example.org" not in whole


def test_figures_are_those_of_the_pages(world: World) -> None:
    files = taken(world)
    figures = json.loads(files["figures.json"])
    assert (figures["readiness"]["verified"], figures["gate"]["verdict"]) == (0, "not_met")
    assert files["burn-down.csv"].startswith(b"Day,Scope,Claimed,Verified")


def test_the_same_moment_gives_the_same_bytes(busy: World, both: None) -> None:
    first, second = taken(busy), taken(busy)
    differs = {name for name in first if first[name] != second[name]}
    assert differs <= {"manifest.json", "diary.jsonl", "diary.csv", "tables/project.json", "tables/project.csv"}
    assert len(books.lines(busy.project.id, kinds=["project.exported"])) == 2


def test_an_archive_is_of_one_moment_and_holds_up_nobody(busy: World, both: None) -> None:
    """Somebody comments while the archive is being written; it says what stood when it was begun."""
    engine, number = db.engine, busy.project.id
    said: list[int] = []
    real = belongings.rows

    def while_reading(table: Any, project_id: int) -> Any:
        if table.name == "project" and not said:
            list(real(table, project_id))  # the moment begins with the first question
            with engine.begin() as elsewhere:
                said.append(elsewhere.execute(table.update().values(name="Renamed meanwhile")).rowcount)
        return real(table, project_id)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(belongings, "rows", while_reading)
        files = taken(busy)
    assert said
    assert json.loads(files["tables/project.json"])[0]["name"] == "VANTAGE AI"
    assert db.session.scalar(select(Project.name).where(Project.id == number)) == "Renamed meanwhile"


def test_an_export_is_in_the_diary_and_changes_nothing_else(world: World) -> None:
    before = crowd.everything()
    taken(world)
    after = crowd.everything()
    assert {name for name in before if before[name] != after[name]} == {"change", "diary_anchor", "project"}


def test_a_project_exported_later_says_so(world: World) -> None:
    items.comment(world.project, 1, "Later", by=world.person("Ada"), at=NOW + timedelta(days=1))
    assert json.loads(taken(world)["manifest.json"])["exported_at"] == "2026-11-23T09:00:00+00:00"
