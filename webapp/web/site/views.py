"""What templates see: frozen values with everything worked out, so that templates do no queries and no
arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link with its words."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What the head of a page says. Addresses are absolute; `json_ld` holds ready, escaped JSON texts."""

    title: str
    description: str
    canonical: str = ""
    robots: str = ""
    og_type: str = "website"
    image: str = ""
    image_alt: str = ""
    keywords: str = ""
    json_ld: tuple[Markup, ...] = ()
    stylesheets: tuple[str, ...] = ()
    feeds: tuple[LinkView, ...] = ()
    section: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """The learner who is signed in, as pages need them; `key` goes into forms, so that an old page of one
    never acts for another.
    """

    username: str
    key: str


@dataclass(frozen=True, slots=True)
class NodeView:
    """A topic on the map or in the list, with the learner's status.

    `tick` is the status that its tick button posts.
    """

    id: str
    type: str
    label: str
    href: str
    status: str
    status_words: str
    badge: str
    tick: str
    tick_words: str


@dataclass(frozen=True, slots=True)
class OutlineView:
    """A line of the outline: `kind` is topic, group or link; `level` counts from 1."""

    kind: str
    level: int
    label: str
    id: str
    href: str
    node: NodeView | None
    children: tuple[OutlineView, ...] = ()
    type: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class MeterView:
    """How far a learner is on a roadmap; `words` says it in a sentence, shares are per cent with one
    decimal.
    """

    slug: str
    words: str
    done_share: str
    learning_share: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A roadmap in a list; `thumb` is a tiny drawing of its map; `resume` is the topic to go on with."""

    slug: str
    href: str
    title: str
    line: str
    topics_words: str
    is_new: bool
    is_upcoming: bool
    thumb: Markup
    meter: MeterView | None = None
    resume: LinkView | None = None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """The expandable question above the map."""

    title: str
    html: Markup


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A partner's line above the heading."""

    description: str
    href: str
    link_text: str


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course shown under the map."""

    title: str
    description: str
    href: str
    instructor: str
    instructor_title: str
    instructor_image: str
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoadmapPage:
    """The page of a roadmap.

    `view` is map, list or empty (by the width of the window); `outline` is ready HTML.
    """

    slug: str
    href: str
    title: str
    description: str
    view: str
    map_href: str
    list_href: str
    json_href: str
    pdf_href: str
    drawn: bool
    is_upcoming: bool
    is_new: bool
    is_forkable: bool
    updated: str
    updated_words: str
    layer: Markup
    badges: Markup
    outline: Markup
    meter: MeterView
    question: QuestionView | None
    note: Markup
    partner: PartnerView | None
    parent: LinkView | None
    variants: tuple[LinkView, ...]
    related: tuple[CardView, ...]
    courses: tuple[CourseView, ...]
    tags: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class ToastView:
    """A message after a change; `undo_href` is where to post to undo it, empty when it cannot be undone."""

    words: str
    undo_href: str = ""


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page; the hero is the beginning of a real map, `going_on` the learner's own roadmaps."""

    hero: LinkView | None
    hero_layer: Markup
    hero_badges: Markup
    hero_outline: Markup
    going_on: tuple[CardView, ...]
    roles: tuple[CardView, ...]
    skills: tuple[CardView, ...]
    others: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """The catalogue, or a tag's page (`tag_href` set); `query` is what was asked for."""

    heading: str
    line: str
    query: str
    tag_href: str
    tags: tuple[LinkView, ...]
    roles: tuple[CardView, ...]
    skills: tuple[CardView, ...]
    others: tuple[CardView, ...]
    count_words: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A topic that was found, and its roadmap."""

    topic: LinkView
    roadmap: LinkView


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was asked for (`query` may be empty) and what was found."""

    query: str
    roadmaps: tuple[CardView, ...]
    topics: tuple[HitView, ...]
    count_words: str


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """An error page: what happened and the next step."""

    code: int
    heading: str
    words: str
    request_id: str
    suggestions: tuple[LinkView, ...] = field(default=())
