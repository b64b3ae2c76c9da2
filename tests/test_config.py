"""Configuration: what is derived, and the sentence for each thing that cannot be."""

from __future__ import annotations

import errno
import secrets
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
        ({"VANTAGE_SMTP": "mail.example.org"}, "has to look like smtp://"),
        ({"VANTAGE_SMTP": "smtp://ada@mail.example.org"}, "has to look like smtp://"),
        ({"VANTAGE_SMTP": "smtp://mail.example.org:99999"}, "has to look like smtp://"),
        ({"VANTAGE_SMTP": "smtp://mail.example.org?tls=maybe"}, "has to look like smtp://"),
        ({"VANTAGE_MAIL_FROM": "nobody"}, "has to look like Readiness <"),
        ({"VANTAGE_MAIL_FROM": "a@b.c\nBcc: d@e.f"}, "has to look like Readiness <"),
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


@pytest.mark.parametrize(
    ("url", "port", "tls"),
    [
        ("smtp://mail.example.org", 587, "asked"),
        ("smtp://mail.example.org:25?tls=off", 25, "offered"),
        ("smtp://127.0.0.1:25", 25, "offered"),
        ("smtps://mail.example.org", 465, "wrapped"),
    ],
)
def test_the_line_to_a_mail_server_is_private_unless_said_otherwise(
    tmp_path: Path, url: str, port: int, tls: str
) -> None:
    server = load(tmp_path, VANTAGE_SMTP=url)["VANTAGE_SMTP"]
    assert (getattr(server, "port", 0), getattr(server, "tls", "")) == (port, tls)


def test_the_password_of_the_mail_server_is_never_printed(tmp_path: Path) -> None:
    values = load(tmp_path, VANTAGE_SMTP="smtp://ada%40x:p%2Fw-hush@mail.example.org")
    assert getattr(values["VANTAGE_SMTP"], "password", "") == "p/w-hush"
    assert "hush" not in repr(values)
    with pytest.raises(Misconfigured) as refusal:
        load(tmp_path, VANTAGE_SMTP="smtp://ada:p/w-hush@mail.example.org")
    assert "hush" not in str(refusal.value)


def test_letters_come_from_the_host_people_know(tmp_path: Path) -> None:
    assert load(tmp_path, VANTAGE_BASE_URL="https://ready.example.org")["VANTAGE_MAIL_FROM"] == (
        "Vantage Readiness <readiness@ready.example.org>"
    )


REACHED = (
    {"VANTAGE_BASE_URL": "https://ready.example.org"},
    {"HOST": "0.0.0.0"},
    {"HOST": "::"},
    {"HOST": "192.0.2.7"},
)
POSTGRES = "postgresql://u:p@h/d"


@pytest.mark.parametrize("reached", REACHED, ids=str)
def test_who_is_reached_by_others_does_not_start_with_debug_on(tmp_path: Path, reached: dict[str, str]) -> None:
    with pytest.raises(Misconfigured, match="FLASK_DEBUG is on"):
        load(tmp_path, FLASK_DEBUG="1", **reached)
    load(tmp_path, FLASK_DEBUG="0", **reached)


@pytest.mark.parametrize("reached", REACHED, ids=str)
def test_hosts_that_share_a_database_need_the_same_key(tmp_path: Path, reached: dict[str, str]) -> None:
    with pytest.raises(Misconfigured, match="set it on every host"):
        load(tmp_path, DATABASE_URL=POSTGRES, **reached)
    load(tmp_path, DATABASE_URL=POSTGRES, VANTAGE_SECRET_KEY="a-key-of-our-own-that-nobody-else-knows", **reached)


@pytest.mark.parametrize(
    "key",
    [
        "change-me-change-me-change-me-change-me",
        "your-secret-key-goes-here-0123456789",
        "django-insecure-4f8sk2l9d7h3n1m5b6v0",
        "0123456789abcdef" * 2,
        "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
        "SuperSecretKeyForMyAppThatNobodyKnows",
        "replace-this-with-a-long-random-text",
    ],
)
def test_a_key_that_others_know_is_refused_everywhere(tmp_path: Path, key: str) -> None:
    with pytest.raises(Misconfigured, match="flask new-secret"):
        load(tmp_path, VANTAGE_SECRET_KEY=key)


def test_a_key_of_ones_own_is_taken(tmp_path: Path) -> None:
    for _ in range(200):
        key = secrets.token_urlsafe(48)
        assert load(tmp_path, VANTAGE_SECRET_KEY=key)["VANTAGE_SECRET_KEY"] == key


@pytest.mark.parametrize(
    "settings",
    [
        {"VANTAGE_BASE_URL": "http://ready.example.org"},
        {"VANTAGE_BASE_URL": "http://8.8.8.8:8000"},
        {"VANTAGE_HOSTS": "ready.example.org"},
    ],
    ids=str,
)
def test_passwords_do_not_travel_readably_under_a_public_name(tmp_path: Path, settings: dict[str, str]) -> None:
    with pytest.raises(Misconfigured, match="without encryption"):
        load(tmp_path, **settings)
    load(tmp_path, VANTAGE_INSECURE="yes", **settings)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"HOST": "0.0.0.0"},
        {"HOST": "0.0.0.0", "VANTAGE_HOSTS": "192.168.1.20, box, box.local, nas.home.arpa"},
        {"VANTAGE_BASE_URL": "http://192.168.1.20:8000"},
        {"VANTAGE_BASE_URL": "https://ready.example.org", "VANTAGE_HOSTS": "other.example.org"},
        {"DATABASE_URL": POSTGRES},
        {"FLASK_DEBUG": "1"},
    ],
    ids=str,
)
def test_ones_own_machine_and_home_are_in_nobodys_way(tmp_path: Path, settings: dict[str, str]) -> None:
    load(tmp_path, **settings)
