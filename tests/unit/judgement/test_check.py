"""Before the exam a candidate tries out light and place: what is seen then is said to them, and counts nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proctor_audit.judgement.judge import FrameJudgement, Sight, end_of_connection, judge
from proctor_audit.judgement.live_score import score
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState, decode, encode
from proctor_audit.observation import Observation
from tests.unit.judgement.observations import CALM, NOBODY, main_face, observation

SESSION = "5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11"
T0 = 1_763_881_200_000
CHECK_S, BREAK_S, EXAM_S = 20.0, 30.0, 20.0
DARK = observation(brightness=0.01, contrast=0.01, sharpness=0.0)
TWO = observation(main_face(), others=1)
FROZEN = observation(main_face(), fingerprint=tuple(range(16)))
POLICY = Policy()


class Candidate:
    """Sends two frames a second; the state is packed between them."""

    def __init__(self) -> None:
        self.state = SessionState()
        self.at_ms = T0
        self.frames: list[FrameJudgement] = []
        self.pace: dict[str, int] = {}
        self.pictures = 0

    def shows(self, what: Observation, lasting_s: float, *, check: bool) -> None:
        for _ in range(round(2 * lasting_s)):
            sight = Sight(self.state.seq + 1, self.at_ms, what, check=check)
            judgement = judge(SESSION, decode(encode(self.state)), [sight], POLICY, self.at_ms)
            self.state, self.pace = judgement.state, judgement.pace
            self.frames += judgement.frames
            self.pictures += len(judgement.evidence)
            self.at_ms += 500

    @property
    def opened(self) -> list[str]:
        return [str(change.kind) for frame in self.frames for change in frame.changes if change.state == "opened"]


@pytest.mark.parametrize("trouble", [NOBODY, TWO, DARK, FROZEN], ids=["nobody", "two", "dark", "frozen"])
def test_nothing_of_the_check_becomes_an_incident(trouble: Observation) -> None:
    candidate = Candidate()
    candidate.shows(trouble, CHECK_S, check=True)
    assert all(frame.check for frame in candidate.frames)
    assert (candidate.state.frames, candidate.state.uncertain_frames, candidate.state.anomaly_frames) == (0, 0, 0)
    assert not candidate.state.watched
    assert (candidate.pictures, score(candidate.state, POLICY)) == (0, 0)
    assert end_of_connection(SESSION, candidate.state).outbox == ()

    candidate.at_ms += round(1000 * BREAK_S)
    candidate.shows(CALM, EXAM_S, check=False)
    assert candidate.opened == []
    assert candidate.state.frames == 2 * EXAM_S


def test_the_candidate_is_told_what_to_mend() -> None:
    candidate = Candidate()
    candidate.shows(DARK, 2, check=True)
    assert all(frame.verdict.guidance for frame in candidate.frames)
    candidate.shows(NOBODY, 2, check=True)
    assert candidate.frames[-1].verdict.anomalies == ("face_absent",)


def test_the_exam_begins_with_its_own_first_frame() -> None:
    candidate = Candidate()
    candidate.shows(CALM, CHECK_S, check=True)
    candidate.at_ms += round(1000 * BREAK_S)
    begun_at_ms = candidate.at_ms
    candidate.shows(NOBODY, EXAM_S, check=False)
    assert candidate.state.started_at_ms == begun_at_ms
    assert candidate.opened == ["face_absent"]
    assert [c.started_at_ms for f in candidate.frames for c in f.changes if c.state == "opened"] == [begun_at_ms]


@pytest.mark.parametrize("trouble", [NOBODY, FROZEN], ids=["nobody", "frozen"])
def test_what_goes_on_from_the_check_into_the_exam_begins_with_the_exam(trouble: Observation) -> None:
    candidate = Candidate()
    candidate.shows(trouble, CHECK_S, check=True)
    begun_at_ms = candidate.at_ms
    candidate.shows(trouble, EXAM_S, check=False)
    told = [change for frame in candidate.frames for change in frame.changes]
    assert told
    assert min(change.started_at_ms for change in told) >= begun_at_ms


def test_once_begun_no_frame_is_of_the_check_any_more() -> None:
    candidate = Candidate()
    candidate.shows(CALM, 2, check=False)
    candidate.shows(NOBODY, EXAM_S, check=True)
    assert not any(frame.check for frame in candidate.frames)
    assert candidate.opened == ["face_absent"]


def test_what_is_usual_for_the_candidate_goes_with_them_into_the_exam() -> None:
    narrow = observation(main_face(eye_aspect_ratio=0.21))
    candidate = Candidate()
    candidate.shows(narrow, CHECK_S, check=True)
    usual = candidate.state.memory.person
    assert usual is not None
    candidate.shows(narrow, 0.5, check=False)
    known = candidate.state.memory.person
    assert known is not None
    assert known.learned == usual.learned
    assert known.opened(main_face(eye_aspect_ratio=0.21)) == pytest.approx(1, abs=0.05)


def test_who_checks_is_answered_frame_by_frame() -> None:
    candidate = Candidate()
    candidate.shows(CALM, 2, check=True)
    assert candidate.pace == POLICY.pace.message("doubtful")
    candidate.shows(CALM, 2, check=False)
    assert candidate.pace == POLICY.pace.message("quiet")


def test_one_message_may_hold_the_last_of_the_check_and_the_first_of_the_exam() -> None:
    sights = [Sight(seq, T0 + 500 * seq, CALM, check=seq < 2) for seq in range(4)]
    judgement = judge(SESSION, SessionState(), sights, POLICY, T0 + 1_600)
    assert [frame.check for frame in judgement.frames] == [True, True, False, False]
    assert (judgement.state.frames, judgement.state.started_at_ms) == (2, T0 + 1_000)


def test_frames_of_the_check_that_come_again_change_nothing() -> None:
    sight = Sight(0, T0, CALM, check=True)
    state = judge(SESSION, SessionState(), [sight], POLICY, T0).state
    again = judge(SESSION, state, [replace(sight, observation=NOBODY)], POLICY, T0 + 500)
    assert again.state is state
    assert again.frames[0].verdict.late
