"""Which roadmap of this site is meant by one of a file, whatever either site calls it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webapp.portability.export import Labels
from webapp.portability.reading import NamedRoadmap, Upload
from webapp.progress.naming import LONGEST

# No slug has this sign, so that no roadmap is ever taken for another one.
OTHER = "~other"


@dataclass(frozen=True, slots=True)
class Matches:
    """The key of the marks on this site for each key of a file."""

    keys: Mapping[str, str]
    labels: Labels

    def key(self, key: str) -> str:
        """Returns the key on this site; a roadmap that it doesn't have keeps its slug as key."""
        return self.keys[key]

    def is_known(self, key: str, topic_id: str) -> bool:
        """Returns whether this site has a topic, by the key on this site."""
        label = self.labels.get(key)
        return label is not None and topic_id in label.topics


def match(upload: Upload, labels: Labels, moved: Mapping[str, str]) -> Matches:
    """Returns which roadmaps of this site a file means: by their ids, else by their slugs.

    `moved` has the present slug for each slug of before.
    """
    by_id = {name: label.slug for label in labels.values() for name in label.ids}
    slugs: dict[str, list[str]] = {}
    for key, label in labels.items():
        slugs.setdefault(label.slug, []).append(key)
    keys: dict[str, str] = {}
    for key in _keys(upload):
        named = upload.names(key)
        slug = _slug(named, by_id, slugs, moved)
        own = slugs.get(slug, [])
        # A roadmap that took over another one has several keys; the same one is the right one.
        keys[key] = (key if key in own else own[0]) if own else _free_key(named.slug, labels)
    return Matches(keys, labels)


def _keys(upload: Upload) -> Iterable[str]:
    return sorted({row["roadmap"] for rows in upload.rows.values() for row in rows if "roadmap" in row})


def _slug(
    named: NamedRoadmap, by_id: Mapping[str, str], slugs: Mapping[str, object], moved: Mapping[str, str]
) -> str:
    found = next((by_id[name] for name in named.ids if name in by_id), "")
    if found:
        return found
    return named.slug if named.slug in slugs else moved.get(named.slug, "")


def _free_key(slug: str, labels: Labels) -> str:
    return f"{slug[: LONGEST - len(OTHER)]}{OTHER}" if slug in labels else slug
