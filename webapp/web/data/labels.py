"""The roadmaps of the catalog by the keys of their marks, as exports name them."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.catalog.model import Roadmap
from webapp.portability.export import Labels, RoadmapLabel
from webapp.web.site.services import catalog, services
from webapp.web.site.standings import keys_of


def roadmap_labels() -> Labels:
    """Returns what exports say of each roadmap of the catalog, by each key of its marks."""
    found: dict[str, RoadmapLabel] = {}
    for roadmap in catalog().roadmaps.values():
        label = _label(roadmap)
        found |= dict.fromkeys(keys_of(roadmap), label)
    return found


def moved_slugs() -> Mapping[str, str]:
    """Returns the present slug of each slug of before."""
    return services().roadmap_names.for_addresses(catalog())


def _label(roadmap: Roadmap) -> RoadmapLabel:
    topics = {topic.id: topic.label for topic in roadmap.topics.values()}
    twins = {alias: topics[shown] for alias, shown in roadmap.aliases.items() if shown in topics}
    return RoadmapLabel(roadmap.slug, roadmap.title, roadmap.ids, topics | twins)
