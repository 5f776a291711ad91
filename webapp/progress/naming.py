"""Under which names the marks on each roadmap are stored, whatever slugs and ids authors change.

The names by which a roadmap was known are remembered as links to the name of its marks. As long as a
roadmap keeps one of its names, or lists a slug of before, its marks are found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

# How near a name is to marks: the roadmap has it now, had it before, or took the marks over from another.
PRESENT, FORMER, TAKEN_OVER = 0, 1, 2
LONGEST = 100
Kind = Literal["id", "slug"]
Name = tuple[Kind, str]
# Link by (kind, name, key): how near the name is. `key` is the name under which marks are stored.
Links = Mapping[tuple[Kind, str, str], int]
# How near the name is, then the kind of name: an id says more than a slug, a slug more than one of before.
_Strength = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """The names that the content gives a roadmap now. Ids are unique among all claims."""

    slug: str
    ids: tuple[str, ...] = ()
    former_slugs: tuple[str, ...] = ()

    @property
    def present(self) -> tuple[Name, ...]:
        """Its ids and its slug."""
        return (*(("id", name) for name in self.ids), ("slug", self.slug))


@dataclass(frozen=True, slots=True)
class Naming:
    """The result: for each slug the keys of its marks, the first for new ones, and the links to remember.

    `moved` maps slugs of before to present ones.
    """

    keys: Mapping[str, tuple[str, ...]]
    links: Links
    moved: Mapping[str, str]

    def slug_of(self, key: str) -> str:
        """Returns the slug of the roadmap whose marks have that key, or an empty string."""
        return next((slug for slug, keys in self.keys.items() if key in keys), "")


def name_roadmaps(claims: Sequence[Claim], known: Links) -> Naming:
    """Returns where the marks of each roadmap are, given the links that are remembered.

    Of several roadmaps that claim the same marks the nearest has them, so that they never go to another one.
    """
    wanted = {claim.slug: _wanted(claim, known) for claim in claims}
    owners: dict[str, str] = {}
    for slug in sorted(wanted):
        for key, strength in wanted[slug].items():
            if key not in owners or strength < wanted[owners[key]][key]:
                owners[key] = slug
    taken = {key for _, _, key in known} | owners.keys()
    keys: dict[str, tuple[str, ...]] = {}
    for claim in claims:
        own = [key for key in wanted[claim.slug] if owners[key] == claim.slug]
        own.sort(key=lambda key, strengths=wanted[claim.slug]: (strengths[key], key))  # type: ignore[misc]
        if not own:
            own = [_free_key(claim.slug, taken)]
            taken.add(own[0])
        keys[claim.slug] = tuple(own)
    links = _remembered(claims, keys, known)
    return Naming(keys, links, _moved(keys, links))


def _wanted(claim: Claim, known: Links) -> dict[str, _Strength]:
    by_name: dict[Name, dict[str, int]] = defaultdict(dict)
    for (kind, name, key), distance in known.items():
        by_name[kind, name][key] = distance
    found: dict[str, _Strength] = {}
    for rank, kind, name in _ranked(claim):
        keys = by_name.get((kind, name), {})
        # Marks of version 0.1.0 are stored under slugs, and nothing is remembered of them.
        if not keys and kind == "slug" and (rank == 2 or not known):
            keys = {name: FORMER if rank == 2 else PRESENT}
        for key, distance in keys.items():
            found[key] = min(found.get(key, (distance, rank)), (distance, rank))
    return found


def _ranked(claim: Claim) -> Iterator[tuple[int, Kind, str]]:
    yield from ((0, "id", name) for name in claim.ids)
    yield (1, "slug", claim.slug)
    yield from ((2, "slug", name) for name in claim.former_slugs)


def _free_key(slug: str, taken: Iterable[str]) -> str:
    key, number = slug, 1
    while key in taken:
        number += 1
        # No slug has this sign.
        key = f"{slug[: LONGEST - 5]}~{number}"
    return key


def _remembered(claims: Sequence[Claim], keys: Mapping[str, tuple[str, ...]], known: Links) -> Links:
    links = dict(known)
    present = {name for claim in claims for name in claim.present}
    main = {keys[claim.slug][0]: claim for claim in claims}
    for (kind, name, key), distance in known.items():
        if distance == PRESENT and key in main and (kind, name) not in main[key].present:
            links[kind, name, key] = FORMER
    for claim in claims:
        for place, key in enumerate(keys[claim.slug]):
            for kind, name in claim.present:
                distance = TAKEN_OVER if place else PRESENT
                links[kind, name, key] = min(links.get((kind, name, key), distance), distance)
            if key in claim.former_slugs and ("slug", key) not in present:
                links.setdefault(("slug", key, key), FORMER)
    return links


def _moved(keys: Mapping[str, tuple[str, ...]], links: Links) -> dict[str, str]:
    owners = {key: slug for slug, own in keys.items() for key in own}
    nearest: dict[str, tuple[int, str]] = {}
    for (kind, name, key), distance in links.items():
        if kind == "slug" and name not in keys and key in owners:
            found = (distance, owners[key])
            nearest[name] = min(nearest.get(name, found), found)
    return {name: slug for name, (_, slug) in nearest.items()}
