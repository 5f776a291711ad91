"""The catalogue: everything that a content tree offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.catalog.digest import digest
from webapp.catalog.findings import Finding
from webapp.catalog.model import Roadmap, Topic


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that a content tree offers, in memory, immutable.

    `version` changes when any file changes.
    """

    roadmaps: Mapping[str, Roadmap]
    findings: tuple[Finding, ...]
    version: str

    @property
    def listed(self) -> tuple[Roadmap, ...]:
        """Roadmaps that lists show: not hidden, no variants, by order and then slug."""
        shown = (r for r in self.roadmaps.values() if not r.front.is_hidden and not r.parent)
        return tuple(sorted(shown, key=lambda r: (r.front.order, r.slug)))

    @property
    def listed_with_variants(self) -> tuple[Roadmap, ...]:
        """Roadmaps that lists show, each followed by its variants."""
        return tuple(r for listed in self.listed for r in (listed, *self.variants_of(listed.slug)))

    def variants_of(self, slug: str) -> tuple[Roadmap, ...]:
        """The other maps of a roadmap, by slug."""
        return tuple(sorted((r for r in self.roadmaps.values() if r.parent == slug), key=lambda r: r.slug))

    def original_of(self, topic: Topic) -> Topic:
        """The topic that search engines are to list: for one of a variant its parent's, where that map
        draws it too.
        """
        roadmap = self.roadmaps.get(topic.roadmap)
        parent = self.roadmaps.get(roadmap.parent) if roadmap else None
        found = parent.topics.get(topic.id) if parent else None
        return found if found and found.drawn else topic

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings because of which something is not served."""
        return tuple(f for f in self.findings if f.severity == "error")


def version_of(roadmaps: Mapping[str, Roadmap]) -> str:
    """A name for what roadmaps hold: it changes when any of their files changes."""
    return digest([r.version.encode() for r in roadmaps.values()])
