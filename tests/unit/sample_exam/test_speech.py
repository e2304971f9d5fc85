from __future__ import annotations

import itertools

import numpy as np
import pytest

from proctor_audit_local.sample_exam.speech import openness, syllables


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_syllables_come_three_to_five_a_second_with_pauses(seed: int) -> None:
    spoken = syllables(2.0, 32.0, seed)
    assert spoken[0].start_s == 2.0
    assert spoken[-1].start_s < 32.0 < spoken[-1].end_s + 1.0
    gaps_s = [later.start_s - earlier.end_s for earlier, later in itertools.pairwise(spoken)]
    assert all(gap_s == 0 or 0.3 <= gap_s <= 0.8 for gap_s in gaps_s)
    assert sum(gap_s > 0 for gap_s in gaps_s) >= 6
    speaking_s = sum(syllable.end_s - syllable.start_s for syllable in spoken)
    assert 3 <= len(spoken) / speaking_s <= 5


def test_the_mouth_is_closed_between_syllables_and_before_and_after() -> None:
    spoken = syllables(2.0, 6.0, 0)
    edges = {t_s for syllable in spoken for t_s in syllable[:2]}
    assert all(openness(t_s, spoken) == 0 for t_s in (0.0, 1.9, *edges, 8.0))
    for start_s, end_s, width in spoken:
        assert openness((start_s + end_s) / 2, spoken) == pytest.approx(width)


def test_the_same_seed_says_the_same_at_any_frame_rate() -> None:
    assert syllables(2.0, 6.0, 0) == syllables(2.0, 6.0, 0)
    assert syllables(2.0, 6.0, 0) != syllables(2.0, 6.0, 1)
    assert syllables(2.0, 6.0, 0)[0].width != syllables(9.0, 13.0, 0)[0].width
    moments = np.arange(0, 6, 0.1)
    assert max(openness(float(t_s), syllables(2.0, 6.0, 0)) for t_s in moments) > 0.5
