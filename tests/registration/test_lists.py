"""A list from a fair: read, understood, looked at, brought in once, taken back."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given as whatever
from hypothesis import settings
from hypothesis import strategies as st

from hemvist.casework.actions import add_note
from hemvist.casework.models import Case
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.messaging.models import Delivery
from hemvist.people.actions import protect_household
from hemvist.people.models import Consent
from hemvist.privacy.taking_back import take_back_list
from hemvist.registration import lists
from hemvist.registration.models import PeopleList, PersonLine
from hemvist.registration.understanding import field_of, guess, month_of, understand

HEADINGS = "Förnamn;Efternamn;E-post;Mobil;Flyttmånad;Barn;Söker;Övrigt"
ROWS = [
    "Mira;Ek;mira@example.org;070-174 06 05;mars 2027;4, 9;School;Vi vill ha hus",
    "Olena;Koval;olena@example.org;;2027-05;;;",
]


@pytest.fixture(autouse=True)
def _monday(db):
    make.a_municipality()
    make.a_life_area("school", can_be_sought=True)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def host():
    return make.a_user("Elin Bäck")


def table(*rows, headings=HEADINGS, encoding="utf-8"):
    return "\r\n".join([headings, *rows]).encode(encoding)


def given_list(host, content, name="massan.csv"):
    file = SimpleUploadedFile(name, content)
    given = lists.give_list(name="Mässan", consent="Ja, ring mig", file=file, by=host, at=NOW)
    lists.read_list(given)
    return given


def compared(host, content, **more):
    given = given_list(host, content)
    chosen = {"team": None, "source_code": None, "language": "sv", **more}
    lists.say_what_it_means(given, mapping=given.mapping, by=host, **chosen)
    given.refresh_from_db()
    lists.compare_list(given)
    return given


def brought_in(host, content, *, takes_known=False, **more):
    given = compared(host, content, **more)
    lists.ask_to_bring_in(given, takes_known=takes_known, by=host)
    given.refresh_from_db()
    lists.bring_in(given, by=host, at=NOW)
    return given


def states(given):
    return list(given.lines.order_by("number").values_list("state", flat=True))


def test_headings_are_guessed_and_a_list_becomes_cases(host):
    given = brought_in(host, table(*ROWS))

    assert (given.state, given.counts) == ("done", {"brought_in": 2})
    mira = Case.objects.get(title="Mira Ek")
    assert (mira.source, mira.household.moving_on) == ("list", date(2027, 3, 1))
    assert [need.life_area_id for need in mira.needs.all()] == ["school"]
    assert mira.household.people.filter(is_child=True).count() == 2
    assert mira.conversation.messages.get().body == "Vi vill ha hus"
    assert Consent.objects.filter(household=mira.household).get().wording == "Ja, ring mig"
    assert not Delivery.objects.exists()


def test_the_same_list_again_makes_nobody_twice(host):
    brought_in(host, table(*ROWS))

    again = brought_in(host, table(*ROWS, "Ny;Person;ny@example.org;;;;;"))

    assert states(again) == ["before", "before", "brought_in"]
    assert Case.objects.count() == 3


def test_every_fault_is_named_with_its_row(host):
    given = compared(
        host,
        table(
            "Utan;Adress;;;;;;",
            ";;a@example.org;;;;;",
            "Fel;Post;inte en adress;;;;;",
            "Fel;Nummer;;12;;;;",
            "Mild;Månad;m@example.org;;sen höst;;;",
            "Nu;Mmer;n@example.org;;;;;19900101-1234",
            "För;Många;f@example.org;;;;;;mer",
        ),
    )

    said = [(line.number, line.state, line.sentences) for line in given.lines.all()]
    assert said == [
        (2, "faulty", ["It has neither a telephone number nor an e-mail address."]),
        (3, "faulty", ["It has no name."]),
        (4, "faulty", ["“inte en adress” is no e-mail address."]),
        (5, "faulty", ["“12” is no telephone number."]),
        (6, "new", ["The month “sen höst” cannot be read; it is left out."]),
        (
            7,
            "faulty",
            ["It holds a personal identity number. We may not keep it: leave that column out."],
        ),
        (
            8,
            "faulty",
            [
                "It has more cells than there are headings: perhaps a separator stands inside "
                "a text."
            ],
        ),
    ]


def test_doubles_on_the_list_and_among_cases_are_found(host):
    case = make.a_case(make.a_household("Någon Annan", email="mira@example.org", phone=""))
    month = date(2027, 5, 1)
    named = make.a_case(
        make.a_household("Koval Olena", email="o@example.org", phone="", moving_on=month)
    )
    lists.keep_names([named.household_id])

    given = compared(host, table(*ROWS, "Mira;Ek;MIRA@example.org;;;;;"))

    assert states(given) == ["known", "known", "twice"]
    assert list(given.lines.values_list("same_as", flat=True)) == [case.pk, named.pk, None]
    lists.ask_to_bring_in(given, takes_known=False, by=host)
    given.refresh_from_db()
    assert lists.bring_in(given, by=host, at=NOW) == 0


def test_nobody_learns_of_a_protected_household_and_the_new_case_is_protected(host):
    case = make.a_case(make.a_household(email="mira@example.org"))
    protect_household(case.household, staff=[host.pk], by=host)

    given = brought_in(host, table(ROWS[0]))

    assert states(given) == ["brought_in"]
    assert given.lines.get().case.household.is_protected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_any_encoding_is_read(host, encoding):
    given = compared(host, table("Åsa;Öberg;asa@example.org;;;;;", encoding=encoding))

    assert given.lines.get().understood["name"] == "Åsa Öberg"


def test_formulas_are_text_and_merged_cells_say_the_same_in_each_place(host):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Namn", "E-post", "Övrigt"])
    sheet.append(["=1+1", "a@example.org", '=HYPERLINK("http://x")'])
    sheet.append(["@Sara", "b@example.org", "Tillsammans"])
    sheet.append(["-Ali", "c@example.org", None])
    sheet.merge_cells("C3:C4")
    file = io.BytesIO()
    book.save(file)

    given = brought_in(host, file.getvalue())

    titles = [case.title for case in Case.objects.order_by("pk")]
    assert titles == ["=1+1", "@Sara", "-Ali"]
    assert [line.understood.get("text") for line in given.lines.all()][1:] == ["Tillsammans"] * 2


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"\x00\x01\x02\x03" * 4_000, "This is not a table."),
        (b"PK\x03\x04 nonsense", "damaged"),
        (bomb(), "much larger unpacked"),
        (table(*["A;B;a@example.org;;;;;"] * 20_001), "more than 20000 rows"),
        (b"Namn;E-post\r\n", "nothing under them"),
    ],
    ids=["empty", "noise", "torn", "bomb", "too long", "headings only"],
)
def test_what_cannot_be_taken_in_gets_a_sentence_and_leaves_nothing(host, content, words):
    given = given_list(host, content)

    assert given.state == "refused"
    assert words in given.what_is_wrong
    assert not PersonLine.objects.exists()


def test_broken_off_in_the_middle_it_goes_on_where_it_was(host, monkeypatch):
    monkeypatch.setattr(lists, "CASES_AT_ONCE", 1)
    given = compared(host, table(*ROWS))
    lists.ask_to_bring_in(given, takes_known=False, by=host)
    given.refresh_from_db()
    first = lists._next_chunk(given, ["new"])
    lists._make_cases(given, first, "Norrby kommun", by=host, at=NOW)
    assert states(given) == ["brought_in", "new"]

    lists.bring_in(given, by=host, at=NOW)

    assert (states(given), Case.objects.count()) == (["brought_in"] * 2, 2)


def test_taken_back_nothing_is_left_but_what_somebody_has_worked_with(host):
    given = brought_in(host, table(*ROWS))
    touched = Case.objects.get(title="Mira Ek")
    gone = Case.objects.get(title="Olena Koval")
    add_note(touched, body="Ringde.", by=host, at=NOW)

    lists.ask_to_take_back(given, by=host)
    given.refresh_from_db()
    assert take_back_list(given, by=host, at=NOW) == 1

    given.refresh_from_db()
    gone.refresh_from_db()
    touched.refresh_from_db()
    assert (given.state, given.counts) == ("undone", {"touched": 1, "taken_back": 1})
    assert (gone.title, gone.is_open, gone.household.erased_at) == ("", False, NOW)
    assert (touched.title, touched.is_open) == ("Mira Ek", True)
    assert not Delivery.objects.exists()
    assert states(brought_in(host, table(*ROWS))) == ["before", "brought_in"]


def test_old_lines_are_emptied(host):
    given = brought_in(host, table(ROWS[0], "Utan;Adress;;;;;;"))

    with time_machine.travel(NOW.replace(year=2027), tick=False):
        lists.tidy(at=NOW.replace(year=2027))

    line = given.lines.get()
    assert (line.values, line.understood, line.case.title) == ({}, {}, "Mira Ek")


def test_two_cannot_take_it_further_at_once(host):
    given = compared(host, table(*ROWS))
    lists.ask_to_bring_in(given, takes_known=False, by=host)

    with pytest.raises(lists.IsBusy):
        lists.ask_to_bring_in(given, takes_known=False, by=host)
    with pytest.raises(lists.IsBusy):
        lists.drop_list(given, by=host)


def test_the_pages_lead_from_the_file_to_the_cases_and_back(client, host):
    client.force_login(host)
    address = reverse("registration:people_lists")
    assert client.post(address, {"name": "Mässan"}).status_code == 422
    file = SimpleUploadedFile("massan.csv", table(*ROWS))
    answer = client.post(address, {"name": "Mässan", "consent": "Ja", "file": file})
    given = PeopleList.objects.get()
    assert "Being read" in client.get(answer.url).content.decode()
    lists.read_list(given)

    meaning = reverse("registration:meaning", args=[given.pk])
    page = client.get(meaning).content.decode()
    assert "Förnamn" in page
    assert "Mira, Olena" in page
    assert client.post(meaning, {"language": "sv"}).status_code == 422
    columns = {
        f"column_{number}": field
        for number, field in enumerate(
            ["first_name", "last_name", "email", "phone", "moving_on", "children", "needs", "text"]
        )
    }
    assert client.post(meaning, {**columns, "language": "sv"}).status_code == 302
    given.refresh_from_db()
    lists.compare_list(given)
    page = client.get(reverse("registration:people_list", args=[given.pk])).content.decode()
    assert "Make 2 cases" in page
    assert "Olena Koval" in page

    client.post(reverse("registration:bring_in", args=[given.pk]))
    given.refresh_from_db()
    lists.bring_in(given, by=host, at=NOW)
    page = client.get(reverse("registration:people_list", args=[given.pk])).content.decode()
    assert Case.objects.first().reference in page
    client.post(reverse("registration:take_back", args=[given.pk]))
    given.refresh_from_db()
    assert given.state == "undoing"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("E-postadress", "email"),
        ("Mobile number", "phone"),
        ("När vill du flytta?", "moving_on"),
        ("Skostorlek", ""),
        ("First name", "first_name"),
    ],
)
def test_headings_in_two_languages(heading, field):
    assert field_of(heading) == field


def test_a_column_called_name_beside_a_surname_is_the_first_name():
    assert guess(["Namn", "Efternamn"]) == {"Namn": "first_name", "Efternamn": "last_name"}


@pytest.mark.parametrize(
    "text", ["2027-03", "3/2027", "mars 2027", "March 2027", "2027-03-15", "15/3 2027", "mar 2027"]
)
def test_a_month_however_it_is_written(text):
    assert month_of(text) == date(2027, 3, 1)


@whatever(st.dictionaries(st.sampled_from(["n", "e", "p", "m", "b"]), st.text(max_size=40)))
@settings(max_examples=80, deadline=None)
def test_whatever_stands_in_a_line_is_understood_or_named(values):
    mapping = {"n": "name", "e": "email", "p": "phone", "m": "moving_on", "b": "children"}

    one = understand(values, mapping, {})

    assert all(str(fault) for fault in one.faults)
    assert one.is_faulty or (one.name and one.addresses)
