"""Times for learning, in words."""

from __future__ import annotations

from webapp.web.site.translations import ngettext


def about_minutes(minutes: int) -> str:
    """Returns how long something takes, which is an estimate."""
    return ngettext("about %(num)d minute", "about %(num)d minutes", minutes)
