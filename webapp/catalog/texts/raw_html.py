"""Raw HTML in the tokens of a text: what is allowed works, other tags go, and words stay.

Texts name tags ("wrap it in a <div>") far more often than they use them, so a tag that nothing closes is a
word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from html import escape

from webapp.catalog.links import safe_href
from webapp.catalog.texts.html_cleaning import INLINE_TAGS
from webapp.catalog.texts.parser import Token
from webapp.catalog.texts.raw_tags import CODE, DEEPEST, SELF_ENDING, Matcher, Piece, piece_of, split_html

H1 = re.compile(r"(?<=\A<)h1|(?<=\A</)h1", re.I)
CELLS = frozenset({"th_open", "td_open"})
BREAKS = frozenset({"softbreak", "hardbreak"})
CDATA = re.compile(r"<!\[CDATA\[(.*)\]\]>\Z", re.S)


def use_raw_html(tokens: Sequence[Token], allowed: Set[str]) -> None:
    """Changes the tokens of raw HTML into HTML that has only tags of `allowed`, and into words."""
    blocks, inlines = _pieces(tokens)
    for token, pieces in blocks:
        html = "".join(_block_html(p, allowed) for p in pieces)
        has_block = any(_is_used(p, allowed) and p.name not in INLINE_TAGS for p in pieces)
        token.content = html if has_block or not html.strip() else f"<p>{html.strip()}</p>\n"
    for inline, marks in inlines:
        inline.children = list(_inline_tokens(inline.children or (), marks))


Blocks = list[tuple[Token, list[Piece]]]
Inlines = list[tuple[Token, dict[int, Piece]]]


def _pieces(tokens: Sequence[Token]) -> tuple[Blocks, Inlines]:
    """Returns the pieces of each block of raw HTML, and of each inline text by the index of their tokens."""
    blocks: Blocks = []
    inlines: Inlines = []
    matcher = Matcher()
    is_cell = False
    for index, token in enumerate(tokens):
        if token.type == "html_block":
            pieces = list(split_html(token.content))
            if _is_whole_item(tokens, index):
                for piece in pieces:
                    # Lists of tags name them.
                    piece.is_item = True
            blocks.append((token, pieces))
            for piece in pieces:
                matcher.add(piece)
        elif token.type == "inline" and any(c.type == "html_inline" for c in token.children or ()):
            matcher.enter()
            inlines.append((token, _inline_pieces(token.children or (), matcher, is_cell)))
            matcher.leave()
        elif token.nesting == 1:
            matcher.enter()
            is_cell = token.type in CELLS
        elif token.nesting == -1:
            matcher.leave()
            is_cell = False
    return blocks, inlines


def _is_whole_item(tokens: Sequence[Token], index: int) -> bool:
    around = tokens[max(0, index - 1)].type, tokens[min(len(tokens) - 1, index + 1)].type
    return around == ("list_item_open", "list_item_close")


def _inline_pieces(children: Sequence[Token], matcher: Matcher, is_cell: bool) -> dict[int, Piece]:
    pieces: dict[int, Piece] = {}
    for index, child in enumerate(children):
        if child.type == "html_inline":
            piece = pieces[index] = piece_of(child.content)
            piece.before = _around(children[index - 1]) if index else ""
            piece.after = _around(children[index + 1]) if index + 1 < len(children) else ""
            if piece.name == "br":
                ends_line = index + 1 == len(children) or children[index + 1].type in BREAKS
                # A cell has no other way to break a line.
                piece.is_torn = len(children) > 1 and (is_cell or ends_line)
            matcher.add(piece)
        elif child.nesting == 1:
            matcher.enter()
        elif child.nesting == -1:
            matcher.leave()
    return pieces


def _around(token: Token) -> str:
    """Returns the text of a token beside a tag, as far as it says whether the tag is a word."""
    if token.type in BREAKS:
        return "\n"
    # A comma may stand between two tags that are words, but no tag does.
    return token.content if token.type == "text" else "x"


def _block_html(piece: Piece, allowed: Set[str]) -> str:
    if piece.kind == "words":
        # What looks like the beginning of a tag here is none.
        return "" if piece.is_code else piece.text.replace("<", "&lt;")
    if piece.name == "img" or piece.is_media:
        return _picture(piece, allowed)
    if _is_used(piece, allowed):
        return H1.sub("h2", piece.text)
    return escape(_words(piece), quote=False)


def _inline_tokens(children: Sequence[Token], pieces: dict[int, Piece]) -> Iterator[Token]:
    code: Piece | None = None
    for index, child in enumerate(children):
        piece = pieces.get(index)
        if piece is code and piece is not None:
            code = None
        elif code is not None:
            continue
        if piece is None:
            yield child
        elif piece.name == "img":
            alt = piece.attribute("alt")
            yield Token(
                "image",
                "img",
                0,
                attrs={"src": piece.attribute("src"), "alt": ""},
                content=alt,
                children=[Token("text", "", 0, content=alt)] if alt else [],
            )
        elif piece.is_media:
            address = piece.attribute("src")
            yield Token("link_open", "a", 1, attrs={"href": address})
            yield Token("text", "", 0, content=piece.attribute("title") or address)
            yield Token("link_close", "a", -1)
        elif _is_used(piece, INLINE_TAGS):
            yield child
        elif words := _words(piece):
            yield Token("text", "", 0, content=words)
        elif piece.kind == "start" and piece.name in CODE and piece.partner and not piece.is_torn:
            code = piece.partner


def _is_used(piece: Piece, allowed: Set[str]) -> bool:
    """Whether a tag works as HTML."""
    if piece.name == "br":
        stands_alone = piece.is_block and piece.is_alone and not piece.is_item
        return "br" in allowed and (piece.is_torn or not piece.is_word or stands_alone)
    if piece.name == "hr":
        stands_alone = piece.is_alone and not piece.is_item
        return piece.is_block and "hr" in allowed and (not piece.is_word or stands_alone)
    if piece.kind not in {"start", "end"} or piece.is_torn or _is_named_pair(piece):
        return False
    start = piece if piece.kind == "start" else piece.partner
    if start is None or start.depth >= DEEPEST:
        return False
    is_closed = piece.partner is not None or (
        piece.name in SELF_ENDING and (_is_inside_html(piece) or (piece.is_block and not piece.is_word))
    )
    return is_closed and (piece.name in allowed or (piece.name == "h1" and "h2" in allowed))


def _is_inside_html(piece: Piece) -> bool:
    around = piece.inside
    for _ in range(DEEPEST):
        if around is None or around.partner is not None:
            break
        around = around.inside
    return around is not None and around.partner is not None


def _is_named_pair(piece: Piece) -> bool:
    """Whether a sentence names both tags of an element: "what is between <b> and </b>"."""
    start, end = (piece, piece.partner) if piece.kind == "start" else (piece.partner, piece)
    if start is None or end is None or not (start.is_bare and start.is_word and end.is_word):
        return False
    return not start.is_block or bool(re.match(r"[ \t]+\w", end.after))


def _words(piece: Piece) -> str:
    """Returns what is shown of a tag that does not work: its name where a sentence names it, else nothing."""
    if piece.kind == "declaration":
        cdata = CDATA.match(piece.text)
        return cdata[1] if cdata else piece.text
    if piece.kind == "comment":
        return ""
    if piece.kind == "void":
        return "" if piece.name == "wbr" and not piece.is_word else _unless_inside_html(piece)
    if piece.partner is not None:
        return piece.text if _is_named_pair(piece) and not piece.is_torn else ""
    if piece.kind == "start":
        is_separator = piece.name == "p" and piece.is_block and piece.is_alone
        return "" if is_separator or "=" in piece.text else piece.text
    return "" if piece.is_block and piece.is_alone else piece.text


def _unless_inside_html(piece: Piece) -> str:
    """Returns a tag such as <input> as words, unless it is a part of an element that is not shown."""
    return "" if _is_inside_html(piece) and not piece.is_bare else piece.text


def _picture(piece: Piece, allowed: Set[str]) -> str:
    """Returns a picture of this site, a link to one from elsewhere or to a film, or its words."""
    address, words = piece.attribute("src"), escape(piece.attribute("alt"))
    href = safe_href(address)
    if piece.is_media:
        words = escape(piece.attribute("title") or address)
    elif href.startswith("/"):
        return piece.text if "img" in allowed else words
    words = words or escape(address.rpartition("/")[2])
    return f'<a href="{escape(href)}">{words}</a>' if href else words
