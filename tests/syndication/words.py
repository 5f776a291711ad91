"""What feeds say, in English."""

from __future__ import annotations

from webapp.syndication.feeds import FeedWords

WORDS = FeedWords(
    site_name="Milepost",
    language="en",
    title="%(site)s, new roadmaps",
    tag_title="%(site)s, new roadmaps: %(tag)s",
    description="New learning roadmaps on %(site)s",
    tag_description="New learning roadmaps on %(site)s: %(tag)s",
    topics="Topics",
)
