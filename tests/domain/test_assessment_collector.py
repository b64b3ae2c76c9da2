"""The collector of cyclic rubbish rests while a document is read, and is then as it was."""

import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from vantage_readiness.domain.assessment import Unreadable, read

DOCUMENT = b"# Checklist\n\n- [ ] Rotate the keys\n"


@pytest.fixture(autouse=True)
def _collector_on() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_it_is_on_again_after_reading():
    read(DOCUMENT)
    assert gc.isenabled()


def test_it_is_on_again_after_a_refusal():
    with pytest.raises(Unreadable):
        read(b"Nothing to see here.\n")
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off():
    gc.disable()
    read(DOCUMENT)
    assert not gc.isenabled()


def test_threads_that_read_at_once_leave_it_on():
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(read, [DOCUMENT] * 200))
    assert gc.isenabled()
