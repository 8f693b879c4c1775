"""A prepared query finds what the same query finds when Django works it out anew."""

from uuid import UUID

import pytest
from django.db.models import Q

from hemvist.core.prepared import Prepared
from hemvist.demo.factories import a_place
from hemvist.directory.models import Phone, Service, ServiceAtLocation

pytestmark = pytest.mark.django_db


def test_the_values_take_the_places_of_the_stand_ins(django_assert_num_queries):
    one, other = a_place(), a_place("lilla-skolan")
    called = Prepared(
        lambda slug: (
            Service.objects.public()
            .filter(slug=slug)
            .select_related("category__life_area", "organization")
        ),
        slug="a stand-in",
    )

    for place in (one, other, one):
        with django_assert_num_queries(1):
            (found,) = called(slug=place.slug)
            names = (found.category.life_area.pk, found.organization.name)
        assert found == place
        assert names == (place.category.life_area.pk, place.organization.name)
    assert called(slug="nothing") == []


def test_a_value_may_be_nothing_and_stand_in_several_places():
    place = a_place()
    there = ServiceAtLocation.objects.get(service=place)
    Phone.objects.create(service=place, number="0921-1")
    Phone.objects.create(service_at_location=there, number="0921-2")
    phones = Prepared(
        lambda service, at: Phone.objects.filter(
            Q(service=service) | Q(service_at_location=at) | Q(service=service, number="")
        ),
        service=UUID(int=1),
        at=UUID(int=2),
    )

    def numbers(**values):
        return sorted(phone.number for phone in phones(**values))

    assert numbers(service=place.pk, at=there.pk) == ["0921-1", "0921-2"]
    assert numbers(service=place.pk, at=None) == ["0921-1"]
    assert numbers(service=None, at=None) == []


def test_a_query_of_values_gives_what_stands_first(django_assert_num_queries):
    one, _other = a_place(), a_place("lilla-skolan")
    named = Prepared(
        lambda slug: Service.objects.filter(slug=slug).values_list("pk", flat=True),
        slug="a stand-in",
    )

    for slug, keys in ((one.slug, [one.pk]), ("nothing", [])):
        with django_assert_num_queries(1):
            assert named.first_column(slug=slug) == keys


def test_a_stand_in_that_stands_for_nothing_is_refused():
    forgetful = Prepared(lambda slug: Service.objects.all(), slug="a stand-in")

    with pytest.raises(LookupError, match="slug"):
        forgetful(slug="nordpoolen")


def test_values_like_stand_ins_of_others_are_not_taken_for_them():
    place = a_place()
    found = Prepared(
        lambda slug, name: Service.objects.filter(slug=slug, name=name), slug="one", name="two"
    )

    assert found(slug=place.slug, name=place.name) == [place]
    assert found(slug="two", name="one") == []
