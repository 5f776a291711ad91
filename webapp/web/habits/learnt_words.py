"""How much was learnt, as today's page, the year and the weekly mail say it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from webapp.learning.days import Place
from webapp.web.site.translations import gettext, ngettext


def learnt_words(days: Mapping[date, Collection[Place]]) -> str:
    """Returns on how many days how many topics were learnt. A topic of several days is one."""
    learnt = [topics for topics in days.values() if topics]
    return gettext(
        "%(days)s, %(topics)s",
        days=ngettext("%(num)d day of learning", "%(num)d days of learning", len(learnt)),
        topics=ngettext("%(num)d topic", "%(num)d topics", len(set().union(*learnt))),
    )
