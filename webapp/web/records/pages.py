"""A record of completion: its page, and the words of its picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap
from webapp.catalog.trails import last_on_the_path
from webapp.drawing.file_words import RecordWords
from webapp.learning.standing import Standing
from webapp.progress.records import Finished, FoundRecord
from webapp.web.site.dates import format_day
from webapp.web.site.map_pictures import picture
from webapp.web.site.standings import slug_of
from webapp.web.site.translations import language_tag, long_span, ngettext


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The page of a record. `roadmap` is None if the catalog no longer has it."""

    name: str
    title: str
    topics: str
    days: str
    made: str
    code: str
    address: str
    picture: Markup
    roadmap: Roadmap | None
    is_own: bool


def record_page(catalog: Catalog, found: FoundRecord, site_url: str, learner_id: int | None) -> RecordPage:
    """Returns the page of a record, for its owner if that is who `learner_id` is."""
    finished = found.finished
    roadmap = catalog.roadmaps.get(slug_of(finished.roadmap))
    return RecordPage(
        name=finished.name,
        title=finished.title,
        topics=topics_words(finished),
        days=long_span(finished.first_day, finished.last_day),
        made=format_day(_made_on(found)),
        code=found.code,
        address=f"{site_url}/record/{found.code}",
        picture=_picture(roadmap, finished) if roadmap else Markup(),
        roadmap=roadmap,
        is_own=found.learner_id == learner_id,
    )


def _made_on(found: FoundRecord) -> date:
    """Returns the day on which a record was made, in UTC or, where that day had not yet begun in UTC, in
    the zone of its owner.
    """
    return max(found.made_at.date(), found.finished.last_day)


def record_words(finished: Finished) -> RecordWords:
    """Returns the texts in the share picture of a record."""
    count = len(finished.topic_ids)
    line = ngettext(
        "%(name)s walked all of it: %(num)d topic.",
        "%(name)s walked all of it: %(num)d topics.",
        count,
        name=finished.name,
    )
    language = language_tag().partition("-")[0].lower()
    return RecordWords(finished.title, line, long_span(finished.first_day, finished.last_day), language)


def topics_words(finished: Finished) -> str:
    """Returns how many topics were walked: all that count, and optional ones that were done."""
    count = len(finished.topic_ids)
    return ngettext("walked the only topic of", "walked %(num)d topics to the end of", count)


def _picture(roadmap: Roadmap, finished: Finished) -> Markup:
    walked = dict.fromkeys(finished.topic_ids, "done")
    return picture(Standing(roadmap, walked), last_on_the_path(roadmap), is_end=True)
