"""What the templates of a learner's own pages see."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.catalog.model import Roadmap, Topic
from webapp.web.roadmaps.cards import Card


@dataclass(frozen=True, slots=True)
class ActView:
    """One deed of the learner, in words."""

    words: str
    topic: Topic | None
    roadmap: Roadmap | None
    when: str
    when_words: str
    undo_href: str
    is_undone: bool


@dataclass(frozen=True, slots=True)
class DashboardPage:
    """The learner's dashboard."""

    username: str
    under_way: tuple[Card, ...]
    acts: tuple[ActView, ...]
    suggestions: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class SessionView:
    """A place where the learner is signed in."""

    id: str
    words: str
    since_words: str
    is_this_one: bool


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The account's settings."""

    username: str
    email: str
    sessions: tuple[SessionView, ...]
