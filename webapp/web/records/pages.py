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
from webapp.learning.status import DONE
from webapp.progress.records import Finished, FoundRecord
from webapp.web.records.counts import walked_words
from webapp.web.site.dates import format_day
from webapp.web.site.map_pictures import picture
from webapp.web.site.standings import slug_of
from webapp.web.site.translations import gettext, language_tag, long_span, ngettext


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
        topics=topics_words(roadmap, finished),
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


def record_words(roadmap: Roadmap, finished: Finished) -> RecordWords:
    """Returns the texts in the share picture of a record."""
    topics = topics_words(roadmap, finished)
    line = gettext("%(name)s walked all of it: %(topics)s.", name=finished.name, topics=topics)
    language = language_tag().partition("-")[0].lower()
    return RecordWords(finished.title, line, long_span(finished.first_day, finished.last_day), language)


def walked_then(roadmap: Roadmap, finished: Finished) -> Standing:
    """Returns the standing of a record's learner when it was made, on the roadmap of now."""
    return Standing(roadmap, dict.fromkeys(finished.topic_ids, DONE.value))


def topics_words(roadmap: Roadmap | None, finished: Finished) -> str:
    """Returns how many topics were walked, and how many were optional if the roadmap is still the same."""
    count = len(finished.topic_ids)
    standing = walked_then(roadmap, finished) if roadmap else None
    if standing and standing.is_walked and standing.counts.done + standing.counts.optional_done == count:
        return walked_words(standing.counts)
    return ngettext("%(num)d topic", "%(num)d topics", count)


def _picture(roadmap: Roadmap, finished: Finished) -> Markup:
    return picture(walked_then(roadmap, finished), last_on_the_path(roadmap), is_end=True)
