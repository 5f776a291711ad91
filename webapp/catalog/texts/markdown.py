"""Markdown to sanitised HTML. Nothing from content reaches a page by another way."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from html import unescape
from itertools import accumulate
from typing import Any, NamedTuple

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, image, link
from markdown_it.token import Token

from webapp.catalog.links import safe_href

BLOCK_TAGS = {
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
INLINE_TAGS = {"a", "b", "br", "code", "del", "em", "i", "kbd", "s", "strong", "sub", "sup"}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "code": {"class"},
    "td": {"align"},
    "th": {"align"},
}
LANGUAGE = re.compile(r"language-[A-Za-z0-9+#_-]{1,30}\Z")
BARE = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)\s*/?>")
# What a resource begins with; in the midst of a text it is no part of the link's words.
RESOURCE_TYPE = re.compile(r"@[A-Za-z-]{1,30}@")
NO_SOURCE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
NO_ADDRESS = re.compile(r"<a(?![^>]*\shref=)[^>]*>(.*?)</a>", re.S)
MARKED = re.compile(r"[`*_\[\\&<~]")
TAGS = re.compile(r"<[^>]*>")
# Signed-in pages render the same few texts again and again.
CACHED, LONGEST_CACHED = 1024, 8000
SCHEMES = {"http", "https", "mailto"}


def _cached(work: Callable[[str], str]) -> Callable[[str], str]:
    """Remembers the results for the latest texts, but not for unusually long ones."""
    remembered = lru_cache(maxsize=CACHED)(work)
    return wraps(work)(lambda text: remembered(text) if len(text) <= LONGEST_CACHED else work(text))


@_cached
def render(text: str) -> str:
    """Returns Markdown as sanitised block HTML.

    It holds no scripts, no styles, no ids, and no attributes on which a library acts.
    """
    return _scroll_inside(_clean(_markdown.render(text), BLOCK_TAGS))


@_cached
def render_inline(text: str) -> str:
    """Returns Markdown of one line as sanitised inline HTML."""
    return _clean(_markdown.renderInline(text), INLINE_TAGS)


def plain_line(text: str) -> str:
    """Returns Markdown of one line, such as a heading, as plain text."""
    return " ".join(unescape(TAGS.sub("", render_inline(text))).split()) if MARKED.search(text) else text


@_cached
def plain(text: str) -> str:
    """Returns Markdown as plain text on one line, without code blocks, for descriptions."""
    tokens = [t for t in _markdown.parse(text) if t.type not in {"fence", "code_block"}]
    html = str(_markdown.renderer.render(tokens, _markdown.options, {}))
    return " ".join(unescape(TAGS.sub(" ", nh3.clean(html, tags=set()))).split()).replace(" .", ".")


def inline_tokens(text: str) -> Sequence[Token]:
    """Returns the parts of a line of Markdown, with addresses as they are written.

    What is escaped is a part of its own, of the type `text_special`.
    """
    return _inline.parseInline(text)[0].children or ()


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where the address of a link or picture stands in a text: `text[start:end]`.

    An autolink (`<https://…>`) is taken with its brackets.
    """

    address: str
    start: int
    end: int
    is_autolink: bool = False


def link_targets(text: str) -> list[LinkTarget]:
    """Returns the addresses of the links and pictures of a text, in its order; code holds none."""
    environment: dict[str, Any] = {"lines": _lines(text), "targets": []}
    _locating.parse(text, environment)
    targets: list[LinkTarget] = environment["targets"]
    for reference in environment.get("references", {}).values():
        lines = environment["lines"][slice(*reference["map"])]
        address = reference["href"]
        start = text.find(address, lines[0].start, lines[-1].start + len(lines[-1].text))
        if start >= 0:
            targets.append(LinkTarget(address, start, start + len(address)))
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


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True, "typographer": False}).enable(["table", "strikethrough"])


def _locator() -> MarkdownIt:
    """Returns a parser that notes where links stand, with their addresses as written."""
    parser = _parser()
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # the hook that the parser offers
    parser.core.ruler.at("inline", _locate_in_blocks)
    for name, rule in (("link", link), ("image", image), ("autolink", autolink)):
        parser.inline.ruler.at(name, _noting(name, rule))
    return parser


def _inline_parser() -> MarkdownIt:
    """Returns a parser that leaves addresses, and what is escaped, as they are written."""
    parser = _parser().disable("text_join")
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # the hooks that the parser offers
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _locate_in_blocks(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            state.env["block"] = _Block(token, state.env["lines"])
            state.md.inline.parse(token.content, state.md, state.env, [])


def _noting(name: str, rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """Returns a rule of the parser that also notes where each link that it finds has its address."""

    def run(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        block = state.env["block"]
        if not silent and state.src == block.content:
            token = next(t for t in state.tokens[before:] if t.type in {"link_open", "image"})
            address = str(token.attrs.get("href") or token.attrs.get("src") or "")
            target = _target(block, address, start, state.pos, is_autolink=name == "autolink")
            state.env["targets"] += [target] if target else []
        return True

    return run


def _target(block: _Block, address: str, start: int, end: int, is_autolink: bool) -> LinkTarget | None:
    """Returns where a link that was found in a block has its address; None if it is written otherwise."""
    index = start
    if not is_autolink:
        begin = block.content.rfind("](", start, end)
        index = block.content.find(address, begin, end) if begin >= 0 and address else -1
    place = block.place_of(index) if index >= 0 else -1
    if place < 0:
        return None
    return LinkTarget(address, place, place + len(address) + 2 * is_autolink, is_autolink)


def _renderer() -> MarkdownIt:
    """Returns the parser from which pages are rendered."""
    parser = _parser()
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.core.ruler.push("keep_words", _keep_words)
    return parser


def _lower_headings(state: StateCore) -> None:
    """Makes the headings of a text start at h2, without a gap: the page has an h1 already."""
    above: list[int] = []
    for token in state.tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            above = [a for a in above if a < level] + [level]
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(len(above) + 1, 6)}"


def _keep_words(state: StateCore) -> None:
    """Makes words of what is none of a page's business: bare tags, pictures from elsewhere, dead links.

    Texts name tags ("wrap it in a <div>") far more often than they use them, so a tag that nothing closes
    is a word.
    """
    for token in state.tokens:
        if token.type == "html_block" and _is_bare_tag(token.content):
            words = token.content.strip()
            token.type, token.content, token.children = "inline", words, [_text(words)]
        elif token.type == "inline" and token.children:
            token.children = list(_inline_words(token.children))


def _is_bare_tag(html: str) -> bool:
    bare = BARE.match(html)
    return bare is not None and f"</{bare[1].lower()}" not in html.lower()


def _inline_words(children: Sequence[Token]) -> Iterator[Token]:
    closers = Counter(t.content.lower() for t in children if t.type == "html_inline")
    links: list[bool] = []  # for each open link whether it has an address
    for before, child, after in zip((None, *children[:-1]), children, (*children[1:], None), strict=True):
        closers[child.content.lower()] -= child.type == "html_inline"
        if child.type == "link_open":
            links.append(bool(safe_href(str(child.attrs.get("href", "")))))
        is_dead = child.type in {"link_open", "link_close"} and not links[-1]
        if child.type == "link_close":
            links.pop()
        if is_dead:
            continue
        if before is not None and before.type == "link_open" and child.type == "text":
            begin = RESOURCE_TYPE.match(child.content)
            child = _text(child.content[begin.end() :]) if begin else child
        yield from _words(child, after, closers, bool(links))


def _words(child: Token, after: Token | None, closers: Mapping[str, int], is_in_link: bool) -> list[Token]:
    """Returns what a token becomes; `after` follows it, and `closers` counts the closing tags to come."""
    if child.type == "html_inline" and (bare := BARE.match(child.content)):
        breaks_line = bare[1].lower() == "br" and (after is None or after.type in {"softbreak", "hardbreak"})
        if not breaks_line and not closers.get(f"</{bare[1].lower()}>"):
            return [_text(child.content)]
    if child.type == "image" and not _is_own_picture(child):
        return _linked_picture(child, is_in_link)
    return [child]


def _is_own_picture(image: Token) -> bool:
    address = str(image.attrs.get("src", ""))
    return address.startswith("/") and bool(safe_href(address))


def _linked_picture(image: Token, is_in_link: bool) -> list[Token]:
    """A picture from elsewhere would be a request to a third party; its address stays as a link."""
    label, address = _text(image.content or "Picture"), safe_href(str(image.attrs.get("src", "")))
    if is_in_link or not address:
        return [label]
    return [Token("link_open", "a", 1, attrs={"href": address}), label, Token("link_close", "a", -1)]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _scroll_inside(html: str) -> str:
    """Lets code and tables scroll within themselves, by keyboard too, instead of widening the page."""
    html = html.replace("<pre>", '<pre tabindex="0" role="region" aria-label="Code">')
    html = html.replace(
        "<table>", '<div class="prose__scroll" tabindex="0" role="region" aria-label="Table"><table>'
    )
    return html.replace("</table>", "</table></div>")


def _clean(html: str, tags: set[str]) -> str:
    cleaned = nh3.clean(
        html,
        tags=tags,
        clean_content_tags={"script", "style", "iframe", "object", "template", "svg", "math"},
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel="noopener",
    )
    # Raw HTML may hold pictures and links without an address.
    return NO_ADDRESS.sub(r"\1", NO_SOURCE.sub("", cleaned))


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "code" and name == "class":
        return value if LANGUAGE.match(value) else None
    if name == "href":
        # What is no address of the web or of this site would be a dead link.
        return safe_href(value) or None
    if name == "src":
        return value if value.startswith("/") and safe_href(value) else None
    return value


_markdown = _renderer()
_locating = _locator()
_inline = _inline_parser()
