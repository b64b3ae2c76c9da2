"""Configuration: what is derived, and the sentence for each thing that cannot be."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

import pytest

from vantage_readiness import config
from vantage_readiness.config import Misconfigured


def load(tmp_path: Path, **environment: str) -> dict[str, object]:
    return config.load({"DATA_DIR": str(tmp_path / "data"), **environment})


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first, second = load(tmp_path), load(tmp_path)
    assert first["VANTAGE_SECRET_KEY"] == second["VANTAGE_SECRET_KEY"]
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    assert load(tmp_path / "a")["VANTAGE_SECRET_KEY"] != load(tmp_path / "b")["VANTAGE_SECRET_KEY"]


def test_the_database_lies_in_the_data_folder_unless_named(tmp_path: Path) -> None:
    assert load(tmp_path)["DATABASE_URL"] == f"sqlite:///{tmp_path / 'data' / 'readiness.sqlite3'}"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_postgresql_means_the_same(tmp_path: Path, scheme: str) -> None:
    assert load(tmp_path, DATABASE_URL=f"{scheme}://u:p@h/d")["DATABASE_URL"] == "postgresql+psycopg://u:p@h/d"


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"PORT": "abc"}, "PORT is “abc”"),
        ({"PORT": "70000"}, "from 1 to 65535"),
        ({"PORT": "٣"}, "PORT"),
        ({"DATABASE_URL": "mysql://h/d"}, "begins with “mysql”"),
        ({"DATABASE_URL": "sqlite://"}, "whole path"),
        ({"DATABASE_URL": "sqlite:///"}, "whole path"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "whole path"),
        ({"DATABASE_URL": "sqlite:///here.sqlite3"}, "whole path"),
        ({"VANTAGE_SECRET_KEY": "short"}, "new-secret"),
        ({"VANTAGE_SECRET_KEY": "a" * 64}, "too simple"),
        ({"VANTAGE_BASE_URL": "example.org"}, "https://readiness"),
        ({"VANTAGE_BASE_URL": "https://example.org/sub"}, "https://readiness"),
        ({"VANTAGE_BASE_URL": "https://example.org?a=b"}, "https://readiness"),
        ({"VANTAGE_BASE_URL": "http://[bad"}, "https://readiness"),
        ({"VANTAGE_BASE_URL": "https://example.org:99999"}, "https://readiness"),
        ({"VANTAGE_CLOCK": "maybe"}, "inline, off"),
        ({"VANTAGE_WORKERS": "0"}, "from 1 to 64"),
    ],
)
def test_an_unusable_setting_is_named(tmp_path: Path, environment: dict[str, str], sentence: str) -> None:
    with pytest.raises(Misconfigured, match=sentence):
        load(tmp_path, **environment)


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(Misconfigured, match="cannot be written to"):
        load(tmp_path)


def test_a_damaged_key_file_is_named(tmp_path: Path) -> None:
    load(tmp_path)
    key = tmp_path / "data" / "secret-key"
    key.write_text("short")
    with pytest.raises(Misconfigured, match="too short"):
        load(tmp_path)
    key.write_bytes(bytes(range(128, 192)))
    with pytest.raises(Misconfigured, match="is damaged"):
        load(tmp_path)
    key.unlink()
    key.mkdir()
    with pytest.raises(Misconfigured, match="cannot be read"):
        load(tmp_path)


def test_a_key_that_cannot_be_written_leaves_no_empty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("vantage_readiness.config.os.fsync", no_room)
    with pytest.raises(Misconfigured, match=r"No space left.*Make room"):
        load(tmp_path)
    assert not (tmp_path / "data" / "secret-key").exists()


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8000"), ("0.0.0.0", "http://localhost:8000"), ("::1", "http://[::1]:8000")],
)
def test_links_lead_to_where_the_server_listens(tmp_path: Path, host: str, url: str) -> None:
    assert load(tmp_path, HOST=host)["VANTAGE_BASE_URL"] == url


def test_only_named_hosts_are_answered(tmp_path: Path) -> None:
    values = load(tmp_path, VANTAGE_BASE_URL="https://ready.example.org", VANTAGE_HOSTS="a.example, b.example")
    assert {"ready.example.org", "localhost", "a.example", "b.example"} <= set(config.trusted_hosts(values))
