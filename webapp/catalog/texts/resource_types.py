"""The types of resources that topics link to."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.language import gettext_noop


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A type as texts write it, the words that pages show, and other spellings that are understood.

    Resources are shown in the order of `rank`; those of equal rank stay as their author wrote them.
    """

    name: str
    words: str
    rank: int
    spellings: tuple[str, ...] = ()


OTHER = 8
RESOURCE_TYPES = (
    ResourceType("official", gettext_noop("Official"), 0, ("offical", "oficial")),
    ResourceType("opensource", gettext_noop("Open source"), 1, ("open-source",)),
    ResourceType("article", gettext_noop("Article"), 2, ("articles",)),
    ResourceType("course", gettext_noop("Course"), 3, ("courses",)),
    ResourceType("book", gettext_noop("Book"), 4, ("books",)),
    ResourceType("video", gettext_noop("Video"), 5, ("videos",)),
    ResourceType("podcast", gettext_noop("Podcast"), 6),
    ResourceType("feed", gettext_noop("Feed"), 7),
    ResourceType("roadmap", gettext_noop("Roadmap"), OTHER),
    ResourceType("guide", gettext_noop("Guide"), OTHER),
    ResourceType("paper", gettext_noop("Paper"), OTHER),
    ResourceType("documentation", gettext_noop("Documentation"), OTHER, ("docs",)),
    ResourceType("tool", gettext_noop("Tool"), OTHER),
    ResourceType("website", gettext_noop("Website"), OTHER),
    ResourceType("newsletter", gettext_noop("Newsletter"), OTHER),
    ResourceType("community", gettext_noop("Community"), OTHER),
)
# What an unknown type is shown as.
FALLBACK = RESOURCE_TYPES[2]
BY_NAME = {t.name: t for t in RESOURCE_TYPES}
BY_SPELLING = {spelling: t for t in RESOURCE_TYPES for spelling in (t.name, *t.spellings)}


def resource_type(written: str) -> ResourceType | None:
    """Returns the type that a text means, whatever its case and in any known spelling; None if unknown."""
    return BY_SPELLING.get(written.lower())
