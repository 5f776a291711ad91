"""What the forms of plans say."""

from __future__ import annotations

from flask import request

from webapp.catalog.model import Roadmap
from webapp.habits.plans import BadPlan


def read_minutes() -> int:
    """Returns the minutes of the hours in the form. Raises BadPlan."""
    try:
        return round(float(request.form.get("hours", "").replace(",", ".")) * 60)
    except (ValueError, OverflowError) as error:
        raise BadPlan from error


def is_target(roadmap: Roadmap, topic_id: str) -> bool:
    """Returns whether a plan can lead to this topic of a roadmap."""
    topic = roadmap.topic(topic_id)
    return topic is not None and topic.drawn and topic.id == topic_id
