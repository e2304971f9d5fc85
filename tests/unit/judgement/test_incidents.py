"""What lasts becomes an incident, at every frame rate; what does not, never does."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.judge import Sight, end_of_connection, judge
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.live_score import score
from proctor_audit.judgement.policy import DEFAULT_RULES, Policy
from proctor_audit.judgement.score import score_of
from proctor_audit.judgement.state import SessionState, decode, encode
from proctor_audit.observation import Observation
from tests.unit.judgement.observations import AWAY, CALM, CLOSED, DARK, NOBODY, main_face, observation, pacing

SESSION = "5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11"
T0 = 1_763_881_200_000
RATES = (1, 2, 5, 10, 30)

Scene = Callable[[float], Observation]


def exam(
    scene: Scene, duration_s: float, fps: float, policy: Policy | None = None
) -> tuple[SessionState, list[Incident]]:
    """Play a scene; the state is packed and unpacked between frames, as between two messages."""
    state = SessionState()
    changes: list[Incident] = []
    for seq in range(round(duration_s * fps)):
        t = seq / fps
        at = T0 + round(t * 1000)
        result = judge(SESSION, decode(encode(state)), [Sight(seq, at, scene(t))], policy or Policy(), at)
        state = result.state.delivered()
        changes.extend(result.frames[0].changes)
    return state, changes


def during(what: Observation | Scene, start_s: float, end_s: float, otherwise: Observation = CALM) -> Scene:
    shown = what if callable(what) else lambda _t: what
    return lambda t: shown(t) if start_s <= t < end_s else otherwise


def two(t: float) -> Observation:
    """Somebody else who walks to and fro."""
    return observation(main_face(), others=1, other_at=0.74 + 0.06 * ((0.37 * t) % 1))


def latest(changes: Iterable[Incident]) -> dict[str, Incident]:
    return {incident.id: incident for incident in changes}


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize(
    ("kind", "what", "confirmed_within_s"),
    [
        ("face_absent", NOBODY, 2.0),
        ("multiple_faces", two, 0.7),
        ("eyes_closed", CLOSED, 2.0),
        ("looking_away", AWAY, 2.0),
    ],
)
def test_what_lasts_is_one_incident_with_its_times(
    kind: str, what: Observation | Scene, confirmed_within_s: float, fps: float
) -> None:
    _, changes = exam(during(what, 10, 18), 30, fps)
    assert {incident.kind for incident in changes} == {kind}
    assert [changes[0].state, changes[-1].state] == ["opened", "closed"]
    (incident,) = latest(changes).values()
    step_ms = 1000 / fps
    assert incident.started_at_ms == T0 + 10_000
    assert abs(incident.ended_at_ms - (T0 + 18_000)) <= step_ms + 1  # type: ignore[operator]
    confirmed_at_ms = changes[0].last_seen_at_ms
    # The fewest frames of its rule must show it, however slowly they come; one cannot tell a person from a picture.
    slowest_ms = DEFAULT_RULES[incident.kind].frames * step_ms
    assert confirmed_at_ms - incident.started_at_ms <= max(confirmed_within_s * 1000, slowest_ms) + 2 * step_ms
    assert incident.confidence > 0.8


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("what", [NOBODY, two, CLOSED, AWAY])
def test_one_bad_frame_or_a_blink_is_no_incident(what: Observation | Scene, fps: float) -> None:
    blink_s = max(0.25, 1 / fps)

    def blinking(t: float) -> Observation:
        shown = what(t) if callable(what) else what
        return shown if t % 4 < blink_s else CALM

    state, changes = exam(blinking, 60, fps)
    assert changes == []
    assert state.loads == {}


@pytest.mark.parametrize("fps", RATES)
def test_a_dark_room_accuses_nobody(fps: float) -> None:
    dark_and_empty = observation(brightness=0.03)
    state, changes = exam(lambda t: dark_and_empty if t > 5 else DARK, 20, fps)
    assert {incident.kind for incident in changes} == {"poor_picture"}
    assert score(state, Policy()) == 0
    assert state.uncertain_frames == state.frames > 0
    assert state.anomaly_frames == 0


@pytest.mark.parametrize("fps", RATES)
def test_looking_down_at_the_keyboard_is_not_closed_eyes(fps: float) -> None:
    down = observation(main_face(eye_aspect_ratio=0.12, pitch_deg=-30.0))
    _, changes = exam(during(down, 5, 15), 20, fps)
    assert {incident.kind for incident in changes} == {"looking_down"}


@pytest.mark.parametrize("fps", [2, 5, 10, 30])
def test_restless_movement(fps: float) -> None:
    def swaying(t: float) -> Observation:
        if not 5 <= t < 13:
            return CALM
        # To and fro once in 1.8 s: no multiple of the spacing of the samples.
        phase = (t / 1.8) % 1
        return observation(main_face(at=(0.3 + 0.4 * abs(2 * phase - 1), 0.4)))

    _, changes = exam(swaying, 20, fps)
    assert {incident.kind for incident in changes} == {"excessive_movement"}
    assert len(latest(changes)) == 1


@pytest.mark.parametrize("fps", [2, 5, 10, 30])
def test_restless_eyes_in_a_quiet_head(fps: float) -> None:
    def searching(t: float) -> Observation:
        side = 0.2 if int(t / 0.45) % 2 else -0.2
        return observation(main_face(iris_shift=(side, 0.0))) if 5 <= t < 17 else CALM

    _, changes = exam(searching, 25, fps)
    assert {incident.kind for incident in changes} == {"unusual_pupil_movement"}


def test_a_glance_to_the_side_now_and_then_is_nothing() -> None:
    aside = observation(main_face(iris_shift=(0.2, 0.0)))
    _, changes = exam(lambda t: aside if t % 5 < 1.0 else CALM, 60, 10)
    assert changes == []


def test_a_short_break_in_the_sign_continues_the_same_incident() -> None:
    def comes_and_goes(t: float) -> Observation:
        return NOBODY if 5 <= t < 10 or 13 <= t < 18 else CALM

    _, changes = exam(comes_and_goes, 30, 5)
    (incident,) = latest(changes).values()
    assert (incident.started_at_ms - T0, incident.ended_at_ms) == (5_000, T0 + 17_800)


def test_a_long_break_makes_two_incidents() -> None:
    def twice(t: float) -> Observation:
        return NOBODY if 5 <= t < 10 or 25 <= t < 30 else CALM

    _, changes = exam(twice, 40, 5)
    assert len(latest(changes)) == 2


@pytest.mark.parametrize("fps", RATES)
def test_a_gap_is_told_and_nothing_is_carried_across_it(fps: float) -> None:
    state = SessionState()
    changes: list[Incident] = []
    times = [i / fps for i in range(round(6 * fps))] + [60 + i / fps for i in range(round(6 * fps))]
    for seq, t in enumerate(times):
        at = T0 + round(t * 1000)
        # Absent for the last second before the gap and the first after it: never for two seconds that were seen.
        what = NOBODY if 5.0 <= t < 6 or 60 <= t < 61 else CALM
        result = judge(SESSION, state, [Sight(seq, at, what)], Policy(), at)
        state = result.state
        changes.extend(result.frames[0].changes)
    assert [incident.kind for incident in changes] == ["monitoring_gap"]
    assert changes[0].duration_s == pytest.approx(54 + 1 / fps, abs=0.01)


def test_what_is_open_ends_when_monitoring_stops() -> None:
    state = SessionState()
    changes: list[Incident] = []
    for seq in range(40):
        at = T0 + seq * 250
        result = judge(SESSION, state, [Sight(seq, at, NOBODY)], Policy(), at)
        state = result.state
        changes.extend(result.frames[0].changes)
    result = judge(SESSION, state, [Sight(40, T0 + 60_000, CALM)], Policy(), T0 + 60_000)
    ended = {incident.kind: incident for incident in result.frames[0].changes}
    assert ended[IncidentKind.FACE_ABSENT].ended_at_ms == T0 + 39 * 250
    assert set(ended) == {"face_absent", "monitoring_gap"}


def test_a_kind_that_the_policy_switches_off_is_neither_anomaly_nor_incident() -> None:
    policy = Policy.from_mapping({"incidents": {"multiple_faces": {"enabled": False}}})
    state, changes = exam(during(two, 2, 12), 15, 5, policy)
    assert changes == []
    assert state.anomaly_frames == 0


def test_the_same_incident_weighs_the_same_while_it_lasts_and_after() -> None:
    state, changes = exam(during(two, 2, 12), 60, 5)
    assert score(state, Policy()) == score_of(latest(changes).values(), Policy().rules, (state.at_ms - T0) / 1000) > 0


def frames_at(times_s: Iterable[float], scene: Scene) -> tuple[SessionState, list[Incident]]:
    state = SessionState()
    changes: list[Incident] = []
    for seq, t in enumerate(times_s):
        at = T0 + round(t * 1000)
        result = judge(SESSION, state, [Sight(seq, at, scene(t))], Policy(), at)
        state = result.state.delivered()
        changes.extend(result.frames[0].changes)
    return state, changes


def test_silence_is_no_evidence() -> None:
    """Two signs, six seconds of nothing, one more: nobody knows what was in between."""
    _, changes = frames_at([0, 0.5, 1.0, 1.5, 7.5, 8.0, 8.5], lambda t: NOBODY if t in (1.0, 1.5, 7.5) else CALM)
    assert changes == []


def test_an_open_incident_ends_before_a_silence() -> None:
    times = [*(n / 2 for n in range(10)), 11.0, 11.5, 12.0, 12.5]
    _, changes = frames_at(times, lambda t: NOBODY if 1 <= t <= 11 else CALM)
    (incident,) = latest(changes).values()
    assert (incident.started_at_ms, incident.ended_at_ms) == (T0 + 1_000, T0 + 4_500)


def test_a_sign_that_comes_back_must_be_confirmed_by_itself() -> None:
    """Two frames soon after an incident neither reopen it nor count in it."""
    times = [n / 2 for n in range(60)]
    _, changes = frames_at(times, lambda t: NOBODY if 1 <= t < 4 or t in (7.0, 7.5) else CALM)
    (incident,) = latest(changes).values()
    assert (incident.ended_at_ms, incident.frames) == (T0 + 3_500, 6)


def test_a_sign_that_comes_back_and_is_confirmed_counts_what_was_seen() -> None:
    times = [n / 2 for n in range(60)]
    _, changes = frames_at(times, lambda t: NOBODY if 1 <= t < 4 or 7 <= t < 11 else CALM)
    (incident,) = latest(changes).values()
    assert (incident.ended_at_ms, incident.frames) == (T0 + 10_500, 6 + 8)


def test_uncertain_frames_in_between_neither_hide_a_sign_nor_add_to_it() -> None:
    times = [n / 2 for n in range(40)]
    _, changes = frames_at(times, lambda t: (NOBODY if t % 1 == 0 else DARK) if 5 <= t < 15 else CALM)
    (incident,) = latest(changes).values()
    assert (incident.kind, incident.frames) == ("face_absent", 10)


def test_after_a_frame_that_could_not_be_judged_nothing_has_moved() -> None:
    elsewhere = observation(main_face(at=(0.8, 0.7)), brightness=0.03)
    state, _ = frames_at([0.0, 0.5, 1.0], lambda t: elsewhere if t == 1.0 else CALM)
    result = judge(SESSION, state, [Sight(9, T0 + 1_500, CALM)], Policy(), T0 + 1_500)
    assert result.frames[0].verdict.status == "clear"


def test_a_second_face_is_no_movement_of_the_candidate() -> None:
    other = observation(main_face(at=(0.8, 0.4)), others=1, other_at=0.2)
    mine = observation(main_face(at=(0.3, 0.4)), others=1, other_at=0.7)
    _, changes = frames_at([n / 4 for n in range(40)], lambda t: mine if t % 0.5 else other)
    assert {incident.kind for incident in changes} == {"multiple_faces"}


def test_the_clock_standing_still_hides_nothing() -> None:
    """Constant times of capture, an empty room for a minute: told."""
    state = SessionState()
    changes: list[Incident] = []
    for seq in range(120):
        result = judge(SESSION, state, [Sight(seq, T0, NOBODY)], Policy(), T0 + seq * 500)
        state = result.state.delivered()
        changes.extend(result.frames[0].changes)
    assert "face_absent" in {incident.kind for incident in changes}


def test_when_the_connection_ends_so_do_suspicions() -> None:
    state, _ = frames_at([0.0, 0.5, 1.0, 1.5], lambda t: NOBODY if t >= 0.5 else CALM)
    assert state.trackers
    left = end_of_connection(SESSION, state)
    assert left.trackers == {}
    assert left.outbox == ()


def test_who_came_while_the_network_was_away_is_seen() -> None:
    """The connection ended, and the frames come later with their own times: there was no time without frames."""
    state, _ = frames_at([n / 2 for n in range(40)], lambda _: CALM)
    state = end_of_connection(SESSION, state)
    visited = observation(main_face(), others=1, other_at=0.8)
    told = []
    for seq in range(40, 52):
        at = T0 + seq * 500
        result = judge(SESSION, state, [Sight(seq, at, visited)], Policy(), at)
        state = result.state
        told += [incident.kind for incident in result.frames[0].changes if incident.state == "opened"]
    assert told == ["multiple_faces"]


def test_pictures_are_promised_only_when_they_were_asked_for() -> None:
    """Of signs at any distance: whatever an incident says is kept has been requested before."""
    for spacing_ms in (100, 390, 450, 999, 1_000, 1_999, 3_000, 4_500):
        state, asked = SessionState(), set()
        for seq in range(40):
            at = T0 + seq * spacing_ms
            result = judge(SESSION, state, [Sight(seq, at, pacing(seq) if seq < 30 else CALM)], Policy(), at)
            state = result.state
            asked |= {(request.incident_id, request.role) for request in result.evidence}
            for incident in result.frames[0].changes:
                assert {(incident.id, role) for role in incident.evidence} <= asked, spacing_ms


def test_many_frames_at_once_use_up_what_may_come() -> None:
    state = SessionState()
    sights = [Sight(seq, None, CALM) for seq in range(200)]
    state = judge(SESSION, state, sights, Policy(), T0).state
    assert state.budget_at(T0) == 40
    assert state.budget_at(T0 + 1_000) == 70
    assert state.budget_at(T0 + 60_000) == 240
