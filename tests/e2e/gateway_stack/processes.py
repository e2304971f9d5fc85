"""What /proc tells about processes and the ports that they listen on."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from pathlib import Path


def descendants(pid: int) -> set[int]:
    """The process, its children, theirs, and so on."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def alive(pids: set[int]) -> set[int]:
    """Those that still run."""
    return {pid for pid in pids if _state(pid) not in ("", "Z")}


def listening_addresses(pids: set[int]) -> set[str]:
    """The addresses that these processes accept TCP connections on."""
    inodes = {link for pid in pids for link in _open_files(pid) if link.startswith("socket:")}
    return {address for inode, address in _listening() if f"socket:[{inode}]" in inodes}


def _listening() -> Iterator[tuple[str, str]]:
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A":
                yield fields[9], _address(fields[1].split(":")[0])


def _address(hexadecimal: str) -> str:
    words = [hexadecimal[start : start + 8] for start in range(0, len(hexadecimal), 8)]
    packed = b"".join(struct.pack("=I", int(word, 16)) for word in words)
    return socket.inet_ntop(socket.AF_INET if len(packed) == 4 else socket.AF_INET6, packed)


def _open_files(pid: int) -> list[str]:
    try:
        return [str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir()]
    except OSError:
        return []


def _parent(path: Path) -> int:
    try:
        return int(path.joinpath("stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return ""
