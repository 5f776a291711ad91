"""What a request asks to do with many topics at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from flask import abort, request
from werkzeug.datastructures import MultiDict

from webapp.catalog.model import Roadmap, Topic
from webapp.learning.branches import Branch, branch, whole
from webapp.learning.demands import rest_of
from webapp.learning.marking import Deed
from webapp.learning.status import DONE, SKIPPED, STATUSES, UnknownStatus, status_named
from webapp.web.site.redirects import safe_next
from webapp.web.site.translations import gettext
from webapp.web.topics.gone import here_now

# Beside the statuses: done, as something that was known before.
KNOWN = "known"
REST_KEEPS = (DONE, SKIPPED)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which topics are meant: `fields` are those of a form or an address that name them.

    `rest` holds those that "the rest" means: all that were named one by one, else those that count.
    """

    branch: Branch
    fields: tuple[tuple[str, str], ...]
    rest: tuple[Topic, ...]

    @property
    def query(self) -> str:
        """The fields as a query string."""
        return urlencode(self.fields)


def read_scope(roadmap: Roadmap, values: MultiDict[str, str]) -> Scope:
    """Returns the topics that `all`, `section` or repeated `topic` name.

    Aborts with 404 if one is not there, and with 422 if none is named.
    """
    if values.get("all") == "1":
        return _scope(roadmap, whole(roadmap), ("all", "1"))
    if section := values.get("section", ""):
        return _scope(roadmap, branch(roadmap, section) or abort(404), ("section", section))
    found = _topics(roadmap, values.getlist("topic"))
    if not found:
        abort(422, gettext("No topic was chosen. Nothing was changed."))
    fields = tuple(("topic", topic_id) for topic_id in found)
    chosen = tuple(found.values())
    return Scope(Branch("", chosen), fields, chosen)


def _scope(roadmap: Roadmap, meant: Branch, field: tuple[str, str]) -> Scope:
    return Scope(meant, (field,), rest_of(roadmap, meant.topics))


def read_deed(scope: Scope, values: Mapping[str, str]) -> Deed:
    """Returns what to do with the topics of a scope. Aborts with 422 if the status is none."""
    name = values.get("status", "")
    try:
        status = DONE if name == KNOWN else status_named(name)
    except UnknownStatus:
        named = ", ".join((*(s.value for s in STATUSES), KNOWN))
        abort(422, gettext("The status has to be one of %(values)s. Nothing was changed.", values=named))
    is_rest = values.get("rest") == "1"
    topics = scope.rest if is_rest and status is DONE else scope.branch.topics
    return Deed(topics, status, name == KNOWN, REST_KEEPS if is_rest else ())


def way_back(roadmap: Roadmap) -> str:
    """Returns the address to go back to: `next`, or else the page of the roadmap that led here."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    came_from = referrer.path + (f"?{referrer.query}" if referrer.query else "")
    is_own = referrer.netloc == request.host and _is_of(roadmap, referrer.path)
    return safe_next(request.values.get("next"), safe_next(came_from if is_own else "", roadmap.path))


def _is_of(roadmap: Roadmap, path: str) -> bool:
    is_inside = path == roadmap.path or path.startswith(f"{roadmap.path}/")
    return is_inside and not path.endswith(("/marks", "/known", "/status"))


def _topics(roadmap: Roadmap, ids: list[str]) -> dict[str, Topic]:
    """Returns topics by id, each once. Aborts with 404 if one is not there, or is in another roadmap now."""
    found = (here_now(roadmap, topic_id) or abort(404) for topic_id in ids)
    return {topic.id: topic for there, topic in found if there is roadmap or abort(404)}
