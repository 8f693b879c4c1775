"""Editors keep the words that stay as they are, and what some may be called elsewhere."""

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from hemvist.accounts.models import Role
from hemvist.audit.models import Event
from hemvist.demo.factories import a_municipality, a_user
from hemvist.upkeep.models import GlossaryTerm
from hemvist.upkeep.translations import Names

LIST = reverse("upkeep:glossary")


@pytest.fixture
def editor(client, db):
    a_municipality()
    user = a_user(role=Role.EDITOR)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def test_a_word_is_added_changed_and_removed_and_the_log_says_by_whom(client, editor):
    said = {"term": "Medborgarservice", "en": "Citizen services, ", "note": "Kontoret"}
    client.post(reverse("upkeep:new_term"), said)
    term = GlossaryTerm.objects.get()
    shown = client.get(LIST).content.decode()
    client.post(reverse("upkeep:term", args=[term.pk]), {**said, "fi": "Kansalaispalvelu"})
    changed = GlossaryTerm.objects.get().translations
    asked = client.get(reverse("upkeep:remove_term", args=[term.pk])).content.decode()
    client.post(reverse("upkeep:remove_term", args=[term.pk]))

    assert term.translations == {"en": "Citizen services"}
    assert '<bdi lang="en">Citizen services</bdi>' in shown
    assert changed == {"en": "Citizen services", "fi": "Kansalaispalvelu"}
    assert "Remove Medborgarservice from the glossary?" in asked
    assert not GlossaryTerm.objects.exists()
    verbs = Event.objects.filter(verb__startswith="glossary").order_by("pk")
    assert [event.verb for event in verbs] == [
        "glossaryterm.saved", "glossaryterm.saved", "glossaryterm.removed",
    ]  # fmt: skip
    jobs = ProcrastinateJob.objects.filter(task_name="upkeep.compare_translations")
    assert jobs.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"term": ""}, "Fill this in."),
        ({"term": "x" * 101}, "at most 100"),
        ({"term": "Bodenbo"}, "This word is in the glossary already."),
        ({"en": "x" * 201}, "at most 200"),
        ({"term": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_a_word_that_cannot_be_kept_gets_a_sentence(client, editor, wrong, sentence):
    GlossaryTerm.objects.create(term="Bodenbo")

    answer = client.post(reverse("upkeep:new_term"), {"term": "Lärcentrum", **wrong})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert GlossaryTerm.objects.count() == 1


def test_a_hint_leads_to_the_glossary_with_the_word_filled_in(client, editor):
    page = client.get(reverse("upkeep:new_term") + "?term=Medborgarservice").content.decode()

    assert 'value="Medborgarservice"' in page


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    client, editor, django_assert_max_num_queries
):
    client.get(LIST)
    GlossaryTerm.objects.create(term="A")
    with django_assert_max_num_queries(20) as one:
        client.get(LIST)
    GlossaryTerm.objects.bulk_create([GlossaryTerm(term=word) for word in "BCD"])
    with django_assert_max_num_queries(20) as four:
        client.get(LIST)

    assert len(four) == len(one)


def test_an_allowed_word_counts_as_the_name_in_its_language_only(db):
    GlossaryTerm.objects.create(
        term="Medborgarservice", translations={"en": "Citizen services, citizen service"}
    )
    names = Names()

    assert names.is_in("Medborgarservice", "Call citizen service.", "en")
    assert names.is_in("Medborgarservice", "Soita: Medborgarservice", "fi")
    assert not names.is_in("Medborgarservice", "Call the office.", "en")
    assert not names.is_in("Medborgarservice", "Citizen services", "fi")
