"""What a name and an address must be."""

from __future__ import annotations

import unicodedata

from .refusals import Refused


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
