from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from hemvist.core.working_time import ZONE
from hemvist.happenings.calendar_files import (
    FileIsNoCalendar,
    ReadEvent,
    read_calendar,
    write_calendar,
)
from hemvist.happenings.models import Happening
from tests.shared import shared_data

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def happening(**fields):
    starts = datetime(2026, 10, 21, 18, tzinfo=ZONE)
    values = {
        "slug": "sprakcafe",
        "titles": {"sv": "Språkcafé; med fika, och\nmer", "en": "Language café"},
        "texts": {"sv": "Kom som du är."},
        "whereabouts": "Biblioteket",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "created_at": NOW,
        "changed_at": NOW,
        **fields,
    }
    return Happening(**values)


def one_event(content):
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def test_a_file_says_what_any_calendar_needs():
    row = happening(rule="FREQ=WEEKLY", exceptions=[date(2026, 10, 28)], sequence=3)

    content = write_calendar([row], name="Boden")
    event = one_event(content)

    assert b"BEGIN:VTIMEZONE" in content and b"TZID:Europe/Stockholm" in content
    assert b"DTSTART;TZID=Europe/Stockholm:20261021T180000" in content
    assert b"EXDATE;TZID=Europe/Stockholm:20261028T180000" in content
    assert b"RRULE:FREQ=WEEKLY" in content
    assert (event["UID"], int(event["SEQUENCE"])) == (f"{row.pk}@hemvist", 3)
    assert event["STATUS"] == "CONFIRMED"
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_what_is_cancelled_stays_in_the_file():
    assert (
        one_event(write_calendar([happening(is_cancelled=True)], name=""))["STATUS"] == "CANCELLED"
    )


def test_all_day_is_dates():
    starts = datetime(2026, 10, 24, tzinfo=ZONE)
    row = happening(starts_at=starts, ends_at=starts + timedelta(days=1, hours=1), is_all_day=True)

    content = write_calendar([row], name="")

    assert b"DTSTART;VALUE=DATE:20261024" in content
    assert b"DTEND;VALUE=DATE:20261025" in content


@pytest.mark.parametrize("is_all_day", [True, False])
@pytest.mark.parametrize("rule", ["", "FREQ=MONTHLY;BYDAY=1FR"])
def test_what_is_written_is_read_as_it_was(is_all_day, rule):
    starts = datetime(2026, 10, 21, 0 if is_all_day else 18, tzinfo=ZONE)
    ends = datetime(2026, 10, 22, tzinfo=ZONE) if is_all_day else starts + timedelta(hours=1)
    row = happening(starts_at=starts, ends_at=ends, is_all_day=is_all_day, rule=rule)

    (event,) = read_calendar(write_calendar([row], name="")).events

    assert event == ReadEvent(
        uid=f"{row.pk}@hemvist",
        recurrence="",
        title="Språkcafé; med fika, och\nmer",
        text="Kom som du är.",
        where="Biblioteket",
        link=event.link,
        starts_at=starts,
        ends_at=ends,
        is_all_day=is_all_day,
        rule=rule,
        exceptions=[],
        additions=[],
        is_cancelled=False,
    )


def test_no_file_of_the_corpus_raises_and_most_are_understood():
    files = sorted((shared_data() / "corpora" / "calendars").glob("*"))
    events, refused = 0, []
    for file in files:
        try:
            events += len(read_calendar(file.read_bytes()).events)
        except FileIsNoCalendar:
            refused.append(file.name)

    assert len(files) > 50
    assert events > 30
    assert len(refused) < 6, refused


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"<html>BEGIN</html>",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
        b"BEGIN:VCALENDAR" + b"x" * 6_000_000,
        "BEGIN:VCALENDAR\r\nSUMMARY:\udcff".encode("utf-8", "surrogatepass"),
    ],
)
def test_what_is_no_calendar_is_refused_or_empty(content):
    with suppress(FileIsNoCalendar):
        assert read_calendar(content).events == []


def file_with(*lines):
    text = "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "BEGIN:VEVENT",
            *lines,
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )
    return text.encode()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["DTSTART", "DTEND", "RRULE", "EXDATE", "DURATION", "RECURRENCE-ID", "URL"]),
    st.text(max_size=40),
)
def test_no_value_breaks_the_reading(name, value):
    lines = ["SUMMARY:x", "DTSTART:20261021T180000Z", f"{name}:{value}"]
    with suppress(FileIsNoCalendar):
        read_calendar(file_with(*lines))


def test_marks_and_addresses_of_other_programs_become_plain_text():
    (event,) = read_calendar(
        file_with(
            "UID:1",
            "SUMMARY:Fika",
            "DTSTART:20261021T180000",
            "DESCRIPTION:<p>Kom & <b>ät</b><script>alert(1)</script></p><p>Hej</p>",
            "URL:javascript:alert(1)",
        )
    ).events

    assert event.text == "Kom & ät\nHej"
    assert event.link == ""
    assert event.starts_at == datetime(2026, 10, 21, 18, tzinfo=ZONE)


def test_what_has_no_title_or_beginning_is_counted():
    read = read_calendar(file_with("UID:1", "DTSTART:20261021T180000Z"))

    assert (read.events, read.passed_over) == ([], 1)


RDATES = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:kor@example.org
SUMMARY:Körsång
DTSTART;TZID=Europe/Stockholm:20261021T180000
RDATE;TZID=Europe/Stockholm:20261104T180000,20261118T190000
RDATE;VALUE=PERIOD:20261201T170000Z/PT1H
RDATE;VALUE=DATE:20261224
END:VEVENT
END:VCALENDAR
"""


def test_dates_besides_the_rule_are_read_and_come_out_again():
    (event,) = read_calendar(RDATES.encode()).events
    days = [(at.astimezone(ZONE).day, at.astimezone(ZONE).hour) for at in event.additions]
    row = happening(additions=event.additions)

    (again,) = read_calendar(write_calendar([row], name="")).events

    assert days == [(4, 18), (18, 19), (1, 18), (24, 0)]
    assert again.additions == event.additions
