"""The front page, the catalogue and the tags' pages."""

from __future__ import annotations

from flask import Blueprint, abort, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp.catalog.model import Roadmap
from webapp.catalog.slug import tag_path
from webapp.web.roadmaps.cards import by_kind, under_way
from webapp.web.roadmaps.outline_html import outline_html
from webapp.web.roadmaps.pages import layers
from webapp.web.roadmaps.stylesheets import map_stylesheet
from webapp.web.search.pages import fits, search_page
from webapp.web.site.catalog_store import catalog
from webapp.web.site.marks import marks_everywhere
from webapp.web.site.responses import heads, page, public_page, settings
from webapp.web.site.views import CataloguePage, HomePage, LinkView

bp = Blueprint("home", __name__)


@bp.get("/")
def home() -> Response:
    """The front page: what this is, the beginning of a real map, and the roadmaps."""
    listed = catalog().listed
    marks = marks_everywhere()
    hero = next((r for r in listed if r.graph is not None and not r.front.is_upcoming), None)
    roles, skills, others = by_kind(listed, marks)
    meta = heads().simple(
        f"{settings().site_name}: learning roadmaps you can follow and tick off",
        "Follow a roadmap topic by topic, read what each one is about, "
        "and keep track of what you have learnt.",
        "/",
        stylesheets=(map_stylesheet(hero),) if hero else (),
        section="home",
    )
    layer, badges = (
        layers(hero.slug, hero.version, hero.graph) if hero and hero.graph else (Markup(), Markup())
    )
    context = HomePage(
        hero=LinkView(hero.brief_title, f"/{hero.slug}") if hero else None,
        hero_layer=layer,
        hero_badges=badges,
        hero_outline=outline_html(hero, marks.get(hero.slug, {}), "hero") if hero else Markup(),
        going_on=under_way(listed, marks),
        roles=roles,
        skills=skills,
        others=others,
    )
    return public_page("home/home.html", meta, page=context)


@bp.get("/roadmaps")
def catalogue() -> Response:
    """All listed roadmaps, or those that match `q` and `tag`."""
    query, tag = _words("q", 200), _words("tag", 100)
    found = [r for r in catalog().listed if (not tag or tag in r.front.tags) and fits(r, query)]
    path = "/roadmaps"
    meta = heads().simple(
        "All roadmaps",
        "Every learning roadmap on this site: roles, skills and more.",
        path,
        section="roadmaps",
    )
    context = _catalogue_page("Roadmaps", "Pick one, and tick off what you know already.", found, query, tag)
    if request.args:
        return page("roadmaps/catalogue.html", meta, page=context)
    return public_page("roadmaps/catalogue.html", meta, page=context)


@bp.get("/tags/<tag>")
def tag_page(tag: str) -> Response:
    """The roadmaps of a tag; 404 for a tag that no listed roadmap has."""
    found = [r for r in catalog().listed if tag in r.front.tags]
    if not found:
        abort(404)
    name = tag.replace("-", " ")
    line = f"{_count(len(found))} with the tag “{name}”: learning roadmaps to follow topic by topic."
    meta = heads().simple(
        f"Roadmaps: {name}",
        line,
        tag_path(tag),
        feeds=(*heads().feeds(tag), *heads().feeds()),
        section="roadmaps",
    )
    context = _catalogue_page(f"Roadmaps: {name}", line, found, "", tag)
    return public_page("roadmaps/catalogue.html", meta, page=context)


@bp.get("/search")
def search() -> Response:
    """The roadmaps and topics that fit `q`, best first."""
    context = search_page(catalog(), _words("q", 200), marks_everywhere())
    meta = heads().simple(
        f"Search: {context.query}" if context.query else "Search",
        "Search all roadmaps and topics.",
        section="roadmaps",
    )
    return page("search/search.html", meta, page=context)


def _catalogue_page(heading: str, line: str, found: list[Roadmap], query: str, tag: str) -> CataloguePage:
    roles, skills, others = by_kind(found, marks_everywhere())
    tags = sorted({t for r in catalog().listed for t in r.front.subjects})
    return CataloguePage(
        heading=heading,
        line=line,
        query=query,
        tag_href=tag_path(tag) if tag else "",
        tags=tuple(LinkView(t.replace("-", " "), tag_path(t)) for t in tags),
        roles=roles,
        skills=skills,
        others=others,
        count_words=_count(len(found)),
    )


def _words(name: str, most: int) -> str:
    """A value of the address as words: without what no page can show."""
    return "".join(c if c.isprintable() else " " for c in request.args.get(name, "")).strip()[:most]


def _count(number: int) -> str:
    return f"{number} roadmap{'' if number == 1 else 's'}"
