"""What a list does to the guide, and that it can be done again and taken back."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from hemvist.audit.models import Event
from hemvist.core.dates import today
from hemvist.demo import factories as make
from hemvist.directory.models import (
    Address,
    Figure,
    Location,
    Organization,
    Phone,
    Provenance,
    Service,
)
from hemvist.importing import actions, bringing_in, tasks
from hemvist.importing.forms import ColumnsForm
from hemvist.importing.models import Import, ImportLine, ImportState, Source, SourceKind
from hemvist.vacancies.models import Vacancy
from tests.importing import files
from tests.shared import shared_data

pytestmark = pytest.mark.django_db

HEAD = "Id;Namn;Typ;Område;Adress;Telefon;Lat;Long;Öppet\n"
LIST = HEAD + (
    "1;Granskolan;Skola;Sävast;Skolvägen 1;0921-1;65,8;21,7;Öppen\n"
    "2;Kotten;Förskola;Bortom;;;;;\n"
    "3;;Skola;;;;;;\n"
    "4;Ladan;Ladugård;;;;;;\n"
    "1;Granskolan igen;Skola;;;;;;\n"
    "5;Sned;Skola;;;;65,8;;Kanske\n"
)
COLUMNS = {
    "Id": "external_id",
    "Namn": "name",
    "Typ": "category",
    "Område": "area",
    "Adress": "address",
    "Telefon": "phone",
    "Lat": "latitude",
    "Long": "longitude",
    "Öppet": "status",
}


@pytest.fixture
def table(a_source):
    return a_source(mapping={"columns": COLUMNS})


def states(given):
    return {line.number: line.state for line in given.lines.all()}


def faults(given):
    return {
        line.number: [code for code, _values in line.faults]
        for line in given.lines.all()
        if line.faults
    }


def everything():
    """All that a list of places can have written, as it stands."""
    return {
        model.__name__: list(
            model.objects.order_by("pk").values(
                *(f.attname for f in model._meta.concrete_fields if f.name != "last_modified")
            )
        )
        for model in [Organization, Service, Location, Address, Phone, Provenance]
    }


def test_a_table_waits_until_somebody_has_said_what_its_headings_mean(work, a_source):
    given = work.give(a_source(), LIST)

    assert given.state == ImportState.MAPPING
    given = work.understand(given, columns=COLUMNS)
    assert given.state == ImportState.READY
    assert Source.objects.get().mapping["columns"] == COLUMNS


def test_the_next_list_of_the_source_needs_no_explaining(work, table):
    assert work.give(table, LIST).state == ImportState.READY


def test_every_line_says_what_it_would_do_and_nothing_is_done(work, table):
    given = work.give(table, LIST)

    assert states(given) == {
        2: "new", 3: "new", 4: "faulty", 5: "faulty", 6: "faulty", 7: "faulty"
    }  # fmt: skip
    assert faults(given) == {
        4: ["no_name"],
        5: ["unknown_category"],
        6: ["same_as"],
        7: ["unknown_status", "position_not_whole"],
    }
    assert given.counts == {"new": 2, "faulty": 4}
    assert not Service.objects.exists()
    assert [line.faults_in_words for line in given.lines.filter(number=6)] == [
        ["It is the same place as in row 2."]
    ]


def test_bringing_in_makes_whole_places_with_their_licence(work, table):
    work.bring_in(work.give(table, LIST))

    service = Service.objects.get(name="Granskolan")
    location = service.whereabouts
    assert (service.category_id, service.status) == ("school", "active")
    assert (location.area.name, str(location.latitude)) == ("Sävast", "65.800000")
    assert location.address == "Skolvägen 1"
    assert service.at.phones.get().number == "0921-1"
    assert service.source_url == "https://source.example/"
    assert service.checked_on == today()
    assert str(service.provenances.get()) == "Skolkontoret, CC0 1.0"
    assert Service.objects.get(name="Kotten").whereabouts.locality == "Bortom"


def test_the_place_s_page_says_source_and_licence(work, table, client):
    work.bring_in(work.give(table, LIST))

    page = client.get("/en/places/granskolan/").content.decode()

    assert "Skolkontoret" in page
    assert "CC0 1.0" in page


def test_the_same_list_again_changes_nothing(work, table):
    work.bring_in(work.give(table, LIST))
    before, deeds = everything(), Event.objects.exclude(verb__startswith="import").count()

    again = work.give(table, LIST)
    assert again.counts == {"unchanged": 2, "faulty": 4}
    work.bring_in(again)

    assert everything() == before
    assert Event.objects.exclude(verb__startswith="import").count() == deeds


def test_without_numbers_a_place_is_found_again_by_name_and_where_it_is(work, a_source):
    source = a_source(mapping={"columns": {"Namn": "name", "Område": "area"}, "category": "shop"})
    text = "Namn;Område\nLanthandeln;Sävast\nLanthandeln;Bortom\n"

    work.bring_in(work.give(source, text))

    assert work.give(source, text).counts == {"unchanged": 2}
    assert Service.objects.count() == 2


def test_a_place_that_is_here_already_is_changed_field_by_field_and_not_doubled(work, table):
    location = Location.objects.create(name="Granskolan", locality="Sävast")
    organization = Organization.objects.create(name="Norrby kommun")
    service = Service.objects.create(
        name="Granskolan", slug="gran", category_id="preschool", organization=organization,
        descriptions={"sv": "Vår skola.", "fi": "Koulu."},
    )  # fmt: skip
    service.at_locations.create(location=location)

    given = work.give(table, LIST)
    line = given.lines.get(number=2)
    assert line.state == "changed"
    assert sorted(line.changes) == [
        ["address", "", "Skolvägen 1"],
        ["category", "preschool", "school"],
        ["latitude", "", "65.800000"],
        ["longitude", "", "21.700000"],
        ["phone", "", "0921-1"],
    ]

    work.bring_in(given)
    service.refresh_from_db()
    assert Service.objects.filter(name="Granskolan").count() == 1
    assert (service.category_id, service.organization_id) == ("school", organization.pk)
    assert service.descriptions == {"sv": "Vår skola.", "fi": "Koulu."}


def test_an_empty_cell_leaves_what_is_there(work, table):
    work.bring_in(work.give(table, LIST))

    given = work.give(table, HEAD + "1;Granskolan;;;;;;;\n2;Kotten;;;;;;;\n")

    assert faults(given) == {2: ["no_category"], 3: ["no_category"]}
    given = work.give(table, HEAD + "1;Granskolan;Skola;;;;;;\n2;Kotten;Förskola;;;;;;\n")
    assert given.counts == {"unchanged": 2}


@pytest.mark.parametrize(("closes", "status"), [(False, "active"), (True, "defunct")])
def test_what_is_no_longer_listed_is_marked_and_closed_only_if_somebody_says_so(
    work, table, closes, status
):
    work.bring_in(work.give(table, LIST))

    given = work.give(table, HEAD + "1;Granskolan;Skola;;;;;;\n")
    assert given.counts == {"unchanged": 1, "gone": 1}
    given = work.bring_in(given, closes_missing=closes)

    kotten = Service.objects.get(name="Kotten")
    assert kotten.status == status
    assert kotten.provenances.get().missing_since == today()

    work.undo(given)
    kotten.refresh_from_db()
    assert kotten.status == "active"
    assert kotten.provenances.get().missing_since is None


def test_taking_a_list_back_leaves_nothing_of_it(work, table):
    before = everything()
    given = work.bring_in(work.give(table, LIST))
    assert everything() != before

    given = work.undo(given)

    assert everything() == before
    assert given.state == ImportState.UNDONE
    assert given.counts["kept_back"] == 0


def test_taking_a_change_back_restores_what_was_before(work, table):
    work.bring_in(work.give(table, LIST))
    before = everything()
    changed = HEAD + "1;Granskolan;Förskola;Bortom;Nya vägen 2;0921-9;66,0;22,0;Vilande\n"
    given = work.bring_in(work.give(table, changed))
    assert everything() != before

    work.undo(given)

    assert everything() == before


def test_what_was_changed_since_is_left_as_it_is_and_said(work, table):
    given = work.bring_in(work.give(table, LIST))
    Service.objects.filter(name="Kotten").update(name="Nya Kotten")

    given = work.undo(given)

    assert list(Service.objects.values_list("name", flat=True)) == ["Nya Kotten"]
    assert given.counts["kept_back"] == 1
    assert [line.name for line in given.lines.filter(is_kept_back=True)] == ["Kotten"]


def test_a_list_is_brought_in_and_taken_back_once(work, table):
    given = work.bring_in(work.give(table, LIST))
    with pytest.raises(actions.IsBusy):
        actions.ask_to_bring_in(given, closes_missing=False, by=work.by)
    work.undo(given)
    with pytest.raises(actions.IsBusy):
        actions.ask_to_undo(given, by=work.by)


def test_a_source_has_one_list_under_way(work, table):
    work.give(table, LIST)
    given = actions.give_list(table, by=work.by, at=timezone.now(), address="https://x.example/")
    assert given.state == ImportState.WAITING

    with pytest.raises(actions.AnotherIsUnderWay):
        actions.give_list(table, by=work.by, at=timezone.now(), address="https://x.example/")


def test_a_fall_in_the_middle_changes_nothing_and_says_so(work, table, monkeypatch):
    given = work.give(table, LIST)
    before = everything()

    def fall(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(bringing_in, "_remember", fall)
    actions.ask_to_bring_in(given, closes_missing=False, by=work.by)
    with pytest.raises(ZeroDivisionError):
        tasks.bring_in(given.pk, by=work.by.pk)

    given.refresh_from_db()
    assert everything() == before
    assert given.state == ImportState.READY
    assert given.what_is_wrong.startswith("Something broke")


def test_the_file_is_gone_when_it_has_been_read(work, table, tmp_path):
    given = work.give(table, LIST)

    assert given.stored_as == ""
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_that_cannot_be_read_is_refused_with_its_reason_and_deleted(work, table, tmp_path):
    given = work.give(table, b"\xd0\xcf\x11\xe0 old")

    assert given.state == ImportState.REFUSED
    assert "Save it as .xlsx" in given.what_is_wrong
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_words_for_kinds_are_explained_once(work, table):
    given = work.give(table, LIST)

    given = work.understand(given, kinds={"Ladugård": "shop"})

    assert given.lines.get(number=5).state == "new"
    assert work.give(table, LIST).lines.get(number=5).wanted["category"] == "shop"


def test_lines_keep_nothing_of_columns_that_nobody_wanted_once_they_are_in(work, a_source):
    source = a_source(mapping={"columns": {"Namn": "name", "Rektor": ""}, "category": "school"})

    given = work.bring_in(work.give(source, "Namn;Rektor\nGranskolan;Kim Exempelsson\n"))

    kept = json.dumps(list(ImportLine.objects.values("values", "wanted", "before", "after")))
    assert "Exempelsson" not in kept
    assert given.state == ImportState.DONE


def test_strange_words_come_in_as_words_or_not_at_all(work, a_source, client):
    strings = json.loads((shared_data() / "corpora" / "strings" / "blns.json").read_text())
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["Namn", "Beskrivning", "Område", "Webb"])
    rows.writerows([word, word, word, word] for word in strings)
    source = a_source(
        mapping={
            "columns": {
                "Namn": "name",
                "Beskrivning": "description_sv",
                "Område": "area",
                "Webb": "website",
            },
            "category": "shop",
        }
    )

    given = work.give(source, text.getvalue().encode("utf-8", "surrogatepass"))
    given = work.understand(given, columns={**source.mapping["columns"], "Webb": ""})
    assert given.counts["new"] > 300
    given = work.bring_in(given)
    page = client.get("/en/places/?page=2").content.decode()
    assert "<script>alert" not in page

    work.undo(given)
    assert not Service.objects.exists()


@pytest.mark.parametrize("kind", [SourceKind.SCHOOLS, SourceKind.OSM, SourceKind.HSDS])
def test_the_usual_kind_of_place_can_be_said_for_a_register_too(work, a_source, kind):
    source = a_source(kind)
    content = {"schools": files.SCHOOL, "osm": files.OSM, "hsds": [files.HSDS]}[kind]
    given = work.give(source, json.dumps(content))

    form = ColumnsForm({"usual_kind": "shop"}, columns={}, samples={}, usual_kind="")

    assert form.is_valid(), form.errors
    assert work.understand(given, **form.said()).state == ImportState.READY


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
