"""What is on printed pages: the only module that knows PDFium."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

DOTS = 100 / 72


@dataclass(frozen=True)
class Sheet:
    """A printed page: its text, as far as the engine writes letters and not shapes, and its picture in 100 dpi."""

    text: str
    picture: Image.Image

    @property
    def paper(self) -> int:
        """How light the most frequent gray is: 255 is white."""
        counts = self.picture.convert("L").histogram()
        return counts.index(max(counts))

    @property
    def ink(self) -> int:
        """How light the darkest two in a thousand dots are: letters that can be read are below 90."""
        counts = self.picture.convert("L").histogram()
        wanted = sum(counts) / 500
        for gray, count in enumerate(counts):
            wanted -= count
            if wanted <= 0:
                return gray
        return 255


def read(pdf: Path) -> list[Sheet]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_sheet(page) for page in document]
    finally:
        document.close()


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    text = page.get_textpage().get_text_range()
    return Sheet(text, page.render(scale=DOTS).to_pil().convert("RGB"))
