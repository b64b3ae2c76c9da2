"""A backup as one file: a zip whose comment is the SHA-256 of everything before it, so that no changed bit passes.

The tables are written as they come and read as they are wanted; nothing is ever held whole in memory, and nothing is
unpacked under a name that the file chooses.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self

from ..domain.backups import Manifest, Table
from ..domain.refusals import Refused

MANIFEST, KEY = "manifest.json", "secret-key"

_MARK = b"sha256:"
_DIGEST = 64
_LARGEST_MANIFEST = 1024 * 1024
_LARGEST_KEY = 1024
_LONGEST_LINE = 64 * 1024 * 1024
_FREE, _TIMES = 64 * 1024 * 1024, 200  # unpacked, a file may be this large, or so many times its own size
_PIECE = 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, OSError, ValueError)
_DAMAGED = "This backup is damaged: it is not, to the last bit, what was written. Use another one."
_FOREIGN = "This file is no backup of Vantage Readiness, or its end is missing."


class Writer:
    """Writes one backup: tables first, then the manifest that counts them, then the seal."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        self._file = file
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)

    def add_table(self, name: str, columns: tuple[str, ...], lines: Iterable[bytes]) -> Table:
        """Write a table's lines; give what the manifest is to say of them."""
        digest, rows, size = hashlib.sha256(), 0, 0
        with self._zip.open(_member(name), "w", force_zip64=True) as member:
            for line in lines:
                member.write(line)
                digest.update(line)
                rows, size = rows + 1, size + len(line)
        return Table(columns, rows, size, digest.hexdigest())

    def add_key(self, key: str) -> None:
        """Put the secret key in."""
        self._zip.writestr(KEY, key)

    def abandon(self) -> None:
        """Leave the file as it is; nobody will read it."""
        self._zip.fp = None  # else it would be finished when it is swept up

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, seal the file, and see it onto the disk."""
        self._zip.writestr(MANIFEST, json.dumps(manifest.to_json(), indent=1))
        self._zip.comment = _MARK + b"0" * _DIGEST
        self._zip.close()
        self._file.flush()
        digest = _digest(self.path, self.path.stat().st_size - _DIGEST)
        self._file.seek(-_DIGEST, os.SEEK_END)
        self._file.write(digest.encode())
        self._file.flush()
        os.fsync(self._file.fileno())


class Reader:
    """Reads a backup that is, bit for bit, what was written."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = archive
        self.manifest = manifest

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def lines(self, name: str) -> Iterator[bytes]:
        """Give a table's lines; raise `Refused` when they are not those the manifest counts."""
        promised, digest, rows, size = self.manifest.tables[name], hashlib.sha256(), 0, 0
        for line in self._pieces(_member(name)):
            digest.update(line)
            rows, size = rows + 1, size + len(line)
            if size > promised.size:
                raise Refused(_DAMAGED)
            yield line
        if (rows, size, digest.hexdigest()) != (promised.rows, promised.size, promised.sha256):
            raise Refused(_DAMAGED)

    def _pieces(self, member: str) -> Iterator[bytes]:
        try:
            with self._zip.open(member) as file:
                while line := file.readline(_LONGEST_LINE):
                    yield line
        except _BROKEN as error:
            raise Refused(_DAMAGED) from error

    def key(self) -> str | None:
        """Give the secret key, if it was put in."""
        return self._zip.read(KEY).decode() if self.manifest.has_key else None


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Begin a backup in a new file that only its owner can read; it is removed when something goes wrong."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "r+b") as file:
            writer = Writer(path, file)
            try:
                yield writer
            except BaseException:
                writer.abandon()
                raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def reading(path: Path) -> Reader:
    """Open a backup, to be closed; raise `Refused` with the reason if it is damaged, cut off, newer, or not ours."""
    _refuse_damage(path)
    archive = None
    try:
        archive = zipfile.ZipFile(path)
        manifest = _manifest(archive)
        _refuse_bombs(archive, manifest, path.stat().st_size)
    except BaseException as error:
        if archive:
            archive.close()
        if isinstance(error, _BROKEN):
            raise Refused(_DAMAGED) from error
        raise
    return Reader(archive, manifest)


def move_into_place(written: Path, final: Path) -> None:
    """Give a finished file its name, for good: the name is on the disk when this returns."""
    written.rename(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refuse_damage(path: Path) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(max(size - _DIGEST - len(_MARK), 0))
            end = file.read()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error
    if not end.startswith(_MARK) or size < len(_MARK) + _DIGEST:
        raise Refused(_FOREIGN)
    if _digest(path, size - _DIGEST).encode() != end[len(_MARK) :]:
        raise Refused(_DAMAGED)


def _digest(path: Path, size: int) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while size > 0 and (piece := file.read(min(_PIECE, size))):
            digest.update(piece)
            size -= len(piece)
    return digest.hexdigest()


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        raise Refused(_DAMAGED)
    try:
        return Manifest.from_json(json.loads(archive.read(MANIFEST)))
    except RecursionError as error:
        raise Refused(_DAMAGED) from error


def _refuse_bombs(archive: zipfile.ZipFile, manifest: Manifest, size: int) -> None:
    """Refuse what holds anything but the files the manifest names, each as large as it says."""
    sizes = {info.filename: info.file_size for info in archive.infolist()}
    promised = {_member(name): table.size for name, table in manifest.tables.items()}
    besides = {MANIFEST, KEY} if manifest.has_key else {MANIFEST}
    if len(sizes) != len(archive.infolist()) or sizes.keys() != promised.keys() | besides:
        raise Refused(_DAMAGED)
    if any(sizes[name] != promised[name] for name in promised) or sizes.get(KEY, 0) > _LARGEST_KEY:
        raise Refused(_DAMAGED)
    if sum(sizes.values()) > max(_FREE, _TIMES * size):
        raise Refused("This backup would grow to a suspicious size when unpacked. Nothing was changed.")


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"
