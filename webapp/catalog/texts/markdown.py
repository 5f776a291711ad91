"""Markdown to sanitised HTML. Nothing from content reaches a page by another way."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
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
NO_SOURCE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
NO_ADDRESS = re.compile(r"<a(?![^>]*\shref=)[^>]*>(.*?)</a>", re.S)
MARKED = re.compile(r"[`*_\[\\&<~]")
TAGS = re.compile(r"<[^>]*>")
# Signed-in pages render the same few texts again and again.
KEPT, LONGEST_KEPT = 1024, 8000
SCHEMES = {"http", "https", "mailto"}


def _lower_headings(state: StateCore) -> None:
    # The page has its one h1 already, and no level may be left out below it.
    above: list[int] = []
    for token in state.tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            above = [a for a in above if a < level] + [level]
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(len(above) + 1, 6)}"


def _keep_words(state: StateCore) -> None:
    # Texts name tags ("wrap it in a <div>") far more often than they use them: a bare tag that nothing closes
    # is a word.
    for token in state.tokens:
        if (
            token.type == "html_block"
            and (bare := BARE.match(token.content))
            and f"</{bare[1].lower()}" not in token.content.lower()
        ):
            token.type, token.content, token.children = (
                "inline",
                token.content.strip(),
                [_text(token.content.strip())],
            )
        elif token.type == "inline" and token.children:
            depth, kept = 0, []
            closers = Counter(t.content.lower() for t in token.children if t.type == "html_inline")
            for child, after in itertools.zip_longest(token.children, token.children[1:]):
                depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
                closers[child.content.lower()] -= child.type == "html_inline"
                kept += _words(child, after, closers, depth > 0)
            token.children = kept


def _words(child: Token, after: Token | None, closers: Mapping[str, int], is_in_link: bool) -> list[Token]:
    """What a piece of a line becomes: `after` it stands that, and these tags are yet to come."""
    if child.type == "html_inline" and (bare := BARE.match(child.content)):
        breaks_line = bare[1].lower() == "br" and (after is None or after.type in {"softbreak", "hardbreak"})
        if not breaks_line and not closers.get(f"</{bare[1].lower()}>"):
            return [_text(child.content)]
    if child.type == "image" and not str(child.attrs.get("src", "")).startswith("/"):
        # A picture from elsewhere would be a request to a third party; its address stays as a link.
        label = child.content or "Picture"
        if is_in_link:
            return [_text(label)]
        return [
            Token("link_open", "a", 1, attrs={"href": child.attrs["src"]}),
            _text(label),
            Token("link_close", "a", -1),
        ]
    return [child]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


_markdown = MarkdownIt("commonmark", {"html": True, "typographer": False}).enable(["table", "strikethrough"])
_markdown.core.ruler.push("lower_headings", _lower_headings)
_markdown.core.ruler.push("keep_words", _keep_words)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "code" and name == "class":
        return value if LANGUAGE.match(value) else None
    if name == "href":
        # What is no address of the web or of this site would be a dead link.
        return safe_href(value) or None
    if name == "src":
        return value if value.startswith("/") and safe_href(value) else None
    return value


def _kept(work: Callable[[str], str]) -> Callable[[str], str]:
    """Remembers what was made of the texts that were wanted last, but for long ones, which nobody writes."""
    remembered = lru_cache(maxsize=KEPT)(work)
    return wraps(work)(lambda text: remembered(text) if len(text) <= LONGEST_KEPT else work(text))


@_kept
def render(text: str) -> str:
    """Markdown as block HTML, sanitised: no scripts, no styles, no ids, no attributes that a library acts
    on.
    """
    return _scroll_inside(_clean(_markdown.render(text), BLOCK_TAGS))


def _scroll_inside(html: str) -> str:
    """Lets code and tables scroll within themselves, by keyboard too, instead of widening the page."""
    html = html.replace("<pre>", '<pre tabindex="0" role="region" aria-label="Code">')
    html = html.replace(
        "<table>", '<div class="prose__scroll" tabindex="0" role="region" aria-label="Table"><table>'
    )
    return html.replace("</table>", "</table></div>")


@_kept
def render_inline(text: str) -> str:
    """Markdown of one line as inline HTML, sanitised."""
    return _clean(_markdown.renderInline(text), INLINE_TAGS)


def plain_line(text: str) -> str:
    """Markdown of one line, such as a heading, as plain text."""
    return " ".join(unescape(TAGS.sub("", render_inline(text))).split()) if MARKED.search(text) else text


@_kept
def plain(text: str) -> str:
    """Markdown as plain text on one line, without code blocks: for descriptions."""
    tokens = [t for t in _markdown.parse(text) if t.type not in {"fence", "code_block"}]
    html = str(_markdown.renderer.render(tokens, _markdown.options, {}))
    return " ".join(unescape(TAGS.sub(" ", nh3.clean(html, tags=set()))).split()).replace(" .", ".")


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
    return NO_ADDRESS.sub(r"\1", NO_SOURCE.sub("", cleaned))
