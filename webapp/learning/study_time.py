"""How long a topic takes: an estimate from the length of its text and the kinds of its resources."""

from __future__ import annotations

import math
from collections.abc import Iterable

from webapp.catalog.model import Resource, Topic

WORDS_PER_MINUTE = 180  # of a text that teaches something; stories are read at about 240
# One sitting with a resource. Nobody reads a book for one topic.
USUAL_MINUTES = {"article": 8, "video": 12, "podcast": 25, "course": 30, "book": 30, "paper": 30}
OTHER_MINUTES = 10
ROUNDED_FROM = 5  # longer estimates are multiples of five: they are not more exact than that


def study_minutes(topic: Topic) -> int:
    """Returns how many minutes a topic takes, at least one.

    That is the time for its text, and for the quickest of its resources. Those who want to know more read
    more of them, and take longer.
    """
    text = len(topic.text.split()) / WORDS_PER_MINUTE
    minutes = max(1, math.ceil(text + _quickest(topic.resources)))
    return minutes if minutes < ROUNDED_FROM else 5 * round(minutes / 5)


def _quickest(resources: Iterable[Resource]) -> int:
    return min((USUAL_MINUTES.get(r.type, OTHER_MINUTES) for r in resources), default=0)
