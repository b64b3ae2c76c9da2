"""What a name, an address and a password must be."""

from __future__ import annotations

import unicodedata

from .refusals import Refused

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128

_COMMON = frozenset(
    """123456789012 1234567890123 111111111111 000000000000 passwordpassword password1234 password12345 password123456
    qwertyuiop12 qwertyuiop123 qwertyqwerty qwerty123456 iloveyou1234 administrator adminadmin123 letmeinletmein
    welcome12345 welcome123456 changeme1234 changemechangeme abcdefghijkl abcdefgh1234 aaaaaaaaaaaa 123123123123
    1q2w3e4r5t6y zaq12wsxcde3 monkeymonkey dragondragon footballfootball superman1234 trustno1trustno1 p@ssw0rd1234
    passw0rd1234 correcthorsebatterystaple""".split()
)


def name(text: str) -> str:
    """Give a person's name fit to keep: one line, visible characters, 1–100 long."""
    text = " ".join(text.split())
    if not text or any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise Refused("Enter a name.")
    if len(text) > 100:
        raise Refused("The name is too long. Keep it under 100 characters.")
    return text


def email(text: str) -> str:
    """Give an e-mail address in lower case, if it could be one."""
    text = text.strip().lower()
    local, _, host = text.rpartition("@")
    printable = text.isprintable() and " " not in text
    if not (local and "." in host.strip(".") and printable and len(text) <= 254) or ".." in host:
        raise Refused("Enter an e-mail address such as ada@example.org.")
    return text


def password(text: str, *, email: str) -> str:
    """Give a password fit to be chosen: 12–128 characters of any kind, not common, not the address."""
    if not SHORTEST_PASSWORD <= len(text) <= LONGEST_PASSWORD:
        raise Refused(f"Choose a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    if any(unicodedata.category(character) == "Cs" for character in text):
        raise Refused("This password has a broken character in it. Type it again.")
    plain = text.casefold()
    if plain in _COMMON or len(set(plain)) < 4 or plain == email.casefold():
        raise Refused("This password is too easy to guess. Choose another.")
    return text
