"""Static files: served under a prefix that names their content, compressed beforehand, immutable for browsers."""

from __future__ import annotations

import gzip
import hashlib
import logging
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import brotli
from flask import Flask
from whitenoise import WhiteNoise

from .. import places

_log = logging.getLogger(__name__)

_WEEKS = 14 * 24 * 3600
_COMPRESSED = frozenset({".css", ".js", ".svg", ".json", ".webmanifest"})


def init_app(app: Flask) -> None:
    """Serve the static files before the application is asked."""
    source = places.static()
    served = source if app.debug or app.testing else _compressed(source, Path(app.config["DATA_DIR"]))
    prefix = f"/static/{version()}/"
    noise = WhiteNoise(app.wsgi_app, allow_all_origins=False, max_age=31_536_000)
    noise.immutable_file_test = lambda _path, url: url.startswith(prefix)
    noise.add_files(str(served), prefix=prefix)
    app.wsgi_app = noise  # type: ignore[method-assign]
    app.jinja_env.globals["static"] = url
    app.extensions["static_version"] = version()


def url(name: str) -> str:
    """Give the address of a static file; it changes whenever any of them does."""
    return f"/static/{version()}/{name}"


@cache
def version() -> str:
    """Give 12 hex digits that name the content of all static files."""
    digest = hashlib.sha256()
    for path in _files(places.static()):
        digest.update(path.relative_to(places.static()).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _compressed(source: Path, data: Path) -> Path:
    """Give a copy of the files with their compressed forms beside them, made once for each version.

    Where there is no room for it, the files are served as they are.
    """
    target = data / "static" / version()
    if target.is_dir():
        return target
    try:
        _make(source, target)
    except OSError as error:
        _log.warning("Static files are served uncompressed: %s cannot be written (%s).", target, error.strerror)
        return source
    _forget_old(target)
    return target


def _make(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=target.parent, prefix=".making-"))
    try:
        _compress(source, work)
        work.chmod(0o755)
        work.rename(target)
    except OSError:
        shutil.rmtree(work, ignore_errors=True)
        if not target.is_dir():  # else another process was first
            raise


def _compress(source: Path, work: Path) -> None:
    for path in _files(source):
        copy = work / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        if path.suffix in _COMPRESSED:
            content = path.read_bytes()
            Path(f"{copy}.br").write_bytes(brotli.compress(content, quality=9 if len(content) > 200_000 else 11))
            Path(f"{copy}.gz").write_bytes(gzip.compress(content, 9, mtime=0))


def _forget_old(newest: Path) -> None:
    """Remove what no running process can still serve: versions made weeks before the newest."""
    for old in newest.parent.iterdir():
        if newest.stat().st_mtime - old.stat().st_mtime > _WEEKS:
            shutil.rmtree(old, ignore_errors=True)


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(path for path in folder.rglob("*") if path.is_file()))
