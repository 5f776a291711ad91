"""What the address of a route says: the topic to get to, and those that somebody knows."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from webapp.catalog.model import Roadmap, Topic
from webapp.habits.planning import LEAST, MOST
from webapp.web.site.query import query_text
from webapp.web.topics.gone import TopicGone, here_now


@dataclass(frozen=True, slots=True)
class RouteAddress:
    """What is asked about a roadmap.

    `to` is the id as it was written, and `target` its topic, which may be in another roadmap now; None if
    there is none. `known` holds each topic of the roadmap that is known once, and `unknown` counts the ids
    that mean none of them. `query` is what is looked for among the topics. `hours` are those of a week; 0 if
    the address says nothing of them that a plan could have.
    """

    roadmap: Roadmap
    to: str
    target: Topic | None
    known: tuple[Topic, ...]
    unknown: int
    view: str
    query: str
    hours: float

    def href(self, target: Topic | None = None, view: str = "") -> str:
        """Returns the address of the same for this target, or for choosing one."""
        roadmap = target.roadmap if target else self.roadmap.slug
        fields = [("to", target.id)] if target else []
        fields += [("known", topic.id) for topic in self.known if topic.roadmap == roadmap]
        fields += [("hours", f"{self.hours:g}")] if target and self.hours else []
        fields += [("view", view)] if view else []
        return f"/{roadmap}/route" + (f"?{urlencode(fields)}" if fields else "")


def read_address(roadmap: Roadmap) -> RouteAddress:
    """Returns what the address of this request says. Raises TopicGone if the target was retired or split."""
    to = query_text("to", 100)
    found = here_now(roadmap, to) if to else None
    topics = [_known_now(roadmap, topic_id) for topic_id in dict.fromkeys(request.args.getlist("known"))]
    known = {topic.path: topic for topic in topics if topic}
    return RouteAddress(
        roadmap=roadmap,
        to=to,
        target=found[1] if found and found[1].drawn else None,
        known=tuple(known.values()),
        unknown=sum(topic is None for topic in topics),
        view="map" if request.args.get("view") == "map" and roadmap.graph else "",
        query=query_text("q", 100),
        hours=_hours(),
    )


def _hours() -> float:
    try:
        minutes = float(query_text("hours", 10).replace(",", ".")) * 60
    except ValueError:
        return 0
    return round(minutes / 60, 2) if LEAST <= minutes <= MOST else 0


def _known_now(roadmap: Roadmap, topic_id: str) -> Topic | None:
    """Returns the topic that an id means now, or None: what was retired or split is known to no use."""
    try:
        found = here_now(roadmap, topic_id)
    except TopicGone:
        return None
    return found[1] if found and found[1].drawn else None
