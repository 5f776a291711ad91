"""What the page of the content shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from webapp.catalog.catalog import Catalog
from webapp.catalog.report import RoadmapReport, Said, by_roadmap, count_findings
from webapp.web.site.catalog_store import CatalogStore
from webapp.web.site.dates import format_age
from webapp.web.site.translations import gettext, ngettext

# A page of hundreds of thousands of findings would help nobody; `content check` has all of them.
MOST_OF_A_ROADMAP = 200


@dataclass(frozen=True, slots=True)
class FileSection:
    """What is said of a file."""

    file: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class RoadmapSection:
    """What is said of a roadmap, or of the whole tree if there is no slug. `more` are left out."""

    slug: str
    title: str
    words: str
    has_errors: bool
    is_served: bool
    is_kept: bool
    files: tuple[FileSection, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ContentPage:
    """The content as a whole. `kept` are roadmaps that are served as they were, because of new errors."""

    version: str
    read: str
    since: str
    summary: tuple[str, ...]
    kept: tuple[str, ...]
    roadmaps: tuple[RoadmapSection, ...]


def content_page(store: CatalogStore, now: datetime) -> ContentPage:
    """Returns what is served and what is wrong with it, roadmaps with errors first."""
    catalog = store.catalog
    sections = [_section(catalog, report, store.stale) for report in by_roadmap(catalog)]
    sections.sort(key=lambda one: (not one.has_errors, one.slug))
    roadmaps = ngettext("%(num)d roadmap", "%(num)d roadmaps", len(catalog.roadmaps))
    return ContentPage(
        version=catalog.version,
        read=format_age(store.read_at, now),
        since=format_age(store.since, now),
        summary=(roadmaps, *finding_words(count_findings(catalog))),
        kept=store.stale,
        roadmaps=tuple(sections),
    )


def finding_words(counts: dict[str, int]) -> list[str]:
    """Returns how many errors, warnings and notes there are, in words."""
    words = [
        ngettext("%(num)d error", "%(num)d errors", counts["error"]),
        ngettext("%(num)d warning", "%(num)d warnings", counts["warning"]),
    ]
    if counts["note"]:
        words.append(ngettext("%(num)d note", "%(num)d notes", counts["note"]))
    return words


def _section(catalog: Catalog, report: RoadmapReport, kept: tuple[str, ...]) -> RoadmapSection:
    roadmap = catalog.roadmaps.get(report.slug)
    shown = report.said[:MOST_OF_A_ROADMAP]
    # Errors come first; within them the findings of a file are together already.
    files = groupby(shown, key=lambda said: (said.severity, said.file))
    return RoadmapSection(
        slug=report.slug,
        title=_title(report.slug, roadmap.brief_title if roadmap else ""),
        words=", ".join(finding_words(report.counts)),
        has_errors=report.counts["error"] > 0,
        is_served=roadmap is not None,
        is_kept=report.slug in kept,
        files=tuple(FileSection(file, tuple(said)) for (_, file), said in files),
        more=len(report.said) - len(shown),
    )


def _title(slug: str, title: str) -> str:
    return title or slug or gettext("The whole tree")
