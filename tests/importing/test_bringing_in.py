"""What a list does to the guide, and that it can be done again and taken back."""

import csv
import io
import json

import pytest
from django.utils import timezone

from hemvist.audit.models import Event
from hemvist.core.dates import today
from hemvist.directory.models import (
    Location,
    Organization,
    Service,
)
from hemvist.importing import actions, bringing_in, tasks
from hemvist.importing.forms import ColumnsForm
from hemvist.importing.models import ImportLine, ImportState, Source, SourceKind
from tests.importing import files
from tests.importing.tables import COLUMNS, HEAD, LIST, everything, faults, states
from tests.shared import shared_data

pytestmark = pytest.mark.django_db


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
