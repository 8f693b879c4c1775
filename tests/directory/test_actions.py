from datetime import date

import pytest

from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.directory.actions import (
    SourceIsMissing,
    save_area,
    save_category,
    save_life_area,
    save_organization,
    save_service,
)
from hemvist.directory.models import Area, Category, LifeArea, Organization, Service

SYSTEM = Actor.SYSTEM
SOURCE = "https://source.example/fact"

pytestmark = pytest.mark.django_db


def make_service(**changes):
    life_area = save_life_area(LifeArea(slug="school", names={"sv": "Skola"}), by=SYSTEM)
    category = save_category(
        Category(code="school", names={"sv": "Skola"}, life_area=life_area), by=SYSTEM
    )
    organization = save_organization(Organization(name="Byns förening"), by=SYSTEM)
    values = {
        "slug": "byskolan",
        "name": "Byskolan",
        "category": category,
        "organization": organization,
        "source_url": SOURCE,
        "checked_on": date(2026, 11, 23),
    }
    return Service(**values | changes)


def test_save_service_publishes_it_and_records_it():
    service = save_service(make_service(), by=SYSTEM)

    assert list(Service.objects.public()) == [service]
    assert Event.objects.filter(verb="service.saved", subject_id=str(service.pk)).count() == 1


def test_save_service_again_with_the_same_values_records_nothing_more():
    service = save_service(make_service(), by=SYSTEM)
    events = Event.objects.count()

    save_service(Service.objects.get(), by=SYSTEM)

    assert Event.objects.count() == events
    assert Service.objects.get().last_modified == service.last_modified


@pytest.mark.parametrize("missing", [{"source_url": ""}, {"checked_on": None}])
def test_save_service_refuses_a_fact_without_source_or_day(missing):
    with pytest.raises(SourceIsMissing):
        save_service(make_service(**missing), by=SYSTEM)

    assert not Service.objects.exists()


def test_save_area_refuses_a_fact_without_source():
    with pytest.raises(SourceIsMissing):
        save_area(Area(slug="byn", name="Byn"), by=SYSTEM)


def test_a_service_closed_for_good_is_not_public():
    save_service(make_service(status="defunct"), by=SYSTEM)

    assert list(Service.objects.public()) == []
