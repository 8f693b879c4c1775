"""New forms: from the beginning, as a copy, from a file; and gone again if never asked."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from hemvist.audit.models import Event
from hemvist.demo.factories import a_published_form, a_user
from hemvist.intake.carrying import NotAForm, as_file, from_file, written
from hemvist.intake.definition import read
from hemvist.intake.models import Form, FormVersion
from hemvist.intake.publishing import begin_draft, problems_of
from hemvist.intake.ready import ready_forms
from tests.intake.filling import NOW
from tests.intake.making_forms import a_document, a_question, documents

NAMED = {"name_sv": "Sommargäst", "name_en": "Summer guest", "kind": "enquiry", "slug": ""}


@pytest.fixture
def coordinator(installation):
    return a_user("Sara Lind", role="coordinator")


@pytest.fixture
def editor(client, coordinator):
    client.force_login(coordinator)
    return client


def at(name, *args):
    return reverse(f"forms:{name}", args=args)


def as_upload(content):
    whole = content if isinstance(content, bytes) else json.dumps(content).encode()
    return SimpleUploadedFile("form.json", whole, content_type="application/json")


def a_whole_file(document, **more):
    return {"format": "hemvist-form-1", "slug": "guest", "kind": "student", **more} | {
        "document": document
    }


def test_a_new_form_asks_how_to_reach_whoever_fills_it_in(editor):
    response = editor.post(at("new"), NAMED)

    assert response["Location"] == at("draft", "sommargast")
    draft = FormVersion.objects.get(form__slug="sommargast")
    assert [draft.number, draft.state, draft.form.kind] == [1, "draft", "enquiry"]
    assert [one.key for one in draft.definition.questions] == ["contact", "hours", "name"]
    with translation.override("en"):
        missing = {problem.words for problem in problems_of(draft)}
    assert "The form’s introduction is missing in Swedish." in missing
    assert editor.get(at("draft", "sommargast")).status_code == 200
    assert editor.get(draft.form.get_absolute_url()).status_code == 404


def test_a_copy_goes_its_own_way(editor, coordinator):
    source = a_published_form("student")

    editor.post(at("copy", "student", source.number), {**NAMED, "slug": "guest"})

    draft = FormVersion.objects.get(form__slug="guest")
    assert draft.document["sections"] == source.document["sections"]
    assert draft.document["name"] == {**source.document["name"], "sv": "Sommargäst"} | {
        "en": "Summer guest"
    }
    assert [problem.words for problem in problems_of(draft)] == []
    editor.post(at("publish", "guest"), {"edit": draft.edit})
    assert editor.get(draft.form.get_absolute_url()).status_code == 200
    assert "Sommargäst" in editor.get(reverse("intake:start")).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"slug": "student"}, "Another form has this address."),
        ({"slug": "new"}, "this one cannot be used"),
        ({"slug": "6f1c2b1e-9f3d-4c1f-8a56-3f3b0a1f2c3d"}, "this one cannot be used"),
        ({"slug": "Två ord"}, "Use small letters, digits and hyphens only."),
        ({"slug": "x" * 41}, "Write at most 40 signs."),
        ({"name_sv": "!!!"}, "this one cannot be used"),
        ({"name_sv": ""}, "Write what the form is called in Swedish."),
        ({"kind": "pirate"}, "pirate"),
    ],
)
def test_a_new_form_that_cannot_be_made_is_told_of(editor, fields, sentence):
    a_published_form("student")
    before = Form.objects.count()

    response = editor.post(at("new"), {**NAMED, **fields})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Form.objects.count() == before


def test_a_form_that_was_never_asked_goes_with_its_draft(editor, coordinator):
    editor.post(at("new"), NAMED)
    begin_draft(a_published_form("student"), by=coordinator, at=NOW)

    assert "was never published" in editor.get(at("drop", "sommargast")).content.decode()
    assert editor.post(at("drop", "sommargast"))["Location"] == at("form_list")
    assert editor.post(at("drop", "student"))["Location"] == at("form", "student")

    assert not Form.objects.filter(slug="sommargast").exists()
    assert Form.objects.filter(slug="student").exists()
    assert Event.objects.filter(verb="form.dropped").count() == 2


@pytest.mark.parametrize("ready", list(ready_forms()), ids=lambda form: form.slug)
def test_every_ready_form_is_the_same_when_fetched_and_brought_in(ready):
    definition = read(ready.document)

    assert read(json.loads(json.dumps(written(definition)))) == definition


@settings(max_examples=25, deadline=None)
@given(documents())
def test_any_form_is_the_same_when_fetched_and_brought_in(document):
    whole = json.dumps(a_whole_file(written(read(document)))).encode()

    assert read(from_file(whole).document) == read(document)


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("\ud800"),
        lambda parts: (
            st.lists(parts, max_size=3)
            | st.dictionaries(
                st.sampled_from(["key", "kind", "questions", "question", "title", "sv"]),
                parts,
                max_size=3,
            )
        ),
        max_leaves=12,
    )
)
def test_a_file_with_anything_in_it_is_taken_or_refused_with_sentences(part):
    document = a_document(a_question("more")) | {"sections": part}
    try:
        taken = from_file(json.dumps(a_whole_file(document)).encode())
    except NotAForm as refused:
        assert all(refused.sentences)
    else:
        read(taken.document)


def test_a_fetched_form_is_brought_in_whole(editor):
    source = a_published_form("returner")
    fetched = editor.get(at("fetch", "returner", source.number))
    assert fetched["Content-Disposition"] == 'attachment; filename="returner-1.json"'

    editor.post(at("bring_in"), {"file": as_upload(fetched.content), "slug": "back-again"})
    into = {"file": as_upload(fetched.content), "into": source.form.pk}
    assert editor.post(at("bring_in"), into)["Location"] == at("draft", "returner")
    again = editor.post(at("bring_in"), {**into, "file": as_upload(fetched.content)})

    brought = FormVersion.objects.get(form__slug="back-again")
    assert (brought.definition, brought.form.kind) == (source.definition, "returner")
    assert source.form.versions.get(state="draft").definition == source.definition
    assert again.status_code == 422
    assert "This form has a draft already." in again.content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "is not JSON, or is damaged"),
        (b"\xff\xfe\x00", "is not JSON, or is damaged"),
        (b"[" * 100_000, "is not JSON, or is damaged"),
        ([1], "is no form that was fetched"),
        ({"format": "other"}, "is no form that was fetched"),
        (a_whole_file(a_document(), kind="pirate"), "does not say for whom"),
        (a_whole_file([]), "something that is no object"),
        (a_whole_file(a_document(languages=["sv", "xx"])), "has no language “xx”"),
        (a_whole_file(a_document(a_question("a/b"))), "“a/b” cannot be an address"),
        (a_whole_file(a_document(a_question("check"))), "“check” cannot be an address"),
        (a_whole_file(a_document(a_question("a"), a_question("a"))), "are called “a”"),
        (a_whole_file(a_document(a_question("a", "riddle"))), "kind of question “riddle”"),
        (a_whole_file(a_document(a_question("a", label={"sv": "\ud800"}))), "cannot be kept"),
        (a_whole_file(a_document(a_question("a", label={"s\0": "x"}))), "cannot be kept"),
        (a_whole_file(a_document(a_question("\ud800", 7))), "cannot be kept"),
    ],
)
def test_a_file_that_is_no_form_brings_in_nothing(editor, content, sentence):
    before = FormVersion.objects.count()

    response = editor.post(at("bring_in"), {"file": as_upload(content)})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert FormVersion.objects.count() == before


def test_a_name_that_cannot_be_one_stands_in_no_sentence():
    endless = a_document(*(a_question("a" * 10_000, 7) for _number in range(5)))

    with pytest.raises(NotAForm) as refused:
        from_file(json.dumps(a_whole_file(endless)).encode())

    assert max(len(sentence) for sentence in refused.value.sentences) < 200


def test_what_is_fetched_says_what_it_is(db):
    whole = json.loads(as_file(a_published_form("village")))

    assert [whole["format"], whole["slug"], whole["kind"]] == ["hemvist-form-1"] + ["village"] * 2
