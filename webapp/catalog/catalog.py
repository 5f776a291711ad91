"""The catalog: everything that a content tree offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from webapp.catalog.digest import digest
from webapp.catalog.equals import Equals, equals_of
from webapp.catalog.fates import Fates, fates_of
from webapp.catalog.findings import Finding
from webapp.catalog.model import Roadmap, Topic


@dataclass(frozen=True, eq=False)
class Catalog:
    """Everything that a content tree offers, in memory and immutable.

    `version` changes when any file changes. Compared by identity, so that it can be the key of caches.
    """

    roadmaps: Mapping[str, Roadmap]
    findings: tuple[Finding, ...]
    version: str

    @property
    def listed(self) -> tuple[Roadmap, ...]:
        """The roadmaps that lists show, by order and slug: neither hidden ones nor variants."""
        shown = (r for r in self.roadmaps.values() if not r.front.is_hidden and not r.parent)
        return tuple(sorted(shown, key=lambda r: (r.front.order, r.slug)))

    @property
    def listed_with_variants(self) -> tuple[Roadmap, ...]:
        """The roadmaps that lists show, each followed by its variants."""
        return tuple(r for listed in self.listed for r in (listed, *self.variants_of(listed.slug)))

    def topic(self, slug: str, topic_id: str) -> Topic | None:
        """Returns a topic by its id or that of a twin, or None if it is not in the catalog.

        One that is no longer on the map is what the ledger says that it is now, or what is left of it.
        """
        if fate := self.fates.get((slug, topic_id)):
            return fate.shown
        roadmap = self.roadmaps.get(slug)
        return roadmap.topic(topic_id) if roadmap else None

    def shown_as(self, slug: str, topic_id: str) -> tuple[str, str]:
        """Returns the slug and the id under which a topic is shown: that of a twin is its topic's."""
        topic = self.topic(slug, topic_id)
        return (topic.roadmap, topic.id) if topic else (slug, topic_id)

    def variants_of(self, slug: str) -> tuple[Roadmap, ...]:
        """Returns the variants of a roadmap, by slug."""
        return tuple(sorted((r for r in self.roadmaps.values() if r.parent == slug), key=lambda r: r.slug))

    def original_of(self, topic: Topic) -> Topic:
        """Returns the topic that search engines should list.

        For a topic of a variant it is the same topic of the parent, if the parent's map draws it too.
        """
        roadmap = self.roadmaps.get(topic.roadmap)
        parent = self.roadmaps.get(roadmap.parent) if roadmap else None
        found = parent.topics.get(topic.id) if parent else None
        return found if found and found.drawn else topic

    @cached_property
    def fates(self) -> Fates:
        """What became of the topics that the ledgers name and no map draws, by slug and id."""
        return fates_of(self.roadmaps, self.moved)

    @cached_property
    def equals(self) -> Equals:
        """The topics of other roadmaps that are the same skills as those of each roadmap, by slug and id."""
        return equals_of(self.roadmaps, self.moved)

    @property
    def moved(self) -> Mapping[str, str]:
        """The present slug for each slug of before that the front matter of a roadmap names."""
        return moved_slugs(self.roadmaps)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings because of which something is not served."""
        return tuple(f for f in self.findings if f.severity == "error")


def moved_slugs(roadmaps: Mapping[str, Roadmap]) -> dict[str, str]:
    """Returns the present slug for each slug of before that no roadmap has now."""
    return {old: r.slug for r in roadmaps.values() for old in r.former_slugs if old not in roadmaps}


def version_of(roadmaps: Mapping[str, Roadmap]) -> str:
    """Returns a hash of what roadmaps hold; it changes when any of their files changes."""
    return digest([r.version.encode() for r in roadmaps.values()])
