"""What is nowhere is not asked for, and comes as soon as there is some."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from hemvist.demo.factories import a_place
from hemvist.directory.models import CostOption, Phone, Url


def queries(get, address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert get(address).status_code == 200
    return len(asked)


def test_kinds_that_nobody_has_cost_nothing(get):
    place = a_place()
    whole = queries(get, f"/hsds/services/{place.pk}")
    for model in (Phone, CostOption, Url):
        model.objects.all().delete()

    assert queries(get, f"/hsds/services/{place.pk}") <= whole - 3


def test_first_of_a_kind_is_told_at_once(get):
    place = a_place()
    Phone.objects.all().delete()
    assert "phones" not in get(f"/hsds/services/{place.pk}").json()

    Phone.objects.create(service=place, number="0921-620 00")

    assert get(f"/hsds/services/{place.pk}").json()["phones"][0]["number"] == "0921-620 00"
