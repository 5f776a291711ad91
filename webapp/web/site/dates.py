"""Dates in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta


def day_words(day: date | None) -> str:
    """`3 October 2024`, or nothing."""
    return f"{day.day} {day:%B %Y}" if day else ""


def ago_words(moment: datetime, now: datetime) -> str:
    """How long ago, as one says it: `just now`, `5 minutes ago`, `yesterday`, `on 3 October 2024`."""
    gone = now - moment
    if gone < timedelta(minutes=1):
        return "just now"
    if gone < timedelta(hours=1):
        return _count(int(gone.total_seconds() // 60), "minute")
    if gone < timedelta(days=1):
        return _count(int(gone.total_seconds() // 3600), "hour")
    if gone < timedelta(days=2):
        return "yesterday"
    if gone < timedelta(days=14):
        return _count(gone.days, "day")
    return f"on {day_words(moment.date())}"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'} ago"
