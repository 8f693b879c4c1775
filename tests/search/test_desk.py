from datetime import date

import pytest

from hemvist.core.dates import today
from hemvist.demo.factories import a_municipality, a_user
from hemvist.search.actions import add_term
from hemvist.search.counting import count_question
from hemvist.search.models import Concept, Term


@pytest.fixture
def editor(db, client):
    a_municipality()
    user = a_user("Ida Redaktör", role="editor")
    client.force_login(user)
    return user


@pytest.fixture
def preschool(db):
    return Concept.objects.create(code="preschool", names={"sv": "förskola"})


def test_editor_sees_what_was_asked_in_vain(client, editor):
    count_question("curlinghall", language="sv", found=0, on=today())
    count_question("dagis", language="sv", found=9, on=today())
    count_question("för länge sedan", language="sv", found=0, on=date(2020, 1, 1))

    page = client.get("/desk/search/").content.decode()

    in_vain, most = page.split('id="most"')
    assert "curlinghall" in in_vain
    assert "dagis" not in in_vain
    assert "dagis" in most
    assert "sedan" not in page


def test_editor_adds_a_word(client, editor, preschool):
    answer = client.post("/desk/search/preschool/", {"text": "kottens hus", "language": "sv"})

    assert answer.status_code == 302
    assert Term.objects.get().text == "kottens hus"


@pytest.mark.parametrize("text", ["", "?!", "ett två tre fyra fem", "x" * 81])
def test_what_is_no_word_gets_a_sentence(client, editor, preschool, text):
    answer = client.post("/desk/search/preschool/", {"text": text, "language": "sv"})

    assert answer.status_code == 422
    assert not Term.objects.exists()


def test_editor_switches_a_word_off(client, editor, preschool):
    term = add_term(preschool, language="sv", text="kotten", by=editor)

    client.post(f"/desk/search/preschool/{term.pk}/off/")

    assert not Term.objects.get().is_used


def test_a_word_of_another_concept_is_not_switched_off(client, editor, preschool):
    other = Concept.objects.create(code="school", names={"sv": "skola"})
    term = add_term(other, language="sv", text="plugget", by=editor)

    assert client.post(f"/desk/search/preschool/{term.pk}/off/").status_code == 404
    assert Term.objects.get().is_used
