"""Calendars as files of RFC 5545 (iCalendar), with the properties of RFC 7986."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

REFRESHED = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A thing to do on a day. `uid` stays the same when it moves to another day."""

    uid: str
    day: date
    title: str
    text: str
    url: str


def write_calendar(
    uid: str, name: str, language: str, days: Sequence[CalendarDay], changed_at: datetime
) -> bytes:
    """Returns a calendar of whole days. The same content gives the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Milepost//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("uid", uid)
    calendar.add("name", name, parameters={"LANGUAGE": language})
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    for day in days:
        calendar.add_component(_event(day, changed_at))
    return bytes(calendar.to_ical())


def _event(day: CalendarDay, changed_at: datetime) -> Event:
    event = Event()
    event.add("uid", day.uid)
    event.add("dtstamp", changed_at.replace(microsecond=0))
    event.add("dtstart", day.day)
    event.add("dtend", day.day + timedelta(days=1))
    event.add("summary", day.title)
    event.add("description", day.text)
    event.add("url", day.url)
    # Nobody is busy the whole day for it.
    event.add("transp", "TRANSPARENT")
    return event
