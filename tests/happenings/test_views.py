import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from icalendar import Calendar

from hemvist.accounts.models import Role
from hemvist.audit.actions import Actor
from hemvist.demo.factories import a_happening, a_municipality, a_user, an_area
from hemvist.happenings.actions import cancel_happening
from hemvist.happenings.models import CalendarSource, Happening
from tests.site.queries import assert_constant_queries

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        a_municipality()
        yield


@pytest.fixture
def editor(client):
    client.force_login(a_user("Redaktör", role=Role.EDITOR))
    return client


def text_of(answer):
    return answer.content.decode()


TYPED = {
    "title_sv": "Språkcafé",
    "title_en": "Language café",
    "day": "2026-12-02",
    "starts": "18:00",
    "ends": "20:00",
    "repeats": "week",
    "until": "2026-12-31",
    "exceptions": "2026-12-23\r\n2026-12-30",
    "source_url": "https://norrby.example/",
    "checked_on": "2026-11-23",
}


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
@pytest.mark.parametrize("path", ["", "2026/11/", "sprakcafe/"])
def test_every_page_opens_in_every_direction(client, language, path):
    a_happening()

    answer = client.get(f"/{language}/calendar/{path}")

    assert answer.status_code == 200
    assert "Språkcafé" in text_of(answer)


@pytest.mark.parametrize("path", ["moon/", "2026/13/", "2026/0/", "1066/1/", "9999/12/", "2028/6/"])
def test_what_is_not_in_the_calendar_is_not_found(client, path):
    assert client.get(f"/en/calendar/{path}").status_code == 404


def test_the_list_is_filtered_by_area_and_welcome(client):
    here, there = an_area("here"), an_area("there")
    a_happening("A", area=here, welcomes_newcomers=True)
    a_happening("B", area=there)

    def titles(query):
        page = text_of(client.get(f"/en/calendar/?{query}"))
        return sorted(set(re.findall(r"/en/calendar/(a|b)/", page)))

    assert titles("") == ["a", "b"]
    assert titles("area=here") == ["a"]
    assert titles("welcome=on") == ["a"]
    assert titles("area=there&welcome=on") == []


@pytest.mark.parametrize("query", ["from=moon", "from=9999-12-31", "from=1066-01-01", "from="])
def test_a_day_that_means_nothing_is_today(client, query):
    a_happening()

    assert "Språkcafé" in text_of(client.get(f"/en/calendar/?{query}"))


def test_an_area_that_is_none_gets_a_sentence(client):
    answer = client.get("/en/calendar/?area=moon")

    assert answer.status_code == 422
    assert "There is no such area. Choose one in the list." in text_of(answer)


def test_what_is_cancelled_says_so_everywhere(client):
    row = cancel_happening(a_happening(), by=Actor.SYSTEM)

    for path in ["", "2026/11/", f"{row.slug}/"]:
        assert "ancelled" in text_of(client.get(f"/en/calendar/{path}"))
    assert b"STATUS:CANCELLED" in client.get("/en/calendar/all.ics").content


def test_what_is_not_published_is_nowhere(client):
    row = a_happening(is_published=False)

    pages = [text_of(client.get(f"/en/calendar/{path}")) for path in ["", "2026/11/", "all.ics"]]

    assert not any("Språkcafé" in page for page in pages)
    assert client.get(f"/en/calendar/{row.slug}/").status_code == 404
    assert client.get(f"/en/calendar/{row.slug}/add.ics").status_code == 404


def test_files_are_calendars_of_the_readers_language(client):
    a_happening()

    one = client.get("/en/calendar/sprakcafe/add.ics")
    feed = client.get("/sv/calendar/all.ics")

    assert one["Content-Type"] == feed["Content-Type"] == "text/calendar; charset=utf-8"
    assert 'filename="sprakcafe.ics"' in one["Content-Disposition"]
    (event,) = Calendar.from_ical(one.content).walk("VEVENT")
    assert event["SUMMARY"] == "Språkcafé (en)"
    (event,) = Calendar.from_ical(feed.content).walk("VEVENT")
    assert (event["SUMMARY"], event["URL"][-23:]) == ("Språkcafé", "/sv/calendar/sprakcafe/")


def test_a_page_tells_machines_what_it_is_unless_it_is_invented(client):
    a_happening()
    a_happening("Lekdag", is_demo=True)

    real = text_of(client.get("/en/calendar/sprakcafe/"))
    invented = text_of(client.get("/en/calendar/lekdag/"))

    assert "Event" in _told_to_machines(real)
    assert "Event" not in _told_to_machines(invented)
    assert "invented example" in invented


def _told_to_machines(page):
    told = [json.loads(text) for text in re.findall(r'ld\+json">(.*?)</script>', page)]
    things = [thing for one in told for thing in (one if isinstance(one, list) else [one])]
    return {part["@type"] for thing in things for part in thing.get("@graph", [thing])}


@pytest.mark.parametrize("path", ["", "2026/11/", "all.ics"])
def test_the_calendar_costs_the_same_for_few_and_for_many(client, path):
    numbers = iter(range(100))

    def add():
        for _ in range(5):
            number = next(numbers)
            a_happening(f"Nummer {number}", area=an_area(f"area-{number}"))

    add()
    assert_constant_queries(lambda: client.get(f"/en/calendar/{path}"), add=add)


def test_an_editor_adds_a_happening_and_the_public_finds_it(editor):
    answer = editor.post("/desk/calendar/new/", TYPED)

    row = Happening.objects.get()
    assert answer.status_code == 302
    assert row.rule == "FREQ=WEEKLY;UNTIL=20261231T225959Z"
    assert [one.day.day for one in row.occurrences.all()] == [2, 9, 16]
    assert "Language café" in text_of(editor.get("/en/calendar/?from=2026-11-30"))


def test_what_was_written_stands_in_the_form_again(editor):
    editor.post("/desk/calendar/new/", TYPED)
    row = Happening.objects.get()

    editor.post(f"/desk/calendar/{row.pk}/", {**TYPED, "ends": "21:00"})
    form = editor.get(f"/desk/calendar/{row.pk}/").context["form"]

    row.refresh_from_db()
    assert (Happening.objects.count(), row.sequence) == (1, 1)
    assert form.initial["repeats"] == "week"
    assert form.initial["until"].isoformat() == "2026-12-31"
    assert form.initial["exceptions"] == "2026-12-23\n2026-12-30"


def test_a_rule_of_a_file_stays_when_the_rest_is_changed(editor):
    row = a_happening(rule="FREQ=WEEKLY;BYDAY=TU,TH")

    editor.post(f"/desk/calendar/{row.pk}/", {**TYPED, "repeats": "as_it_is", "until": ""})

    row.refresh_from_db()
    assert (row.rule, row.titles["sv"]) == ("FREQ=WEEKLY;BYDAY=TU,TH", "Språkcafé")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title_sv": ""}, "title_sv"),
        ({"day": "32"}, "day"),
        ({"day": "1066-01-01"}, "day"),
        ({"starts": "", "ends": "10:00"}, "starts"),
        ({"until": "2026-12-01"}, "until"),
        ({"exceptions": "julafton"}, "exceptions"),
        ({"repeats": "moon"}, "repeats"),
        ({"place": "moon"}, "place"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"title_sv": "a\0b"}, "title_sv"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(editor, wrong, sentence):
    answer = editor.post("/desk/calendar/new/", {**TYPED, **wrong})

    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors
    assert not Happening.objects.exists()


def test_an_end_before_the_beginning_is_the_next_day(editor):
    editor.post("/desk/calendar/new/", {**TYPED, "repeats": "", "until": "", "ends": "01:00"})

    row = Happening.objects.get()
    assert (row.ends_at - row.starts_at).total_seconds() == 7 * 3600


def test_a_calendar_is_pasted_in(editor):
    editor.post("/desk/calendar/sources/new/", {"name": "Byaföreningen"})
    source = CalendarSource.objects.get()
    file = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Fika\nDTSTART:20261125T170000Z\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )

    bad = editor.post(f"/desk/calendar/sources/{source.pk}/paste/", {"text": "hej"})
    good = editor.post(f"/desk/calendar/sources/{source.pk}/paste/", {"text": file})

    assert (bad.status_code, good.status_code) == (422, 302)
    assert Happening.objects.get().titles == {"sv": "Fika"}


FIKA = (
    b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Fika\nDTSTART:20261125T170000Z\n"
    b"END:VEVENT\nEND:VCALENDAR\n"
)


def send_file(editor, content, name="kalender.ics"):
    source, _new = CalendarSource.objects.get_or_create(name="Byaföreningen")
    file = SimpleUploadedFile(name, content, content_type="text/calendar")
    return editor.post(f"/desk/calendar/sources/{source.pk}/paste/", {"file": file})


def test_a_calendar_is_sent_as_a_file_and_twice_changes_nothing(editor):
    first = send_file(editor, FIKA)
    changed_at = Happening.objects.get().changed_at
    second = send_file(editor, FIKA)

    assert (first.status_code, second.status_code) == (302, 302)
    row = Happening.objects.get()
    assert (row.titles, row.changed_at) == ({"sv": "Fika"}, changed_at)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"hej", 422),
        (b"PK\x03\x04\x00BEGIN:NOTHING", 422),
        (b"\xff\xfe\x00BEGIN:VCALENDAR\x00", 422),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", 422),
        (b"BEGIN:VCALENDAR" + b"x" * (5 * 1024 * 1024), 422),
        (b"BEGIN:VCALENDAR" + b"x" * (8 * 1024 * 1024), 413),
    ],
)
def test_a_file_that_is_no_calendar_gets_a_sentence_and_changes_nothing(editor, content, status):
    answer = send_file(editor, content, name="bild.png")

    assert answer.status_code == status
    assert not Happening.objects.exists()


def test_neither_file_nor_text_gets_a_sentence(editor):
    source = CalendarSource.objects.create(name="Byaföreningen")

    answer = editor.post(f"/desk/calendar/sources/{source.pk}/paste/", {"text": ""})

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_a_calendar_with_an_address_is_fetched_by_a_worker(editor):
    from procrastinate.contrib.django.models import ProcrastinateJob

    editor.post(
        "/desk/calendar/sources/new/", {"name": "X", "address": "https://association.example/a.ics"}
    )

    job = ProcrastinateJob.objects.get(task_name="happenings.fetch")
    assert job.args == {"source": CalendarSource.objects.get().pk}


def test_an_editor_sees_first_what_comes_next_and_last_what_is_over(editor):
    weekly = NOW - timedelta(days=20)
    times = {"starts_at": weekly, "ends_at": weekly + timedelta(hours=1)}
    a_happening("Varje vecka", **times)
    a_happening("Är över", rule="", **times)
    a_happening("I morgon", rule="")
    a_happening("Om en månad", rule="", starts_at=NOW + timedelta(days=30), ends_at=None)

    shown = text_of(editor.get("/desk/calendar/"))

    order = [shown.index(title) for title in ("Varje vecka", "Om en månad", "Är över")]
    assert order == sorted(order)
    assert shown.index("I morgon") < order[1]
    assert '<time datetime="2026-11-24">' in shown
