"""Pages with text in whatever script it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace, TTFFont

# As in the HTML report: control characters, lone surrogates, and marks that turn the text around them.
_UNWRITABLE: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_MISSING: Final = "\ufffd"
_BODY: Final = "NotoSans"
# Of scripts whose letters change by their neighbours, or which are written from right to left.
_SIMPLE: Final = re.compile(r"[\x00-\u02ff\u0370-\u03ff\u0400-\u052f\u2000-\u22ff]*")

_INK: Final = (33, 37, 41)
_SOFT: Final = (85, 98, 111)


class Paper(FPDF):
    """A4 pages, numbered at the foot.

    Args:
        texts: all that will be written in names and notes: fonts are loaded for the scripts in it.
        foot: what stands at the foot of every page.
    """

    def __init__(self, texts: Iterable[str], foot: str) -> None:
        super().__init__()
        self._foot = foot
        self._letters = set(_letters(_BODY))
        self.add_font(_BODY, fname=_font_file(_BODY))
        missing = {letter for text in texts for letter in text if ord(letter) not in self._letters}
        fallbacks = [font for font in _other_fonts() if any(ord(letter) in _letters(font) for letter in missing)]
        for font in fallbacks:
            self.add_font(font, fname=_font_file(font))
            self._letters |= _letters(font)
        self.set_fallback_fonts(fallbacks)
        self.set_auto_page_break(auto=True, margin=18)
        self.set_margin(16)
        self.add_page()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        # fpdf2 leaves the files of its fonts open.
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def footer(self) -> None:
        self.set_y(-12)
        self._style(8, _SOFT)
        self.set_text_shaping(False)
        self.cell(0, 5, self._foot)
        self.set_x(self.l_margin)
        self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="R")

    def heading(self, text: str, size_pt: float) -> None:
        """A heading; its size tells it from the text."""
        self.ln(size_pt / 6)
        self.write_text(text, size_pt)

    def write_text(self, text: str, size_pt: float = 9.5, *, soft: bool = False, width_mm: float = 0) -> None:
        """A paragraph from the left edge on; its direction is that of its first letter."""
        text = self.written(text)
        self._style(size_pt, _SOFT if soft else _INK)
        self.set_text_shaping(_SIMPLE.fullmatch(text) is None)
        self.multi_cell(width_mm, size_pt * 0.48, text, align="L", new_x="LMARGIN", new_y="NEXT")

    def rows(self, head: tuple[str, ...], rows: Iterable[tuple[str, ...]], widths: tuple[int, ...]) -> None:
        """A table with its head on every page."""
        self._style(9, _INK)
        self.set_text_shaping(False)
        with self.table(
            col_widths=widths,
            borders_layout=TableBordersLayout.MINIMAL,
            headings_style=FontFace(color=_SOFT, emphasis="NONE"),
            line_height=4.6,
            text_align="LEFT",
        ) as table:
            for cells in (head, *rows):
                table.row([self.written(cell) for cell in cells])

    def written(self, text: str) -> str:
        """The text with a replacement for what no font here has, and for what may not be written."""
        clean = _UNWRITABLE.sub(_MISSING, text).replace("\t", " ")
        return "".join(c if c == "\n" or ord(c) in self._letters else _MISSING for c in clean)

    def _style(self, size_pt: float, colour: tuple[int, int, int]) -> None:
        self.set_font(_BODY, size=size_pt)
        self.set_text_color(*colour)


@cache
def _letters(font: str) -> frozenset[int]:
    """The code points that a font can show."""
    from fontTools.ttLib import TTFont

    with TTFont(_font_file(font), lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def _font_file(font: str) -> Path:
    return Path(str(resources.files("manimgx_fonts").joinpath(f"{font}[wght].ttf")))


def _other_fonts() -> list[str]:
    names = sorted(file.name.removesuffix("[wght].ttf") for file in resources.files("manimgx_fonts").iterdir())
    # Symbols and pictograms last: other fonts draw what they share with them as letters.
    others = [name for name in names if name.startswith("NotoSans") and name not in (_BODY, "NotoSansSymbols")]
    return [*(name for name in others if "." not in name and "-" not in name), "NotoSansSymbols", "NotoEmoji"]
