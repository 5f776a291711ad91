"""What the learner has done in other roadmaps, offered where the same topic is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import get_template_attribute
from markupsafe import Markup

from webapp.catalog.model import Topic
from webapp.learning.days import zone_named
from webapp.learning.elsewhere import Offer, offers, open_equals
from webapp.learning.standing import Standing
from webapp.learning.status import DONE
from webapp.progress.marks import marked_at
from webapp.web.site.dates import format_day
from webapp.web.site.extensions import db
from webapp.web.site.services import catalog
from webapp.web.site.standings import keys_of, slug_of
from webapp.web.site.translations import gettext, ngettext
from webapp.web.site.visitor import viewer, visitor


@dataclass(frozen=True, slots=True)
class ElsewhereOffer:
    """A topic that is open here and done in another roadmap: `where` and when, and both in a sentence."""

    topic: Topic
    words: str
    where: str


def offer_on(standing: Standing, topic: Topic) -> ElsewhereOffer | None:
    """Returns what is offered on the page of a topic. Only a topic with equals is worth a query."""
    return next(iter(_offers(standing, [topic])), None)


def offers_html(standing: Standing, view: str) -> Markup:
    """Returns the line of a roadmap's page that offers all of it; empty if there is nothing."""
    found = _offers(standing)
    if not found:
        return Markup()
    words = ngettext(
        "%(num)d topic that you did elsewhere: mark it",
        "%(num)d topics that you did elsewhere: mark them",
        len(found),
    )
    path = standing.roadmap.path
    line = get_template_attribute("roadmaps/_elsewhere.html", "elsewhere_line")
    html: Markup = line(words, found, standing.roadmap, viewer(), f"{path}?view={view}" if view else path)
    return html


def _offers(standing: Standing, topics: Iterable[Topic] | None = None) -> tuple[ElsewhereOffer, ...]:
    who = visitor()
    if who is None:
        return ()
    content = catalog()
    equals = open_equals(content, standing, topics)
    places = {
        (key, other_id)
        for others in equals.values()
        for other in others
        for key in keys_of(content.roadmaps[other.roadmap])
        for other_id in content.roadmaps[other.roadmap].ids_of(other)
    }
    if not places:
        return ()
    found = marked_at(db.session(), who.learner_id, DONE.value, places)
    done = {content.shown_as(slug_of(key), topic_id): at for (key, topic_id), at in found.items()}
    return tuple(_view(offer, who.time_zone) for offer in offers(standing, equals, done))


def _view(offer: Offer, time_zone: str) -> ElsewhereOffer:
    roadmap = catalog().roadmaps[offer.done.roadmap].brief_title
    day = format_day(offer.at.astimezone(zone_named(time_zone)).date())
    return ElsewhereOffer(
        topic=offer.topic,
        words=gettext("You did this in %(roadmap)s on %(day)s.", roadmap=roadmap, day=day),
        where=gettext("%(roadmap)s, %(day)s", roadmap=roadmap, day=day),
    )
