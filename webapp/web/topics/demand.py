"""What a topic asks for, in words: what comes before it, and whether it may be left out."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.catalog.model import Topic
from webapp.learning.demands import demands
from webapp.learning.standing import Standing
from webapp.learning.status import DONE, SKIPPED
from webapp.web.site.translations import gettext, ngettext
from webapp.web.topics.nodes import TopicNode, topic_node


@dataclass(frozen=True, slots=True)
class Required:
    """A topic that comes first. `words` say whether that is met."""

    node: TopicNode
    words: str


def required(topic: Topic, standing: Standing) -> Required:
    """Returns a topic that another one requires, with whether that is met."""
    status = standing.status_of(topic.id)
    if status in (DONE, SKIPPED):
        words = gettext(status.words)
    elif standing.is_optional(topic.id):
        words = gettext("optional")
    else:
        words = gettext("comes first")
    return Required(topic_node(topic, standing), words)


def demand_words(standing: Standing, topic: Topic) -> str:
    """Returns whether a topic may be left out, in words; an empty string if the author demands it."""
    found = demands(standing.roadmap)
    if topic.id in found.left_out:
        return gettext("Optional: it is good to know, and the roadmap is finished without it.")
    around = found.around.get(topic.id)
    if not around:
        return ""
    innermost = around[-1]
    if topic.id in standing.left_over:
        return gettext("Optional: enough of %(group)s is done.", group=innermost.label)
    return ngettext(
        "One topic of %(group)s is enough.",
        "%(num)d topics of %(group)s are enough.",
        innermost.choose,
        group=innermost.label,
    )
