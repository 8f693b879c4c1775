"""Who mends what stands on a place's page alone lets that page be made anew, and no other."""

import re
from datetime import date, time, timedelta
from functools import reduce
from operator import or_

import pytest
from django.db import connection, transaction
from django.db.models import Q

from hemvist.audit.actions import Actor
from hemvist.core import kept
from hemvist.core.editions import own_part
from hemvist.core.models import Edition
from hemvist.demo.factories import (
    NOW,
    a_happening,
    a_keeper,
    a_municipality,
    a_page,
    a_place,
    an_area,
)
from hemvist.directory import own_facts
from hemvist.directory.actions import save_service
from hemvist.directory.models import (
    Accessibility,
    Location,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from hemvist.directory.open_now import forget_open_now, open_now
from hemvist.directory.place_parts import PARTS
from hemvist.guide.models import VillagePage

NINE, TEN = time(9), time(10)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    """A place and another one beside it, of which nothing has been told yet."""
    a_municipality()
    area = an_area("lillby")
    place, _other = a_place("byskolan"), a_place("kvarnskolan", name="Kvarnskolan")
    Location.objects.update(area=area)
    other = Service.objects.get(slug="kvarnskolan")
    Phone.objects.create(service=other, number="0921 620 01")
    Schedule.objects.create(service=other, freq="WEEKLY", byday="TU", opens_at=NINE, closes_at=TEN)
    Edition.objects.all().delete()
    return place


def told():
    """In which parts of an edition something changed."""
    return set(Edition.objects.values_list("app", flat=True))


def own(*slugs):
    return {own_part("directory", f"places/{slug}/") for slug in slugs}


def saved(at, **fields):
    """By the action that everything goes through."""
    for name, value in fields.items():
        setattr(at.service, name, value)
    save_service(at.service, by=Actor.SYSTEM)


MENDED = {
    "the address of its website": lambda at: saved(at, url="https://norrby.example/byskolan"),
    "that it is still right": lambda at: saved(at, checked_on=date(2026, 12, 1)),
    "a telephone that it gets": lambda at: Phone.objects.create(service=at.service, number="1177"),
    "when it is open": lambda at: Schedule.objects.create(
        service_at_location=at, freq="WEEKLY", byday="MO", opens_at=NINE, closes_at=time(16)
    ),
    "how one gets there": lambda at: Location.objects.filter(pk=at.location_id).update(
        transportations={"sv": "Buss 23"}
    ),
}


@pytest.mark.parametrize("mend", MENDED.values(), ids=list(MENDED))
def test_what_stands_on_a_places_own_page_is_told_under_its_address_alone(place, mend):
    mend(place.at)

    assert told() == own("byskolan")
    assert told() <= kept.about("/en/places/byskolan/") & kept.about("/ar/places/byskolan/")
    assert not told() & kept.about("/en/places/")


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_part_that_changes_or_goes_is_told_too(place, change):
    phone = Phone.objects.create(location=place.at.location, number="1177")
    Edition.objects.all().delete()

    Phone.objects.filter(pk=phone.pk).update(number="112") if change == "update" else phone.delete()

    assert told() == own("byskolan")


def test_a_part_that_moves_is_told_to_both(place):
    phone = Phone.objects.create(service=place, number="1177")
    Edition.objects.all().delete()

    Phone.objects.filter(pk=phone.pk).update(service=Service.objects.get(slug="kvarnskolan"))

    assert told() == own("byskolan", "kvarnskolan")


def test_the_first_of_a_kind_and_the_last_are_told_to_all_for_a_filter_can_come_of_them(place):
    Schedule.objects.all().delete()
    last = told()
    Edition.objects.all().delete()
    MENDED["when it is open"](place.at)

    assert last == told() == {"directory"}


def test_saving_what_is_there_already_tells_nothing(place):
    Service.objects.filter(pk=place.pk).update(url=place.url)

    assert told() == set()


@pytest.mark.parametrize(
    "fields",
    [{"name": "Storskolan"}, {"descriptions": {"sv": "Ny"}}, {"status": "defunct"}, {"slug": "ny"}],
    ids=lambda fields: next(iter(fields)),
)
def test_what_lists_show_is_told_to_all_that_read_of_places(place, fields):
    Service.objects.filter(pk=place.pk).update(**fields)

    assert told() == {"directory"}


def test_where_it_is_what_it_is_like_that_it_is_new_or_gone_is_told_to_all(place):
    deeds = {
        "moved": lambda: Location.objects.update(latitude=65.8, longitude=21.7),
        "accessible": lambda: Accessibility.objects.create(
            location=place.at.location, need="wheelchair", answer="yes"
        ),
        "new": lambda: a_place("nyskolan", name="Nyskolan"),
        "gone from there": lambda: ServiceAtLocation.objects.filter(service=place).delete(),
    }
    for deed in deeds.values():
        Edition.objects.all().delete()
        deed()
        assert "directory" in told()


def test_what_owners_and_editors_write_for_each_other_tells_nothing(place):
    a_keeper(place)

    assert told() == set()


def test_what_is_open_now_is_known_when_hours_have_changed(place):
    forget_open_now()
    before = open_now(at=NOW)
    MENDED["when it is open"](place.at)
    after = open_now(at=NOW + timedelta(minutes=1))
    forget_open_now()

    assert (before, after) == ([], [place.pk])


def test_every_table_of_a_place_is_watched():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE %s",
            [f"{own_facts.NAME}%"],
        )
        watched = set(cursor.fetchall())

    wanted = {(table, f"{own_facts.NAME}_{event}") for table, event, _told in own_facts.wanted()}
    assert watched == wanted
    assert ("directory_phone", f"{own_facts.NAME}_insert") in watched


SHOWN = [
    "", "life/", "life/school/", "life/school/choosing/", "areas/", "areas/lillby/", "areas/map/",
    "places/", "places/?category=school&area=lillby", "places/kvarnskolan/", "calendar/",
]  # fmt: skip


def test_no_page_shows_of_another_place_what_is_told_under_its_own_address_alone(client, place):
    """Else it would stay as it was when that changes."""
    item = {"type": "item", "value": str(place.pk), "id": "6a4be5b0-0000-4000-8000-000000000001"}
    places = [{"type": "places", "value": {"heading": "Här", "places": [item]}}]
    a_page("life/school/choosing", body=places, language="en")
    a_page("areas/lillby", kind=VillagePage, language="en", area_id="lillby", service_point=place)
    a_happening(place=place)
    Phone.objects.create(service=place, number="0921 620 00")
    Schedule.objects.create(
        service_at_location=place.at, freq="WEEKLY", byday="MO", opens_at=NINE, closes_at=TEN
    )

    assert [path for path in SHOWN if _notices(client, f"/en/{path}")] == []
    assert _notices(client, "/en/places/byskolan/")


def _notices(client, address):
    """Whether a page is another when all that a place's own page alone says is."""
    before = _shown(client, address)
    with transaction.atomic(), connection.cursor() as cursor:
        for part in PARTS:
            part._default_manager.filter(_of(part, but="kvarnskolan")).delete()
        for model in (Service, Location, ServiceAtLocation):
            _change_all(cursor, model, but="kvarnskolan")
        after = _shown(client, address)
        transaction.set_rollback(True)
    return after != before


def _shown(client, address):
    """The page without the signature that tells the second it was made in."""
    return re.sub(r'name="page" value="[^"]*"', "", client.get(address).content.decode())


def _of(part, *, but):
    """The parts of all places but one."""
    at = ServiceAtLocation.objects.exclude(service__slug=but)
    places = {
        "service_at_location": at.values("pk"),
        "service": at.values("service"),
        "location": at.values("location"),
    }
    names = places.keys() & {field.name for field in part._meta.fields}
    return reduce(or_, (Q(**{f"{name}__in": places[name]}) for name in names))


def _change_all(cursor, model, *, but):
    """Write something else into every field that is an own one, of all places but one."""
    other = {
        "jsonb": "'{\"sv\": \"annat\", \"en\": \"other\"}'", "date": "'2001-01-01'", "text": "'other'",
        "timestamp with time zone": "'2001-01-01'", "smallint": "77",
        "character varying": "'other'",
    }  # fmt: skip
    table, name = model._meta.db_table, model._meta.model_name
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s",
        [table],
    )
    fields = [f"{c} = {other[kind]}" for c, kind in cursor.fetchall() if c in own_facts.OWN[name]]
    whose = {
        "service": "SELECT id FROM directory_service WHERE slug <> %s",
        "location": "SELECT at.location_id FROM directory_serviceatlocation at"
        " JOIN directory_service s ON s.id = at.service_id WHERE s.slug <> %s",
        "serviceatlocation": "SELECT at.id FROM directory_serviceatlocation at"
        " JOIN directory_service s ON s.id = at.service_id WHERE s.slug <> %s",
    }[name]
    assert len(fields) == len(own_facts.OWN[name])
    cursor.execute(f"UPDATE {table} SET {', '.join(fields)} WHERE id IN ({whose})", [but])
