"""The page of a roadmap."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Graph, Roadmap
from webapp.catalog.slug import tag_path
from webapp.catalog.texts.markdown import render, render_inline
from webapp.drawing.layer import paint_badges, paint_layer
from webapp.web.roadmaps.cards import card
from webapp.web.site.dates import day_words
from webapp.web.site.meters import meter
from webapp.web.site.views import CourseView, LinkView, PartnerView, QuestionView, RoadmapPage


@lru_cache(maxsize=256)
def layers(slug: str, version: str, graph: Graph) -> tuple[Markup, Markup]:
    """What is only drawn: the layer under the links and the badges above them."""
    # The painter escapes every string of the graph.
    return Markup(paint_layer(graph)), Markup(paint_badges(graph))  # noqa: S704


def roadmap_page(
    catalog: Catalog, roadmap: Roadmap, outline: Markup, marks: Mapping[str, str], view: str
) -> RoadmapPage:
    """Everything on the page of a roadmap, with the learner's marks."""
    front = roadmap.front
    layer, badges = (
        layers(roadmap.slug, roadmap.version, roadmap.graph) if roadmap.graph else (Markup(), Markup())
    )
    href = f"/{roadmap.slug}"
    related = [r for s in front.related_roadmaps if (r := catalog.roadmaps.get(s)) and not r.front.is_hidden]
    maps = catalog.variants_of(roadmap.parent or roadmap.slug)
    question = front.question
    partner = front.partner
    # A tag that only hidden roadmaps carry has no page.
    listed = {tag for r in catalog.roadmaps.values() if not r.front.is_hidden for tag in r.front.tags}
    return RoadmapPage(
        slug=roadmap.slug,
        href=href,
        title=roadmap.title,
        description=roadmap.description,
        view=view,
        map_href=f"{href}?view=map",
        list_href=f"{href}?view=list",
        json_href=f"/jsons/roadmaps/{roadmap.slug}.json",
        pdf_href=f"/pdfs/roadmaps/{roadmap.slug}.pdf",
        drawn=roadmap.graph is not None,
        is_upcoming=front.is_upcoming,
        is_new=front.is_new,
        is_forkable=front.is_forkable,
        updated=roadmap.modified.isoformat() if roadmap.modified else "",
        updated_words=day_words(roadmap.modified),
        layer=layer,
        badges=badges,
        outline=outline,
        meter=meter(roadmap, marks),
        question=QuestionView(_html(render_inline(question.title)), _html(render(question.description)))
        if question
        else None,
        note=_html(render_inline(front.note)),
        partner=PartnerView(partner.description, partner.link, partner.link_text) if partner else None,
        parent=_link(catalog.roadmaps.get(roadmap.parent)),
        variants=tuple(LinkView(v.brief_title, f"/{v.slug}") for v in maps if v is not roadmap),
        related=tuple(card(r) for r in related),
        courses=tuple(
            CourseView(
                c.title,
                c.description,
                c.link,
                c.instructor_name,
                c.instructor_title,
                _own_picture(c.instructor_image),
                c.features,
            )
            for c in front.courses
        ),
        tags=tuple(LinkView(tag, tag_path(tag)) for tag in front.subjects if tag in listed),
    )


def _link(roadmap: Roadmap | None) -> LinkView | None:
    return LinkView(roadmap.brief_title, f"/{roadmap.slug}") if roadmap else None


def _own_picture(address: str) -> str:
    """A picture of this site; one from elsewhere would be a request to a third party."""
    return address if address.startswith("/") else ""


def _html(sanitised: str) -> Markup:
    # Markdown has been sanitised by the catalogue before it gets here.
    return Markup(sanitised)  # noqa: S704
