"""From a document that fails to a short one that fails likewise."""

from __future__ import annotations

from tools.trials.verdicts import judge


def shrunk(raw: bytes, patience: int = 3000) -> bytes:
    """Give a part of a failing document that still fails the same way, found by leaving out ever smaller pieces."""
    wanted = _kind(raw)
    length = max(len(raw) // 2, 1)
    while patience > 0:
        at = 0
        while at < len(raw) and patience > 0:
            shorter = raw[:at] + raw[at + length :]
            patience -= 1
            if _kind(shorter) == wanted:
                raw = shorter
            else:
                at += length
        if length == 1:
            break
        length = max(length // 2, 1)
    return raw


def _kind(raw: bytes) -> str:
    """Name the first thing that is wrong, without its numbers."""
    wrong = judge(raw, timed=False).wrong
    return "".join(char for char in wrong[0] if not char.isdigit()) if wrong else ""
