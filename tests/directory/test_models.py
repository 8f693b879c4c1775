"""What a row of the directory refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hemvist.directory.contacts import validate_function
from hemvist.directory.models import OrganizationIdentifier, Phone, Schedule
from hemvist.directory.recurrence import NotARule, parse_byday, parse_bymonthday
from hemvist.directory.taxonomy import validate_organization_number
from tests.directory.test_actions import make_service

UNITS = [
    "info@boden.example",
    "medborgarservice@boden.example",
    "barn.utbildning@boden.example",
    "bjorknas.halsocentral@region.example",
    "Receptionen",
    "Saga förskola",
    "Elevhälsan",
]
PERSONS = [
    "anna.svensson@boden.example",
    "Erik_Berg@boden.example",
    "Rektor Karin Lund",
    "Åsa",
    "Vaktmästare 800101-1234",
]


@pytest.mark.parametrize("text", UNITS)
def test_a_unit_may_be_written(text):
    validate_function(text)


@pytest.mark.parametrize("text", PERSONS)
def test_a_person_may_not(text):
    with pytest.raises(ValidationError, match="looks like a person"):
        validate_function(text)


@pytest.mark.parametrize("number", ["212000-0142", "2120000142", "556036-0793"])
def test_an_organisation_number_with_its_check_digit_is_right(number):
    validate_organization_number(number)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("212000-0143", "ten digits"),
        ("12", "ten digits"),
        ("²120000142", "ten digits"),
        ("811228-9874", "a person's number"),
    ],
)
def test_another_number_is_refused(number, words):
    identifier = OrganizationIdentifier(identifier=number)

    with pytest.raises(ValidationError, match=words):
        identifier.clean_fields(exclude={"organization"})


@pytest.mark.django_db
def test_a_part_belongs_to_exactly_one_row():
    service = make_service()
    service.save()
    for owners in ({}, {"service": service, "organization": service.organization}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Phone.objects.create(number="1", **owners)
    with pytest.raises(IntegrityError), transaction.atomic():
        Schedule.objects.create(service=service, opens_at="08:00")


@pytest.mark.parametrize("text", ["XX", "MO;TU", "6MO", "0MO", "MO TU", "1", "a\0b", "🦌"])
def test_days_that_are_none_are_refused(text):
    with pytest.raises(NotARule):
        parse_byday(text)


@pytest.mark.parametrize("text", ["0", "32", "-32", "x", "1.5", "٣", "²"])
def test_days_of_a_month_that_are_none_are_refused(text):
    with pytest.raises(NotARule):
        parse_bymonthday(text)


def test_days_are_read_in_any_case_and_with_spaces():
    assert parse_byday("mo, 1TU,-1fr") == ((0, 0), (1, 1), (-1, 4))
    assert parse_bymonthday("1, 15,-1") == (1, 15, -1)
