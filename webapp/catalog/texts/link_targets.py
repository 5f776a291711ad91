"""Finds where the addresses of links and pictures stand in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import accumulate
from typing import Any, Literal, NamedTuple

from webapp.catalog.texts.parser import (
    MarkdownIt,
    StateCore,
    StateInline,
    Token,
    autolink,
    check_size,
    html_inline,
    image,
    link,
    make_parser,
)
from webapp.catalog.texts.raw_tags import addresses

# An address as it is written, between its brackets if it has them.
WRITTEN = re.compile(r"\s*(?P<address><[^<>\n]*>|[^\s<)][^\s)]*)")
Kind = Literal["link", "picture", "autolink", "tag"]


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where the address of a link or picture stands in a text: `text[start:end]`.

    The brackets of an autolink (`<https://…>`) and the quotes of a raw tag are a part of it. What stands
    there may have escapes that `address` has not.
    """

    address: str
    start: int
    end: int
    kind: Kind = "link"
    is_picture: bool = False


def link_targets(text: str) -> list[LinkTarget]:
    """Returns the addresses of the links and pictures of a text, in its order; code holds none.

    Raises TooCostly.
    """
    check_size(text)
    environment: dict[str, Any] = {"lines": _lines(text), "targets": []}
    _locating.parse(text, environment)
    targets: list[LinkTarget] = environment["targets"]
    for reference in environment.get("references", {}).values():
        lines = environment["lines"][slice(*reference["map"])]
        last = lines[-1].start + len(lines[-1].text)
        if span := _span(text, "]:", reference["href"], lines[0].start, last):
            targets.append(LinkTarget(reference["href"], *span))
    return sorted(targets, key=lambda t: t.start)


class _Line(NamedTuple):
    text: str
    start: int


def _lines(text: str) -> list[_Line]:
    """Returns the lines of a text, each with the index at which it starts."""
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines[:-1]), initial=0)
    return [_Line(line, start) for line, start in zip(lines, starts, strict=True)]


class _Block:
    """Where the content of a block stands in its text: without indents and signs, but line by line."""

    def __init__(self, block: Token, lines: Sequence[_Line]) -> None:
        self.content = block.content
        self._rows = _lines(block.content)
        self._lines = lines[block.map[0] :] if block.map else ()

    def place_of(self, index: int) -> int:
        """Returns the index in the text of an index in the content, or -1 if it cannot be told."""
        number = bisect_right(self._rows, index, key=lambda row: row.start) - 1
        row = self._rows[number]
        if number >= len(self._lines):
            return -1
        margin = self._lines[number].text.find(row.text)
        return self._lines[number].start + margin + index - row.start if margin >= 0 else -1


def _locator() -> MarkdownIt:
    """Returns a parser that notes where links stand, with their addresses as written."""
    parser = make_parser()
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # the hook that the parser offers
    parser.core.ruler.at("inline", _locate_in_blocks)
    parser.inline.ruler.at("link", _noting("link", link))
    parser.inline.ruler.at("image", _noting("picture", image))
    parser.inline.ruler.at("autolink", _noting("autolink", autolink))
    parser.inline.ruler.at("html_inline", _noting("tag", html_inline))
    return parser


def _locate_in_blocks(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            state.env["block"] = _Block(token, state.env["lines"])
            state.md.inline.parse(token.content, state.md, state.env, [])
        elif token.type == "html_block":
            block = _Block(token, state.env["lines"])
            state.env["targets"] += _targets_of_tags(block, token.content, 0)


def _noting(kind: Kind, rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """Returns a rule of the parser that also notes where each link that it finds has its address."""

    def run(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        block = state.env["block"]
        if silent or state.src != block.content:
            return True
        if kind == "tag":
            state.env["targets"] += _targets_of_tags(block, state.src[start : state.pos], start)
            return True
        token = next(t for t in state.tokens[before:] if t.type in {"link_open", "image"})
        address = str(token.attrs.get("href") or token.attrs.get("src") or "")
        target = _target(block, address, start, state.pos, kind)
        state.env["targets"] += [target] if target else []
        return True

    return run


def _target(block: _Block, address: str, start: int, end: int, kind: Kind) -> LinkTarget | None:
    """Returns where a link that was found in a block has its address; None if it is written otherwise."""
    span: tuple[int, int] | None = (start, start + len(address) + 2)
    if kind != "autolink":
        span = _span(block.content, "](", address, start, end)
    place = block.place_of(span[0]) if span else -1
    if span is None or place < 0:
        return None
    return LinkTarget(address, place, place + span[1] - span[0], kind, is_picture=kind == "picture")


def _span(text: str, sign: str, address: str, start: int, end: int) -> tuple[int, int] | None:
    """Returns where an address stands behind the last `sign` of a part of a text, or None."""
    begin = text.rfind(sign, start, end) if address else -1
    if begin < 0:
        return None
    index = text.find(address, begin, end)
    if index >= 0:
        return index, index + len(address)
    written = WRITTEN.match(text, begin + len(sign), end)
    return written.span("address") if written else None


def _targets_of_tags(block: _Block, html: str, offset: int) -> Iterator[LinkTarget]:
    """Yields the addresses in raw tags; `offset` is where they stand in the content of the block."""
    for tag, start, end in addresses(html):
        place = block.place_of(offset + start)
        if place >= 0:
            address = unescape(html[start:end].strip("\"'"))
            yield LinkTarget(address, place, place + end - start, "tag", is_picture=tag != "a")


_locating = _locator()
