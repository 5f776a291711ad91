"""Roadmaps as cards in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from markupsafe import Markup

from webapp.catalog.model import Graph, Roadmap
from webapp.drawing.thumbnail import thumbnail
from webapp.web.site.meters import effective_marks, meter
from webapp.web.site.views import CardView, LinkView

AllMarks = Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=512)
def _thumb(slug: str, version: str, graph: Graph) -> Markup:
    # The drawing escapes what it takes from the graph.
    return Markup(thumbnail(graph))  # noqa: S704


def card(roadmap: Roadmap, marks: Mapping[str, str] | None = None) -> CardView:
    """A card; with `marks` also the learner's meter and the topic to go on with."""
    count = len(roadmap.order)
    present = effective_marks(roadmap, marks) if marks else {}
    return CardView(
        slug=roadmap.slug,
        href=f"/{roadmap.slug}",
        title=roadmap.brief_title,
        line=roadmap.brief_description,
        topics_words="Being written"
        if roadmap.front.is_upcoming
        else f"{count} topic{'' if count == 1 else 's'}",
        is_new=roadmap.front.is_new,
        is_upcoming=roadmap.front.is_upcoming,
        thumb=_thumb(roadmap.slug, roadmap.version, roadmap.graph)
        if roadmap.graph and not roadmap.front.is_upcoming
        else Markup(),
        meter=meter(roadmap, present) if marks and count and not roadmap.front.is_upcoming else None,
        resume=next_topic(roadmap, present) if marks else None,
    )


def next_topic(roadmap: Roadmap, marks: Mapping[str, str]) -> LinkView | None:
    """What to do next: what is being learnt, else the first pending topic after the last one done, else
    the first pending.
    """
    order = roadmap.order
    learning = [i for i in order if marks.get(i) == "learning"]
    last = max((n for n, i in enumerate(order) if marks.get(i) == "done"), default=-1)
    pending = [i for i in (*order[last + 1 :], *order[: last + 1]) if marks.get(i, "pending") == "pending"]
    chosen = (learning + pending)[:1]
    return LinkView(roadmap.topics[chosen[0]].label, roadmap.topics[chosen[0]].path) if chosen else None


def by_kind(
    roadmaps: Iterable[Roadmap], marks: AllMarks
) -> tuple[tuple[CardView, ...], tuple[CardView, ...], tuple[CardView, ...]]:
    """Cards of roles, of skills, and of the rest, in that order."""
    roles: list[CardView] = []
    skills: list[CardView] = []
    others: list[CardView] = []
    for roadmap in roadmaps:
        tags = roadmap.front.tags
        group = roles if "role-roadmap" in tags else skills if "skill-roadmap" in tags else others
        group.append(card(roadmap, marks.get(roadmap.slug)))
    return tuple(roles), tuple(skills), tuple(others)


def under_way(roadmaps: Iterable[Roadmap], marks: AllMarks) -> tuple[CardView, ...]:
    """Cards of the roadmaps on which the learner has a mark."""
    return tuple(card(r, marks[r.slug]) for r in roadmaps if marks.get(r.slug) and r.order)
