"""A shared object as the dynamic loader reads it: 64-bit, little-endian, x86-64.

https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html and, for versions of symbols,
https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/symversion.html
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import takewhile

PAGE_BYTES = 0x1000

PT_LOAD, PT_DYNAMIC = 1, 2
PF_EXECUTE = 1
DT_NULL, DT_NEEDED, DT_PLTRELSZ, DT_STRTAB, DT_SYMTAB, DT_RELA, DT_RELASZ, DT_JMPREL = 0, 1, 2, 5, 6, 7, 8, 23
DT_VERSYM, DT_VERNEED, DT_VERNEEDNUM = 0x6FFFFFF0, 0x6FFFFFFE, 0x6FFFFFFF
DT_GNU_HASH = 0x6FFFFEF5

HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
SEGMENT = struct.Struct("<IIQQQQQQ")
DYNAMIC = struct.Struct("<qQ")
SYMBOL = struct.Struct("<IBBHQQ")
RELOCATION = struct.Struct("<QQq")

_IDENTITY = b"\x7fELF\x02\x01\x01"
_SHARED_OBJECT, _X86_64 = 3, 62
_SEGMENTS_AT, _SEGMENT_COUNT = 5, 10


class NotThisElf(ValueError):
    """A file that is not built as it has to be for what is done to it."""


@dataclass
class Segment:
    """A program header, in the file's order of fields."""

    kind: int
    flags: int
    offset: int
    address: int
    physical: int
    file_bytes: int
    memory_bytes: int
    align: int

    @property
    def end(self) -> int:
        """Offset after its last byte in the file."""
        return self.offset + self.file_bytes


@dataclass(frozen=True)
class Symbol:
    """An entry of the dynamic symbol table.

    Attributes:
        index: in that table.
        at: offset of the entry.
        name: of the symbol.
        info: its kind and binding.
        section: 0 if it is not defined here.
    """

    index: int
    at: int
    name: str
    info: int
    section: int


class Elf:
    """A shared object in memory, edited in place.

    Args:
        content: the file.

    Raises:
        NotThisElf: it is something else.
    """

    def __init__(self, content: bytes) -> None:
        self.data = bytearray(content)
        if len(content) < HEADER.size or not content.startswith(_IDENTITY):
            raise NotThisElf("no 64-bit ELF file")
        header = HEADER.unpack_from(content)
        if (header[1], header[2]) != (_SHARED_OBJECT, _X86_64):
            raise NotThisElf("no shared object for x86-64")
        self.segments_at: int = header[_SEGMENTS_AT]
        places = range(self.segments_at, self.segments_at + header[_SEGMENT_COUNT] * SEGMENT.size, SEGMENT.size)
        self.segments = [Segment(*SEGMENT.unpack_from(content, at)) for at in places]

    @property
    def loaded(self) -> list[Segment]:
        """The segments that go into memory, in the file's order of bytes."""
        return sorted((one for one in self.segments if one.kind == PT_LOAD), key=lambda one: one.offset)

    def write_segments(self) -> None:
        """Put ``segments`` into the file."""
        for number, segment in enumerate(self.segments):
            SEGMENT.pack_into(self.data, self.segments_at + number * SEGMENT.size, *astuple(segment))

    def offset_of(self, address: int) -> int:
        """Where in the file an address lies."""
        for segment in self.loaded:
            if segment.address <= address < segment.address + segment.file_bytes:
                return address - segment.address + segment.offset
        raise NotThisElf(f"the address {address:#x} is in no segment")

    @property
    def dynamic(self) -> list[tuple[int, int]]:
        """Tags and values, without the null that ends them."""
        segment = self._dynamic_segment
        entries = DYNAMIC.iter_unpack(self.data[segment.offset : segment.end])
        return list(takewhile(lambda entry: entry[0] != DT_NULL, entries))

    def write_dynamic(self, entries: list[tuple[int, int]]) -> None:
        """Put these, at most as many as before, into the file."""
        nulls = [(DT_NULL, 0)] * (len(self.dynamic) - len(entries))
        at = self._dynamic_segment.offset
        for number, entry in enumerate(entries + nulls):
            DYNAMIC.pack_into(self.data, at + number * DYNAMIC.size, *entry)

    def table(self, tag: int) -> int:
        """Where in the file the table lies that a dynamic entry points to."""
        values = dict(self.dynamic)
        if tag not in values:
            raise NotThisElf(f"there is no dynamic entry {tag:#x}")
        return self.offset_of(values[tag])

    def text(self, index: int) -> str:
        """A string of the dynamic string table."""
        at = self.table(DT_STRTAB) + index
        return self.data[at : self.data.index(0, at)].decode()

    @property
    def needed(self) -> list[str]:
        """Names of the libraries that are loaded with it."""
        return [self.text(value) for tag, value in self.dynamic if tag == DT_NEEDED]

    @property
    def symbols(self) -> Iterator[Symbol]:
        """Its dynamic symbols, the null at the beginning left out."""
        start, names = self.table(DT_SYMTAB), self.table(DT_STRTAB)
        for index in range(1, self._symbol_count()):
            at = start + index * SYMBOL.size
            name, info, _, section, _, _ = SYMBOL.unpack_from(self.data, at)
            end = self.data.index(0, names + name)
            yield Symbol(index, at, self.data[names + name : end].decode(), info, section)

    def _symbol_count(self) -> int:
        """The loader needs no length of the table: it is what relocations and the hash table refer to."""
        return max(self._last_relocated(), self._last_hashed()) + 1

    def _last_relocated(self) -> int:
        values = dict(self.dynamic)
        last = 0
        for tag, size in ((DT_RELA, DT_RELASZ), (DT_JMPREL, DT_PLTRELSZ)):
            if tag in values:
                start = self.offset_of(values[tag])
                relocations = RELOCATION.iter_unpack(self.data[start : start + values[size]])
                last = max(last, max((info >> 32 for _, info, _ in relocations), default=0))
        return last

    def _last_hashed(self) -> int:
        """Buckets hold first symbols of chains, and a chain ends at a hash whose lowest bit is set."""
        at = self.table(DT_GNU_HASH)
        bucket_count, first, bloom_count, _ = struct.unpack_from("<IIII", self.data, at)
        buckets_at = at + 16 + 8 * bloom_count
        last = max(struct.unpack_from(f"<{bucket_count}I", self.data, buckets_at))
        if last < first:
            return 0
        chains_at = buckets_at + 4 * bucket_count
        while not self.data[chains_at + 4 * (last - first)] & 1:
            last += 1
        return int(last)

    @property
    def _dynamic_segment(self) -> Segment:
        for segment in self.segments:
            if segment.kind == PT_DYNAMIC:
                return segment
        raise NotThisElf("it is not linked dynamically")
