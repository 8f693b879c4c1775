from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.core import fetching
from hemvist.core.working_time import ZONE
from hemvist.demo.factories import a_happening
from hemvist.happenings import actions, tasks
from hemvist.happenings.models import CalendarSource, Happening, Occurrence
from hemvist.happenings.recurrence import RuleIsNotUnderstood
from tests.happenings.test_calendar_files import file_with

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SYSTEM = Actor.SYSTEM


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def source():
    return actions.save_source(CalendarSource(name="Byaföreningen"), by=SYSTEM)


def calendar(*events):
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n".encode()


FIKA = "UID:1\r\nSUMMARY:Fika\r\nDTSTART:20261125T170000Z\r\nRRULE:FREQ=WEEKLY;COUNT=3"
LOPPIS = "UID:2\r\nSUMMARY:Loppis\r\nDTSTART;VALUE=DATE:20261128"


def take(source, *events):
    taken = actions.take_in(source, calendar(*events), by=SYSTEM, at=NOW)
    return (taken.added, taken.changed, taken.gone, taken.passed_over)


def test_saving_writes_down_the_times_and_the_deed():
    row = a_happening(rule="FREQ=WEEKLY;COUNT=3")

    assert row.occurrences.count() == 3
    assert Event.objects.filter(verb="happening.saved", subject_id=str(row.pk)).count() == 1


def test_saving_the_same_changes_nothing():
    row = a_happening()
    actions.save_happening(Happening.objects.get(pk=row.pk), by=SYSTEM)

    row.refresh_from_db()
    assert row.sequence == 0
    assert Event.objects.filter(verb="happening.saved").count() == 1


def test_a_change_raises_the_sequence_and_moves_the_times():
    row = a_happening(rule="")
    row.starts_at += timedelta(days=1)
    row.ends_at += timedelta(days=1)
    actions.save_happening(row, by=SYSTEM)

    assert row.sequence == 1
    assert [one.starts_at for one in row.occurrences.all()] == [row.starts_at]


def test_a_rule_nobody_lives_by_is_refused():
    with pytest.raises(RuleIsNotUnderstood):
        a_happening(rule="FREQ=SECONDLY")

    assert not Happening.objects.exists()


def test_cancelling_keeps_it_in_the_calendar():
    row = actions.cancel_happening(a_happening(), by=SYSTEM)

    assert (row.is_cancelled, row.sequence) == (True, 1)
    assert row.occurrences.exists()


def test_a_file_twice_changes_nothing(source):
    first = take(source, FIKA, LOPPIS)
    again = take(source, FIKA, LOPPIS)

    assert (first, again) == ((2, 0, 0, 0), (0, 0, 0, 0))
    assert Occurrence.objects.count() == 4


def test_what_changes_in_the_file_changes_and_what_is_ours_stays(source):
    take(source, FIKA)
    row = Happening.objects.get()
    row.welcomes_newcomers, row.titles = True, {**row.titles, "en": "Coffee"}
    actions.save_happening(row, by=SYSTEM)

    taken = take(source, FIKA.replace("SUMMARY:Fika", "SUMMARY:Stor fika"))

    row.refresh_from_db()
    assert taken == (0, 1, 0, 0)
    assert row.titles == {"sv": "Stor fika", "en": "Coffee"}
    assert row.welcomes_newcomers


def test_what_is_no_longer_in_the_file_is_no_longer_shown_and_may_come_back(source):
    take(source, FIKA, LOPPIS)
    gone = take(source, FIKA)
    shown = Happening.objects.public().count()
    back = take(source, FIKA, LOPPIS)

    assert (gone, shown, back) == ((0, 0, 1, 0), 1, (0, 1, 0, 0))


def test_one_of_a_series_that_is_moved_stands_where_it_was_moved_to(source):
    moved = "UID:1\r\nRECURRENCE-ID:20261202T170000Z\r\nSUMMARY:Fika\r\nDTSTART:20261203T170000Z"
    take(source, FIKA, moved)

    days = [one.day for one in Occurrence.objects.public()]
    assert days == [date(2026, 11, 25), date(2026, 12, 3), date(2026, 12, 9)]


def test_a_rule_of_a_file_that_nobody_lives_by_happens_once(source):
    take(source, FIKA.replace("FREQ=WEEKLY;COUNT=3", "FREQ=SECONDLY"))

    assert Occurrence.objects.count() == 1


def test_the_same_event_twice_in_a_file_is_taken_once(source):
    assert take(source, FIKA, FIKA) == (1, 0, 0, 0)


def test_two_calendars_may_use_the_same_number(source):
    other = actions.save_source(CalendarSource(name="Biblioteket"), by=SYSTEM)

    take(source, FIKA)
    take(other, FIKA)

    assert Happening.objects.count() == 2


def test_times_go_on_every_night():
    row = a_happening(rule="FREQ=WEEKLY")
    Occurrence.objects.all().delete()

    tasks.go_on(timestamp=int(NOW.timestamp()))

    assert row.occurrences.count() > 50


def test_a_calendar_on_this_machine_is_never_fetched(source):
    source.address = "http://127.0.0.1:5432/"
    actions.save_source(source, by=SYSTEM)

    tasks.fetch(source=source.pk)

    source.refresh_from_db()
    assert "open internet" in source.trouble or "internet" in source.trouble
    assert source.fetched_at is None


def test_what_an_address_gives_is_taken_in(source, monkeypatch):
    source.address = "https://association.example/all.ics"
    actions.save_source(source, by=SYSTEM)
    fetched = fetching.Fetched(calendar(FIKA), "text/calendar", source.address)
    monkeypatch.setattr(actions, "fetch", lambda *a, **k: fetched)

    tasks.fetch_all(timestamp=int(NOW.timestamp()))

    source.refresh_from_db()
    assert (source.trouble, source.fetched_at) == ("", NOW)
    assert Happening.objects.get().source_url == source.address


def test_an_address_without_a_calendar_is_told(source, monkeypatch):
    source.address = "https://association.example/"
    actions.save_source(source, by=SYSTEM)
    page = fetching.Fetched(b"<html>", "text/html", source.address)
    monkeypatch.setattr(actions, "fetch", lambda *a, **k: page)

    tasks.fetch(source=source.pk)

    source.refresh_from_db()
    assert source.trouble.endswith(".")


def test_a_file_of_one_event_may_lack_nearly_everything(source):
    content = file_with("SUMMARY:Fika", "DTSTART:20261125T170000Z")

    actions.take_in(source, content, by=SYSTEM, at=NOW)

    row = Happening.objects.get()
    assert row.starts_at == datetime(2026, 11, 25, 18, tzinfo=ZONE)
    assert row.ends_at is None


def test_happening_that_is_written_anew_with_the_same_number_takes_the_place_of_the_old_one():
    first = a_happening("Språkcafé")
    again = Happening(
        id=first.pk, slug=first.slug, titles={"sv": "Kafé"}, starts_at=first.starts_at
    )

    actions.save_happenings([again], by=Actor.SYSTEM)

    kept = Happening.objects.get()
    assert (kept.titles, kept.created_at) == ({"sv": "Kafé"}, first.created_at)
    assert kept.sequence == first.sequence + 1
