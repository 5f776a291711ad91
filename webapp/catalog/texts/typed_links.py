"""A resource as a line of a topic's text: `- [@article@Title](https://example.org/)`, and what becomes of
it where a sign is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KNOWN = (
    "official|opensource|open-source|article|course|book|video|podcast|feed|roadmap|guide|paper|documentation|docs|tool|website|newsletter"
    "|community|offical|oficial"
)
START = re.compile(r"(?P<before>\s*(?:[-*+]|\d{1,9}[.)])\s+)\[@(?P<type>[A-Za-z-]{1,40})(?P<sign>@|\s)")
# The second sign is missing, and so is a blank: a type that is known ends where its title begins.
GLUED = re.compile(rf"(?P<before>\s*(?:[-*+]|\d{{1,9}}[.)])\s+)\[@(?P<type>{KNOWN})(?=[^a-z@\s-])")
TITLE = re.compile(r"""\s+(?:"[^"]*"|'[^']*')\s*(?=\))""")
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class TypedLink:
    """The parts of such a line, as written; `flaw` says what is missing in it.

    `before` is the bullet, `rest` what follows the link.
    """

    before: str
    type: str
    title: str
    url: str
    rest: str
    flaw: str = ""

    def written(self, kind: str, url: str) -> str:
        """The line as it should be, with that type and address."""
        return f"{self.before}[@{kind}@{self.title}]({url}){self.rest}"


def typed_link(line: str) -> TypedLink | None:
    """The resource of a line, or None for any other line."""
    match = START.match(line) or GLUED.match(line) if "[@" in line and len(line) <= LONGEST else None
    if match is None or (
        match.groupdict().get("sign", "@") != "@" and match["type"].lower() not in KNOWN.split("|")
    ):
        return None
    end = _closing(line, match.end())
    if end < 0:
        return None
    after = line[end + 1 :].lstrip()
    is_open = after.startswith("(")
    url, rest, is_closed = _address(after[1:].lstrip() if is_open else after)
    flaw = "" if match.groupdict().get("sign") == "@" else "the second @"
    if not (is_open and is_closed) and (is_open or is_closed or url):
        flaw = flaw or "a parenthesis"
    return TypedLink(match["before"], match["type"], line[match.end() : end].strip(), url, rest, flaw)


def _closing(line: str, start: int) -> int:
    """Where the title ends: at the bracket that closes it, or before the address where brackets do not
    balance; -1 for nowhere.
    """
    depth = 0
    for place in range(start, len(line)):
        depth += {"[": 1, "]": -1}.get(line[place], 0)
        if depth < 0:
            return place
    found = line.find("](", start)
    return found if found >= 0 else line.find("]", start)


def _address(text: str) -> tuple[str, str, bool]:
    """The address at the beginning of a text, what follows its parenthesis, and whether that is there."""
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
    """Whether what follows a blank still belongs to the address: no other parenthesis opens before one
    closes.
    """
    opening, closing = text.find("("), text.find(")")
    return closing >= 0 and (opening < 0 or closing < opening)


def _after(text: str) -> tuple[str, bool]:
    text = text.lstrip()
    return (text[1:], True) if text.startswith(")") else (text, False)
