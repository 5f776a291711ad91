"""The front page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap
from webapp.learning.standing import Standing
from webapp.web.roadmaps.cards import AllMarks, Card, Shelves, shelves, under_way
from webapp.web.roadmaps.outline_html import outline_html
from webapp.web.roadmaps.pages import drawn_layers


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page. The hero shows the beginning of a map; `going_on` are the learner's own roadmaps."""

    hero: Roadmap | None
    hero_layer: Markup
    hero_badges: Markup
    hero_outline: Markup
    going_on: tuple[Card, ...]
    shelves: Shelves


def home_page(catalog: Catalog, hero: Roadmap | None, marks: AllMarks) -> HomePage:
    """Returns the front page with the learner's marks."""
    layer, badges = drawn_layers(hero.graph if hero else None)
    return HomePage(
        hero=hero,
        hero_layer=layer,
        hero_badges=badges,
        hero_outline=outline_html(Standing(hero, marks.get(hero.slug, {})), "hero") if hero else Markup(),
        going_on=under_way(catalog.listed, marks),
        shelves=shelves(catalog.listed, marks),
    )
