"""What the templates of a topic see."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from webapp.web.site.views import LinkView, MeterView, NodeView


@dataclass(frozen=True, slots=True)
class ResourceView:
    """A link of a topic with the words of its badge and the name of its host."""

    type: str
    type_words: str
    title: str
    href: str
    host: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatusOption:
    """One segment of the status control; `key` is its keyboard key."""

    value: str
    label: str
    key: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A topic, as a page and as the panel's fragment; `trail` names where it stands in the roadmap,
    outermost first.
    """

    roadmap: LinkView
    node: NodeView
    title: str
    requires: tuple[NodeView, ...]
    html: Markup
    resources: tuple[ResourceView, ...]
    trail: tuple[LinkView, ...]
    position_words: str
    previous: LinkView | None
    next: LinkView | None
    children: tuple[NodeView, ...]
    options: tuple[StatusOption, ...]
    status_href: str
    meter: MeterView
