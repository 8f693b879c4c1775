"""The demo has one place that says all that a place can say, so that a newcomer sees it."""

from datetime import date

from hemvist.demo.example_place import load_example_place
from hemvist.directory.models import Keeper, Service, ServiceStatus
from hemvist.directory.place_parts import PARTS, PlaceParts

TODAY = date(2026, 11, 23)


def test_the_invented_place_says_in_five_languages_that_it_is_invented_and_all_else(client, db):
    from hemvist.demo.municipality import load_municipality

    load_municipality(on=TODAY)
    for _time in range(2):  # the second time it is there
        load_example_place(on=TODAY)

    place = Service.objects.get(slug="sprakstart-exempel")
    said = {model.__name__ for model in PlaceParts(place, place.at)._there}
    assert place.status == ServiceStatus.ACTIVE
    assert said >= {model.__name__ for model in PARTS} - {
        "Contact", "Provenance", "ServiceArea", "SpecialDay", "Url",
    }  # fmt: skip
    assert Keeper.objects.count() == 3
    page = client.get(f"/en/places/{place.slug}/?age=12").content.decode()
    assert "Invented for this demo" in page
    assert "4 of 20 places free" in page
    assert "learn Swedish at school" in page
