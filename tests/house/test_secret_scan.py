"""The secret scan finds keys by their form and by their dice, in the tree and in the wheel, and prints none of them."""

from __future__ import annotations

import secrets
import zipfile
from pathlib import Path

import pytest

from tools import secret_scan

# put together here, so that the scan of this very file finds nothing
KNOWN = [
    ("a private key", "-----BEGIN RSA " + "PRIVATE KEY-----"),
    ("a key of a cloud", "AKIA" + "Q3EGRZ7LX2MPN5TB"),
    ("a token of a forge", "ghp_" + "a1B2" * 9),
    ("a token of a messenger", "xoxb-" + "1234567890-abc"),
    ("a key of a payment service", "sk_live_" + "a1B2c3D4e5F6g7H8"),
    ("a token of a package index", "npm_" + "a1B2" * 9),
    ("a signed token", "eyJ" + "abcd" * 3 + ".eyJ" + "abcd" * 3 + "." + "abcd" * 3),
    ("a password in an address", "postgresql://ready:" + "Tr0ub4dor@db.example/ready"),
    ("a hashed password", "$argon2id$v=19$m=19456,t=2,p=1$" + "c29tZXNhbHRzYWx0$" + "RdescudvJCsgt3ub" * 2),
]


@pytest.mark.parametrize(("kind", "secret"), KNOWN, ids=[kind for kind, _ in KNOWN])
def test_a_key_is_known_by_its_form(kind: str, secret: str) -> None:
    found = secret_scan.find("config.toml", f"first\nkey = '{secret}'\n")
    assert kind in {each.kind for each in found}
    assert {each.line for each in found} == {2}
    assert secret not in str(found[0])


def test_every_form_is_shown_to_be_found() -> None:
    assert {kind for kind, _ in KNOWN} == set(secret_scan.FORMS)


def test_a_key_of_dice_is_found() -> None:
    for make in (secrets.token_urlsafe, secrets.token_hex):
        found = [secret_scan.find("x.py", f"KEY = '{make(32)}'") for _ in range(200)]
        assert sum(map(bool, found)) > 195


@pytest.mark.parametrize(
    "text",
    [
        "test_a_link_somebody_is_given_leads_to_the_configured_address",
        "DATABASE_URL=postgresql://user:password@host/database",
        "vantage_readiness/storage/migrations/versions/0003_people.py",
        "ClassNamesThatAreLongAndHave2Numbers",
    ],
)
def test_words_are_no_secret(text: str) -> None:
    assert secret_scan.find("x.py", text) == []


def test_what_is_allowed_has_a_reason_and_holds_only_there() -> None:
    assert all(why for _, _, why in secret_scan.ALLOWED)
    pinned = "    --hash=sha256:" + secrets.token_hex(32)
    assert secret_scan.find("requirements.txt", pinned) == []
    assert secret_scan.find("vantage_readiness/config.py", pinned) != []


def test_a_secret_inside_a_wheel_is_found(tmp_path: Path) -> None:
    wheel = tmp_path / "x.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("vantage_readiness/config.py", f"KEY = '{secrets.token_urlsafe(32)}'")
        archive.writestr("vantage_readiness/places.py", "HERE = 'somewhere'")
    assert {each.where for each in secret_scan.scan(secret_scan.of_wheel(wheel))} == {"vantage_readiness/config.py"}
    assert secret_scan.main([str(wheel)]) == 1


def test_there_is_no_secret_in_the_tree() -> None:
    assert list(map(str, secret_scan.scan(secret_scan.of_tree(secret_scan.ROOT)))) == []
