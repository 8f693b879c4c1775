"""Giving a page for translation: what the translator is asked about, and what stays as it is."""

import uuid

import pytest
from wagtail_localize.models import OverridableSegment, StringSegment, TranslationSource

from hemvist.demo.factories import a_municipality, a_page, a_place
from hemvist.directory.models import LifeArea
from hemvist.guide.models import VillagePage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def boden(db):
    a_municipality()
    LifeArea.objects.create(slug="leisure", names={"sv": "Fritid"})


def test_a_place_is_the_same_in_every_language_and_no_translator_meets_its_number():
    place = a_place("Badet")
    item = {"type": "item", "value": str(place.pk), "id": str(uuid.uuid4())}
    blocks = [{"type": "places", "value": {"heading": "Här badar du", "places": [item]}}]
    page = a_page("life/leisure/swim", title="Simma", body=blocks)

    source, _new = TranslationSource.update_or_create_from_instance(page)

    asked = StringSegment.objects.filter(source=source).values_list("string__data", flat=True)
    assert "Här badar du" in asked
    assert not OverridableSegment.objects.filter(source=source, data_json__contains=str(place.pk))


def test_the_service_point_of_a_village_is_the_same_in_every_language():
    fields = {field.field_name: field for field in VillagePage.override_translatable_fields}

    assert not fields["service_point"].overridable
    assert "slug" in fields
