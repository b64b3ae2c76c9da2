"""Links are checked against the assessment they speak of."""

from __future__ import annotations

import pytest

from tests.domain.sure import the
from vantage_readiness.domain.assessment import Links, read
from vantage_readiness.domain.refusals import Refused

READ = read(
    b"# R\n## Security\n### Gaps\n- **Keys**: old\n\n## Checklist\n### Critical\n- [ ] Rotate keys\n- [ ] Add headers\n"
    b"\n## Plan\n### Phase 1: One\n- Rotate\n- Rest\n### Phase 2: Two\n- Again\n"
)
GOOD = """
[[item]]
title = "Rotate keys"
area = "Security"
gaps = ["Security: Keys"]
steps = ["Phase 2: Again", "Phase 1: Rotate"]
"""


def test_good_links_tell_phases_and_what_is_left():
    links = Links.parse(GOOD).check(READ)
    assert the(links.phase_of("Rotate keys", READ)).ordinal == 1
    assert links.phase_of("Add headers", READ) is None
    assert links.find("Add headers") is None
    assert [finding.about for finding in links.unplanned(READ)] == ["Add headers"]
    assert links.loose_steps(READ) == ["Phase 1: Rest"]
    assert links.open_gaps(READ) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[item]", "cannot be read"),
        ("[[items]]", "cannot have “items”; known are item, step"),
        ("item = 1", "Write every item as a table"),
        ("item = [1]", "Write every item as a table"),
        ("[[item]]\nname = 'x'", "cannot have “name”"),
        ("[[item]]\ntitle = 1", "needs a title in quotes"),
        ("[[item]]\ntitle = 'x'\narea = 1", "needs a title in quotes"),
        ("[[item]]\ntitle = 'x'\ngaps = 'y'", "The gaps of “x” must be a list"),
        ("[[step]]\ntitle = 'x'\nsteps = [1]", "The steps of “x” must be a list"),
    ],
)
def test_links_that_cannot_be_read_are_refused(text, sentence):
    with pytest.raises(Refused, match=sentence.replace("[", r"\[")):
        Links.parse(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[item]]\ntitle = 'Rotate key'", "no item “Rotate key”. Did you mean “Rotate keys”"),
        ("[[item]]\ntitle = 'zzz'", "no item “zzz”.$"),
        ("[[step]]\ntitle = 'Phase 3: Rotate'", "no step “Phase 3: Rotate”. Did you mean “Phase 1: Rotate”"),
        ("[[item]]\ntitle = 'Rotate keys'\narea = 'Safety'", "no area “Safety”"),
        ("[[item]]\ntitle = 'Rotate keys'\ngaps = ['Keys']", "no gap “Keys”"),
        ("[[item]]\ntitle = 'Rotate keys'\nsteps = ['Rotate']", "no step “Rotate”"),
        (GOOD + GOOD, "item “Rotate keys” is linked twice"),
    ],
)
def test_links_to_what_is_not_there_are_refused_with_the_closest_name(text, sentence):
    with pytest.raises(Refused, match=sentence):
        Links.parse(text).check(READ)
