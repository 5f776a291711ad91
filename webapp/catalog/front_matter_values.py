"""A roadmap's front matter as immutable values: what each key of the format says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Question:
    """An expandable question above the map; the description is Markdown."""

    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Partner:
    """The banner of a partner above the heading."""

    description: str
    link: str
    link_text: str


@dataclass(frozen=True, slots=True)
class Course:
    """A course shown under the map."""

    title: str
    description: str
    link: str
    instructor_name: str = ""
    instructor_image: str = ""
    instructor_title: str = ""
    features: tuple[str, ...] = ()

    @property
    def own_image(self) -> str:
        """The instructor's picture where this site has it; any other would ask a third party for it."""
        return self.instructor_image if self.instructor_image.startswith("/") else ""


@dataclass(frozen=True, slots=True)
class StructuredData:
    """The front matter's `schema`: what the page's JSON-LD says."""

    headline: str = ""
    description: str = ""
    image_url: str = ""
    published: date | None = None
    modified: date | None = None


@dataclass(frozen=True, slots=True)
class Seo:
    """The front matter's `seo`."""

    title: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    og_image_url: str = ""


# These tags say where a roadmap is listed; they are no subjects to browse by.
PLACING_TAGS = frozenset({"roadmap", "main-sitemap", "role-roadmap", "skill-roadmap"})


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A roadmap's front matter, typed; every key may be missing."""

    id: str = ""
    title: str = ""
    description: str = ""
    brief_title: str = ""
    brief_description: str = ""
    order: float = 1_000_000.0
    has_topics: bool = True
    is_new: bool = False
    is_hidden: bool = False
    is_upcoming: bool = False
    is_forkable: bool = False
    json_url: str = ""
    pdf_url: str = ""
    width: float | None = None
    height: float | None = None
    question: Question | None = None
    schema: StructuredData = StructuredData()
    seo: Seo = Seo()
    related_roadmaps: tuple[str, ...] = ()
    related_questions: tuple[str, ...] = ()
    sitemap_priority: float | None = None
    sitemap_changefreq: str = ""
    tags: tuple[str, ...] = ()
    partner: Partner | None = None
    note: str = ""
    courses: tuple[Course, ...] = ()
    former_slugs: tuple[str, ...] = ()
    language: str = ""

    @property
    def subjects(self) -> tuple[str, ...]:
        """The tags that readers browse by."""
        return tuple(t for t in self.tags if t not in PLACING_TAGS)
