"""The front page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap
from webapp.learning.standing import Standing
from webapp.learning.suggestions import suggestions
from webapp.learning.today import Today, today
from webapp.progress.marks import Overview
from webapp.web.me.today import Current, Onward, current_view, onward_view, suggested_card
from webapp.web.roadmaps.cards import Card, Shelves, card, shelves
from webapp.web.roadmaps.catalog_pages import MOST_CARDS
from webapp.web.roadmaps.outline_html import outline_html
from webapp.web.roadmaps.pages import drawn_layers
from webapp.web.roadmaps.stylesheets import map_stylesheet
from webapp.web.site.map_pictures import picture
from webapp.web.site.translations import ngettext

MOST_SUGGESTED = 6


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page. The hero shows the beginning of a map, and on a phone a picture of it.

    For a learner `current` is the roadmap to go on with, and `going_on` are the others under way. Who has
    finished every roadmap that was begun has `onward` instead. Of more roadmaps than the catalog shows as
    cards only a few are `suggested`, and `all_words` leads to the others.
    """

    hero: Roadmap | None
    hero_stylesheet: str
    hero_layer: Markup
    hero_badges: Markup
    hero_picture: Markup
    hero_outline: Markup
    current: Current | None
    onward: Onward | None
    going_on: tuple[Card, ...]
    shelves: Shelves
    suggested: tuple[Card, ...]
    all_words: str


def home_page(catalog: Catalog, hero: Roadmap | None, found: Overview) -> HomePage:
    """Returns the front page with the learner's marks."""
    marks = found.marks
    own = today(catalog, found)
    layer, badges = drawn_layers(hero.graph if hero else None)
    is_large = len(catalog.listed) > MOST_CARDS
    standing = Standing(hero, marks.get(hero.slug, {})) if hero else None
    return HomePage(
        hero=hero,
        hero_stylesheet=map_stylesheet(hero) if hero else "",
        hero_layer=layer,
        hero_badges=badges,
        hero_picture=picture(standing) if standing else Markup(),
        hero_outline=outline_html(standing, "hero") if standing else Markup(),
        current=current_view(own.current) if own.current else None,
        onward=onward_view(catalog, own) if own.finished and not own.current else None,
        going_on=tuple(card(s.roadmap, s.marks) for s in own.under_way),
        shelves=shelves(() if is_large else catalog.listed, marks),
        suggested=_suggested(catalog, own) if is_large else (),
        all_words=_all_words(len(catalog.listed)) if is_large else "",
    )


def _suggested(catalog: Catalog, own: Today) -> tuple[Card, ...]:
    begun = [s.roadmap for s in (own.current, *own.under_way) if s]
    finished = [s.roadmap for s in own.finished]
    return tuple(suggested_card(s) for s in suggestions(catalog, begun, finished, MOST_SUGGESTED))


def _all_words(count: int) -> str:
    return ngettext("All %(num)d roadmap", "All %(num)d roadmaps", count)
