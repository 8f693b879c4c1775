"""Invitations that come with a mail, said in words: what, when, where.

Nothing is booked by them and nobody is answered; a person reads them and decides. What is sent can
be anything: everything is bounded, and what makes no sense is left in the mail as a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from icalendar import Calendar

from hemvist.core.dates import clock_time, full_day
from hemvist.core.working_time import ZONE
from hemvist.inbox.letters_of_text import readable
from hemvist.inbox.reading import Part

LONGEST_FILE = 100_000
MOST_FILES, MOST_MEETINGS = 4, 5
LONGEST = 200
# What a calendar says that it sends (RFC 5546).
KINDS: dict[str, Promise] = {
    "REQUEST": gettext_lazy("Invitation"),
    "CANCEL": gettext_lazy("Cancelled invitation"),
    "COUNTER": gettext_lazy("Another time is proposed"),
    "DECLINECOUNTER": gettext_lazy("The proposed time does not work"),
}
ANSWERS: dict[str, Promise] = {
    "ACCEPTED": gettext_lazy("Accepted an invitation"),
    "DECLINED": gettext_lazy("Declined an invitation"),
    "TENTATIVE": gettext_lazy("May come to an invitation"),
}
OTHER = pgettext_lazy("from a calendar", "Event")


@dataclass(frozen=True)
class Meeting:
    """What stands in a calendar, as text; what it does not say is empty."""

    kind: str
    what: str
    when: str
    where: str
    who: str

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What there is to say, each with its word before it."""
        said = [
            (self.kind, self.what),
            (_("When"), self.when),
            (_("Where"), self.where),
            (_("From"), self.who),
        ]
        return [(word, value) for word, value in said if value]

    @property
    def as_text(self) -> str:
        """The same on lines of their own."""
        return "\n".join(f"{word}: {value}" for word, value in self.lines)


def is_calendar(part: Part) -> bool:
    """Whether a part says that it is from a calendar."""
    return part.is_calendar or part.name.lower().endswith(".ics")


def meetings_in(parts: tuple[Part, ...]) -> list[Meeting]:
    """The meetings that came along, each once. Never raises."""
    files = [part.content for part in parts if is_calendar(part) and part.size <= LONGEST_FILE]
    found = [meeting for content in files[:MOST_FILES] for meeting in _meetings_of(content)]
    return list(dict.fromkeys(found))[:MOST_MEETINGS]


def _meetings_of(content: bytes) -> Iterator[Meeting]:
    try:
        calendar: Any = Calendar.from_ical(content)
        events = calendar.walk("VEVENT")[:MOST_MEETINGS]
        method = str(calendar.get("METHOD", "")).upper()
    except Exception:
        # It reads what anybody can send, and says nothing of which errors it lets through.
        return
    for event in events:
        try:
            yield _meeting(event, method)
        except Exception:  # noqa: S112 - the same; the file stays in the mail
            continue


def _meeting(event: Any, method: str) -> Meeting:
    organizer = event.get("ORGANIZER")
    name = organizer.params.get("CN") or str(organizer) if organizer is not None else ""
    return Meeting(
        kind=str(_kind(event, method)),
        what=_line(event.get("SUMMARY", "")) or str(_("Without a title")),
        when=_when(event),
        where=_line(event.get("LOCATION", "")),
        who=_line(name).removeprefix("MAILTO:").removeprefix("mailto:"),
    )


def _kind(event: Any, method: str) -> str | Promise:
    if method == "REPLY":
        attendee = event.get("ATTENDEE")
        first = attendee[0] if isinstance(attendee, list) else attendee
        answer = str(first.params.get("PARTSTAT", "")).upper() if first is not None else ""
        return ANSWERS.get(answer, OTHER)
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return KINDS["CANCEL"]
    return KINDS.get(method, OTHER)


def _when(event: Any) -> str:
    """The day, and from when until when by our clock; a time without a zone is as it stands."""
    begins = event.decoded("DTSTART")
    length = event.decoded("DURATION", None)
    ends = event.decoded("DTEND", None) or (begins + length if length else None)
    again = ", " + _("and again") if "RRULE" in event else ""
    if not isinstance(begins, datetime):
        last = ends - timedelta(days=1) if isinstance(ends, date) else begins
        days = full_day(begins) if last <= begins else f"{full_day(begins)} – {full_day(last)}"
        return days + again
    begins, ends = _ours(begins), _ours(ends) if isinstance(ends, datetime) else None
    until = ""
    if ends is not None and ends > begins:
        day = "" if ends.date() == begins.date() else f" {full_day(ends)}"
        until = f"–{day.lstrip()}{' ' if day else ''}{clock_time(ends.time())}"
    return f"{full_day(begins)}, {clock_time(begins.time())}{until}{again}"


def _ours(at: datetime) -> datetime:
    return at.astimezone(ZONE) if at.tzinfo else at.replace(tzinfo=ZONE)


def _line(value: Any) -> str:
    return " ".join(readable(str(value)).split())[:LONGEST]
