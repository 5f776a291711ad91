"""The tags in raw HTML, and which of them belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Literal

VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905  # names
)
# What HTML lets end by itself.
SELF_ENDING = frozenset({"dd", "dt", "li", "p", "tbody", "td", "tfoot", "th", "thead", "tr"})
# What is in them is no text.
CODE = frozenset({"script", "style"})
DEEPEST = 40
# How many letters around a tag are looked at.
NEAR = 200
# Comments and declarations, by what ends them.
ENDS = {"-->": r"<!--(?:>|->|.*?-->)", "?>": r"<\?.*?\?>", "]]>": r"<!\[CDATA\[.*?\]\]>"}
TAG = (
    r"<![A-Za-z][^>]*>"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<rest>(?:[\s/](?:\"[^\"]*\"|'[^']*'|[^'\"<>])*)?)>"
)
ATTRIBUTE = re.compile(r"""(?<=[\s"'/])(?P<name>[A-Za-z-]+)\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'=<>`]+)""")
MEDIA = frozenset({"audio", "embed", "iframe", "source", "video"})
ADDRESSES = {"a": "href", "img": "src", **dict.fromkeys(MEDIA, "src")}
BLANK_BEFORE = re.compile(r"(?:\A|[\s(\[{\"'“‘/,])\Z")
BLANK_AFTER = re.compile(r"(?:[\s)\]}\"'”’.,;:!?/]|\Z)")


@dataclass(slots=True, eq=False)
class Piece:
    """A part of raw HTML: a tag, words between tags, a comment, or a declaration.

    `before` and `after` are the text around it on its line. `partner` is the tag that it belongs to:
    in the same block, or elsewhere in the text if it `is_torn`. `inside` is the tag in which it stands.
    It `is_item` if it is in HTML that is all there is in an item of a list.
    """

    kind: Literal["start", "end", "void", "words", "comment", "declaration"]
    text: str
    name: str = ""
    before: str = ""
    after: str = ""
    is_block: bool = False
    is_bare: bool = False
    is_torn: bool = False
    is_code: bool = False
    is_item: bool = False
    depth: int = 0
    partner: Piece | None = None
    inside: Piece | None = None

    @property
    def is_media(self) -> bool:
        """Whether it brings something into the page that only a link can show."""
        return self.name in MEDIA and self.kind != "end" and bool(self.attribute("src"))

    @property
    def is_word(self) -> bool:
        """Whether blanks or signs part it from what is around it, as they part the words of a sentence."""
        return bool(BLANK_BEFORE.search(self.before[-1:]) and BLANK_AFTER.match(self.after[:1]))

    @property
    def is_alone(self) -> bool:
        """Whether nothing else stands on its line."""
        return not self.before.strip() and not self.after.strip()

    def attribute(self, name: str) -> str:
        """Returns the value of an attribute, or an empty string."""
        for match in ATTRIBUTE.finditer(self.text):
            if match["name"].lower() == name:
                return unescape(match["value"].strip("\"'"))
        return ""


def split_html(html: str) -> Iterator[Piece]:
    """Yields the pieces of a block of raw HTML, one after the other."""
    place = 0
    last = {end: html.rfind(end) for end in ENDS}
    while match := _pattern(*(last[end] >= place for end in ENDS)).search(html, place):
        if match.start() > place:
            yield Piece("words", html[place : match.start()], is_block=True)
        place = match.end()
        piece = piece_of(match[0])
        piece.is_block = True
        piece.before = html[max(0, match.start() - NEAR) : match.start()].rpartition("\n")[2]
        piece.after = html[place : place + NEAR].partition("\n")[0]
        yield piece
        if piece.kind == "start" and piece.name in CODE:
            end = re.compile(rf"</{piece.name}\s*>", re.I).search(html, place)
            if end and end.start() > place:
                yield Piece("words", html[place : end.start()], is_block=True, is_code=True)
                place = end.start()
    if place < len(html):
        yield Piece("words", html[place:], is_block=True)


@cache
def _pattern(*has_end: bool) -> re.Pattern[str]:
    """Returns a pattern of the next piece. What nothing can end is not looked for: that would take long."""
    begun = [begin for begin, has in zip(ENDS.values(), has_end, strict=True) if has]
    return re.compile("|".join((*begun, TAG)), re.S)


def piece_of(html: str) -> Piece:
    """Returns one tag, comment or declaration as a piece."""
    match = _pattern(*(True for _ in ENDS)).fullmatch(html)
    if match is None or not match["name"]:
        return Piece("comment" if html.startswith("<!--") else "declaration", html)
    name = match["name"].lower()
    kind: Literal["start", "end", "void"] = "end" if match["end"] else "void" if name in VOID else "start"
    return Piece(kind, html, name, is_bare=not match["rest"].strip(" \t\n/"))


def addresses(html: str) -> Iterator[tuple[str, int, int]]:
    """Yields for each link and picture in raw HTML its tag, and where its address starts and ends."""
    for match in _pattern(*(end in html for end in ENDS)).finditer(html):
        wanted = ADDRESSES.get((match["name"] or "").lower()) if not match["end"] else None
        for found in ATTRIBUTE.finditer(html, match.start(), match.end()) if wanted else ():
            if found["name"].lower() == wanted:
                yield match["name"].lower(), found.start("value"), found.end("value")


class Matcher:
    """Finds which tags belong together, one container of blocks or inline text (a frame) after the other."""

    def __init__(self) -> None:
        self._frames: list[list[Piece]] = [[]]
        self._waiting: dict[str, list[Piece]] = {}

    def enter(self) -> None:
        """Begins a container."""
        self._frames.append([])

    def leave(self) -> None:
        """Ends a container. What is open in it may still be closed by a tag elsewhere in the text."""
        for piece in self._frames.pop():
            self._wait(piece)

    def add(self, piece: Piece) -> None:
        """Adds the next piece."""
        stack = self._frames[-1]
        piece.inside = stack[-1] if stack else None
        if piece.kind == "start":
            piece.depth = len(stack)
            stack.append(piece)
        elif piece.kind == "end" and any(p.name == piece.name for p in stack[-DEEPEST:]):
            while (opened := stack.pop()).name != piece.name:
                self._wait(opened)
            opened.partner, piece.partner = piece, opened
            piece.inside = opened.inside
        elif piece.kind == "end":
            self._close_elsewhere(piece)

    def _wait(self, piece: Piece) -> None:
        if piece.is_block:
            self._waiting.setdefault(piece.name, []).append(piece)

    def _close_elsewhere(self, piece: Piece) -> None:
        """Joins a closing tag with one that was opened in another container of the text."""
        opened = self._open_in_blocks(piece.name)
        if opened is None and self._waiting.get(piece.name):
            opened = self._waiting[piece.name].pop()
        if opened is not None:
            opened.partner, piece.partner = piece, opened
            opened.is_torn = piece.is_torn = True

    def _open_in_blocks(self, name: str) -> Piece | None:
        """Returns the last tag of that name that is open in the containers around, and takes it out."""
        for frame in self._frames[-2::-1]:
            for piece in reversed(frame[-DEEPEST:]):
                if piece.is_block and piece.name == name:
                    frame.remove(piece)
                    return piece
        return None
