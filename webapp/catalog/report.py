"""The findings of a catalog as a report, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from webapp.catalog.catalog import Catalog
from webapp.catalog.findings import Finding, sentences

MOST_PLACES = 20
RANK = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one or several places of a file."""

    severity: str
    file: str
    places: str
    sentences: str


@dataclass(frozen=True, slots=True)
class RoadmapReport:
    """What is said of a roadmap, errors first, and how often; of the whole tree under an empty slug.

    `topics` is None if it is not served.
    """

    slug: str
    topics: int | None
    counts: dict[str, int]
    said: tuple[Said, ...]


def by_roadmap(catalog: Catalog) -> list[RoadmapReport]:
    """Returns the findings by roadmap; those with the same words about a file are one."""
    return [_report(catalog, slug, found) for slug, found in sorted(_by_roadmap(catalog).items())]


def count_findings(catalog: Catalog) -> dict[str, int]:
    """Returns how many errors, warnings and notes there are."""
    return _count(catalog.findings)


def _report(catalog: Catalog, slug: str, findings: list[Finding]) -> RoadmapReport:
    same: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for f in findings:
        same[f.severity, f.file, f.message, f.remedy].append(f.place)
    ranked = sorted(same.items(), key=lambda row: (RANK[row[0][0]], row[0][1]))
    said = tuple(
        Said(severity, file, _listed(places), sentences(message, remedy))
        for (severity, file, message, remedy), places in ranked
    )
    roadmap = catalog.roadmaps.get(slug)
    return RoadmapReport(slug, len(roadmap.topics) if roadmap else None, _count(findings), said)


def as_text(catalog: Catalog) -> str:
    """Returns the findings by roadmap, in each the errors first, and a summary."""
    return "\n".join((*_roadmaps(catalog), _summary(catalog)))


def as_json(catalog: Catalog) -> str:
    """Returns the same as JSON: `summary`, `roadmaps` with the counts of each, and `findings`."""
    topics = sum(len(r.topics) for r in catalog.roadmaps.values())
    by_roadmap = _by_roadmap(catalog)
    not_served = _not_served(catalog)
    counts = {"roadmaps": len(catalog.roadmaps), "notServed": len(not_served), "topics": topics}
    summary = {**counts, **_count(catalog.findings)}
    roadmaps: dict[str, dict[str, int | bool]] = {
        slug: {"served": True, "topics": len(roadmap.topics), **_count(by_roadmap.get(slug, []))}
        for slug, roadmap in catalog.roadmaps.items()
    }
    for slug in not_served:
        roadmaps[slug] = {"served": False, "topics": 0, **_count(by_roadmap[slug])}
    findings = [asdict(f) for f in catalog.findings]
    return json.dumps(
        {"summary": summary, "roadmaps": roadmaps, "findings": findings}, ensure_ascii=False, indent=1
    )


def _roadmaps(catalog: Catalog) -> Iterator[str]:
    for one in by_roadmap(catalog):
        what = "not served" if one.topics is None else _number(one.topics, "topic")
        words = _words(one.counts)
        yield f"{one.slug}: {what}; {words}" if one.slug else f"The whole tree: {words}"
        for said in one.said:
            yield f"  {said.severity}: {said.file}: {said.places}: {said.sentences}"
        yield ""


def _listed(places: list[str]) -> str:
    """Returns the places of a file that have the same finding."""
    more = len(places) - MOST_PLACES
    return ", ".join(places[:MOST_PLACES]) + (f" and {more} more" if more > 0 else "")


def _by_roadmap(catalog: Catalog) -> dict[str, list[Finding]]:
    """Returns findings by folder; those about the whole tree are under an empty name."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in catalog.findings:
        parts = finding.file.split("/")
        found[parts[1] if len(parts) > 1 else ""].append(finding)
    return found


def _summary(catalog: Catalog) -> str:
    topics = _number(sum(len(r.topics) for r in catalog.roadmaps.values()), "topic")
    clean = len(catalog.roadmaps.keys() - _by_roadmap(catalog).keys())
    roadmaps = f"{_number(len(catalog.roadmaps), 'roadmap')} ({clean} without a finding)"
    if names := _not_served(catalog):
        more = f" and {len(names) - MOST_PLACES} more" if len(names) > MOST_PLACES else ""
        roadmaps += f", {len(names)} not served ({', '.join(names[:MOST_PLACES])}{more})"
    return f"{roadmaps}, {topics}: {_words(_count(catalog.findings))}"


def _not_served(catalog: Catalog) -> list[str]:
    """Returns the folders that have errors and are no roadmaps of the catalog, by name."""
    failed = {finding.file.split("/")[1] for finding in catalog.errors if "/" in finding.file}
    return sorted(failed - catalog.roadmaps.keys())


def _words(counts: dict[str, int]) -> str:
    return ", ".join(_number(count, severity) for severity, count in counts.items())


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _count(findings: list[Finding] | tuple[Finding, ...]) -> dict[str, int]:
    count = Counter[str](f.severity for f in findings)
    return {severity: count[severity] for severity in RANK}
