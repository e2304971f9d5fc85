"""Leaves of a shared object what the loader puts into memory: no symbols for debuggers, no section headers."""

from __future__ import annotations

import struct
from dataclasses import replace

from .elf import PAGE_BYTES, PT_LOAD, Elf, NotThisElf, Segment

_SEGMENTS_AT = 32
_SECTIONS_AT = 40
_SECTION_SIZE_COUNT_NAMES = 58


def compact(content: bytes) -> bytes | None:
    """The same library without what is never loaded; None if nothing is gained, or if it is laid out unusually.

    Code and data keep their addresses; only their places in the file change.

    Args:
        content: the file.
    """
    try:
        elf = Elf(content)
    except NotThisElf:
        return None
    loaded = elf.loaded
    if not loaded or loaded[0].offset != 0 or _overlap(loaded):
        return None
    moves = _moves(loaded)
    small = bytearray(loaded[-1].end + moves[loaded[-1].address])
    if len(small) >= len(content):
        return None
    for segment in loaded:
        at = segment.offset + moves[segment.address]
        small[at : at + segment.file_bytes] = content[segment.offset : segment.end]

    try:
        segments_at = elf.segments_at + _move_of(elf.segments_at, loaded, moves)
        elf.segments = [_moved(segment, loaded, moves) for segment in elf.segments]
    except NotThisElf:
        return None
    elf.data = small
    elf.segments_at = segments_at
    elf.write_segments()
    struct.pack_into("<Q", small, _SEGMENTS_AT, segments_at)
    struct.pack_into("<Q", small, _SECTIONS_AT, 0)
    struct.pack_into("<HHH", small, _SECTION_SIZE_COUNT_NAMES, 0, 0, 0)
    return bytes(small)


def _overlap(loaded: list[Segment]) -> bool:
    end = 0
    for segment in loaded:
        if segment.offset < end:
            return True
        end = segment.end
    return False


def _moves(loaded: list[Segment]) -> dict[int, int]:
    """Address of a loaded segment → by how far it moves. It must lie in its page as it does in memory."""
    moves = {}
    end = 0
    for segment in loaded:
        offset = end + (segment.address - end) % PAGE_BYTES
        moves[segment.address] = offset - segment.offset
        end = offset + segment.file_bytes
    return moves


def _move_of(offset: int, loaded: list[Segment], moves: dict[int, int]) -> int:
    for segment in loaded:
        if segment.offset <= offset < segment.end:
            return moves[segment.address]
    raise NotThisElf(f"the offset {offset:#x} is not loaded")


def _moved(segment: Segment, loaded: list[Segment], moves: dict[int, int]) -> Segment:
    # GNU_STACK, for one, has no bytes.
    if segment.file_bytes == 0 and segment.kind != PT_LOAD:
        return segment
    move = moves[segment.address] if segment.kind == PT_LOAD else _move_of(segment.offset, loaded, moves)
    align = min(segment.align, PAGE_BYTES) if segment.kind == PT_LOAD else segment.align
    return replace(segment, offset=segment.offset + move, align=align)
