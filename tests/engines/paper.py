"""What is on printed pages: the only module that knows PDFium."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

DOTS = 100 / 72


@dataclass(frozen=True)
class Spot:
    """Where words stand: the number of the sheet, and points from its left and lower edge."""

    sheet: int
    x: float
    y: float


@dataclass(frozen=True)
class Sheet:
    """A printed page as a picture in 100 dpi."""

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


def pictures(pdf: Path) -> list[Sheet]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [Sheet(page.render(scale=DOTS).to_pil().convert("RGB")) for page in document]


def spots(pdf: Path, words: list[str]) -> dict[str, list[Spot]]:
    """Each of the words, and where it stands inside the sheets."""
    found: dict[str, list[Spot]] = {word: [] for word in words}
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            width, height = page.get_size()
            text = page.get_textpage()
            for word in words:
                search = text.search(word, match_case=True)
                while hit := search.get_next():
                    left, bottom, _, _ = text.get_charbox(hit[0])
                    if 0 <= left < width and 0 <= bottom < height:
                        found[word].append(Spot(number, left, bottom))
    return found
