"""Dates and ages in the language of the site."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from webapp.web.site.translations import gettext, long_date, time_ago


def format_day(day: date | None) -> str:
    """Returns a day such as `3 October 2024`, or an empty string for None."""
    return long_date(day) if day else ""


def format_age(moment: datetime, now: datetime) -> str:
    """Returns how long ago a moment was.

    For example `just now`, `5 minutes ago`, `yesterday` or `on 3 October 2024`.
    """
    gone = now - moment
    if gone < timedelta(minutes=1):
        return gettext("just now")
    if gone < timedelta(hours=1):
        return time_ago(timedelta(minutes=gone // timedelta(minutes=1)), "minute")
    if gone < timedelta(days=1):
        return time_ago(timedelta(hours=gone // timedelta(hours=1)), "hour")
    if gone < timedelta(days=2):
        return gettext("yesterday")
    if gone < timedelta(days=14):
        return time_ago(timedelta(days=gone.days), "day")
    return gettext("on %(day)s", day=format_day(moment.date()))
