"""The topic that is open on the page that asks, in its panel or as the page itself."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from flask import request

from webapp.catalog.model import Roadmap, Topic
from webapp.web.site.extensions import htmx

# "panel" or "page", and the id of the topic as its address has it: `htmx-events.js` sends it.
HEADER = "Milepost-Open"


@dataclass(frozen=True, slots=True)
class OpenTopic:
    """A topic that is open, in a panel or as a page of its own."""

    topic: Topic
    in_panel: bool


def open_topic(roadmap: Roadmap) -> OpenTopic | None:
    """Returns the topic of a roadmap that is open where this request was made, or None."""
    place, _, topic_id = request.headers.get(HEADER, "")[:300].partition(" ")
    topic = roadmap.topic(unquote(topic_id))
    return OpenTopic(topic, place == "panel") if topic else None


def asks_from_page_of(roadmap: Roadmap) -> bool:
    """Returns whether a page of a roadmap asks that can be changed piece by piece."""
    path = _path()
    is_inside = path == roadmap.path or path.startswith(f"{roadmap.path}/")
    return is_inside and not asks_from_a_list()


def asks_from_a_list() -> bool:
    """Returns whether a page asks whose list grows or shrinks with a mark: a route or the learner's own."""
    path = _path()
    return path.endswith("/route") or path == "/me" or path.startswith("/me/")


def _path() -> str:
    return unquote(urlsplit(htmx.current_url or "").path)
