"""Invitations in mail: said in words, whatever somebody sends."""

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from hemvist.documents.models import CaseFile
from hemvist.inbox.meetings import meetings_in
from hemvist.inbox.reading import Part
from hemvist.messaging.models import Message
from tests.inbox.making import answer_to, arrive

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:1@x\r\n"
TAIL = "END:VEVENT\r\nEND:VCALENDAR\r\n"
VIEWING = (
    "DTSTART;TZID=Europe/Helsinki:20261202T170000\r\nDURATION:PT45M\r\n"
    "SUMMARY:Visning\r\nLOCATION:Kvarnbacken 4\\, port B\r\n"
    "ORGANIZER;CN=Hyresvärden:mailto:visning@example.org\r\n"
)


def a_calendar(lines=VIEWING, method="REQUEST"):
    return (HEAD.format(method=method) + lines + TAIL).encode()


def told(content):
    with translation.override("en"):
        return [meeting.lines for meeting in meetings_in((Part("", "text/calendar", content),))]


def test_an_invitation_stands_in_the_case_in_words(case):
    raw = answer_to(case, text="See below", files=[("v.ics", a_calendar(), "text/calendar")])

    arrive(raw)

    said = Message.objects.get(channel="email").body
    assert said.startswith("See below\n\n")
    assert "Visning" in said
    assert "onsdag 2 december 2026, 16.00–16.45" in said
    assert "Kvarnbacken 4, port B" in said
    assert said.endswith("Hyresvärden")
    assert not CaseFile.objects.exists()


@pytest.mark.parametrize(
    ("lines", "when"),
    [
        ("DTSTART:20261202T150000Z\r\nDTEND:20261203T150000Z\r\n", "2 December 2026, 16:00–Thur"),
        ("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261225\r\n", "24 December 2026"),
        ("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\n", "– Saturday 26 Dec"),
        ("DTSTART:20261202T150000\r\n", "2 December 2026, 15:00"),
        ("DTSTART:20261202T150000Z\r\nRRULE:FREQ=WEEKLY\r\n", "16:00, and again"),
    ],
)
def test_when_it_is_is_said_by_our_clock(lines, when):
    [meeting] = told(a_calendar(lines))

    assert when in dict(meeting)["When"]


@pytest.mark.parametrize(
    ("method", "lines", "kind"),
    [
        ("CANCEL", "", "Cancelled invitation"),
        ("REPLY", "ATTENDEE;PARTSTAT=DECLINED:mailto:a@x.org\r\n", "Declined an invitation"),
        ("REPLY", "", "Event"),
        ("REQUEST", "STATUS:CANCELLED\r\n", "Cancelled invitation"),
        ("NONSENSE", "", "Event"),
    ],
)
def test_what_it_is_is_said(method, lines, kind):
    [meeting] = told(a_calendar(VIEWING + lines, method))

    assert meeting[0] == (kind, "Visning")


def test_the_same_in_the_text_and_as_a_file_is_one():
    parts = (Part("", "text/calendar", a_calendar()), Part("i.ics", "text/plain", a_calendar()))

    assert len(meetings_in(parts)) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"BEGIN:VCALENDAR\r\n" * 5_000,
        b"BEGIN:VEVENT\r\n" * 7_000,
        a_calendar("DTSTART:00010101T000000Z\r\n"),
        a_calendar("DTSTART:99991231T235959Z\r\nDURATION:P9999999D\r\n"),
        a_calendar("SUMMARY:no time\r\n"),
        a_calendar("DTSTART;TZID=Nowhere/Land:20261202T150000\r\nDTEND:x\r\n"),
        a_calendar("DTSTART:20261202T150000Z\r\nSUMMARY:" + "x\\n" * 30_000 + "\r\n"),
        a_calendar("DTSTART;" + "A=B;" * 20_000 + "X=1:20261202T150000Z\r\n"),
        a_calendar("DTSTART:20261202T150000Z\r\n" * 3_000),
        a_calendar().replace(b"Visning", b"\xff\xfe\x00"),
    ],
    ids=range(11),
)
def test_nothing_that_is_sent_raises_or_is_without_bounds(content):
    for meeting in told(content):
        assert all(len(value) < 400 and "\0" not in value for _word, value in meeting)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_raises(text):
    told(a_calendar(text))
    told(text.encode("utf-8", "surrogatepass"))
