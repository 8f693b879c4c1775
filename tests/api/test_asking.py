"""What one can ask the lists of the open directory for."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from hemvist.api import near
from hemvist.audit.actions import Actor
from hemvist.directory import models as d
from hemvist.directory.actions import save_rows


@pytest.fixture
def names(get):
    """The names a list of services gives."""

    def ask(name="services", **params):
        told = get(f"/hsds/{name}", {"per_page": 100, **params}).json()
        return [one.get("name") or one["service"]["name"] for one in told["contents"]]

    return ask


def test_search_looks_in_names_and_in_texts_of_every_language(names):
    assert names(search="allt i ETT") == ["Allt i ett"]
    assert "Allt i ett" in names(search="in english")
    assert "Allt i ett" in names(search="på svenska")
    assert names(search="%") == []


def test_service_is_found_by_a_term_of_its_kind_and_by_one_put_on_it(names, everything):
    kind = d.TaxonomyTerm.objects.get(code="kind")
    put = d.TaxonomyTerm.objects.get(code="newcomers")

    same_kind = d.Service.objects.filter(category=everything.category)
    assert sorted(names(taxonomy_term_id=kind.pk)) == sorted(one.name for one in same_kind)
    assert names(taxonomy_term_id=put.pk) == ["Allt i ett"]
    assert names("service_at_locations", taxonomy_term_id=put.pk) == ["Allt i ett"]
    assert names("organizations", taxonomy_term_id=put.pk) == ["Allt i ett-föreningen"]
    assert names(taxonomy_term_id=uuid4()) == []


def test_service_is_found_by_the_taxonomy_of_its_terms(names):
    taxonomy = d.Taxonomy.objects.get(name="Bodens ord")

    assert "Allt i ett" in names(taxonomy_id=taxonomy.pk)
    assert "Allt i ett-föreningen" in names("organizations", taxonomy_id=taxonomy.pk)


def test_services_of_one_organisation(names, everything):
    number = everything.organization_id

    assert names(organization_id=number) == ["Allt i ett"]
    assert names("service_at_locations", organization_id=number) == ["Allt i ett"]


def test_all_that_is_asked_must_hold(names, everything):
    assert names(search="Allt i ett", organization_id=uuid4()) == []


@pytest.mark.parametrize("changed", ["service", "organization", "location", "phone"])
def test_service_has_changed_when_anything_of_it_has(names, everything, changed):
    location = everything.at_locations.get().location
    phone = location.contacts.get().phones.get()
    rows = {"service": everything, "organization": everything.organization, "phone": phone,
            "location": location}  # fmt: skip
    d.Service.objects.update(last_modified=datetime(2020, 1, 1, tzinfo=UTC))
    before = timezone.now()
    assert names(modified_after=before.isoformat()) == []

    row = type(rows[changed]).objects.get(pk=rows[changed].pk)
    setattr(row, "number" if changed == "phone" else "name", "0921-620 99")
    save_rows([row], by=Actor.SYSTEM)

    assert len(names(modified_after=before.isoformat())) == 1
    assert len(names("service_at_locations", modified_after=before.isoformat())) == 1
    assert names(modified_after=(timezone.now() + timedelta(seconds=1)).isoformat()) == []


@pytest.mark.parametrize("postcode", ["961 62", "96162"])
def test_postcode_is_read_with_and_without_its_space(names, postcode):
    assert names("service_at_locations", postcode=postcode) == ["Allt i ett"]
    assert names(postcode=postcode) == ["Allt i ett"]


def test_proximity_counts_metres_from_the_middle_of_the_postcode(names):
    elsewhere = d.Location.objects.create(
        name="500 m norrut", latitude="65.829600", longitude="21.688700"
    )
    school = d.Service.objects.get(slug="fagernas-skola")
    d.ServiceAtLocation.objects.create(service=school, location=elsewhere)

    assert names(postcode="961 62", proximity=490) == ["Allt i ett"]
    assert sorted(names(postcode="961 62", proximity=510)) == ["Allt i ett", "Fagernäs skola"]
    assert names(latitude=65.8296, longitude=21.6887, proximity=100) == ["Fagernäs skola"]


def test_distance_is_along_the_ground(everything):
    kiruna, boden = (67.8558, 20.2253), (65.8251, 21.6887)
    here = {location.pk for location in near.within(boden, metres=1)}

    assert everything.at_locations.get().location_id in here
    assert near.within(kiruna, metres=233_500).filter(pk__in=here).count() == 0
    assert near.within(kiruna, metres=236_500).filter(pk__in=here).count() == 1


def test_minimal_gives_all_at_once_with_when_each_changed(get):
    told = get("/hsds/services", {"minimal": "true"}).json()

    assert told["size"] == told["total_items"] > 100
    assert {frozenset(one) for one in told["contents"]} == {
        frozenset(["id", "name", "status", "last_modified"])
    }
    assert get("/hsds/services", {"minimal": "true", "per_page": 3, "page": 2}).json()["size"] == 3


def test_terms_by_taxonomy_parent_and_top(get):
    taxonomy, top = (
        d.Taxonomy.objects.get(name="Bodens ord"),
        d.TaxonomyTerm.objects.get(code="allt"),
    )

    def codes(**params):
        told = get("/hsds/taxonomy_terms", {"per_page": 100, **params}).json()["contents"]
        return sorted(one["code"] for one in told)

    assert codes(taxonomy_id=taxonomy.pk) == ["allt", "kind", "newcomers"]
    assert codes(parent_id=top.pk) == ["kind"]
    assert codes(taxonomy_id=taxonomy.pk, top_only="true") == ["allt", "newcomers"]
    assert "newcomers" in codes(search="Nya")
    assert codes(taxonomy_id=uuid4()) == []
