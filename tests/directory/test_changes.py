"""A change of a part is a change of what it belongs to, and is written down field by field."""

from datetime import UTC, date, datetime, time

import pytest

from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.directory.actions import (
    remove_rows,
    save_location,
    save_organization,
    save_part,
    save_rows,
    save_service,
    save_service_at_location,
)
from hemvist.directory.models import (
    Accessibility,
    Address,
    Contact,
    Language,
    Location,
    Metadata,
    Organization,
    OrganizationIdentifier,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from tests.directory.test_actions import SOURCE, SYSTEM, make_service

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
WHERE = {"source_url": SOURCE, "checked_on": date(2026, 11, 23)}

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    """A service at a location, neither changed for long; and one that nothing here concerns."""
    service = save_service(make_service(), by=SYSTEM)
    location = save_location(Location(name="Byskolan", **WHERE), by=SYSTEM)
    at = save_service_at_location(
        ServiceAtLocation(service=service, location=location, **WHERE), by=SYSTEM
    )
    other = Service(
        slug="annan",
        name="Annan",
        category=service.category,
        organization=Organization.objects.create(name="En annan"),
        **WHERE,
    )
    save_service(other, by=SYSTEM)
    for model in (Service, Location, ServiceAtLocation, Organization):
        model.objects.update(last_modified=LONG_AGO)
    return at


def changed():
    return set(Service.objects.exclude(last_modified=LONG_AGO).values_list("slug", flat=True))


@pytest.mark.parametrize(
    "make",
    [
        lambda at: Phone(service=at.service, number="1"),
        lambda at: Phone(service_at_location=at, number="1"),
        lambda at: Phone(location=at.location, number="1"),
        lambda at: Phone(organization=at.service.organization, number="1"),
        lambda at: Schedule(
            service_at_location=at, byday="MO", opens_at=time(8), closes_at=time(9)
        ),
        lambda at: Address(location=at.location, address_1="Gatan 1"),
        lambda at: Accessibility(location=at.location, need="pram", answer="yes"),
        lambda at: OrganizationIdentifier(
            organization=at.service.organization, identifier="212000-0142"
        ),
    ],
)
def test_a_new_part_is_a_change_of_the_service_and_of_no_other(at, make):
    save_part(make(at), by=SYSTEM)

    assert changed() == {"byskolan"}


def test_a_telephone_of_a_contact_and_its_languages_change_the_service(at):
    contact = Contact(service=at.service, title="Receptionen")
    save_part(contact, by=SYSTEM)
    Service.objects.update(last_modified=LONG_AGO)
    phone = Phone(contact=contact, number="1")

    save_part(phone, by=SYSTEM)

    assert changed() == {"byskolan"}
    Service.objects.update(last_modified=LONG_AGO)
    save_part(Language(phone=phone, code="fi"), by=SYSTEM)
    assert changed() == {"byskolan"}


def test_a_location_or_an_organisation_that_changes_is_a_change_of_its_services(at):
    at.location.name = "Byns skola"
    save_location(at.location, by=SYSTEM)

    assert changed() == {"byskolan"}
    Service.objects.update(last_modified=LONG_AGO)
    at.service.organization.website = "https://byn.example"
    save_organization(at.service.organization, by=SYSTEM)
    assert changed() == {"byskolan"}


def test_a_part_that_moves_changes_both_services(at):
    other = Service.objects.get(slug="annan")
    phone = Phone(service=at.service, number="1")
    save_part(phone, by=SYSTEM)
    Service.objects.update(last_modified=LONG_AGO)
    phone.service = other

    save_part(phone, by=SYSTEM)

    assert changed() == {"byskolan", "annan"}


def test_a_part_that_is_removed_changes_the_service_and_is_recorded(at):
    phone = Phone(service_at_location=at, number="1")
    save_part(phone, by=SYSTEM)
    Service.objects.update(last_modified=LONG_AGO)

    remove_rows([phone], by=SYSTEM)

    assert changed() == {"byskolan"}
    assert not Phone.objects.exists()
    assert Event.objects.filter(verb="phone.removed", subject_id=str(phone.pk)).count() == 1


def test_saving_what_stands_changes_nothing(at):
    phone = Phone(service=at.service, number="1")
    save_part(phone, by=SYSTEM)
    Service.objects.update(last_modified=LONG_AGO)

    save_rows([Phone.objects.get()], by=SYSTEM)

    assert changed() == set()


def test_each_changed_field_is_noted_with_both_values_and_no_name(at):
    at.service.descriptions = {"sv": "En skola."}
    at.service.minimum_age = 6

    save_service(at.service, by=Actor.SYSTEM)

    noted = Metadata.objects.filter(resource_id=at.service.pk).order_by("field_name")
    assert [
        (row.field_name, row.previous_value, row.replacement_value, row.updated_by) for row in noted
    ] == [
        ("descriptions", "{}", '{"sv": "En skola."}', "system"),
        ("minimum_age", "", "6", "system"),
    ]


def test_two_hundred_new_parts_take_a_few_queries(at, django_assert_max_num_queries):
    phones = [Phone(service_at_location=at, number=str(n)) for n in range(200)]
    for phone in phones:
        phone.clean_fields = lambda exclude=None: None  # asks the database for each foreign key

    with django_assert_max_num_queries(12):
        save_rows(phones, by=SYSTEM)
