"""Which files there are to read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from proctor_audit_local.errors import UnreadableMedia

_PICTURE: Final = re.compile(r"\.(avif|bmp|dib|hei[cf]|jp2|jpe?g?|p[bgnp]m|png|tiff?|webp)", re.IGNORECASE)
_VIDEO: Final = re.compile(r"\.(3gp|asf|avi|flv|gif|m2ts|m4v|mkv|mov|mp4|mpe?g|mts|ogv|ts|webm|wmv)", re.IGNORECASE)
_SOUND: Final = re.compile(r"\.(aac|aiff?|flac|m4a|mka|mp[23]|og[ag]|opus|wav|weba|wma)", re.IGNORECASE)


def is_picture(path: Path) -> bool:
    """Whether the file's name is that of a still picture; a GIF is a video."""
    return _PICTURE.fullmatch(path.suffix) is not None


def found_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and of each folder every video, picture and sound below it; each once, in order.

    A file that was named is not looked at: whether it can be read shows when it is read.

    Raises:
        UnreadableMedia: if a folder holds nothing to read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(_below(path)))
        else:
            found[path] = None
    return list(found)


def _below(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.rglob("*") if _known(path) and path.is_file())
    if not files:
        raise UnreadableMedia(f"The folder {folder} holds no video, picture or sound; name another, or files.")
    return files


def _known(path: Path) -> bool:
    return any(names.fullmatch(path.suffix) for names in (_PICTURE, _VIDEO, _SOUND))
