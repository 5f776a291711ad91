"""Links in the Markdown of content, before it is rendered: led to this site, or turned into words where
they lead nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Container

from webapp.catalog.findings import Findings
from webapp.catalog.links import safe_href

ORIGIN = r"https?://(?:www\.)?roadmap\.sh/"
LINKED = re.compile(
    rf"(\]\(\s{{0,9}}<?|^ {{0,3}}\[[^\]\n]{{1,200}}\]:\s{{0,9}}<?)({ORIGIN}[^\s()<>]{{1,500}})", re.M
)
BARE = re.compile(rf"<({ORIGIN}[^\s<>]{{1,500}})>")
LOCAL = re.compile(
    r"!?\[(?P<words>[^\[\]\n]{0,500})\]\(\s{0,9}<?(?P<address>/(?!/)[^\s()<>]{0,500})>?(?:\s{1,9}(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?\s{0,9}\)"
)
# A link written as a resource, in the midst of a text.
TYPED = re.compile(r"(?<!`)\[@[A-Za-z-]{1,30}@(?=[^\[\]\n]{1,500}\]\()")


def localize_links(markdown: str, slugs: Container[str], found: Findings, place: str) -> str:
    """Markdown whose links to the site of origin lead here where the roadmap is here; what leads nowhere
    on this site is words.
    """
    if "](" not in markdown and "]:" not in markdown and "<http" not in markdown:
        return markdown
    markdown = TYPED.sub("[", markdown)
    markdown = LINKED.sub(lambda m: m[1] + safe_href(m[2], slugs), markdown)
    markdown = BARE.sub(lambda m: _named(m[1], safe_href(m[1], slugs)), markdown)

    def kept(match: re.Match[str]) -> str:
        if safe_href(match["address"], slugs):
            return match[0]
        found.warning(
            place,
            f"{match['address'][:200]} leads nowhere on this site; it is shown as text",
            "Correct or remove it.",
        )
        return match["words"]

    return LOCAL.sub(kept, markdown)


def _named(before: str, address: str) -> str:
    return f"<{before}>" if address == before else f"[{before.partition('://')[2]}]({address})"
