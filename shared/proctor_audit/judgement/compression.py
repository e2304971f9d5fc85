"""Deflate that knows beforehand what a session's state looks like: its brackets and usual numbers take no room.

The item of a session must fit one write unit of DynamoDB. Whoever changes the dictionary changes the form of the state
(``state._FORMAT``).
"""

from __future__ import annotations

import zlib
from typing import Final

_LEVEL: Final = 9
_RAW: Final = -15
"""Without the six bytes of zlib's header and checksum."""

_MEMORY: Final = 9

# A state as it may be in the middle of an exam, its longer numbers cut.
_DICTIONARY: Final = (
    b"[1,[12,17,18,18,0,239,400],[12,109,950],[[18,30,28,17,10,-51,28,54,-73,53,48,25,52,45,30,13,0],[[18,"
    b"51,50,45,44,57,44,285,-13],[18,56,49,50,43,62,43]],17,[18,76,0,0],[[15,400,653,132,64,[540,451],15],"
    b'[15,400,522,152,104,[540,451],15],[15,400,257,150,99,[540,451],15]],[[18,""],[0,"",95,"",45,"",16,""'
    b',11,"",55,"",23,"",13,"",88,"",27,"",30,"",27,""],0,0,null,[18,1,[754,754],[65,65],[34,34],[8,8]],18'
    b'],[18,"",[18,566,494],[15,522,152]]],[[3,3,11,17,10,27,50.246,2,0,9,0,0,1,34,10,10,4,1]],[[12,6.17],'
    b"[1,12.912],[4,5.696],[0,14.188],[14,7.395],[17,4.275],[19,2.415],[3,6.688],[2,7.965],[16,3.485],[15,"
    b'1.0],[7,1.162],[5,0.369],[13,0.925]],[["",12,1,2,18,18,null,5.2,1.0,0,0,0],["",3,2,4,17,18,18,50.246'
    b",0.96,9,7,2]],[18,[[0,18,0,0,2,52]],[[16,12],[14,16],[16,27],[68,65],[13,43],[13,21],[],[[14,14,0,0]"
    b",309],[12,13]],null,null]]"
)


def compressed(text: bytes) -> bytes:
    """The text, compressed."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, _DICTIONARY)
    return deflate.compress(text) + deflate.flush()


def decompressed(data: bytes) -> bytes:
    """The text of compressed data.

    Raises:
        zlib.error: if it is damaged.
    """
    inflate = zlib.decompressobj(_RAW, _DICTIONARY)
    text = inflate.decompress(data) + inflate.flush()
    if not inflate.eof:
        raise zlib.error("it is cut off")
    return text
