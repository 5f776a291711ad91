"""Reads Markdown as tokens, within bounds on what a text may cost. Only this module knows the parser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, html_inline, image, link
from markdown_it.token import Token

from webapp.catalog.files import LARGEST_TEXT

__all__ = [
    "MarkdownIt",
    "StateCore",
    "StateInline",
    "Token",
    "TooCostly",
    "autolink",
    "check_cost",
    "check_size",
    "html",
    "html_inline",
    "image",
    "inline_tokens",
    "link",
    "make_parser",
    "parse",
    "parse_blocks",
    "parse_line",
]

SIGN = re.compile(r"[\[\]!*_`~<>&\\|]")
# Texts for people have one sign in fifteen letters at most, and one line in thirty; short ones may have more.
FEW_SIGNS, LETTERS_A_SIGN = 1000, 13
FEW_LINES, LETTERS_A_LINE = 500, 25
MOST_CELLS = 5000
DEEPEST = 20


class TooCostly(Exception):
    """Markdown that would take too long to read. Its text says why, in words for the author."""


class References(dict[str, Any]):
    """The definitions of a text by label. `used` are the labels that links name."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def get(self, label: str, default: Any = None) -> Any:
        """Returns the definition of a label, and notes that it is used."""
        self.used.add(label)
        return super().get(label, default)


def parse(text: str) -> list[Token]:
    """Returns the tokens of a text. Raises TooCostly.

    A definition that no link uses is a paragraph, so that its words can be read.
    """
    check_size(text)
    references = References()
    tokens = _parser.parse(text, {"references": references})
    _check_depth(tokens)
    return [shown for token in tokens for shown in _definition(token, references)]


def parse_line(text: str) -> list[Token]:
    """Returns the tokens of one line, without blocks. Raises TooCostly."""
    check_size(text)
    return _parser.parseInline(text, {"references": References()})


def parse_blocks(text: str) -> list[Token]:
    """Returns the blocks of a text with their lines; what is in them is not read. Raises TooCostly."""
    check_size(text)
    tokens = _block_parser.parse(text, {})
    _check_depth(tokens)
    return tokens


def inline_tokens(text: str) -> Sequence[Token]:
    """Returns the parts of a line of Markdown, with addresses as they are written.

    What is escaped is a part of its own, of the type `text_special`. A line that would take too long to
    read is one part.
    """
    try:
        return _line_parser.parseInline(text)[0].children or ()
    except TooCostly:
        return (Token("text", "", 0, content=text),)


def html(tokens: Sequence[Token]) -> str:
    """Returns tokens as HTML, which has to be cleaned."""
    return str(_parser.renderer.render(tokens, _parser.options, {}))


def check_cost(text: str) -> None:
    """Raises TooCostly if a text would take too long to read."""
    check_size(text)
    if len(SIGN.findall(text)) > FEW_SIGNS:
        parse_blocks(text)


def check_size(text: str) -> None:
    """Raises TooCostly if a text is larger, or has more lines, than a text for people has."""
    if len(text) > LARGEST_TEXT:
        raise TooCostly(f"it is larger than {LARGEST_TEXT // 1024} KB")
    most = FEW_LINES + len(text) // LETTERS_A_LINE
    if (lines := text.count("\n")) > most:
        raise TooCostly(f"it has {lines} lines, more than {most}")


def make_parser() -> MarkdownIt:
    """Returns a parser of the Markdown that texts may have."""
    options = {"html": True, "typographer": False, "inline_definitions": True, "maxNesting": DEEPEST}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    parser.core.ruler.after("block", "check_signs", _check_signs)
    parser.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.at("reference", _definition_of_a_link)
    return parser


def _check_signs(state: StateCore) -> None:
    """Raises TooCostly if there are more signs of Markdown than in a text for people; code costs nothing."""
    most = FEW_SIGNS + len(state.src) // LETTERS_A_SIGN
    read = (token.content for token in state.tokens if token.type in {"inline", "html_block"})
    if (signs := sum(len(SIGN.findall(content)) for content in read)) > most:
        raise TooCostly(f"it has {signs} signs of Markdown, more than {most}")


def _check_depth(tokens: Sequence[Token]) -> None:
    # The parser leaves out what lies deeper.
    if any(token.level >= DEEPEST - 1 and token.nesting == 1 for token in tokens):
        raise TooCostly("its lists and quotes are nested too deeply")


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule for tables, which completes short rows: a few letters can become very many cells."""
    if start + 2 > end or "|" not in (header := _line(state, start)):
        return False
    row = start + 2
    while row < end and not state.isEmpty(row):
        row += 1
    if header.count("|") * (row - start) > MOST_CELLS and table(state, start, end, True):
        raise TooCostly(f"a table of it has more than {MOST_CELLS} cells")
    return table(state, start, end, silent)


def _definition_of_a_link(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule for definitions of links. A note (`[^1]: Words.`) is none."""
    return not _line(state, start).startswith("[^") and reference(state, start, end, silent)


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _definition(token: Token, references: References) -> list[Token]:
    """Returns the tokens by which a definition is shown; other tokens stay."""
    if token.type != "definition":
        return [token]
    label, url, title = (str(token.meta[key]) for key in ("id", "url", "title"))
    is_shown_by_links = label in references.used and references[label]["map"] == token.map
    # `[//]: # (words)` is how authors write comments.
    if is_shown_by_links or url == "#":
        return []
    words = f"[{token.meta['label']}]: {_parser.normalizeLinkText(url)}" + (f' "{title}"' if title else "")
    return [
        Token("paragraph_open", "p", 1, block=True),
        Token("inline", "", 0, content=words, children=[Token("text", "", 0, content=words)]),
        Token("paragraph_close", "p", -1, block=True),
    ]


def _make_block_parser() -> MarkdownIt:
    parser = make_parser()
    parser.core.ruler.enableOnly(["normalize", "block", "check_signs"])
    return parser


def _make_line_parser() -> MarkdownIt:
    """Returns a parser that leaves addresses, and what is escaped, as they are written."""
    parser = make_parser().disable("text_join")
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # the hooks that the parser offers
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _warm_up(parser: MarkdownIt) -> MarkdownIt:
    """Lets a parser fill its tables, and those of the library.

    It fills them with the first text and is not prepared for other threads: with half a table they find no
    rule, or another one.
    """
    parser.render("[link](/a%20b?c=d#e)\n\n- item\n")
    parser.normalizeLinkText("/a%20b")
    return parser


_parser = _warm_up(make_parser())
_block_parser = _warm_up(_make_block_parser())
_line_parser = _warm_up(_make_line_parser())
