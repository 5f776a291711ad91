"""Links in the Markdown of content: led to this site where it has the page, or turned into words."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from html import escape

from webapp.catalog.findings import Findings
from webapp.catalog.links import safe_href
from webapp.catalog.texts.link_targets import LinkTarget, link_targets
from webapp.catalog.texts.parser import TooCostly, check_cost

# Without one of these no link can lead to this site, to the site of origin, or nowhere.
SIGNS = re.compile(
    r"roadmap\.sh/|\]\(\s*(?!https?://)|\]:|!\[|<(?:a|img|audio|embed|iframe|source|video)\s|<[A-Za-z][A-Za-z0-9+.-]*:",
    re.I,
)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def localize_links(
    markdown: str,
    slugs: Container[str],
    found: Findings,
    place_of: Callable[[int], str],
    resolve: Callable[[str], str] = lambda _: "",
) -> str:
    """Returns Markdown whose links lead to this site where it has the page.

    `resolve` returns the page of a link to a topic, or an empty string. What leads nowhere is reported, at
    the place of its line (counted from 0), and becomes a relative address: those are rendered as words.
    """
    try:
        check_cost(markdown)
        targets = link_targets(markdown) if SIGNS.search(markdown) else []
    except TooCostly as reason:
        found.warning(place_of(0), f"{reason}; it is shown as it is written", "Shorten it.")
        return markdown
    parts: list[str] = []
    end = 0
    for target in targets:
        place = place_of(markdown.count("\n", 0, target.start))
        address = _address(target, slugs, resolve)
        _report(target, address, found, place)
        parts += (markdown[end : target.start], _written(target, address, markdown))
        end = target.end
    return "".join((*parts, markdown[end:]))


def _address(target: LinkTarget, slugs: Container[str], resolve: Callable[[str], str]) -> str:
    """Returns where a link leads or where a picture is; an empty string where there is nothing."""
    if not target.is_picture:
        return resolve(target.address) or safe_href(target.address, slugs)
    address = safe_href(target.address, slugs)
    return "" if address.startswith("/") and not address.endswith(".png") else address


def _report(target: LinkTarget, address: str, found: Findings, place: str) -> None:
    shown = target.address[:200]
    if target.is_picture and address and not address.startswith("/"):
        what = f"{shown} is from elsewhere and cannot be shown; there is a link to it"
        found.note(place, what, "Nothing has to be done.")
    elif not address and SCHEME.match(target.address):
        found.warning(place, f"{shown} cannot be linked; it is shown as text", "Correct or remove it.")
    elif not address and target.address:
        what = f"{shown} leads nowhere on this site; it is shown as text"
        found.warning(place, what, "Correct or remove it.")


def _written(target: LinkTarget, address: str, markdown: str) -> str:
    """Returns what to write in the place of an address: what is no link where it leads nowhere."""
    was = markdown[target.start : target.end]
    if not address:
        return _as_no_link(target, was)
    if target.kind == "autolink" and address.startswith("/"):
        return f"[{target.address.partition('://')[2] or address}]({address})"
    if not address.startswith("/"):
        # The parser mends the schemes of addresses of the web.
        return was
    if address == target.address:
        return was
    return f'"{escape(address)}"' if target.kind == "tag" else address


def _as_no_link(target: LinkTarget, was: str) -> str:
    """Returns an address that leads nowhere so that it is rendered as words: paths as relative ones."""
    if not target.address.startswith("/") or target.address.startswith("//"):
        return was
    if target.kind == "tag":
        return f'".{escape(target.address)}"'
    if was.startswith("/"):
        return f".{was}"
    return f"<.{was[1:]}" if was.startswith("</") else "<>"
