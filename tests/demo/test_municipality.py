import pytest
from django.apps import apps

from hemvist.audit.models import Event
from hemvist.core.models import CalendarDay, Municipality, OpeningHours
from hemvist.core.working_time import Calendar
from hemvist.demo.municipality import load_municipality, place_rows
from hemvist.directory.models import (
    Advice,
    Area,
    Category,
    Figure,
    LifeArea,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)
from tests.municipality import TODAY, loaded

LANGUAGES = {"sv", "en", "fi", "ar", "uk"}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _boden(django_db_setup, django_db_blocker):
    with loaded(django_db_blocker):
        yield


@pytest.fixture
def boden(_boden, db):
    return Municipality.objects.get()


def everything():
    models = [*apps.get_app_config("directory").get_models(), Municipality, OpeningHours]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_all_118_facts_are_loaded(boden):
    assert Location.objects.count() == 118
    assert Service.objects.count() == ServiceAtLocation.objects.count() == 101
    assert Area.objects.filter(slug__in=[row["area"] for row in place_rows()]).count() == 27


def test_loading_twice_gives_the_same_rows_and_records_nothing_new(boden):
    first, events = everything(), Event.objects.count()
    days = CalendarDay.objects.count()

    load_municipality(on=TODAY)

    assert everything() == first
    assert Event.objects.count() == events
    assert CalendarDay.objects.count() == days


@pytest.mark.parametrize("model", [Service, Location, ServiceAtLocation, Area, Advice, Figure])
def test_every_fact_has_its_source_and_the_day_it_was_checked(boden, model):
    assert model.objects.exists()
    assert not model.objects.filter(source_url="").exists()
    assert not model.objects.filter(checked_on__isnull=True).exists()


def test_names_of_places_stand_as_in_the_file(boden):
    in_file = {row["name"] for row in place_rows() if row["category"] != "area"}

    assert set(Service.objects.values_list("name", flat=True)) == in_file
    assert Area.objects.get(slug="vittjarv").name == "Vittjärv"


def test_every_place_is_described_in_swedish_and_english(boden):
    for service in Service.objects.all():
        assert set(service.descriptions) == {"sv", "en"}
        assert all(text.endswith(".") for text in service.descriptions.values()), service


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (LifeArea, "names"),
        (LifeArea, "summaries"),
        (LifeArea, "help_texts"),
        (Category, "names"),
        (Category, "plural_names"),
        (Figure, "texts"),
    ],
)
def test_words_for_residents_stand_in_all_five_languages(boden, model, field):
    for texts in model.objects.values_list(field, flat=True):
        assert set(texts) == LANGUAGES
        assert all(texts.values())


def test_every_organisation_runs_something(boden):
    assert not Organization.objects.filter(services__isnull=True).exists()


def test_the_promise_of_two_working_days_is_what_the_opening_hours_give(boden):
    calendar = Calendar.current()
    opens, closes = calendar.blocks(TODAY)[0]

    hours_a_day = closes.hour - opens.hour

    assert boden.first_contact_hours == 2 * hours_a_day
