"""Any bytes: read or refused, every line with its fate. `tools/trials_reader.py` tries many documents, these few."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.trials import verdicts
from tools.trials.growth import QUICK, Growth
from tools.trials.mutations import ENCODINGS, MISHAPS, SURPRISES, mutated
from tools.trials.shapes import SHAPES
from tools.trials.shrink import shrunk
from tools.trials.verdicts import judge
from tools.trials.words import LANGUAGES, Language
from tools.trials_reader import the_document
from vantage_readiness.domain.assessment import Assessment, FateKind, State, read
from vantage_readiness.domain.words import Period, Tier

RAW = b"""# Report

**Overall score:** 7/10

## Checklist

- [ ] Rotate the keys
- [x] Add limits
- [ ] Rotate the keys

## Plan

### Phase 1: Begin (1-2 weeks)

- Do it

## Costs

- Hosting: $10-20 per month
- **Total**: $10-20 per month
"""
FOUND = read(RAW)


@pytest.mark.parametrize("hundred", range(4))
def test_generated_and_mutated_documents_keep_every_rule(hundred: int):
    for number in range(100 * hundred, 100 * hundred + 100):
        assert judge(the_document(0, number), again=number % 10 == 0, timed=False).wrong == (), number


@pytest.mark.parametrize("text", ["* []: 98分", "- [ ]: 7/10\n- **—** 8/10"])
def test_what_once_broke_the_reader_keeps_every_rule(text: str):
    assert judge(f"# Report\n\n## Checklist\n\n{text}\n".encode(), timed=False).wrong == ()


@pytest.mark.parametrize("name", SHAPES)
def test_hostile_shapes_keep_every_rule(name: str):
    raw = SHAPES[name](3000)
    assert 2000 < len(raw) <= 3000
    assert judge(raw, again=True, timed=False).wrong == ()


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_keep_every_rule(raw: bytes):
    assert judge(raw, timed=False).wrong == ()
    assert judge(RAW + raw, timed=False).wrong == ()
    assert judge(codecs.BOM_UTF16_LE + raw, timed=False).wrong == ()


LINES = st.lists(
    st.one_of(
        st.sampled_from([word for words in LANGUAGES for kind in words for word in kind]).map("## {}".format),
        st.text("|-[ ]x>#`*1.:$/%~<!\t ✅❌", max_size=20),
        st.tuples(st.sampled_from(["- [ ] ", "1. ", "| ", "> ", "**"]), st.sampled_from(SURPRISES)).map("".join),
        st.text(max_size=12),
    ),
    max_size=25,
)


@given(LINES)
@settings(max_examples=300, deadline=None)
def test_any_lines_keep_every_rule(lines: list[str]):
    assert judge("\n".join(lines).encode("utf-8", "replace"), again=True, timed=False).wrong == ()


@pytest.mark.parametrize("words", LANGUAGES, ids=[words.titles[0] for words in LANGUAGES])
def test_the_same_document_says_the_same_in_every_language(words: Language):
    document = (
        f"# {words.titles[0]}\n\n**{words.score[0]}:** 7/10\n\n## {words.areas[0]}\n\n"
        f"### {words.strengths[0]}\n\n- One\n\n### {words.gaps[0]}\n\n- Two\n\n## {words.checklist[0]}\n\n"
        f"### {words.tiers[0]}\n\n- [ ] {words.tasks[0]}\n- [x] {words.tasks[-1]}\n\n## {words.plan[0]}\n\n"
        f"### {words.phase[0]} 1: Begin (1-2 {words.week[0]})\n\n- Do it\n\n## {words.costs[0]}\n\n"
        f"- Hosting: $5-10 {words.per_month[0]}\n- **{words.total[0]}**: $5-10 {words.per_month[0]}\n\n"
        f"## {words.advice[0]}\n\n- More\n"
    )
    found = read(document.encode())
    (phase,), (cost,), (total,) = found.phases, found.costs, found.totals
    assert found.score is not None
    assert found.score.normalised == 7
    assert [(item.tier, item.state) for item in found.items] == [
        (Tier.CRITICAL, State.OPEN),
        (Tier.CRITICAL, State.DONE),
    ]
    assert (str(phase.weeks), cost.period, total.stated_high) == ("1–2 weeks", Period.MONTH, Decimal(10))
    assert [len(said) for said in (found.strengths, found.gaps, found.recommendations)] == [1, 1, 1]
    assert found.not_understood == ()


def test_a_number_gives_the_same_document_again_and_another_one_another():
    documents = [the_document(7, number) for number in range(30)]
    assert documents == [the_document(7, number) for number in range(30)]
    assert len(set(documents)) > 25


def test_the_documents_are_of_every_kind():
    ends = Counter(judge(the_document(3, number), timed=False).end for number in range(150))
    assert set(ends) == {"read", "refused"}
    assert min(ends.values()) > 15


def test_every_mishap_and_every_encoding_happens():
    class Chance:
        def __init__(self) -> None:
            self.asked: list[Any] = []

        def choice(self, these: Any) -> Any:
            self.asked.append(these)
            return these[0]

        def random(self) -> float:
            return 0.9

        def randint(self, low: int, _: int) -> int:
            return low

        def randrange(self, _: int) -> int:
            return 0

    chance = Chance()
    assert mutated("a\nb", chance) == b"a\nb"  # type: ignore[arg-type]
    assert ENCODINGS in chance.asked
    assert len(MISHAPS) > 10


def _item(found: Assessment, **spoiled: Any) -> Assessment:
    return replace(found, items=(found.items[0]._replace(**spoiled), *found.items[1:]))


def _unheard(found: Assessment) -> Assessment:
    fates = [fate._replace(kind=FateKind.CONTEXT, what="prose") if fate.line == 7 else fate for fate in found.fates]
    return replace(found, fates=tuple(fates))


@pytest.mark.parametrize(
    ("spoil", "offence"),
    [
        (lambda found: replace(found, fates=found.fates[1:]), "not one for each line"),
        (lambda found: replace(found, fates=(*found.fates, found.fates[-1])), "not one for each line"),
        (lambda found: _item(found, line=900), "items.line is 900, which is no line"),
        (lambda found: _item(found, line=2), "items.line is 2, which is no line"),
        (lambda found: _item(found, same_as=9), "repeats line 9, which is no earlier entry"),
        (lambda found: _item(found, state="lost"), "an item is lost"),
        (lambda found: _item(found, title="\ud800"), "no JSON"),
        (lambda found: replace(found, score=replace(found.score, value=float("nan"))), "ValueError"),
        (lambda found: replace(found, score=replace(found.score, normalised=10.5)), "the score is 10.5"),
        (lambda found: replace(found, costs=(replace(found.costs[0], low=Decimal(30)),)), "a range from 30 to 20"),
        (_unheard, "items has line 7, which is context (prose)"),
    ],
)
def test_whatever_is_wrong_is_noticed(monkeypatch, spoil: Callable[[Assessment], Assessment], offence: str):
    monkeypatch.setattr(verdicts, "read", lambda raw: spoil(FOUND))
    assert offence in " ".join(judge(RAW, timed=False).wrong)


def test_an_exception_is_an_outcome(monkeypatch):
    monkeypatch.setattr(verdicts, "read", lambda raw: 1 / len(raw[:0]))
    assert judge(RAW).end == "broken"
    assert judge(RAW).wrong == ("ZeroDivisionError: division by zero",)


def test_two_readings_that_differ_are_noticed(monkeypatch):
    readings = iter([FOUND, replace(FOUND, title="Another")])
    monkeypatch.setattr(verdicts, "read", lambda raw: next(readings))
    assert judge(RAW, again=True, timed=False).wrong == ("a second reading gives something else",)


def test_a_failing_document_is_shrunk_to_what_fails(monkeypatch):
    monkeypatch.setattr(verdicts, "read", lambda raw: {}[raw.index(b"bad")] if b"bad" in raw else FOUND)
    assert shrunk(b"a lot of text\nand something bad in it\nand more") == b"bad"


@pytest.mark.parametrize(
    ("small", "large", "is_good"),
    [(0.4, 0.9, True), (0.4, 1.1, False), (0.1, 0.29, True), (0.1, 0.31, False), (QUICK / 9, QUICK / 2, True)],
)
def test_growth_is_judged_by_time_and_ratio(small: float, large: float, *, is_good: bool):
    assert Growth("boxes", small, large).is_good is is_good
