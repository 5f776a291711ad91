"""The words of a line: inline Markdown is read as Markdown, and what a map cannot show is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from webapp.catalog.links import safe_href
from webapp.catalog.sanitize import sanitize
from webapp.catalog.texts.html_cleaning import INLINE_TAGS
from webapp.catalog.texts.parser import inline_tokens

TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)")
TASK_BOX = re.compile(r"\[[ xX]\]\s+")
ADDRESS = re.compile(r"https?://\S+")
# Signs of Markdown that nothing closes, and brackets that make no link.
LEFT_OVER = re.compile(r"\*\*|~~|`|!\[|\[\^|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)")
NO_LINK = re.compile(r"\]\(|\]\[")
# These change how words look, and a label has one look.
FORMATTING = (INLINE_TAGS - {"a", "br"}) | {"big", "ins", "mark", "q", "samp", "small", "span", "u", "var"}
SPECIAL = re.compile(r"([\\`*_\[\]<>~&!])")
CLOSING = re.compile(r"(?<=\s)(#+)\Z")
BLOCK_SIGN = re.compile(r"(\d{0,3})([-+*#>|=.)]|\[(?=[^\]]+\]:))")
BULLETS = "•‣◦·–—"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a map cannot show: where it stands in the line, what is wrong, and what would be right."""

    snippet: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words, the address if they are a link, and what of the line cannot be shown."""

    label: str
    url: str = ""
    is_link: bool = False
    troubles: tuple[Trouble, ...] = ()


def label_words(text: str) -> Words:
    """Returns the words of a label: of a topic, or of a button where a link stands alone."""
    reading = _read(text)
    troubles = [*dict.fromkeys(reading.troubles), *_link_troubles(reading)]
    if not reading.links and (match := ADDRESS.search("".join(reading.unescaped))):
        what = "an address stands in the label"
        troubles.append(Trouble(match[0], what, "Write [label](address)."))
    is_link = len(reading.links) == 1 and not _plain(reading.beside)
    url = reading.links[0] if is_link else ""
    return Words(_plain(reading.words), url, is_link, tuple(troubles))


def note_words(text: str) -> Words:
    """Returns the words of a note, a title or a heading, which hold no links."""
    reading = _read(text)
    troubles = [*dict.fromkeys(reading.troubles)]
    for address in reading.links:
        remedy = "Write its words alone, and the link as an item of a list: - [label](address)."
        troubles.append(Trouble(address or "](", "only an item of a list can be a link", remedy))
    return Words(_plain(reading.words), troubles=tuple(troubles))


def escaped(label: str, is_paragraph: bool = False) -> str:
    """Returns a label so that it is read as these words, whatever signs of Markdown they hold."""
    text = label
    if label_words(label) != Words(_plain([label])) or TASK_BOX.match(label):
        text = SPECIAL.sub(r"\\\1", label).replace("://", r"\://")
    # Signs at the end of a heading would close it.
    text = CLOSING.sub(r"\\\1", text)
    return _escaped_beginning(text) if is_paragraph else text


@dataclass(slots=True)
class _Reading:
    words: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)  # the words outside links
    before: list[str] = field(default_factory=list)  # the words before the first link
    unescaped: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def _read(text: str) -> _Reading:
    reading, is_in_link = _Reading(), False
    tokens = inline_tokens(text)
    closed = {t.content.lower() for t in tokens if t.type == "html_inline"}
    for token in tokens:
        words = ""
        if token.type == "link_open":
            is_in_link = True
            reading.links.append(str(token.attrs.get("href", "")))
            reading.troubles += _address_troubles(token.attrs, is_autolink=token.info == "auto")
        elif token.type == "link_close":
            is_in_link = False
        elif token.type in {"text", "text_special", "code_inline"}:
            words = token.content
        elif token.type in {"softbreak", "hardbreak"}:
            words = " "
        elif token.type == "image":
            words = token.content
            remedy = "Write its words alone."
            reading.troubles.append(Trouble("![", "a map cannot show a picture", remedy))
        elif token.type == "html_inline":
            words, troubles = _tag_words(token.content, closed)
            reading.troubles += troubles
        reading.words.append(words)
        reading.unescaped.append(token.content if token.type == "text" and not is_in_link else "\n")
        if not is_in_link:
            reading.beside.append(words)
        if not reading.links:
            reading.before.append(words)
    reading.troubles += _left_over("".join(reading.unescaped).replace("\n", ""))
    return reading


def _address_troubles(attributes: dict[str, str | int | float], is_autolink: bool) -> Iterator[Trouble]:
    address = str(attributes.get("href", ""))
    if is_autolink:
        yield Trouble(f"<{address}", "the link has no label", "Write [label](address).")
    elif address and not safe_href(address):
        what = f"{address[:200]!r} is no address that a button can lead to"
        yield Trouble(address, what, "Give one that begins with https:// or with /.")
    if title := attributes.get("title"):
        yield Trouble(str(title), "a button has no title beside its label", f'Take "{title}" away.')


def _tag_words(html: str, closed: set[str]) -> tuple[str, list[Trouble]]:
    """Returns what a tag is among words; formatting counts only where it is closed."""
    tag = TAG.match(html)
    if tag is None:
        return "", []
    name = tag["name"].lower()
    if name == "br":
        return " ", []
    if name in FORMATTING and (tag["close"] or f"</{name}>" in closed):
        return "", []
    if tag["close"]:
        return "", []
    shown = f"<{tag['name']}>"
    remedy = f"Write the words alone, or `{shown}` in backticks."
    return html, [Trouble(html, f"{shown} is a tag of HTML, which a map cannot show", remedy)]


def _left_over(text: str) -> Iterator[Trouble]:
    if sign := LEFT_OVER.search(text):
        remedy = f"Close it, or put what it belongs to into backticks: `{sign[0]}…`."
        if sign[0] == "`":
            remedy = r"Close it, or write \` for the sign itself."
        yield Trouble(sign[0], f"nothing closes {sign[0]}", remedy)
    if sign := NO_LINK.search(text):
        remedy = "Write [label](address), without blanks in the address."
        yield Trouble(sign[0], "the brackets make no link", remedy)


def _link_troubles(reading: _Reading) -> Iterator[Trouble]:
    beside = _plain(reading.beside)
    if not reading.links or (len(reading.links) == 1 and not beside):
        return
    if len(reading.links) > 1:
        remedy = "Write - [label](address) for each, on a line of its own."
        yield Trouble(reading.links[1], "a line holds one link", remedy)
    elif not _plain(reading.before):
        what = f"a button has no room for {beside!r} beside its link"
        remedy = "Write it into the label, or as a paragraph below the list."
        yield Trouble(beside, what, remedy)
    else:
        remedy = "Write - [label](address) for a button, or the words alone for a topic."
        yield Trouble("[", "a link stands among words", remedy)


def _plain(parts: list[str]) -> str:
    return " ".join(sanitize("".join(parts)).split())


def _escaped_beginning(text: str) -> str:
    """Returns a paragraph that begins no list, heading or other block."""
    if text[:1] in BULLETS and text:
        return f"&#{ord(text[0])};{text[1:]}"
    return BLOCK_SIGN.sub(r"\1\\\2", text, count=1) if BLOCK_SIGN.match(text) else text
