"""The node types of the format: what each one is for, and how large it is where its file does not say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

# Width and height in units of the drawing.
NODE_SIZES: Mapping[str, tuple[float, float]] = {
    "topic": (150, 49),
    "subtopic": (150, 49),
    "title": (200, 68),
    "button": (150, 49),
    "paragraph": (200, 100),
    "section": (200, 100),
    "label": (120, 40),
    "vertical": (20, 100),
    "horizontal": (100, 20),
    "legend": (230, 120),
    "linksgroup": (240, 120),
    "checklist": (200, 100),
    "todo": (200, 49),
    "resourceButton": (240, 49),
}

TopicType = Literal["topic", "subtopic", "todo", "checklist-item"]
PROGRESS_TYPES = frozenset({"topic", "subtopic", "todo", "checklist-item"})
BUTTON_TYPES = frozenset({"button", "resourceButton"})
LINK_TYPES = BUTTON_TYPES | {"linksgroup"}
# What can belong to a topic or a group in an outline that is inferred from the drawing.
MEMBER_TYPES = frozenset({"topic", "subtopic", "todo", "checklist"}) | LINK_TYPES
# Of these, two that lie exactly upon each other are one topic.
TWIN_TYPES = frozenset({"topic", "subtopic", "todo"})
# The id of the badge of a topic that its author leaves to the learner, and the outline's word for it.
OPTIONAL = "optional"
