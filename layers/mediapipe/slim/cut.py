"""Cuts libraries off a shared object: it loads without them, and a call into one ends the process with a message."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .elf import (
    DT_NEEDED,
    DT_VERNEED,
    DT_VERNEEDNUM,
    DT_VERSYM,
    PAGE_BYTES,
    PF_EXECUTE,
    SYMBOL,
    Elf,
    NotThisElf,
    Symbol,
)

_NEED = struct.Struct("<HHIII")
_NEED_NEXT_AT = 12
_NEEDED_VERSION = struct.Struct("<IHHII")
_VERSION = struct.Struct("<H")
_UNVERSIONED = 1
_NO_TYPE, _FUNCTION = 0, 2
_HIDDEN = 2
_SOME_SECTION = 1


@dataclass(frozen=True)
class Need:
    """The versions that are needed of one library.

    Attributes:
        at: offset of the entry.
        library: its name.
        versions: their numbers here.
    """

    at: int
    library: str
    versions: frozenset[int]


def cut_off(elf: Elf, libraries: Mapping[str, Elf], message: str) -> int:
    """Make ``elf`` load without these libraries.

    Their functions become hidden ones of its own, for which the loader asks nobody, and all of them are one routine.

    Args:
        elf: edited in place.
        libraries: name → library, of those that go.
        message: what that routine prints.

    Returns:
        Number of functions cut off.

    Raises:
        NotThisElf: something else than functions is used of them, or there is no room for the routine.
    """
    needs = _needs(elf)
    versions = {number for need in needs if need.library in libraries for number in need.versions}
    exported = {symbol.name for library in libraries.values() for symbol in library.symbols if symbol.section}
    versions_at = elf.table(DT_VERSYM)
    cut: list[Symbol] = []
    for symbol in elf.symbols:
        version = _VERSION.unpack_from(elf.data, versions_at + symbol.index * _VERSION.size)[0] & 0x7FFF
        if not symbol.section and (version in versions or (version <= _UNVERSIONED and symbol.name in exported)):
            cut.append(symbol)
    others = [symbol.name for symbol in cut if symbol.info & 0xF not in (_NO_TYPE, _FUNCTION)]
    if others:
        raise NotThisElf(f"not only functions are used of {', '.join(libraries)}, but also {', '.join(others)}")

    address = _add_routine(elf, message)
    for symbol in cut:
        (name, info, *_) = SYMBOL.unpack_from(elf.data, symbol.at)
        SYMBOL.pack_into(elf.data, symbol.at, name, info, _HIDDEN, _SOME_SECTION, address, 0)
        _VERSION.pack_into(elf.data, versions_at + symbol.index * _VERSION.size, _UNVERSIONED)
    _forget(elf, needs, libraries)
    return len(cut)


def reachable(elf: Elf, folder: Path) -> set[str]:
    """Names of the libraries in ``folder`` that are loaded with ``elf``, directly or not."""
    found: set[str] = set()
    waiting = [elf]
    while waiting:
        for name in waiting.pop().needed:
            if name not in found and (folder / name).is_file():
                found.add(name)
                waiting.append(Elf((folder / name).read_bytes()))
    return found


def _needs(elf: Elf) -> list[Need]:
    found = []
    at = elf.table(DT_VERNEED)
    for _ in range(dict(elf.dynamic)[DT_VERNEEDNUM]):
        _, count, library, first, following = _NEED.unpack_from(elf.data, at)
        versions = set()
        version_at = at + first
        for _ in range(count):
            _, _, number, _, next_version = _NEEDED_VERSION.unpack_from(elf.data, version_at)
            versions.add(number)
            version_at += next_version
        found.append(Need(at, elf.text(library), frozenset(versions)))
        at += following
    return found


def _forget(elf: Elf, needs: list[Need], libraries: Mapping[str, Elf]) -> None:
    """Take the libraries out of what is loaded and of what the loader checks the versions of."""
    kept = [need for need in needs if need.library not in libraries]
    if not kept:
        raise NotThisElf("it would need no version of anything, not even of the C library")
    following: Need | None = None
    for need in reversed(kept):
        struct.pack_into("<I", elf.data, need.at + _NEED_NEXT_AT, following.at - need.at if following else 0)
        following = need
    moved_by = kept[0].at - needs[0].at
    changed = {DT_VERNEED: dict(elf.dynamic)[DT_VERNEED] + moved_by, DT_VERNEEDNUM: len(kept)}
    elf.write_dynamic(
        [
            (tag, changed.get(tag, value))
            for tag, value in elf.dynamic
            if tag != DT_NEEDED or elf.text(value) not in libraries
        ]
    )


def _add_routine(elf: Elf, message: str) -> int:
    """Put the routine into the unused rest of the last page of code; returns its address."""
    code = next(segment for segment in elf.loaded if segment.flags & PF_EXECUTE)
    start = (code.file_bytes + 15) // 16 * 16
    routine = _routine(message.encode())
    at = code.offset + start
    room_ends = code.end + -(code.address + code.file_bytes) % PAGE_BYTES
    is_used = any(elf.data[code.end : room_ends]) or any(code.end <= one.offset < room_ends for one in elf.loaded)
    if is_used or at + len(routine) > room_ends:
        raise NotThisElf(f"there is no room for {len(routine)} bytes after its code")
    elf.data[at : at + len(routine)] = routine
    code.file_bytes = code.memory_bytes = start + len(routine)
    elf.write_segments()
    return code.address + start


def _routine(message: bytes) -> bytes:
    """write(2, message), exit_group(127), which is how the loader ends at a function that it does not find."""
    after_address = bytes.fromhex("ba") + struct.pack("<I", len(message))  # mov edx, length
    after_address += bytes.fromhex("b801000000 0f05")  # mov eax, write; syscall
    after_address += bytes.fromhex("bf7f000000 b8e7000000 0f05")  # mov edi, 127; mov eax, exit_group; syscall
    stderr = bytes.fromhex("bf02000000")  # mov edi, stderr
    address = bytes.fromhex("488d35") + struct.pack("<i", len(after_address))  # lea rsi, [rip + message]
    return stderr + address + after_address + message
