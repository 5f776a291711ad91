"""Links in the Markdown of content: led to this site where it has the page, or turned into words."""

from __future__ import annotations

from collections.abc import Callable, Container

from webapp.catalog.findings import Findings
from webapp.catalog.links import safe_href
from webapp.catalog.texts.markdown import LinkTarget, link_targets

# Without one of these no link can lead to this site or to the site of origin.
SIGNS = ("roadmap.sh/", "](/", "](<", "]( ", "](\n", "]:")


def localize_links(
    markdown: str, slugs: Container[str], found: Findings, place_of: Callable[[int], str]
) -> str:
    """Returns Markdown whose links to the site of origin lead to this site where `slugs` has the roadmap.

    A path that leads nowhere on this site is reported, at the place of its line (counted from 0). Its
    address is emptied, because links without an address are rendered as words.
    """
    if not any(sign in markdown for sign in SIGNS):
        return markdown
    parts: list[str] = []
    end = 0
    for target in link_targets(markdown):
        written = _localized(target, slugs)
        if written == markdown[target.start : target.end]:
            continue
        if not written:
            written = "" if markdown[target.start - 1] == "<" else "<>"
            what = f"{target.address[:200]} leads nowhere on this site; it is shown as text"
            line = markdown.count("\n", 0, target.start)
            found.warning(place_of(line), what, "Correct or remove it.")
        parts += (markdown[end : target.start], written)
        end = target.end
    return "".join((*parts, markdown[end:]))


def _localized(target: LinkTarget, slugs: Container[str]) -> str:
    """Returns what to write in the place of an address; nothing where it leads nowhere."""
    address = safe_href(target.address, slugs)
    is_path = target.address.startswith("/") and not target.address.startswith("//")
    if is_path and not address:
        return ""
    if is_path:
        return f"<{address}>" if target.is_autolink else address
    if not address.startswith("/"):
        return f"<{target.address}>" if target.is_autolink else target.address
    return f"[{target.address.partition('://')[2]}]({address})" if target.is_autolink else address
