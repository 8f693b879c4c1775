"""Registers, jobs and figures; and what comes by itself at night."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from hemvist.core.dates import today
from hemvist.demo import factories as make
from hemvist.directory.models import (
    Figure,
    Organization,
    Provenance,
    Service,
)
from hemvist.importing import actions, tasks
from hemvist.importing.models import Import, ImportLine, ImportState, SourceKind
from hemvist.vacancies.models import Vacancy
from tests.importing import files
from tests.importing.tables import HEAD, LIST, everything

pytestmark = pytest.mark.django_db


# Other sources


def test_what_osm_gives_stands_apart_and_can_be_taken_out_whole(work, a_source, table):
    work.bring_in(work.give(table, HEAD + "9;Kotten;Förskola;;;;;;\n"))
    osm = a_source(SourceKind.OSM, name="OpenStreetMap", licence="ODbL 1.0")
    before = everything()

    given = work.give(osm, json.dumps(files.OSM))
    assert given.counts == {"elsewhere": 1, "new": 1, "faulty": 1}
    work.bring_in(given)
    assert Service.objects.get(name="Handlar'n").provenances.get().licence == "ODbL 1.0"

    # A list of our own of the same name makes a place of its own: the licences do not mix.
    assert work.give(table, HEAD + "7;Handlar'n;Butik;;;;;;\n").counts["new"] == 1

    actions.ask_to_take_out(osm, by=work.by)
    tasks.take_out(osm.pk, by=work.by.pk)
    assert everything() == before


def test_taking_out_a_source_leaves_what_was_here_before_it(work, table):
    organization = Organization.objects.create(name="Norrby kommun")
    Service.objects.create(
        name="Kotten", slug="k", category_id="preschool", organization=organization
    )
    work.bring_in(work.give(table, LIST.replace("2;Kotten;Förskola;Bortom", "2;Kotten;Butik;")))
    assert Service.objects.count() == 2

    tasks.take_out(table.pk, by=work.by.pk)

    assert list(Service.objects.values_list("name", flat=True)) == ["Kotten"]
    assert not Provenance.objects.exists()


@pytest.mark.parametrize(
    ("kind", "content", "name"),
    [
        (SourceKind.SCHOOLS, files.SCHOOL, "Granskolan"),
        (SourceKind.HSDS, [files.HSDS], "Öppna förskolan"),
    ],
)
def test_other_registers_give_places_without_explaining(work, a_source, kind, content, name):
    source = a_source(kind)

    work.bring_in(work.give(source, json.dumps(content)))

    service = Service.objects.get(name=name)
    assert service.organization.name == "Norrby kommun"
    assert work.give(source, json.dumps(content)).counts == {"unchanged": 1}
    assert "Exempelsson" not in json.dumps(everything(), default=str)


def jobs(*ads):
    return json.dumps({"hits": [{**files.AD, "application_deadline": soon(), **ad} for ad in ads]})


def soon(days=20):
    return f"{today() + timedelta(days=days)}T23:59:59"


def test_jobs_come_in_once_and_go_when_they_are_no_longer_advertised(work, a_source):
    make.an_area("lillby", name="Lillby")
    source = a_source(SourceKind.JOBS, name="Platsbanken")
    work.bring_in(work.give(source, jobs({}, {"id": "2002", "headline": "Kock"})))

    vacancy = Vacancy.objects.get(external_id="2001")
    assert (vacancy.title, vacancy.area.name, vacancy.positions) == ("Bagare", "Lillby", 2)
    assert vacancy.languages == ["Svenska"]

    given = work.give(source, jobs({"headline": "Bagare på natten"}))
    assert given.counts == {"changed": 1, "gone": 1}
    given = work.bring_in(given, closes_missing=True)
    open_now = Vacancy.objects.open(on=today()).values_list("title", flat=True)
    assert list(open_now) == ["Bagare på natten"]

    work.undo(given)
    assert sorted(open_now.all()) == ["Bagare", "Kock"]


def test_a_stream_takes_back_only_what_it_says(work, a_source):
    source = a_source(SourceKind.JOBS)
    work.bring_in(work.give(source, jobs({}, {"id": "2002"})))

    ads = json.loads(jobs({"removed": True}))["hits"]
    given = work.give(source, json.dumps(ads))
    assert given.counts == {"changed": 1}
    work.bring_in(given)

    left = Vacancy.objects.open(on=today()).values_list("external_id", flat=True)
    assert list(left) == ["2002"]


def test_a_job_past_its_last_day_does_not_come_in(work, a_source):
    given = work.give(a_source(SourceKind.JOBS), jobs({"application_deadline": soon(-1)}))

    assert given.counts == {"unchanged": 1}


def test_figures_wait_for_their_words_and_stand_on_the_start_page(work, a_source, client):
    source = a_source(SourceKind.STATISTICS, name="SCB")
    given = work.give(source, json.dumps(files.PEOPLE))
    assert given.state == ImportState.MAPPING

    key = "Region=2582 ContentsCode=BE1"
    given = work.understand(
        given, words={key: {"sv": "personer bor här", "en": "people live here"}}
    )
    work.bring_in(given)

    figure = Figure.objects.get()
    assert (figure.value, figure.fact_year) == ("28\u00a0100", 2024)
    assert figure.texts == {"sv": "personer bor här", "en": "people live here"}
    assert list(figure.series) == ["2023", "2024"]
    page = client.get("/en/").content.decode()
    assert "Year by year" in page
    assert "<polyline" in page
    assert work.give(source, json.dumps(files.PEOPLE)).counts == {"unchanged": 1}


def test_a_figure_can_be_taken_back(work, a_source):
    source = a_source(
        SourceKind.KEY_FIGURES, mapping={"words": {"N01951 2582": {"sv": "invånare", "en": ""}}}
    )

    work.undo(work.bring_in(work.give(source, json.dumps(files.KOLADA))))

    assert not Figure.objects.exists()


# By itself


@pytest.fixture
def nightly(a_source):
    return a_source(SourceKind.JOBS, address="https://jobs.example/search", is_nightly=True)


def run_night(content):
    tasks.nightly(int(timezone.now().timestamp()))
    given = Import.objects.select_related("source").latest("pk")
    actions.read_list(given, fetch=lambda address: content.encode())
    tasks.compare(given.pk)
    tasks.bring_in(given.pk, by=0)
    given.refresh_from_db()
    return given


def test_jobs_come_by_themselves_at_night(nightly):
    given = run_night(jobs({}))

    assert given.state == ImportState.DONE
    assert given.by is None
    assert Vacancy.objects.count() == 1


def test_a_night_that_would_take_back_nearly_everything_waits_for_a_person(nightly):
    run_night(jobs(*({"id": str(number)} for number in range(30))))

    given = run_night(jobs({"id": "0"}))

    assert given.state == ImportState.READY
    assert Vacancy.objects.open(on=today()).count() == 30


def test_nothing_comes_by_itself_unless_somebody_said_so(a_source):
    a_source(SourceKind.JOBS, address="https://jobs.example/search")

    tasks.nightly(int(timezone.now().timestamp()))

    assert not Import.objects.exists()


def test_old_lines_go_and_what_was_brought_in_stays(work, table):
    work.bring_in(work.give(table, LIST))

    tasks.tidy(int((timezone.now() + timedelta(days=29)).timestamp()))
    assert ImportLine.objects.exists()
    tasks.tidy(int((timezone.now() + timedelta(days=31)).timestamp()))

    assert not ImportLine.objects.exists()
    assert Service.objects.count() == 2
