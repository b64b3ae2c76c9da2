"""Backups: everything comes back on either database, and whatever is damaged, foreign or newer is refused."""

from __future__ import annotations

import hashlib
import json
import os
import random
import stat
import threading
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from tests.conftest import KEY, NOW, World, _sql, close, postgres_answers, postgres_url
from vantage_readiness.domain.diary import Change, Kind
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.factory import create_app
from vantage_readiness.output import backup_file
from vantage_readiness.services import backups, diary, links, setup, sign_ins
from vantage_readiness.storage import diary as rows
from vantage_readiness.storage import guard, heartbeats, schema, snapshots
from vantage_readiness.storage.database import db
from vantage_readiness.storage.people import OneTimeLink, SignIn

SINCE_THEN = {"change", "diary_anchor", "heartbeat", "token", "session"}  # a restore writes a line, shuts every door


@contextmanager
def nothing(kind: str, folder: Path) -> Iterator[Flask]:
    """Give an application on an empty database that was never set up."""
    name = f"readiness_nothing_{uuid.uuid4().hex[:12]}"
    url = f"sqlite:///{folder / name}.sqlite3"
    if kind == "postgresql":
        if why := postgres_answers():
            pytest.skip(why)
        _sql(f"CREATE DATABASE {name}")
        url = make_url(postgres_url()).set(database=name).render_as_string(hide_password=False)
    app = create_app({"DATA_DIR": str(folder), "DATABASE_URL": url, "VANTAGE_SECRET_KEY": KEY}, TESTING=True)
    try:
        with app.app_context():
            yield app
    finally:
        close(app)
        if kind == "postgresql":
            _sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def backup(world: World, tmp_path: Path) -> Path:
    path, _manifest = backups.take(tmp_path / "one.zip", by="setup", at=NOW)
    return path


def hashes() -> dict[str, str]:
    with snapshots.snapshot() as connection:
        return {
            table.name: backups._digest(snapshots.lines(connection, table))
            for table in snapshots.tables()
            if table.name not in SINCE_THEN
        }


@pytest.mark.parametrize("to", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_everything_comes_back_on_either_database(world: World, both: None, to: str, tmp_path: Path) -> None:
    path, manifest = backups.take(tmp_path, by="setup", at=NOW)
    kept = {name: table.sha256 for name, table in manifest.tables.items() if name not in SINCE_THEN}
    assert manifest.rows > 300
    with nothing(to, tmp_path):
        backups.restore(path, by="setup", at=NOW)
        assert hashes() == kept
        read, flaws = diary.verify()
        assert (read, flaws) == (manifest.lines + 1, [])
        assert rows.lines(0)[0].kind == Kind.BACKUP_RESTORED
        assert setup.is_ready()


@pytest.mark.parametrize("to", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_work_goes_on_where_it_was_restored(backup: Path, to: str, tmp_path: Path) -> None:
    with nothing(to, tmp_path) as app:
        backups.restore(backup, by="setup", at=NOW)
        world = World(app)
        diary.write(world.project, Change(Kind.PROJECT_CHANGED, "a", "clock", NOW))
        token = sign_ins.use_link(links.sign_in_link(world.person("Ada"), NOW), browser="", at=NOW)
        assert sign_ins.find_visit(token, NOW, world.project.slug) is not None
        assert diary.verify()[1] == []
        with pytest.raises(Exception, match="append-only"):
            db.session.execute(text("DELETE FROM change"))
        db.session.rollback()


def test_a_backup_is_for_its_owner_only_and_leaves_nothing_else(world: World, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    path, _ = backups.take(tmp_path / "b", by="setup", at=NOW)
    assert path.name == "readiness-20261123T090000Z.zip"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list((tmp_path / "b").iterdir()) == [path]
    assert rows.lines(0)[0].kind == Kind.BACKUP_TAKEN
    assert backups.last() == NOW


def test_nothing_is_overwritten(backup: Path) -> None:
    with pytest.raises(Refused, match="already"):
        backups.take(backup, by="setup", at=NOW)


def test_the_key_is_in_it_only_when_asked(world: World, tmp_path: Path) -> None:
    without, _ = backups.take(tmp_path / "without.zip", by="setup", at=NOW)
    with_it, _ = backups.take(tmp_path / "with.zip", by="setup", at=NOW, key=KEY)
    assert (backups.key_in(without), backups.key_in(with_it)) == (None, KEY)


def test_its_anchors_are_the_diarys(backup: Path, world: World) -> None:
    book = world.project.id
    anchor = rows.find_anchor(book)
    assert anchor is not None
    assert backups.anchors(backup)[book] == (anchor.count, anchor.head)


def test_a_view_stays_what_it_was_while_others_write(world: World, both: None) -> None:
    def slugs() -> list[str]:
        return [str(line) for line in snapshots.lines(connection, db.metadata.tables["project"])]

    with snapshots.snapshot() as connection:
        before = slugs()
        with db.engine.begin() as writer:
            writer.execute(text("UPDATE project SET name = 'Another'"))
        assert slugs() == before


def test_sign_ins_end_and_one_time_links_are_void_after_a_restore(world: World, both: None, tmp_path: Path) -> None:
    link = links.sign_in_link(world.person("Ben"), NOW)
    token = sign_ins.use_link(links.sign_in_link(world.person("Ada"), NOW), browser="", at=NOW)
    path, _ = backups.take(tmp_path / "doors.zip", by="setup", at=NOW)
    backups.restore(path, over=tmp_path, by="setup", at=NOW + timedelta(minutes=1))
    assert sign_ins.find_visit(token, NOW, "") is None
    assert not links.is_usable(link, links.SIGN_IN, NOW)
    assert db.session.scalars(select(OneTimeLink)).all() == []
    assert db.session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all() == []


def test_a_database_that_holds_something_is_left_alone(backup: Path, world: World, both: None) -> None:
    before = hashes()
    with pytest.raises(Refused, match="--over"):
        backups.restore(backup, by="setup", at=NOW)
    assert hashes() == before


def test_over_keeps_what_was_there(backup: Path, world: World, both: None, tmp_path: Path) -> None:
    world.project.name = "Changed since"
    db.session.commit()
    _said, before = backups.restore(backup, over=tmp_path, by="setup", at=NOW + timedelta(hours=1))
    assert world.project.name == "VANTAGE AI"
    db.session.rollback()  # a look that could have become a write
    assert before is not None
    backups.restore(before, over=tmp_path, by="setup", at=NOW + timedelta(hours=2))
    assert world.project.name == "Changed since"
    assert diary.verify()[1] == []


def test_all_or_nothing(backup: Path, world: World, both: None, tmp_path: Path, monkeypatch) -> None:
    before = hashes()

    def break_off(_connection: object) -> None:
        raise OSError("the power went")

    monkeypatch.setattr(snapshots, "finish", break_off)
    with pytest.raises(OSError, match="power"):
        backups.restore(backup, over=tmp_path, by="setup", at=NOW + timedelta(hours=1))
    assert hashes() == before
    assert diary.verify()[1] == []
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(text("DELETE FROM change"))
    db.session.rollback()


def test_every_flipped_bit_is_found(backup: Path, world: World) -> None:
    whole, chance = backup.read_bytes(), random.Random(7)  # noqa: S311
    places = {
        0,
        30,
        len(whole) - 1,
        len(whole) - 64,
        len(whole) - 72,
        *(chance.randrange(len(whole)) for _ in range(300)),
    }
    for place in places:
        torn = bytearray(whole)
        torn[place] ^= 1 << chance.randrange(8)
        backup.write_bytes(bytes(torn))
        with pytest.raises(Refused, match=r"damaged|no backup"):
            backups.check(backup)


def test_every_truncation_is_found(backup: Path, world: World) -> None:
    whole = backup.read_bytes()
    for length in (0, 1, 63, 64, 71, 100, len(whole) // 2, len(whole) - 64, len(whole) - 1):
        backup.write_bytes(whole[:length])
        with pytest.raises(Refused, match=r"damaged|no backup"):
            backups.check(backup)
    backup.write_bytes(whole + b"\0")
    with pytest.raises(Refused, match=r"damaged|no backup"):
        backups.check(backup)


def forged(path: Path, manifest: Callable[[dict[str, Any]], Any], members: dict[str, bytes] | None = None) -> Path:
    """Write a backup anew, sealed like a true one, with another manifest and other members."""
    with zipfile.ZipFile(path) as archive:
        kept = {info.filename: archive.read(info) for info in archive.infolist()}
    said = json.loads(kept.pop(backup_file.MANIFEST))
    result = path.with_name("forged.zip")
    with backup_file.writing(result) as writer:
        for name, content in {**kept, **(members or {})}.items():
            writer._zip.writestr(name, content)
        changed = manifest(said)

        class Said:
            def to_json(self) -> Any:
                return changed

        writer.finish(Said())  # type: ignore[arg-type]
    return result


def test_a_forged_copy_that_changes_nothing_is_a_backup(backup: Path, world: World) -> None:
    assert backups.check(forged(backup, lambda said: said)).rows > 300


FORGERIES: dict[str, tuple[Callable[[dict[str, Any]], Any], dict[str, bytes], str]] = {
    "newer tables": (lambda said: {**said, "schema": "9999"}, {}, "newer version"),
    "newer format": (lambda said: {**said, "format": 2}, {}, "newer version"),
    "older tables": (lambda said: {**said, "schema": "0002"}, {}, "older version .* brings it up to date"),
    "no manifest": (lambda said: [], {}, "damaged"),
    "fewer tables": (
        lambda said: {**said, "tables": {k: v for k, v in said["tables"].items() if k != "item"}},
        {},
        "damaged",
    ),
    "a path for a name": (lambda said: said, {"../../outside": b"x"}, "damaged"),
    "a stranger's file": (lambda said: said, {"readme.txt": b"x"}, "damaged"),
    "other rows": (lambda said: said, {"tables/user.jsonl": b"[1]\n"}, "damaged"),
    "a bomb": (
        lambda said: {**said, "tables": {**said["tables"], "comment": {**said["tables"]["comment"], "size": 2**27}}},
        {"tables/comment.jsonl": b"\0" * 2**27},
        "suspicious",
    ),
}


@pytest.mark.parametrize("how", FORGERIES)
def test_what_is_not_of_this_version_or_not_ours_is_refused(backup: Path, world: World, how: str) -> None:
    manifest, members, why = FORGERIES[how]
    path = forged(backup, manifest, members)
    with pytest.raises(Refused, match=why):
        backups.check(path)


ROWS = {
    "no JSON": b"nonsense\n",
    "no list": b'{"a": 1}\n',
    "too short": b"[1]\n",
    "a word for a number": b'["x","y","z"]\n',
    "a number beyond counting": b"[1e999]\n",
    "nested": b"[" * 100_000 + b"\n",
    "twice": b'["clock","2026-11-23T09:00:00+00:00"]\n' * 2,
    "no moment": b'["clock",7]\n',
    "nothing where something must be": b'["clock",null]\n',
}


@pytest.mark.parametrize("how", ROWS)
def test_rows_that_are_none_are_refused_and_nothing_is_written(backup: Path, world: World, how: str) -> None:
    content, before = ROWS[how], hashes()
    table = {"columns": ["name", "at"], "rows": content.count(b"\n"), "size": len(content)}
    table["sha256"] = hashlib.sha256(content).hexdigest()
    path = forged(
        backup,
        lambda said: {**said, "tables": {**said["tables"], "heartbeat": table}},
        {"tables/heartbeat.jsonl": content},
    )
    with pytest.raises(Refused, match="damaged"):
        backups.restore(path, over=path.parent, by="setup", at=NOW)
    assert hashes() == before


def test_a_backup_of_another_program_is_refused(world: World, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "theirs.zip", "w") as archive:
        archive.writestr("manifest.json", "{}")
    with pytest.raises(Refused, match="no backup of Vantage Readiness"):
        backups.check(tmp_path / "theirs.zip")


def test_a_diary_that_was_tampered_with_is_backed_up_and_named(world: World, both: None, tmp_path: Path) -> None:
    guard.open_up(db.session.connection())
    db.session.execute(text("UPDATE change SET note = 'never said' WHERE book = 1 AND number = 3"))
    guard.close(db.session.connection())
    db.session.commit()
    _path, manifest = backups.take(tmp_path / "x.zip", by="setup", at=NOW)
    assert manifest.broken == (1,)


def test_a_backup_that_differs_from_the_database_is_thrown_away(world: World, tmp_path: Path, monkeypatch) -> None:
    true = snapshots.fill

    def forgetful(connection: Any, table: Any, lines: Any) -> None:
        true(connection, table, list(lines)[1:] if table.name == "item" else lines)

    monkeypatch.setattr(snapshots, "fill", forgetful)
    (tmp_path / "b").mkdir()
    with pytest.raises(Refused, match="does not hold what the database holds"):
        backups.take(tmp_path / "b", by="setup", at=NOW)
    assert list((tmp_path / "b").iterdir()) == []
    assert backups.last() is None


def test_no_room_is_said_in_a_sentence(world: World, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No backup could be written"):
        backups.take(tmp_path / "not" / "there.zip", by="setup", at=NOW)


def test_what_a_cut_off_backup_left_is_swept_a_day_later(world: World, tmp_path: Path) -> None:
    left = tmp_path / ".readiness-x.zip-7.partial"
    left.write_bytes(b"half")
    moment = NOW.timestamp()
    os.utime(left, (moment, moment))
    backups.take(tmp_path / "a.zip", by="setup", at=NOW + timedelta(hours=1))
    assert left.exists()
    backups.take(tmp_path / "b.zip", by="setup", at=NOW + timedelta(days=2))
    assert not left.exists()


def test_every_night_has_one_backup_and_old_ones_go(world: World, both: None, tmp_path: Path) -> None:
    folder, day = tmp_path / "nightly", timedelta(days=1)
    taken = [backups.take_when_due(folder, 3, by="clock", at=NOW + n * day / 4) for n in range(4 * 5)]
    assert [path is not None for path in taken] == [True, False, False, True, *[False, False, False, True] * 4]
    kept = backups.newest_in(folder)
    assert len(kept) == 3


def test_of_many_clocks_one_takes_the_backup(world: World, both: None, tmp_path: Path) -> None:
    start, taken = threading.Barrier(6), []

    def clock() -> None:
        with world.app.app_context():
            start.wait(60)
            taken.append(backups.take_when_due(tmp_path / "nightly", 3, by="clock", at=NOW))

    db.session.rollback()
    clocks = [threading.Thread(target=clock) for _ in range(6)]
    for each in clocks:
        each.start()
    for each in clocks:
        each.join(120)
    assert len(taken) == 6
    assert len([path for path in taken if path]) == 1


def test_no_backup_is_taken_where_none_is_wanted(world: World, tmp_path: Path) -> None:
    assert backups.take_when_due(tmp_path / "nightly", 0, by="clock", at=NOW) is None
    assert backups.last() is None


def test_a_backup_that_did_not_come_is_tried_again_after_an_hour(world: World, both: None, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refused, match="No backup could be written"):
        backups.take_when_due(tmp_path / "file", 3, by="clock", at=NOW)
    for minutes, comes in ((30, False), (61, True)):
        at = NOW + timedelta(minutes=minutes)
        assert bool(backups.take_when_due(tmp_path / "nightly", 3, by="clock", at=at)) is comes


def test_the_schema_that_is_known_is_ours() -> None:
    assert schema.is_known("0001")
    assert not schema.is_known("9999")


def test_a_database_that_is_busy_when_the_backup_is_done_is_asked_again(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true, asked = heartbeats.beat, []

    def busy_twice(name: str, at: datetime) -> None:
        asked.append(name)
        if len(asked) < 3:
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        true(name, at)

    monkeypatch.setattr(heartbeats, "beat", busy_twice)
    path, _ = backups.take(tmp_path / "one.zip", by="setup", at=NOW)
    assert path.exists()
    assert backups.last() == NOW
    assert [line.kind for line in rows.lines(0)].count(Kind.BACKUP_TAKEN) == 1
