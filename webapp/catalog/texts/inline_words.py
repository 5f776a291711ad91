"""Links and pictures in the tokens of a text: what cannot be shown becomes words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from webapp.catalog.links import safe_href
from webapp.catalog.texts.parser import Token

# What a resource begins with; in the midst of a text it is no part of the link's words.
RESOURCE_TYPE = re.compile(r"@[A-Za-z-]{1,30}@")


def keep_words(tokens: Sequence[Token], with_pictures: bool) -> None:
    """Makes words of dead links and of pictures from elsewhere; unless `with_pictures`, of all pictures.

    A picture from elsewhere would be a request to a third party, so it becomes a link.
    """
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = list(_inline_words(token.children, with_pictures))


def text_token(content: str) -> Token:
    """Returns a token of words."""
    return Token("text", "", 0, content=content)


def _inline_words(children: Sequence[Token], with_pictures: bool) -> Iterator[Token]:
    links: list[str] = []  # the address of each open link, empty where it is dead
    for before, child, after in zip((None, *children[:-1]), children, (*children[1:], None), strict=True):
        if child.type == "link_open":
            links.append(safe_href(str(child.attrs.get("href", ""))))
        is_dead = child.type in {"link_open", "link_close"} and not links[-1]
        if child.type == "link_close":
            links.pop()
        if is_dead:
            continue
        if before is not None and before.type == "link_open" and child.type == "text":
            begin = RESOURCE_TYPE.match(child.content)
            child = text_token(child.content[begin.end() :]) if begin else child
        if child.type == "image" and not (with_pictures and _is_own_picture(child)):
            yield from _words_of_picture(child, bool(links))
        else:
            yield child
        # A link without words could not be seen.
        if child.type == "link_open" and after is not None and after.type == "link_close":
            yield text_token(links[-1])


def _is_own_picture(image: Token) -> bool:
    address = str(image.attrs.get("src", ""))
    return address.startswith("/") and bool(safe_href(address))


def _words_of_picture(image: Token, is_in_link: bool) -> list[Token]:
    """Returns the words of a picture, as a link to it where it is elsewhere."""
    address = str(image.attrs.get("src", ""))
    label = text_token(_alt(image) or address.rpartition("/")[2] or "…")
    href = safe_href(address)
    if is_in_link or not href or href.startswith("/"):
        return [label]
    return [Token("link_open", "a", 1, attrs={"href": href}), label, Token("link_close", "a", -1)]


def _alt(image: Token) -> str:
    return "".join(
        _alt(t) if t.type == "image" else " " if t.type in {"softbreak", "hardbreak"} else t.content
        for t in image.children or ()
    ) or (str(image.attrs.get("alt", "")) if not image.children else "")
