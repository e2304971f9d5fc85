"""The compact form of what is remembered of the frames: whole numbers, as coarse as judgement allows.

Times are milliseconds after the session's first frame. What is packed and unpacked again is what judgement goes on
with in every case, so that it makes no difference in which process the next frame is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from proctor_audit.judgement.attention import Attention
from proctor_audit.judgement.liveness import Liveness, Moment, Stillness
from proctor_audit.judgement.memory import Memory
from proctor_audit.judgement.mouth import Mouth
from proctor_audit.judgement.movement import PLACE_DIGITS, POSITION_DIGITS, Sample
from proctor_audit.judgement.other_face import OtherFace
from proctor_audit.judgement.person import Person, Reach
from proctor_audit.observation import Fingerprint, Grid, Point

_POSITION: Final = 10**POSITION_DIGITS
_PLACE: Final = 10**PLACE_DIGITS
_FINE: Final = 10_000
_COARSE: Final = 1_000
_LEVEL: Final = 1_000_000
"""Levels follow slowly: coarser, and a step of theirs would be rounded away."""
_LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"


_NOTHING: Final = Memory()


def pack_memory(memory: Memory, zero: int) -> list[Any]:
    """The compact form; ``zero`` is the time of the session's first frame."""
    return [
        _pack_person(memory.person, zero),
        [_pack_sample(sample, zero) for sample in memory.history],
        memory.closed_at_ms - zero if memory.closed_at_ms else None,
        _pack_mouth(memory.mouth, zero),
        [_pack_other(other, zero) for other in memory.others],
        _pack_liveness(memory.liveness, zero),
        _pack_attention(memory.attention, zero),
    ]


def unpack_memory(packed: Sequence[Any], zero: int) -> Memory:
    """What was packed."""
    person, history, closed_at, mouth, others, liveness, attention = packed
    return Memory(
        person=_unpack_person(person, zero),
        history=tuple(_unpack_sample(sample, zero) for sample in history),
        closed_at_ms=0 if closed_at is None else zero + closed_at,
        mouth=_unpack_mouth(mouth, zero),
        others=tuple(_unpack_other(other, zero) for other in others),
        liveness=_unpack_liveness(liveness, zero),
        attention=_unpack_attention(attention, zero),
    )


def rounded(memory: Memory, before: Memory = _NOTHING) -> Memory:
    """The memory as it is after it has been packed and unpacked.

    Args:
        memory: after a frame.
        before: what it was made from, packed and unpacked already: what it took over is as coarse as it gets.
    """
    person, mouth, still = memory.person, memory.mouth, memory.liveness.stillness
    known = {id(part) for part in (*before.history, *before.others)}
    return replace(
        memory,
        person=person if person is before.person else _unpack_person(_pack_person(person, 0), 0),
        mouth=mouth if mouth is before.mouth else _unpack_mouth(_pack_mouth(mouth, 0), 0),
        history=tuple(s if id(s) in known else _unpack_sample(_pack_sample(s, 0), 0) for s in memory.history),
        others=tuple(o if id(o) in known else _unpack_other(_pack_other(o, 0), 0) for o in memory.others),
        # Of liveness and attention everything else is whole numbers, or rounded where it is made.
        liveness=memory.liveness
        if still is before.liveness.stillness
        else replace(memory.liveness, stillness=_unpack_stillness(_pack_stillness(still, 0), 0)),
    )


def _whole(values: Iterable[float], scale: int) -> list[int]:
    return [round(value * scale) for value in values]


def _pack_person(person: Person | None, zero: int) -> list[Any] | None:
    if person is None:
        return None
    reach = person.reach
    levels = (person.opening, *person.iris, *person.place, person.size, person.light)
    return [
        person.at_ms - zero,
        person.learned_ms,
        person.asked_ms,
        person.anew_at_ms - zero,
        *_whole((person.yaw_deg, person.pitch_deg), _FINE),
        *_whole((*levels, reach.left, reach.right, reach.up, reach.down), _LEVEL),
    ]


def _unpack_person(packed: Sequence[int] | None, zero: int) -> Person | None:
    if packed is None:
        return None
    at, learned, asked, anew, yaw, pitch, *whole = packed
    opening, iris_x, iris_y, place_x, place_y, size, light, *reach = (value / _LEVEL for value in whole)
    return Person(
        at_ms=zero + at,
        learned_ms=learned,
        opening=opening,
        iris=(iris_x, iris_y),
        yaw_deg=yaw / _FINE,
        pitch_deg=pitch / _FINE,
        place=(place_x, place_y),
        size=size,
        light=light,
        reach=Reach(*reach),
        asked_ms=asked,
        anew_at_ms=zero + anew,
    )


def _pack_sample(sample: Sample, zero: int) -> list[int]:
    points = (sample.centre, sample.left_iris, sample.right_iris, *([sample.iris_shift] if sample.iris_shift else []))
    return [sample.at_ms - zero, *(value for point in points for value in _whole(point, _POSITION))]


def _unpack_sample(packed: Sequence[int], zero: int) -> Sample:
    at, *whole = packed
    points: list[Point] = [(whole[i] / _POSITION, whole[i + 1] / _POSITION) for i in range(0, len(whole), 2)]
    return Sample(zero + at, points[0], points[1], points[2], points[3] if len(points) > 3 else None)


def _pack_mouth(mouth: Mouth | None, zero: int) -> list[int] | None:
    return None if mouth is None else [mouth.at_ms - zero, *_whole((mouth.area, mouth.motion, mouth.drift), _FINE)]


def _unpack_mouth(packed: Sequence[int] | None, zero: int) -> Mouth | None:
    if packed is None:
        return None
    at, *whole = packed
    return Mouth(zero + at, *(value / _FINE for value in whole))


def _pack_other(other: OtherFace, zero: int) -> list[Any]:
    whole = _whole((*other.place, other.width), _PLACE)
    beside = other.beside and _whole(other.beside, _PLACE)
    moved = None if other.moved_at_ms is None else other.moved_at_ms - zero
    return [other.seen_at_ms - zero, other.seen_at_ms - other.since_ms, *whole, beside, moved]


def _unpack_other(packed: Sequence[Any], zero: int) -> OtherFace:
    seen, lasted, x, y, width, beside, moved = packed
    return OtherFace(
        since_ms=zero + seen - lasted,
        seen_at_ms=zero + seen,
        place=(x / _PLACE, y / _PLACE),
        width=width / _PLACE,
        beside=(beside[0] / _PLACE, beside[1] / _PLACE) if beside else None,
        moved_at_ms=None if moved is None else zero + moved,
    )


def _pack_attention(attention: Attention, zero: int) -> list[Any]:
    searched = attention.searched_at_ms
    return [
        None if searched is None else searched - zero,
        "".join(_LETTERS[level] for level in attention.grid),
        _pack_place(attention.candidate, attention.seen_at_ms - zero),
        _pack_place(attention.other, attention.other_at_ms - zero),
    ]


def _unpack_attention(packed: Sequence[Any], zero: int) -> Attention:
    searched, grid, *places = packed
    (candidate, seen_at_ms), (other, other_at_ms) = (_unpack_place(place, zero) for place in places)
    levels: Grid = tuple(_LETTERS.index(letter) for letter in grid)
    return Attention(None if searched is None else zero + searched, candidate, seen_at_ms, other, other_at_ms, levels)


def _pack_place(place: Point | None, after_ms: int) -> list[int] | None:
    return None if place is None else [after_ms, *_whole(place, _PLACE)]


def _unpack_place(packed: Sequence[int] | None, zero: int) -> tuple[Point | None, int]:
    return (None, 0) if packed is None else ((packed[1] / _PLACE, packed[2] / _PLACE), zero + packed[0])


def _pack_liveness(liveness: Liveness, zero: int) -> list[Any]:
    return [
        _pack_moment(liveness.anchor, zero) if liveness.anchor else None,
        _pack_moments(liveness.moments, zero),
        liveness.lag_ms,
        liveness.returns,
        liveness.returned_at_ms - zero if liveness.returned_at_ms else None,
        _pack_stillness(liveness.stillness, zero),
        liveness.looked_at_ms - zero if liveness.looked_at_ms else None,
    ]


def _unpack_liveness(packed: Sequence[Any], zero: int) -> Liveness:
    anchor, moments, lag, returns, returned_at, still, looked_at = packed
    return Liveness(
        anchor=_unpack_moment(anchor, zero) if anchor else None,
        moments=_unpack_moments(moments, zero),
        lag_ms=lag,
        returns=returns,
        returned_at_ms=0 if returned_at is None else zero + returned_at,
        stillness=_unpack_stillness(still, zero),
        looked_at_ms=0 if looked_at is None else zero + looked_at,
    )


def _pack_stillness(still: Stillness | None, zero: int) -> list[Any] | None:
    return (
        None
        if still is None
        else [still.since_ms - zero, still.looks, *(_whole(band, _COARSE) for band in still.bands)]
    )


def _unpack_stillness(packed: Sequence[Any] | None, zero: int) -> Stillness | None:
    if packed is None:
        return None
    since, looks, *bands = packed
    return Stillness(zero + since, looks, tuple((low / _COARSE, high / _COARSE) for low, high in bands))


def _pack_moments(moments: Sequence[Moment], zero: int) -> list[Any]:
    """Each after the one before it, since such times are short."""
    befores = [zero, *(moment.at_ms for moment in moments)]
    return [part for moment, before in zip(moments, befores, strict=False) for part in _pack_moment(moment, before)]


def _unpack_moments(packed: Sequence[Any], zero: int) -> tuple[Moment, ...]:
    moments: list[Moment] = []
    for after_ms, letters in zip(packed[::2], packed[1::2], strict=True):
        moments.append(_unpack_moment((after_ms, letters), moments[-1].at_ms if moments else zero))
    return tuple(moments)


def _pack_moment(moment: Moment, zero: int) -> list[Any]:
    return [moment.at_ms - zero, "".join(_LETTERS[number] for number in moment.fingerprint)]


def _unpack_moment(packed: Sequence[Any], zero: int) -> Moment:
    fingerprint: Fingerprint = tuple(_LETTERS.index(letter) for letter in packed[1])
    return Moment(zero + packed[0], fingerprint)
