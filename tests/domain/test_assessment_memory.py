"""What was found out about a text is kept while its document is read, and no longer."""

import pytest

from vantage_readiness.domain.assessment import Unreadable, memory, read
from vantage_readiness.domain.assessment.vocabulary import lexicon


def test_a_text_is_looked_at_once():
    looked: list[str] = []

    @memory.remember
    def length(text: str) -> int:
        looked.append(text)
        return len(text)

    assert [length("Security"), length("Security")] == [8, 8]
    assert looked == ["Security"]


def test_what_is_forgotten_is_found_out_again():
    looked: list[str] = []

    @memory.remember
    def length(text: str) -> int:
        looked.append(text)
        return len(text)

    length("Security")
    memory.forget()
    length("Security")
    assert looked == ["Security", "Security"]


@pytest.mark.parametrize("document", [b"# Checklist\n\n- [ ] Rotate the keys\n", b"Nothing to see here.\n"])
def test_nothing_of_a_document_stays(document, monkeypatch):
    forgotten = []
    monkeypatch.setattr(memory, "_FORGET", [lambda: forgotten.append(True)])
    try:
        read(document)
    except Unreadable:
        assert b"Nothing" in document
    assert forgotten == [True]


def test_a_family_made_later_is_found_in_a_text_already_known():
    assert not lexicon.Family("weather").stands_in("A sunny morning")
    assert lexicon.Family("sunny").stands_in("A sunny morning")
