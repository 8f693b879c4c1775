"""Every fault has its sentence, and everything that lists do is said in the log in words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemvist.audit.models import Event
from hemvist.audit.words import DEEDS, THINGS
from hemvist.importing import faults
from hemvist.importing.faults import SENTENCES, Fault
from hemvist.importing.mapping import FIELDS, GUESSES, field_of, guess
from tests.importing.tables import HEAD, LIST
from tests.shared import ROOT

CODES = re.compile(r"""(?:CannotRead|Fault|\.fault)\(\s*"(\w+)\"""")


def test_every_fault_that_is_found_has_its_sentence_and_every_sentence_its_fault():
    package = ROOT / "hemvist" / "importing"
    found = {
        code for path in package.rglob("*.py") for code in CODES.findall(path.read_text("utf-8"))
    }
    found |= {"locked", "broken_workbook"}  # chosen between, in one line

    assert found == set(SENTENCES)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_fault_is_the_same_after_it_was_kept(code):
    names = re.findall(r"%\((\w+)\)s", str(SENTENCES[code]))
    fault = Fault(code, dict.fromkeys(names, "50 % av allt"))

    assert str(Fault.from_kept(fault.kept())) == str(fault)
    assert "%(" not in str(fault)


@pytest.mark.django_db
def test_what_a_list_does_is_said_in_the_log_in_words(work, table):
    work.undo(work.bring_in(work.give(table, LIST)))
    given = work.give(table, HEAD + "1;Granskolan;Skola;;;;;;\n")
    work.undo(work.bring_in(given, closes_missing=True))

    assert set(Event.objects.values_list("verb", flat=True)) <= set(DEEDS)
    kinds = set(Event.objects.filter(verb__startswith="import").values_list("subject_type"))
    assert {kind for (kind,) in kinds} <= set(THINGS)


def test_every_guess_is_a_field_and_every_field_but_none_is_guessed_twice():
    assert set(GUESSES) == set(FIELDS)
    words = [word for said in GUESSES.values() for word in said.split()]
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert faults.LIST_FAULTS.keys() & faults.LINE_FAULTS.keys() == set()


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("NAMN", "name"),
        ("Namn på skolan", "name"),
        ("Post-nr", "postal_code"),
        ("besöks adress", "address"),
        ("Lat (WGS84)", "latitude"),
        ("E-post", ""),
        ("Rektors namn", ""),
        ("Kontaktperson", ""),
        ("", ""),
    ],
)
def test_a_heading_is_understood_as_a_person_would(heading, field):
    assert field_of(heading) == field


@given(st.lists(st.text(), unique=True, max_size=8))
def test_no_field_is_guessed_for_two_headings(headings):
    fields = [field for field in guess(headings).values() if field]

    assert len(fields) == len(set(fields))
