"""The ending of a roadmap: what its page says when the learner has done all that counts."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap, Topic
from webapp.catalog.trails import last_on_the_path
from webapp.drawing.svg_layers import end_layer
from webapp.learning.days import zone_named
from webapp.learning.standing import Standing
from webapp.learning.suggestions import follow_ups
from webapp.progress.records import Walk, walk_of
from webapp.web.records.counts import walked_words
from webapp.web.records.forms import RecordForm
from webapp.web.site.extensions import db
from webapp.web.site.map_pictures import picture
from webapp.web.site.standings import keys_of
from webapp.web.site.translations import gettext, long_span, ngettext
from webapp.web.site.visitor import Visitor, visitor

MOST_NEXT = 3


@dataclass(frozen=True, slots=True)
class Following:
    """A roadmap that could come next, with a small drawing of its map."""

    roadmap: Roadmap
    picture: Markup
    words: str


@dataclass(frozen=True, slots=True)
class Ending:
    """The ending. `record` is the address of the learner's record, or empty if there is none yet.

    `form` makes one; a guest, who has no account, gets none. `stone` is the milestone on the map.
    `optional` is the first optional topic that is open, or None; `optional_words` say how many there are.
    `topics` says how many topics were walked.
    """

    roadmap: Roadmap
    words: str
    days: str
    topics: str
    stone: Markup
    record: str
    form: RecordForm | None
    next: tuple[Following, ...]
    optional: Topic | None
    optional_words: str


def ending(catalog: Catalog, standing: Standing) -> Ending | None:
    """Returns the ending of a roadmap for the learner of this request, by one query.

    Returns None, without a query, if something is not done that the author demands.
    """
    who = visitor()
    if who is None or not standing.is_walked:
        return None
    roadmap = standing.roadmap
    walk = walk_of(db.session(), who.learner_id, *keys_of(roadmap))
    optional = standing.open_optional
    following = (catalog.roadmaps.get(slug) for slug in follow_ups(roadmap))
    shown = [r for r in following if r and not r.front.is_hidden and not r.front.is_upcoming]
    return Ending(
        roadmap=roadmap,
        words=gettext("You walked all of %(roadmap)s", roadmap=roadmap.brief_title),
        days=_days(walk, who),
        topics=walked_words(standing.counts),
        stone=_stone(roadmap),
        record=f"/record/{walk.code}" if walk.code else "",
        form=RecordForm(None, name=who.username) if who.username and not walk.code else None,
        next=tuple(_following(each) for each in shown[:MOST_NEXT]),
        optional=next(iter(optional), None),
        optional_words=ngettext(
            "%(num)d optional topic is left, if you like:",
            "%(num)d optional topics are left, if you like. The first one:",
            len(optional),
        ),
    )


def _following(roadmap: Roadmap) -> Following:
    words = ngettext("%(num)d topic", "%(num)d topics", len(roadmap.order))
    return Following(roadmap, picture(Standing(roadmap, {})), words)


def _days(walk: Walk, who: Visitor) -> str:
    if walk.first is None or walk.last is None:
        return ""
    zone = zone_named(who.time_zone)
    first, last = walk.first.astimezone(zone).date(), walk.last.astimezone(zone).date()
    span, count = long_span(first, last), (last - first).days + 1
    if count == 1:
        return span
    return ngettext("%(span)s, %(num)d day", "%(span)s, %(num)d days", count, span=span)


def _stone(roadmap: Roadmap) -> Markup:
    if roadmap.graph is None:
        return Markup()
    layer = end_layer(roadmap.graph, last_on_the_path(roadmap))
    return Markup(layer)  # noqa: S704  # numbers and words of our own
