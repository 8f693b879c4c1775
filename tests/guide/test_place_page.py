"""The page of a place with all that may be said of it, and the list that finds it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from hemvist.audit.actions import Actor
from hemvist.directory.actions import save_part
from hemvist.directory.models import (
    Accessibility,
    Area,
    Contact,
    CostOption,
    EligibilityRule,
    Language,
    Location,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceCapacity,
    SpecialDay,
    Unit,
    Url,
)
from hemvist.directory.open_now import forget_open_now
from hemvist.directory.queries import places
from tests.guide.test_views import queries_of, text_of

SLUG = "fagernas-skola"
PAGE = f"/en/places/{SLUG}/"
MONDAY_MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # nine o'clock in Sweden
MONDAY_NIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


@pytest.fixture
def school():
    forget_open_now()
    return Service.objects.get(slug=SLUG)


def add(*parts):
    for part in parts:
        save_part(part, by=Actor.SYSTEM)


def at_nine(client, address, moment=MONDAY_MORNING):
    with time_machine.travel(moment, tick=False):
        return client.get(address)


def week(school, **others):
    return Schedule(
        service=school, byday="MO,TU,WE,TH,FR", opens_at=time(8), closes_at=time(16), **others
    )


def everything(school):
    """One of every part that a place may have."""
    unit = Unit.objects.create(names={"en": "places"})
    location = school.whereabouts
    contact = Contact(service=school, title="Expeditionen", email="skola@boden.example")
    return [
        week(school, descriptions={"en": "Ring the bell."}),
        Schedule(service=school, opens_at=time(9), closes_at=time(10), attending_type="phone"),
        SpecialDay(service=school, first_day=date(2026, 11, 30), last_day=date(2026, 11, 30)),
        Phone(service=school, number="0921-620 00"),
        contact,
        Language(service=school, code="fi"),
        Url(service=school, url="https://school.example", labels={"en": "Timetable"}),
        ServiceArea(service=school, area_id="harads"),
        CostOption(service=school, amount="120.50", options={"en": "After school"}),
        RequiredDocument(service=school, documents={"en": "A passport"}),
        EligibilityRule(service=school, kind="age", minimum=6, notes={"en": "Try preschool."}),
        EligibilityRule(service=school, kind="origin", allowed=["eu", "nordic"]),
        EligibilityRule(service=school, kind="language", allowed=["sv", "en"]),
        EligibilityRule(service=school, kind="area", allowed=["harads"]),
        EligibilityRule(service=school, kind="personal_number"),
        EligibilityRule(service=school, kind="employer", allowed=[str(school.organization_id)]),
        ServiceCapacity(
            service=school,
            unit=unit,
            status="limited",
            available=3,
            maximum=25,
            updated=MONDAY_MORNING,
            holds_until=date(2026, 12, 1),
        ),
        Accessibility(location=location, need="wheelchair", answer="yes", details={"en": "Lift."}),
        Accessibility(location=location, need="sight", answer="unknown"),
    ]


def test_a_place_says_everything_that_is_known_of_it(client, school):
    add(*everything(school))

    page = text_of(at_nine(client, PAGE))

    for words in [
        "Open now, closes 16:00",
        "Monday–Friday",
        "Ring the bell.",
        "By telephone",
        "Monday 30 November",
        "0921-620 00",
        'href="tel:092162000"',
        "Expeditionen",
        "Finnish",
        "Timetable",
        "A few places left",
        "3 of 25 places free",
        "For those who live in",
        "From 6 years old",
        "Another country in the EU or EEA",
        "120.50",
        "A passport",
        "With a wheelchair",
        "Lift.",
    ]:
        assert words in page, words
    assert "Little or no sight" not in page


def test_a_place_of_which_nothing_is_known_has_no_empty_blocks(client, school):
    page = text_of(client.get(PAGE))

    for heading in ["Opening hours", "Is there room?", "Is it for me?", "Good to know before"]:
        assert heading not in page


def test_more_of_every_part_takes_no_more_queries(client, school):
    add(*everything(school))
    few = queries_of(client, PAGE)
    add(
        *(Phone(service=school, number=str(n)) for n in range(5)),
        *(Language(service=school, code=code) for code in ("ar", "uk", "en")),
        *(week(school, position=n) for n in range(5)),
        *(ServiceArea(service=school, area_id=area.pk) for area in Area.objects.all()[:5]),
    )

    assert queries_of(client, PAGE) == few <= 25


def test_old_news_of_room_is_told_as_not_known(client, school):
    unit = Unit.objects.create(names={"en": "places"})
    add(
        ServiceCapacity(
            service=school,
            unit=unit,
            status="available",
            available=3,
            updated=timezone.now() - timedelta(days=60),
            holds_until=timezone.now().date() - timedelta(days=2),
        )
    )

    page = text_of(client.get(PAGE))

    assert "Not known now" in page
    assert "There is room" not in page
    assert "places free" not in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("age=7", "You meet every condition."),
        ("age=5", "You do not meet every condition."),
        ("age=", "Answer the rest to know."),
    ],
)
def test_the_answers_are_weighed_in_words(client, school, query, says):
    add(EligibilityRule(service=school, kind="age", minimum=6, notes={"en": "Try preschool."}))

    answer = client.get(f"{PAGE}?{query}")

    assert answer.status_code == 200
    assert says in text_of(answer)
    assert ("Try preschool." in text_of(answer)) == (query == "age=5")


@pytest.mark.parametrize(
    "query",
    ["age=x", "age=-1", "age=9999", "moves_from=moon", "speaks=kli", "works_at=1"],
)
def test_answers_that_mean_nothing_get_a_sentence(client, school, query):
    add(*everything(school))

    answer = client.get(f"{PAGE}?{query}")

    assert answer.status_code == 422
    assert "error-summary" in text_of(answer)


def test_answers_leave_nothing_behind(client, school):
    add(*everything(school))

    answer = client.get(f"{PAGE}?age=7&moves_from=eu&speaks=sv&lives_in=other&has_number=no")

    assert "you do not meet this" in text_of(answer)
    assert not answer.cookies
    assert 'name="robots" content="noindex' in text_of(answer)


def test_a_place_nobody_has_looked_at_for_long_says_so(client, school):
    Service.objects.filter(pk=school.pk).update(checked_on=date(2020, 1, 1))

    assert "Nobody has checked this for a long time" in text_of(client.get(PAGE))
    assert "Nobody has checked" not in text_of(client.get("/en/places/bodens-bk/"))


def test_a_place_closed_for_a_time_says_that_and_not_its_hours(client, school):
    add(week(school))
    Service.objects.filter(pk=school.pk).update(status="temporarily closed")

    page = text_of(at_nine(client, PAGE))

    assert "Closed for a time" in page
    assert "Open now" not in page


def test_hours_at_the_place_come_before_those_of_the_service(client, school):
    at = school.at_locations.get()
    add(
        week(school),
        Schedule(service_at_location=at, byday="SU", opens_at=time(10), closes_at=time(11)),
    )

    assert "Closed now, opens Sunday 29 November 10:00" in text_of(at_nine(client, PAGE))


# The list


def found(client, query, moment=MONDAY_MORNING):
    answer = at_nine(client, f"/en/places/?{query}", moment)
    assert answer.status_code == 200
    return [place.slug for place in answer.context["places"]]


def test_the_list_finds_what_is_open_now(client, school):
    add(week(school))

    assert found(client, "open_now=on") == [SLUG, "medborgarservice"]
    forget_open_now()
    assert found(client, "open_now=on", MONDAY_NIGHT) == []


@pytest.mark.parametrize("level", ["service", "location", "service_at_location"])
def test_open_now_sees_hours_and_closings_at_every_level(client, school, level):
    at = school.at_locations.get()
    owner = {"service": school, "location": at.location, "service_at_location": at}[level]
    rule = Schedule(**{level: owner}, byday="MO", opens_at=time(8), closes_at=time(16))
    add(rule)
    assert SLUG in found(client, "open_now=on")
    add(SpecialDay(**{level: owner}, first_day=date(2026, 11, 23), last_day=date(2026, 11, 23)))
    forget_open_now()

    assert SLUG not in found(client, "open_now=on")


def test_the_list_finds_what_works_with_a_wheelchair(client, school):
    other = Location.objects.exclude(pk=school.whereabouts.pk).first()
    add(
        Accessibility(location=school.whereabouts, need="wheelchair", answer="partly"),
        Accessibility(location=other, need="wheelchair", answer="no"),
    )

    assert found(client, "need=wheelchair") == [SLUG]


def test_the_list_reaches_around_an_area(client, school):
    area = Area.objects.get(slug="fagernas")
    Area.objects.filter(pk=area.pk).update(latitude="65.8000", longitude="21.7000")
    Area.objects.filter(pk="harads").update(latitude="66.1000", longitude="21.7000")
    Location.objects.filter(name="Fagernäs skola").update(area=None)
    Location.objects.filter(pk=school.whereabouts.pk).update(latitude="65.83", longitude="21.70")

    near = found(client, "area=fagernas&within=5")

    assert SLUG in near
    assert SLUG not in found(client, "area=fagernas")
    harads = Service.objects.filter(at_locations__location__area="harads").first().slug
    assert harads not in near
    assert Service.objects.get(slug=harads) in places(area=Area.objects.get(pk=area.pk), within=40)


@pytest.mark.parametrize(
    "query",
    ["within=5", "area=fagernas&within=7", "within=x&area=fagernas", "need=moon"],
)
def test_a_filter_that_means_nothing_gets_a_sentence(client, school, query):
    add(Accessibility(location=school.whereabouts, need="pram", answer="yes"))

    answer = client.get(f"/en/places/?{query}")

    assert answer.status_code == 422
    assert "error-summary" in text_of(answer)


def test_an_area_without_a_position_cannot_be_counted_from(client):
    Area.objects.filter(pk="harads").update(latitude=None, longitude=None)

    answer = client.get("/en/places/?area=harads&within=10")

    assert "We do not know where this area lies" in text_of(answer)
