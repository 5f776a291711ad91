"""What others see of a learner's progress, and the settings that decide it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy.orm import Session

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap
from webapp.learning.standing import Standing
from webapp.progress.marks import Overview, marks_of, overview
from webapp.progress.profiles import ProfileChoice, record_codes
from webapp.progress.shares import BADGE, FoundLink
from webapp.web.site.dates import format_day
from webapp.web.site.map_pictures import picture
from webapp.web.site.meters import Meter, meter
from webapp.web.site.standings import keys_of, slug_of
from webapp.web.site.translations import gettext


@dataclass(frozen=True, slots=True)
class ShownProgress:
    """A learner's progress on a roadmap. `record` is the address of a record of completion, or empty."""

    roadmap: Roadmap
    meter: Meter
    picture: Markup
    record: str


@dataclass(frozen=True, slots=True)
class PublicProfile:
    """The public page of an account."""

    username: str
    shown: tuple[ShownProgress, ...]


@dataclass(frozen=True, slots=True)
class Choosable:
    """A roadmap that the profile may show, and whether it does."""

    roadmap: Roadmap
    words: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class ProfileSettings:
    """The settings of the profile."""

    username: str
    address: str
    is_open: bool
    may_be_indexed: bool
    roadmaps: tuple[Choosable, ...]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link in the settings."""

    name: str
    kind: str
    title: str
    made: str
    until: str


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link that was just made: its address is shown once. `markdown` is for a README, or empty."""

    address: str
    markdown: str


@dataclass(frozen=True, slots=True)
class LinksPage:
    """The settings of links and badges."""

    roadmaps: tuple[Roadmap, ...]
    links: tuple[LinkRow, ...]
    made: MadeLink | None
    error: str


def public_profile(
    catalog: Catalog, session: Session, learner_id: int, username: str, choice: ProfileChoice
) -> PublicProfile:
    """Returns the public page of an account, by two queries."""
    slugs = {slug_of(key) for key in choice.roadmaps}
    opened = [roadmap for slug, roadmap in catalog.roadmaps.items() if slug in slugs]
    by_key = {key: roadmap.slug for roadmap in opened for key in keys_of(roadmap)}
    marks = overview(session, learner_id, by_key).marks
    codes = {by_key[key]: code for key, code in record_codes(session, learner_id, by_key).items()}
    shown = (shown_progress(Standing(r, marks.get(r.slug, {})), codes.get(r.slug, "")) for r in opened)
    return PublicProfile(username, tuple(shown))


def shown_progress(standing: Standing, code: str = "") -> ShownProgress:
    """Returns a learner's progress on a roadmap as others see it."""
    upcoming = standing.next_topic
    drawn = picture(standing, upcoming.id if upcoming else "")
    return ShownProgress(standing.roadmap, meter(standing), drawn, f"/record/{code}" if code else "")


def standing_of(session: Session, learner_id: int, roadmap: Roadmap) -> Standing:
    """Returns the standing of a learner who is not the one of this request."""
    return Standing(roadmap, marks_of(session, learner_id, *keys_of(roadmap)))


def profile_settings(
    catalog: Catalog, found: Overview, choice: ProfileChoice, username: str, site_url: str
) -> ProfileSettings:
    """Returns the settings of a profile: the roadmaps that are begun, or shown already."""
    shown = {slug_of(key) for key in choice.roadmaps}
    rows = (
        Choosable(roadmap, meter(Standing(roadmap, found.marks.get(slug, {}))).words, slug in shown)
        for slug, roadmap in catalog.roadmaps.items()
        if slug in found.marks or slug in shown
    )
    address = f"{site_url}/u/{username}"
    return ProfileSettings(username, address, choice.is_open, choice.may_be_indexed, tuple(rows))


def begun(catalog: Catalog, found: Overview) -> tuple[Roadmap, ...]:
    """Returns the roadmaps on which a learner has marks."""
    return tuple(roadmap for slug, roadmap in catalog.roadmaps.items() if slug in found.marks)


def link_rows(catalog: Catalog, links: Sequence[FoundLink]) -> tuple[LinkRow, ...]:
    """Returns links as rows."""
    return tuple(_row(catalog, link) for link in links)


def _row(catalog: Catalog, link: FoundLink) -> LinkRow:
    slug = slug_of(link.roadmap)
    roadmap = catalog.roadmaps.get(slug)
    kind = gettext("Badge") if link.kind == BADGE else gettext("Page")
    title = roadmap.brief_title if roadmap else slug.lstrip("~")
    return LinkRow(link.name, kind, title, _day(link.made_at), _day(link.expires_at))


def _day(at: datetime | None) -> str:
    return format_day(at.date()) if at else ""
