"""How much of a roadmap was walked, in the words of the ending and of its record."""

from __future__ import annotations

from webapp.learning.standing import Counts
from webapp.web.site.translations import gettext, ngettext


def walked_words(counts: Counts) -> str:
    """Returns how many topics count, all of which are done, and how many optional ones were done beside."""
    topics = ngettext("%(num)d topic", "%(num)d topics", counts.total)
    done = counts.optional_done
    if not done:
        return topics
    if done == counts.optional > 1:
        return gettext("%(topics)s and all %(count)d optional ones", topics=topics, count=done)
    return ngettext(
        "%(topics)s and %(num)d optional one", "%(topics)s and %(num)d optional ones", done, topics=topics
    )
