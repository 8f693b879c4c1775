"""An editor makes a place and its opening hours, and the public sees them right."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.demo import factories as make
from hemvist.directory.hours_forms import MOST_ROWS
from hemvist.directory.models import (
    Accessibility,
    Address,
    Phone,
    Schedule,
    Service,
    SpecialDay,
)
from tests.site.queries import assert_constant_queries

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def editor(client):
    make.a_municipality()
    editor = make.a_user("Redaktör", role=Role.EDITOR, language="en")
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    return editor


def page(name, *args):
    return reverse(f"place_editor:{name}", args=args)


def text_of(answer):
    return answer.content.decode()


FACTS = {
    "name": "Café Åkern",
    "category": "school",
    "organization": "Byns förening",
    "status": "active",
    "area": "",
    "address": "Storgatan 1",
    "phone": "0921-620 00",
    "email": "info@cafe.example",
    "url": "",
    "source_url": "https://cafe.example/om",
    "review_days": "180",
    "descriptions_sv": "Ett kafé.",
    "descriptions_en": "A café.",
}
EMPTY = {
    "hours-INITIAL_FORMS": "0",
    "hours-TOTAL_FORMS": "2",
    "special-INITIAL_FORMS": "0",
    "special-TOTAL_FORMS": "1",
    "hours-0-attending_type": "in_person",
    "hours-0-how_often": "week",
    "hours-0-follows_holidays": "on",
    "hours-1-attending_type": "in_person",
    "hours-1-how_often": "week",
    "hours-1-follows_holidays": "on",
}
WEEK = EMPTY | {
    "hours-0-days": ["MO", "TU", "WE", "TH", "FR"],
    "hours-0-opens_at": "8",
    "hours-0-closes_at": "16.30",
}


def fields_of(answer):
    """The forms of the page as a browser would send them again."""
    sent = {}
    for name in ("hours", "special"):
        forms = answer.context[name]
        sent |= {f"{name}-TOTAL_FORMS": str(len(forms.forms))}
        sent |= {f"{name}-INITIAL_FORMS": str(forms.initial_form_count())}
        for form in forms:
            for bound in form:
                value = bound.value()
                if value is True:
                    sent[bound.html_name] = "on"
                elif isinstance(value, date):
                    sent[bound.html_name] = value.isoformat()
                elif value not in (None, False, ""):
                    sent[bound.html_name] = value
    return sent


def test_a_newcomer_makes_a_place_with_hours_and_the_public_sees_it_right(client, editor):
    make.a_place()  # so that there is a kind of place
    answer = client.post(page("new"), FACTS)
    place = Service.objects.get(slug="cafe-akern")
    assert answer["Location"] == page("hours", "cafe-akern")

    client.post(page("hours", place.slug), WEEK | {"act": "save"})

    client.logout()
    seen = text_of(client.get("/en/places/cafe-akern/"))
    for words in [
        "Café Åkern",
        "A café.",
        "Open now, closes 16:30",
        "Monday–Friday",
        "08:00–16:30",
        "Storgatan 1",
        "0921-620 00",
        "Byns förening",
    ]:
        assert words in seen, words
    assert place.checked_on == MONDAY.date()
    assert Event.objects.filter(verb="service.saved", actor=editor).exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Write what the place is called"),
        ({"source_url": ""}, "address of the page that says so"),
        ({"category": "moon"}, "Select a valid choice"),
        ({"email": "anna.berg@cafe.example"}, "looks like a person"),
        ({"name": "x" * 500}, "at most 200"),
        ({"descriptions_ar": "x" * 5_000}, "at most 1000"),
        ({"url": "javascript:alert(1)"}, "valid URL"),
    ],
)
def test_a_place_that_cannot_be_gets_a_sentence(client, editor, wrong, sentence):
    make.a_place()

    answer = client.post(page("new"), FACTS | wrong)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert Service.objects.count() == 1


def test_what_a_place_says_on_its_own_website_is_known_from_there(client, editor):
    make.a_place()

    client.post(page("new"), FACTS | {"source_url": "", "url": "https://cafe.example/"})

    assert Service.objects.get(slug="cafe-akern").source_url == "https://cafe.example/"


def test_two_places_of_one_name_have_two_addresses(client, editor):
    make.a_place()
    for _n in range(3):
        client.post(page("new"), FACTS)

    slugs = set(Service.objects.values_list("slug", flat=True))
    assert slugs == {"byskolan", "cafe-akern", "cafe-akern-2", "cafe-akern-3"}


def test_changing_facts_keeps_one_phone_and_takes_away_what_is_emptied(client, editor):
    make.a_place()
    client.post(page("new"), FACTS)
    edit = page("edit", "cafe-akern")

    client.post(edit, FACTS | {"phone": "2", "descriptions_fi": "Kahvila."})
    assert [phone.number for phone in Phone.objects.all()] == ["2"]
    assert Service.objects.get(slug="cafe-akern").descriptions["fi"] == "Kahvila."

    client.post(edit, FACTS | {"phone": "", "address": "", "descriptions_en": ""})
    place = Service.objects.get(slug="cafe-akern")
    assert (Phone.objects.count(), Address.objects.count()) == (0, 0)
    assert place.descriptions == {"sv": "Ett kafé."}


def test_texts_in_other_languages_and_unknown_fields_are_left(client, editor):
    place = make.a_place(descriptions={"sv": "A", "so": "B"}, accreditations="ISO")

    client.post(page("edit", place.slug), FACTS | {"descriptions_en": ""})

    place.refresh_from_db()
    assert place.descriptions == {"sv": "Ett kafé.", "so": "B"}
    assert place.accreditations == "ISO"


def test_a_look_at_the_hours_in_words_saves_nothing(client, editor):
    place = make.a_place()

    answer = client.post(page("hours", place.slug), WEEK | {"act": "look"})

    assert "So it will be; not saved yet" in text_of(answer)
    assert "Open now, closes 16:30" in text_of(answer)
    assert not Schedule.objects.exists()


def test_more_rows_keep_what_was_written(client, editor):
    place = make.a_place()

    answer = client.post(page("hours", place.slug), WEEK | {"act": "more"})

    assert answer.status_code == 200
    assert len(answer.context["hours"].forms) == 3
    assert 'value="16.30"' in text_of(answer)


def test_hours_come_back_as_they_were_written_and_saving_again_changes_nothing(client, editor):
    place = make.a_place()
    hours = page("hours", place.slug)
    rows = WEEK | {
        "act": "save",
        "hours-1-days": ["TU"],
        "hours-1-opens_at": "18",
        "hours-1-closes_at": "24",
        "hours-1-how_often": "month_-1",
        "hours-1-by_appointment": "on",
        "special-0-first_day": "2026-12-28",
        "special-0-last_day": "2027-01-04",
        "special-0-reason_en": "Stocktaking",
    }
    client.post(hours, rows)
    saved = [(row.freq, row.byday, row.closes_at) for row in Schedule.objects.all()]
    assert saved == [
        ("WEEKLY", "MO,TU,WE,TH,FR", time(16, 30)),
        ("MONTHLY", "-1TU", time(0)),
    ]
    assert SpecialDay.objects.get().reasons == {"en": "Stocktaking"}
    events, before = Event.objects.count(), list(Schedule.objects.values())

    answer = client.post(hours, fields_of(client.get(hours)) | {"act": "save"})

    assert answer.status_code == 302
    assert list(Schedule.objects.values()) == before
    assert Event.objects.count() == events


def test_a_row_can_be_taken_away(client, editor):
    place = make.a_place()
    hours = page("hours", place.slug)
    client.post(hours, WEEK | {"act": "save"})

    client.post(hours, fields_of(client.get(hours)) | {"act": "save", "hours-0-DELETE": "on"})

    assert not Schedule.objects.exists()
    assert Event.objects.filter(verb="schedule.removed").exists()


def test_a_rule_too_rare_for_the_form_is_kept_as_it_is(client, editor):
    place = make.a_place()
    rare = {"freq": "MONTHLY", "bymonthday": "1,15,-1", "interval": 2, "dtstart": date(2026, 1, 1)}
    Schedule.objects.create(service=place, opens_at=time(8), closes_at=time(9), **rare)
    hours = page("hours", place.slug)

    client.post(hours, fields_of(client.get(hours)) | {"act": "save", "hours-0-closes_at": "10"})

    row = Schedule.objects.get()
    assert {name: getattr(row, name) for name in rare} == rare
    assert row.closes_at == time(10)


def test_new_hours_hang_where_the_others_hang(client, editor):
    place = make.a_place()
    Schedule.objects.create(service=place, byday="SU", opens_at=time(8), closes_at=time(9))
    hours = page("hours", place.slug)
    more = {"hours-1-days": ["MO"], "hours-1-opens_at": "8", "hours-1-closes_at": "9"}

    client.post(hours, fields_of(client.get(hours)) | more | {"act": "save"})

    assert [row.service for row in Schedule.objects.all()] == [place, place]


def test_days_that_are_over_stay_in_the_records(client, editor):
    place = make.a_place()
    long_ago = MONDAY.date() - timedelta(days=100)
    SpecialDay.objects.create(service_at_location=place.at, first_day=long_ago, last_day=long_ago)

    client.post(page("hours", place.slug), WEEK | {"act": "save"})

    assert SpecialDay.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"hours-0-opens_at": "25"}, "a time like 8"),
        ({"hours-0-opens_at": "8.75"}, "a time like 8"),
        ({"hours-0-opens_at": "٨"}, "a time like 8"),
        ({"hours-0-opens_at": "x" * 50}, "a time like 8"),
        ({"hours-0-closes_at": ""}, "Write both times."),
        ({"hours-0-days": []}, "at least one day"),
        ({"hours-0-days": ["XX"]}, "Choose days in the list"),
        ({"hours-0-how_often": "other_week"}, "first of these weeks"),
        ({"hours-0-valid_from": "2027-02-30"}, "Write the day as"),
        ({"hours-0-valid_from": "2027-02-01", "hours-0-valid_to": "2027-01-01"}, "must end after"),
        ({"special-0-last_day": "2027-01-01"}, "Write the first day."),
        ({"special-0-first_day": "2027-01-01", "special-0-opens_at": "8"}, "Write both times"),
        ({"special-0-first_day": "2027-01-02", "special-0-last_day": "2027-01-01"}, "comes after"),
    ],
)
def test_hours_that_cannot_be_get_a_sentence(client, editor, wrong, sentence):
    place = make.a_place()

    answer = client.post(page("hours", place.slug), WEEK | wrong | {"act": "save"})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Schedule.objects.exists()


@pytest.mark.parametrize("total", ["", "x", "-1", "99999999", "٣"])
def test_a_form_that_was_tampered_with_is_answered(client, editor, total):
    place = make.a_place()

    for act in ("save", "more", "look"):
        sent = WEEK | {"hours-TOTAL_FORMS": total, "act": act}
        assert client.post(page("hours", place.slug), sent).status_code in {200, 302, 422}


def test_a_form_that_says_it_has_millions_of_rows_gets_no_more_than_a_place_may_have(
    client, editor
):
    sent = WEEK | {"hours-TOTAL_FORMS": "99999999", "act": "look"}

    answer = client.post(page("hours", make.a_place().slug), sent)

    assert answer.status_code == 422
    assert len(answer.context["hours"].forms) <= MOST_ROWS + 1


def test_accessibility_is_said_by_need_and_what_nobody_knows_is_no_row(client, editor):
    place = make.a_place()
    access = page("access", place.slug)
    form = client.get(access).context["form"]
    said = {bound.html_name: bound.value() or "" for bound in form}

    client.post(access, said | {"wheelchair": "partly", "wheelchair_en": "A step of 3 cm."})

    row = Accessibility.objects.get()
    assert (row.need, row.answer, row.details) == (
        "wheelchair",
        "partly",
        {"en": "A step of 3 cm."},
    )
    client.post(access, said | {"wheelchair": "unknown", "wheelchair_en": ""})
    assert not Accessibility.objects.exists()


def test_one_button_says_checked_today_and_the_history_tells(client, editor):
    place = make.a_place(checked_on=date(2025, 1, 1))

    client.post(page("check", place.slug))

    place.refresh_from_db()
    assert place.checked_on == MONDAY.date()
    told = text_of(client.get(page("history", place.slug)))
    assert "Redaktör" in told
    assert "Checked that a place is still right" in told


def test_the_list_finds_by_a_part_of_the_name_and_costs_the_same(client, editor):
    make.a_place("byskolan", name="Byskolan")
    make.a_place("lunda", name="Lunda förskola")

    found = text_of(client.get(page("list"), {"q": "LUNDA"}))
    assert "Lunda förskola" in found
    assert "Byskolan" not in found
    assert_constant_queries(
        lambda: client.get(page("list")), add=lambda: [make.a_place(f"p{n}") for n in range(3)]
    )


PAGES = ["list", "new", "edit", "hours", "access", "history"]


def address(name, place):
    return page(name) if name in {"list", "new"} else page(name, place.slug)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.EDITOR, 200),
        (Role.COORDINATOR, 200),
        (Role.HOST, 403),
        (Role.AUDITOR, 403),
        (None, 302),
    ],
)
def test_only_editors_and_coordinators_come_in(client, name, role, status):
    make.a_municipality()
    place = make.a_place()
    if role:
        client.force_login(make.a_user(role=role))

    assert client.get(address(name, place)).status_code == status
    if status != 200 and name != "list":
        assert client.post(address(name, place), FACTS).status_code == status


@pytest.mark.parametrize("name", ["edit", "hours", "access", "history", "check"])
def test_a_place_that_is_none_is_not_found(client, editor, name):
    answer = (
        client.post(page(name, "no-such")) if name == "check" else client.get(page(name, "no-such"))
    )

    assert answer.status_code == 404
