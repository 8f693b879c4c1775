"""Happenings as iCalendar files (RFC 5545), out to anybody's calendar and in from anybody's.

Out: one time zone with its rules, the same UID for ever, a sequence that grows with every change,
and what is cancelled stays in with that status. In: whatever a program calls a calendar; what
cannot be understood is counted and told, and never stops the rest.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import nh3
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from icalendar import Calendar, Event, vRecur, vText

from hemvist.core.translated import spoken
from hemvist.core.working_time import ZONE
from hemvist.happenings.models import Happening
from hemvist.happenings.recurrence import FIRST_YEAR, LAST_YEAR

MOST_EVENTS = 3_000
MOST_ADDITIONS = 400
LONGEST_FILE = 5 * 1024 * 1024
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class FileIsNoCalendar(Exception):
    """There is no calendar in it."""


@dataclass(frozen=True)
class ReadEvent:
    """One event of a file, in our terms."""

    uid: str
    recurrence: str
    title: str
    text: str
    where: str
    link: str
    starts_at: datetime
    ends_at: datetime | None
    is_all_day: bool
    rule: str
    exceptions: list[date]
    additions: list[datetime]
    is_cancelled: bool


@dataclass
class ReadCalendar:
    """What a file holds, and how much of it could not be understood."""

    events: list[ReadEvent] = field(default_factory=list)
    passed_over: int = 0


def write_calendar(happenings: Iterable[Happening], *, name: str, method: str = "") -> bytes:
    """A file with the happenings, in the reader's language."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Hemvist//{get_language()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(ZONE))
    calendar.add("refresh-interval", vText("PT12H"), {"VALUE": "DURATION"})
    for happening in happenings:
        calendar.add_component(_written(happening))
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def read_calendar(content: bytes) -> ReadCalendar:
    """Everything in a file that can be shown. Raises FileIsNoCalendar.

    A file that was cut off on its way is none: what it lacks would be hidden from the public.
    """
    marks = content.upper()
    if len(content) > LONGEST_FILE or b"BEGIN:VCALENDAR" not in marks:
        raise FileIsNoCalendar
    if b"END:VCALENDAR" not in marks:
        raise FileIsNoCalendar
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            calendars: Any = Calendar.from_ical(content, multiple=True)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as wrong:
            raise FileIsNoCalendar from wrong
        result = ReadCalendar()
        for calendar in calendars:
            for component in calendar.walk("VEVENT"):
                if len(result.events) >= MOST_EVENTS:
                    return result
                event = _understood(component)
                if event is None:
                    result.passed_over += 1
                else:
                    result.events.append(event)
    return result


def _written(happening: Happening) -> Event:
    event = Event()
    event.add("uid", f"{happening.pk}@hemvist")
    event.add("dtstamp", happening.changed_at)
    event.add("created", happening.created_at)
    event.add("last-modified", happening.changed_at)
    event.add("sequence", happening.sequence)
    event.add("summary", spoken(happening.titles)[0])
    event.add("status", "CANCELLED" if happening.is_cancelled else "CONFIRMED")
    text, where = spoken(happening.texts)[0], _where(happening)
    if text:
        event.add("description", text)
    if where:
        event.add("location", where)
    event.add("url", settings.SITE_URL + reverse("happenings:happening", args=[happening.slug]))
    for name, value in _when(happening):
        event.add(name, value)
    return event


def _when(happening: Happening) -> Iterator[tuple[str, Any]]:
    starts, ends = happening.starts_at.astimezone(ZONE), happening.ends_at
    yield "dtstart", starts.date() if happening.is_all_day else starts
    if ends is not None:
        ends = ends.astimezone(ZONE)
        yield "dtend", ends.date() if happening.is_all_day else ends
    if happening.rule:
        yield "rrule", vRecur.from_ical(happening.rule)
        for day in happening.exceptions:
            at = datetime.combine(day, starts.time(), ZONE)
            yield "exdate", day if happening.is_all_day else at
    for added in happening.additions:
        at = added.astimezone(ZONE)
        yield "rdate", at.date() if happening.is_all_day else at


def _where(happening: Happening) -> str:
    parts = [
        happening.whereabouts,
        happening.place.name if happening.place else "",
        happening.area.name if happening.area else "",
    ]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _understood(component: Any) -> ReadEvent | None:
    """The event, or nothing: without a title, a beginning, or within no century of ours."""
    try:
        starts, is_all_day = _moment(component.get("DTSTART"))
        title = _plain(component.get("SUMMARY"), 200)
        if starts is None or not title or not FIRST_YEAR <= starts.year <= LAST_YEAR:
            return None
        return ReadEvent(
            uid=_plain(component.get("UID"), 255) or f"{title} {starts.isoformat()}"[:255],
            recurrence=_recurrence(component),
            title=title,
            text=_plain(component.get("DESCRIPTION"), 5_000),
            where=_plain(component.get("LOCATION"), 200).replace("\n", ", "),
            link=_link(component.get("URL")),
            starts_at=starts,
            ends_at=_end(component, starts, is_all_day),
            is_all_day=is_all_day,
            rule=_rule(component.get("RRULE")),
            exceptions=_exceptions(component.get("EXDATE")),
            additions=_additions(component.get("RDATE"), starts),
            is_cancelled=str(component.get("STATUS", "")).upper() == "CANCELLED",
        )
    except (ValueError, TypeError, AttributeError, OverflowError, KeyError):
        return None


def _moment(value: Any) -> tuple[datetime | None, bool]:
    """A beginning or an end; a time without a zone is one in Sweden."""
    at = getattr(value, "dt", None)
    if isinstance(at, datetime):
        return (at if at.tzinfo else at.replace(tzinfo=ZONE)), False
    if isinstance(at, date):
        return datetime(at.year, at.month, at.day, tzinfo=ZONE), True
    return None, False


def _end(component: Any, starts: datetime, is_all_day: bool) -> datetime | None:
    ends, _is_day = _moment(component.get("DTEND"))
    length = getattr(component.get("DURATION"), "dt", None)
    if ends is None and isinstance(length, timedelta):
        ends = starts + length
    if ends is None and is_all_day:
        ends = starts + timedelta(days=1)
    return ends if ends is not None and ends >= starts else None


def _recurrence(component: Any) -> str:
    at, _is_day = _moment(component.get("RECURRENCE-ID"))
    return at.astimezone(ZONE).isoformat() if at else ""


def _rule(value: Any) -> str:
    rules = value if isinstance(value, list) else [value]
    return rules[0].to_ical().decode()[:300] if len(rules) == 1 and rules[0] is not None else ""


def _exceptions(value: Any) -> list[date]:
    lists = value if isinstance(value, list) else [value]
    days = set()
    for one in lists:
        for day in getattr(one, "dts", []):
            at, _is_day = _moment(day)
            if at is not None:
                days.add(at.astimezone(ZONE).date())
    return sorted(days)[:1_000]


def _additions(value: Any, starts: datetime) -> list[datetime]:
    """Moments at which it happens besides the first and the rule; of a period its beginning."""
    lists = value if isinstance(value, list) else [value]
    found = set()
    for one in lists:
        for day in getattr(one, "dts", []):
            said = getattr(day, "dt", None)
            at = said[0] if isinstance(said, tuple) else said
            if isinstance(at, date) and not isinstance(at, datetime):
                at = datetime(at.year, at.month, at.day, tzinfo=ZONE)
            if isinstance(at, datetime) and FIRST_YEAR <= at.year <= LAST_YEAR:
                found.add(at if at.tzinfo else at.replace(tzinfo=ZONE))
    return sorted(found - {starts})[:MOST_ADDITIONS]


def _plain(value: Any, longest: int) -> str:
    """Text without marks of any kind: some programs write HTML here."""
    text = UNREADABLE.sub("", str(value)) if value is not None else ""
    if "<" in text:
        text = nh3.clean(re.sub(r"<(br|/p|/li)[^>]*>", "\n", text), tags=set())
        text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    text = re.sub(r"[ \t\xa0]+", " ", text.replace("\r\n", "\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()[:longest]


def _link(value: Any) -> str:
    link = _plain(value, 501)
    is_web = link.startswith(("https://", "http://")) and not re.search(r"[\s<>\"]", link)
    return link if is_web and len(link) <= 500 else ""
