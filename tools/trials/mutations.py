"""What happens to documents on their way: lines get lost and doubled, bits flip, programs use wrong tables."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from random import Random

from tools.trials.documents import document

# Signs that surprise: joiners, other people's digits and spaces, direction marks, line ends that are none.
SURPRISES = (
    *"\u200b\u200d\ufeff\u202e\u2028\u2029\u0085\u00a0\u3000\u00ad\x0c\t\u0301\ufe0f\U0001f3fd\ue000\ufffe",
    *"²½Ⅷ٣８৪①㊙％／：｜［］－—…₽¥￥€",
    *("9" * 400, "1e999", "0" * 50, "-0", "NaN", "∞", "1/0", "1.2.3.4", "a" * 3000, "| " * 300, "\\" * 99, "$" * 300),
    *(
        "[" * 200,
        "(" * 200,
        "`" * 200,
        "*" * 199,
        "_" * 99,
        "~" * 40,
        "<" * 99,
        "> " * 60,
        "- " * 60,
        "#" * 9,
        "&nbsp;",
    ),
)
TABLES = ("mac_roman", "cp1252", "cp1254", "latin_1")


def mutated(text: str, chance: Random) -> bytes:
    """Give the bytes of a text after up to four mishaps, in some encoding, perhaps damaged."""
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        text = chance.choice(MISHAPS)(text, chance)
    raw = chance.choice(ENCODINGS)(text)
    return chance.choice(DAMAGES)(raw, chance) if chance.random() < 0.25 else raw


def _doubled(text: str, chance: Random) -> str:
    lines = text.split("\n")
    start = chance.randrange(len(lines))
    return "\n".join(lines + lines[start : start + chance.randint(1, 30)] * chance.randint(1, 3))


def _shuffled(text: str, chance: Random) -> str:
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines)


def _thinned(text: str, chance: Random) -> str:
    return "\n".join(line for line in text.split("\n") if chance.random() < 0.7)


def _indented(text: str, chance: Random) -> str:
    return "\n".join(chance.choice(("", "", "", "  ", "    ", "\t", "> ", "- ")) + line for line in text.split("\n"))


def _nested(text: str, chance: Random) -> str:
    mark = chance.choice(("> ", "- ", "1. ", "  ", "* [ ] ", "| "))
    return "\n".join(mark * (number % chance.randint(1, 60)) + line for number, line in enumerate(text.split("\n")))


def _joined(text: str, chance: Random) -> str:
    return text.replace("\n", chance.choice((" ", "", "|", "\u2028")))


def _surprised(text: str, chance: Random) -> str:
    for _ in range(chance.randint(1, 12)):
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(SURPRISES) * chance.choice((1, 1, 1, 5)) + text[at:]
    return text


def _cut(text: str, chance: Random) -> str:
    return text[: chance.randint(0, len(text))]


def _spliced(text: str, chance: Random) -> str:
    other = document(chance)
    return text[: chance.randint(0, len(text))] + other[chance.randint(0, len(other)) :]


def _ended_otherwise(text: str, chance: Random) -> str:
    return "".join(chance.choice(("\n", "\r\n", "\r")) if char == "\n" else char for char in text)


def _grown(text: str, chance: Random) -> str:
    times = chance.choice((2, 2, 5, 20)) if chance.random() < 0.98 else 400_000 // (len(text.encode()) + 1)
    return "\n".join([text] * times)


def _changed(text: str, chance: Random) -> str:
    old, new = chance.choice(("\n- ", "| ", "[ ]", ":", " ", "1", "#", "(")), chance.choice(SURPRISES)
    return text.replace(old, new, chance.randint(1, 5))


MISHAPS: tuple[Callable[[str, Random], str], ...] = (
    *(_doubled, _shuffled, _thinned, _indented, _nested, _joined, _surprised, _surprised),
    *(_cut, _spliced, _ended_otherwise, _grown, _changed),
)


def garbled(text: str, table: str) -> bytes:
    """Give UTF-8 that was read with the wrong table; bytes undefined there become control characters."""
    return "".join(_character(byte, table) for byte in text.encode("utf-8", "replace")).encode()


def _character(byte: int, table: str) -> str:
    try:
        return bytes([byte]).decode(table)
    except UnicodeDecodeError:
        return chr(byte)


ENCODINGS: tuple[Callable[[str], bytes], ...] = (
    *(str.encode,) * 14,
    lambda text: codecs.BOM_UTF8 + text.encode(),
    lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    lambda text: text.encode("cp1252", "replace"),
    lambda text: garbled(text.replace("\r", "\n"), TABLES[len(text) % len(TABLES)]),
)


def _flipped(raw: bytes, chance: Random) -> bytes:
    damaged = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        if damaged:
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.choice((0, 1, 2, 3, 4, 4, 5, 5, 6, 7))
    return bytes(damaged)


def _truncated(raw: bytes, chance: Random) -> bytes:
    return raw[: chance.randint(0, len(raw))]


def _random(_raw: bytes, chance: Random) -> bytes:
    return chance.randbytes(chance.randint(0, 2000))


DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (_flipped, _flipped, _flipped, _truncated, _random)
