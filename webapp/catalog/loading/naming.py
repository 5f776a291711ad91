"""The names of roadmaps: which ids and slugs of before count, and what contradicts another roadmap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import chain, count

from webapp.catalog.findings import Findings
from webapp.catalog.loading.variant_slug import variant_slug
from webapp.catalog.model import Roadmap
from webapp.catalog.slug import SLUG


def name_roadmaps(
    roadmaps: Mapping[str, Roadmap], reserved: Collection[str], found: Findings
) -> dict[str, Roadmap]:
    """Returns the roadmaps with the ids and slugs of before that count; what contradicts is reported.

    An id that two roadmaps have counts for neither. A slug of before that a roadmap has now is that
    roadmap's, and one that two roadmaps name belongs to the first by slug.
    """
    ids = Counter(r.front.id for r in roadmaps.values() if r.front.id and not r.parent)
    former = _former_slugs(roadmaps, reserved, found)
    named: dict[str, Roadmap] = {}
    for slug, roadmap in roadmaps.items():
        whole = roadmaps.get(roadmap.parent, roadmap)
        name = whole.front.id if ids[whole.front.id] == 1 else ""
        own, old = tuple(_ids(roadmap, name)), tuple(former[slug])
        named[slug] = replace(roadmap, ids=own, former_slugs=old) if own or old else roadmap
        if not roadmap.parent and roadmap.front.id:
            _report_id(roadmap, roadmaps, ids, found)
    return _with_feed_names(named)


def names_of(roadmap: Roadmap) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Returns the names that a roadmap has besides its slug."""
    return roadmap.ids, roadmap.former_slugs, roadmap.feed_name


def _former_slugs(
    roadmaps: Mapping[str, Roadmap], reserved: Collection[str], found: Findings
) -> dict[str, list[str]]:
    former: dict[str, list[str]] = {slug: [] for slug in roadmaps}
    owners: dict[str, str] = {}
    for slug in sorted(roadmaps):
        roadmap = roadmaps[slug]
        if roadmap.parent:
            continue
        for old in dict.fromkeys(roadmap.front.former_slugs):
            if fault := _fault(old, slug, roadmaps, reserved, owners):
                _about(roadmap, found).warning("formerSlugs", *fault)
                continue
            owners[old] = slug
            former[slug].append(old)
    for slug in sorted(roadmaps):
        for old in _former_of_variant(roadmaps[slug], former):
            if old not in roadmaps and old not in owners and old not in reserved:
                owners[old] = slug
                former[slug].append(old)
    return former


def _fault(
    old: str, slug: str, roadmaps: Mapping[str, Roadmap], reserved: Collection[str], owners: Mapping[str, str]
) -> tuple[str, str] | None:
    shown = old[:100]
    if not SLUG.match(old):
        return f"{shown!r} is no slug; it is left out", "Write the part of the old address after the /."
    if old == slug:
        return f"{shown} is the present slug", "Name only slugs that it had before."
    if old in roadmaps:
        return f"/{shown} is another roadmap now and stays its address", "Remove it, or rename that roadmap."
    if old in reserved:
        return f"/{shown} is an address of the site", "Remove it."
    if old in owners:
        return f"{shown} is a former slug of {owners[old]} too, and leads there", "Keep it at one of them."
    return None


def _former_of_variant(variant: Roadmap, former: Mapping[str, list[str]]) -> Iterator[str]:
    """Yields the slugs that a variant had in its folder when that had other names."""
    if not variant.parent or variant.graph_path is None:
        return
    stem = variant.graph_path.stem
    for old in former.get(variant.parent, ()):
        yield variant_slug(stem, old)
        if stem.startswith(variant.parent):
            yield variant_slug(old + stem.removeprefix(variant.parent), old)


def _ids(roadmap: Roadmap, name: str) -> Iterator[str]:
    if not name:
        return
    if not roadmap.parent:
        yield name
    elif roadmap.graph_path is not None:
        # The file's name may keep the folder's former name, or follow the new one.
        stem = roadmap.graph_path.stem
        yield f"{name}/{stem}"[:200]
        if stem.startswith(roadmap.parent):
            yield f"{name}/*{stem.removeprefix(roadmap.parent)}"[:200]


def _report_id(
    roadmap: Roadmap, roadmaps: Mapping[str, Roadmap], ids: Mapping[str, int], found: Findings
) -> None:
    name = roadmap.front.id
    if ids[name] > 1:
        same = (r for r in roadmaps.values() if r.front.id == name and not r.parent)
        others = ", ".join(sorted(r.slug for r in same if r is not roadmap))
        what = f"{name} is the id of {others} too, and counts for neither"
        _about(roadmap, found).warning("id", what, "Give the newer roadmap an id of its own.")
    elif name != roadmap.slug and name in roadmaps:
        what = f"{name} is also the slug of another roadmap"
        remedy = f"Give the roadmap at /{name} an id, so that feeds can tell them apart."
        _about(roadmap, found).warning("id", what, remedy)


def _with_feed_names(roadmaps: Mapping[str, Roadmap]) -> dict[str, Roadmap]:
    """Returns the roadmaps with a name for feeds: the id, else the first slug that it had.

    A name that belongs to another roadmap gives way to the slug.
    """
    taken: dict[str, str] = {}
    for slug in sorted(roadmaps, key=lambda s: (not roadmaps[s].ids, s)):
        roadmap = roadmaps[slug]
        # No slug has the sign ~.
        wanted = chain(roadmap.ids[:1], roadmap.former_slugs[:1], [slug], (f"{slug}~{n}" for n in count(2)))
        taken[next(name for name in wanted if name not in taken)] = slug
    names = {slug: name for name, slug in taken.items()}
    return {slug: _with_feed_name(roadmap, names[slug]) for slug, roadmap in roadmaps.items()}


def _with_feed_name(roadmap: Roadmap, name: str) -> Roadmap:
    return roadmap if name == (roadmap.front.id or roadmap.slug) else replace(roadmap, feed_name=name)


def _about(roadmap: Roadmap, found: Findings) -> Findings:
    return found.of(f"{found.file}/{roadmap.slug}/{roadmap.slug}.md")
