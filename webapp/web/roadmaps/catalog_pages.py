"""The pages of the catalog and its tags: cards for few roadmaps, an index of names for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap
from webapp.catalog.slug import tag_path
from webapp.language import gettext_noop
from webapp.search.matching import fits
from webapp.syndication.feeds import published_day
from webapp.web.roadmaps.cards import AllMarks, Shelves, shelves
from webapp.web.roadmaps.pages import count_of_roadmaps, tag_link
from webapp.web.site.page_links import PageLink
from webapp.web.site.translations import gettext

# Of more roadmaps the names alone are shown, unless the reader chooses.
MOST_CARDS = 12
SORTS = {
    "suggested": gettext_noop("Suggested"),
    "title": gettext_noop("A–Z"),
    "newest": gettext_noop("Newest"),
    "topics": gettext_noop("Most topics"),
}
VIEWS = {"cards": gettext_noop("Cards"), "index": gettext_noop("Index")}


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of a switch, and whether it is what is shown."""

    link: PageLink
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CatalogPage:
    """The catalog, or the page of a tag if `tag_href` is set.

    `query` is the search query, and `href` the address of what is listed.
    `sort` and `view` are what the reader chose and are empty if nothing was chosen; with `is_index` names
    are shown instead of cards.
    """

    heading: str
    line: str
    href: str
    query: str
    tag: str
    sort: str
    view: str
    tag_href: str
    tags: tuple[PageLink, ...]
    shelves: Shelves
    count_words: str
    is_index: bool
    sorts: tuple[Choice, ...]
    views: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address of the catalog says; values that are not known count as empty."""

    query: str = ""
    tag: str = ""
    sort: str = ""
    view: str = ""

    def href(self, **changed: str) -> str:
        """Returns the address of the catalog with some of the values changed."""
        values = {"q": self.query, "tag": self.tag, "sort": self.sort, "as": self.view, **changed}
        query = urlencode({key: value for key, value in values.items() if value})
        return f"/roadmaps?{query}" if query else "/roadmaps"


def catalog_page(
    catalog: Catalog,
    roadmaps: Sequence[Roadmap],
    marks: AllMarks,
    *,
    heading: str,
    line: str,
    chosen: Chosen,
) -> CatalogPage:
    """Returns the page that lists those of `roadmaps` that match the query."""
    found = [r for r in roadmaps if fits(r, chosen.query)]
    tags = sorted({t for r in catalog.listed for t in r.front.subjects})
    is_index = chosen.view == "index" or (not chosen.view and len(roadmaps) > MOST_CARDS)
    view = "index" if is_index else "cards"
    # The columns of an index are read by their names.
    usual = "title" if is_index else "suggested"
    sort = chosen.sort or usual
    return CatalogPage(
        heading=heading,
        line=line,
        href=chosen.href(),
        query=chosen.query,
        tag=chosen.tag,
        sort=chosen.sort,
        view=chosen.view,
        tag_href=tag_path(chosen.tag) if chosen.tag else "",
        tags=tuple(tag_link(t) for t in tags),
        shelves=shelves(sorted_by(found, sort), marks),
        count_words=count_of_roadmaps(len(found)),
        is_index=is_index,
        sorts=tuple(
            Choice(PageLink(gettext(words), chosen.href(sort="" if name == usual else name)), name == sort)
            for name, words in SORTS.items()
        ),
        views=tuple(
            Choice(PageLink(gettext(words), chosen.href(**{"as": name})), name == view)
            for name, words in VIEWS.items()
        ),
    )


def sorted_by(roadmaps: Sequence[Roadmap], sort: str) -> Sequence[Roadmap]:
    """Returns roadmaps by title, by date or by size; and else in the catalog's order."""
    if sort == "title":
        return sorted(roadmaps, key=lambda r: r.brief_title.casefold())
    if sort == "newest":
        return sorted(roadmaps, key=_date, reverse=True)
    if sort == "topics":
        return sorted(roadmaps, key=lambda r: len(r.order), reverse=True)
    return roadmaps


def _date(roadmap: Roadmap) -> date:
    return published_day(roadmap) or roadmap.modified or date.min
