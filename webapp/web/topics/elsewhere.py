"""What the learner has done in other roadmaps, offered where the same topic is open."""

from __future__ import annotations

from dataclasses import dataclass

from flask import get_template_attribute
from markupsafe import Markup

from webapp.catalog.model import Topic
from webapp.learning.days import zone_named
from webapp.learning.elsewhere import Offer, Open, offers, open_equals
from webapp.learning.standing import Standing
from webapp.learning.status import DONE
from webapp.progress.marks import marked_at
from webapp.web.site.dates import format_day
from webapp.web.site.extensions import db
from webapp.web.site.services import catalog
from webapp.web.site.standings import Times, places_of, slug_of
from webapp.web.site.translations import gettext, ngettext
from webapp.web.site.visitor import signed_in, viewer, visitor


@dataclass(frozen=True, slots=True)
class ElsewhereOffer:
    """A topic that is open here and done in another roadmap: `where` and when, and both in a sentence."""

    topic: Topic
    words: str
    where: str


def offer_on(standing: Standing, topic: Topic) -> ElsewhereOffer | None:
    """Returns what is offered on the page of a topic. Only a topic with equals is worth a query."""
    who, equals = visitor(), open_equals(catalog(), standing, [topic])
    if who is None or not equals:
        return None
    places = places_of(other for others in equals.values() for other in others)
    times = marked_at(db.session(), who.learner_id, DONE.value, places)
    return next(iter(_views(standing, equals, times)), None)


def offers_html(standing: Standing, times: Times, view: str) -> Markup:
    """Returns the line of a roadmap's page that offers all of it; empty if there is nothing.

    `times` is when the topics that are the same as some here were done.
    """
    found = _views(standing, open_equals(catalog(), standing), times) if times else ()
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


def _views(standing: Standing, equals: Open, times: Times) -> tuple[ElsewhereOffer, ...]:
    shown_as = catalog().shown_as
    done = {shown_as(slug_of(key), topic_id): at for (key, topic_id), at in times.items()}
    return tuple(map(_view, offers(standing, equals, done)))


def _view(offer: Offer) -> ElsewhereOffer:
    roadmap = catalog().roadmaps[offer.done.roadmap].brief_title
    day = format_day(offer.at.astimezone(zone_named(signed_in().time_zone)).date())
    return ElsewhereOffer(
        topic=offer.topic,
        words=gettext("You did this in %(roadmap)s on %(day)s.", roadmap=roadmap, day=day),
        where=gettext("%(roadmap)s, %(day)s", roadmap=roadmap, day=day),
    )
