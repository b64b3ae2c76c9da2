"""The second factor: what a typed code is, which time steps count, and what recovery codes look like."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from .refusals import Refused

DIGITS = 6
SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"  # 32 signs, none of which is easily read as another
RECOVERY_LENGTH, RECOVERY_CODES = 12, 10
STEP_SECONDS = 30

_ALIKE = str.maketrans({"o": "0", "i": "1", "l": "1"})
_SKIPPED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"})  # spaces, line ends, invisible signs, dashes
_LONGEST = 100


def typed(text: str) -> str:
    """Give a code as it is compared, however it was typed: six digits, or the twelve signs of a recovery code."""
    code = _plain(text)
    if len(code) == DIGITS and code.isascii() and code.isdecimal():
        return code
    code = code.translate(_ALIKE)
    if len(code) == RECOVERY_LENGTH and set(code) <= set(SIGNS):
        return code
    raise Refused("Enter the six digits that your app shows, or one of your recovery codes.")


def is_recovery(code: str) -> bool:
    """Answer whether a code, as compared, is a recovery code."""
    return len(code) == RECOVERY_LENGTH


def grouped(text: str) -> str:
    """Give a secret or code in groups of four, as people copy it."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def step(at: datetime) -> int:
    """Give the time step of a moment (RFC 6238, 30 seconds)."""
    return int(at.timestamp()) // STEP_SECONDS


def steps(at: datetime, last: int | None) -> list[int]:
    """List the steps whose codes open at this moment: the present one and its neighbours, later than the last used."""
    now = step(at)
    return [each for each in (now, now - 1, now + 1) if last is None or each > last]


def _plain(text: str) -> str:
    """Give what was typed without spaces and dashes, in lower case, digits of any script as ours."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold()
    kept = (sign for sign in plain if unicodedata.category(sign) not in _SKIPPED)
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in kept)
