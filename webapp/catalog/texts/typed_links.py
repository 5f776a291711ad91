"""A resource as a line of a topic's text: `- [@article@Title](https://example.org/)`.

Lines in which a sign is missing are understood too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from webapp.catalog.texts.resource_types import BY_SPELLING, resource_type

KNOWN = "|".join(sorted(BY_SPELLING, key=len, reverse=True))
START = re.compile(r"(?P<before>\s*(?:[-*+]|\d{1,9}[.)])\s+)\[@(?P<type>[A-Za-z-]{1,40})(?P<sign>@|\s)")
# Neither the second @ nor a blank parts type and title: a known type ends where the title begins.
GLUED = re.compile(rf"(?P<before>\s*(?:[-*+]|\d{{1,9}}[.)])\s+)\[@(?P<type>{KNOWN})(?=[^a-z@\s-])")
TITLE = re.compile(r"""\s+(?:"[^"]*"|'[^']*')\s*(?=\))""")
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class TypedLink:
    """The parts of such a line, as written.

    `before` is the bullet, `rest` is what follows the link, and `flaw` says what is missing.
    """

    before: str
    type: str
    title: str
    url: str
    rest: str
    flaw: str = ""

    def written(self, kind: str, url: str) -> str:
        """Returns the line as it should be, with that type and address."""
        return f"{self.before}[@{kind}@{self.title}]({url}){self.rest}"


def typed_link(line: str) -> TypedLink | None:
    """Returns the resource of a line, or None for any other line."""
    if "[@" not in line or len(line) > LONGEST:
        return None
    match = START.match(line) or GLUED.match(line)
    if match is None:
        return None
    has_sign = match.groupdict().get("sign") == "@"
    if not has_sign and resource_type(match["type"]) is None:
        return None
    end = _closing(line, match.end())
    if end < 0:
        return None
    after = line[end + 1 :].lstrip()
    if after.startswith("["):
        # Its address stands elsewhere, under a name: it is a link of the text.
        return None
    is_open = after.startswith("(")
    url, rest, is_closed = _address(after[1:].lstrip() if is_open else after)
    is_complete = is_open and is_closed
    is_bare = not (is_open or is_closed or url)
    flaw = "" if has_sign else "the second @"
    if not is_complete and not is_bare:
        flaw = flaw or "a parenthesis"
    return TypedLink(match["before"], match["type"], line[match.end() : end].strip(), url, rest, flaw)


def _closing(line: str, start: int) -> int:
    """Returns the index of the bracket that ends the title, or -1 if there is none.

    Where brackets do not balance the title ends before the address.
    """
    depth = 0
    for place in range(start, len(line)):
        is_escaped = line[place - 1] == "\\" and place > start
        depth += 0 if is_escaped else {"[": 1, "]": -1}.get(line[place], 0)
        if depth < 0:
            return place
    found = line.find("](", start)
    return found if found >= 0 else line.find("]", start)


def _address(text: str) -> tuple[str, str, bool]:
    """Returns the address at the beginning of a text, what follows it, and whether it was closed by `)`."""
    if text.startswith("<") and ">" in text:
        url, _, rest = text[1:].partition(">")
        return url, *_after(rest)
    depth = 0
    for place, sign in enumerate(text):
        if sign == "(":
            depth += 1
        elif sign == ")":
            if depth == 0:
                return "%20".join(text[:place].split()), text[place + 1 :], True
            depth -= 1
        elif sign.isspace():
            if title := TITLE.match(text, place):
                return text[:place], *_after(text[title.end() :])
            if ")" not in text[place:] or not _is_address_with_blanks(text[place:]):
                return text[:place], text[place:], False
    return text, "", False


def _is_address_with_blanks(text: str) -> bool:
    """Whether what follows a blank still belongs to the address.

    It does if a parenthesis closes before another one opens.
    """
    opening, closing = text.find("("), text.find(")")
    return closing >= 0 and (opening < 0 or closing < opening)


def _after(text: str) -> tuple[str, bool]:
    text = text.lstrip()
    return (text[1:], True) if text.startswith(")") else (text, False)
