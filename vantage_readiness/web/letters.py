"""Form letters: pages written once, with blanks for what differs from reader to reader, kept plain and compressed.

Compression must not tell secrets: where a secret and something people wrote are compressed together, the length of
the page tells how alike they are (BREACH). So what fills a blank is never compressed. The text around it is, once;
what fills the blank then goes between as it is, as a stored block (RFC 1951, 3.2.4), and the whole is as long
whatever it says.
"""

from __future__ import annotations

import re
import secrets
import struct
import zlib
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

TOKEN, NAME, INITIALS, TAG = BLANKS = [f"blank-{secrets.token_hex(12)}" for _ in range(4)]
_BLANK = re.compile(f"({'|'.join(BLANKS)})")
_GZIP = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952: no name, no time
_LAST = b"\x03\x00"  # an empty last block
_FILLER = b"\xff"  # stands in no UTF-8 text, so nothing of ours can be found in it


class Letter:
    """A page with blanks: what everybody reads as bytes, and between that the names of the blanks."""

    def __init__(self, text: str) -> None:
        self._pieces = [piece if piece in BLANKS else piece.encode() for piece in _BLANK.split(text)]
        self._packed: tuple[int, list[bytes | str]] = (-1, [])

    def needs(self, blank: str) -> bool:
        return blank in self._pieces

    def filled(self, values: Mapping[str, bytes]) -> bytes:
        """Give the page with its blanks filled."""
        return b"".join(piece if isinstance(piece, bytes) else values[piece] for piece in self._pieces)

    def packed(self, values: Mapping[str, bytes]) -> bytes:
        """Give the filled page as a gzip file."""
        page, width = self.filled(values), len(values.get(TOKEN, b""))
        known, packed = self._packed
        if known != width:
            packed = _pack(self._pieces, width)
            self._packed = (width, packed)
        pieces = [piece if isinstance(piece, bytes) else _stored(values[piece]) for piece in packed]
        return b"".join([_GZIP, *pieces, _LAST, struct.pack("<LL", zlib.crc32(page), len(page))])


class Shelf:
    """The letters written last, in the order of their use; the oldest make room."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._letters: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._lock = Lock()

    def find(self, key: tuple[Any, ...]) -> Any:
        with self._lock:
            letter = self._letters.get(key)
            if letter is not None:
                self._letters.move_to_end(key)
            return letter

    def keep(self, key: tuple[Any, ...], letter: Any) -> None:
        with self._lock:
            self._letters[key] = letter
            while len(self._letters) > self._size:
                self._letters.popitem(last=False)


def _pack(pieces: list[bytes | str], width: int) -> list[bytes | str]:
    """Compress what stands between the blanks, every piece ending at a whole byte.

    Text may refer back across a token, for all tokens are `width` bytes wide: the compressor is given filler of that
    width, and what it makes of it is thrown away. It may not refer back across a blank of another kind.
    """
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed: list[bytes | str] = []
    for piece in pieces:
        if isinstance(piece, bytes):
            packed.append(deflate.compress(piece) + deflate.flush(zlib.Z_SYNC_FLUSH))
        elif piece == TOKEN:
            deflate.compress(_FILLER * width)
            deflate.flush(zlib.Z_SYNC_FLUSH)
            packed.append(piece)
        else:
            packed += [deflate.flush(zlib.Z_FULL_FLUSH), piece]
    return packed


def _stored(text: bytes) -> bytes:
    """Give a stored block: at most 65,535 bytes, as they are."""
    return struct.pack("<BHH", 0, len(text), len(text) ^ 0xFFFF) + text
