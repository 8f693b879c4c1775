"""A translation goes out as a file, and comes back with what is wrong with it said."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hemvist.audit.models import Event
from hemvist.demo.factories import a_user, an_area
from hemvist.upkeep.actions import take_translation
from hemvist.upkeep.translation_files import begun, document_of
from hemvist.upkeep.xliff import Document, NotATranslation, Unit, read, written
from tests.upkeep.test_translations import WORDS, page, translate  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return a_user(role="editor")


@pytest.fixture
def translation(page):  # noqa: F811
    translate(page, {"Sök plats": "Apply"})
    return begun(page, "en")


def back(translation, words):
    """The file as the translator sends it back."""
    told = document_of(translation)
    units = [Unit(u.place, u.source, words.get(u.source, "")) for u in told.units]
    return Document(told.original, told.source_language, told.target_language, units)


def said(translation):
    return {unit.source: unit.target for unit in document_of(translation).units if unit.target}


def test_every_text_goes_out_with_what_is_translated_already(translation):
    told = document_of(translation)

    assert {unit.source for unit in told.units} >= set(WORDS)
    assert said(translation) == {"Sök plats": "Apply"}
    assert (told.source_language, told.target_language) == ("sv", "en")


def test_what_comes_back_is_taken_and_noted_and_nothing_is_published(
    translation,
    editor,
    page,  # noqa: F811
):
    found = take_translation(translation, read(written(back(translation, WORDS))), by=editor)

    assert len(found.taken) == len(WORDS)
    assert said(translation) == WORDS
    assert Event.objects.filter(verb="page.translation_taken", actor=editor).count() == 1
    assert page.get_translation(translation.target_locale).specific.summary != WORDS["Sök i tid"]


def test_the_same_file_twice_changes_nothing_more(translation, editor):
    document = back(translation, WORDS)
    take_translation(translation, document, by=editor)
    take_translation(translation, document, by=editor)

    assert said(translation) == WORDS


def test_what_is_not_on_the_page_any_more_is_told_and_left_out(translation, editor):
    document = back(translation, WORDS)
    document.units.append(Unit("body", "Det här stod här förr.", "This was here."))

    found = take_translation(translation, document, by=editor)

    assert [unit.target for unit in found.unknown] == ["This was here."]
    assert said(translation) == WORDS


def test_text_that_has_lost_its_tags_is_not_taken(translation, editor):
    found = take_translation(
        translation, back(translation, WORDS | {"Sök i tid": "<b>Apply</b> in time"}), by=editor
    )

    assert [unit.source for unit in found.without_tags] == ["Sök i tid"]
    assert "Sök i tid" not in said(translation)


def test_name_that_is_missing_is_told_and_the_text_is_taken(translation, editor):
    an_area("svartbjornsbyn", name="Svartbjörnsbyn")
    text = "Skolan ligger i Svartbjörnsbyn."

    found = take_translation(
        translation, back(translation, {text: "The school is in Black Bear Village."}), by=editor
    )

    assert found.lost_names == ["Svartbjörnsbyn"]
    assert said(translation)[text] == "The school is in Black Bear Village."


@pytest.mark.parametrize("change", [{"original": "other"}, {"target_language": "fi"}])
def test_file_of_another_page_or_language_is_refused_whole(translation, editor, change):
    document = Document(**{**vars(back(translation, WORDS)), **change})

    with pytest.raises(NotATranslation):
        take_translation(translation, document, by=editor)

    assert said(translation) == {"Sök plats": "Apply"}


def test_editor_takes_the_file_out_and_brings_it_in(client, editor, translation, page):  # noqa: F811
    client.force_login(editor)
    address = f"/desk/upkeep/translations/{page.pk}/en/"
    out = client.get(f"{address}file/")
    content = out.content.replace(
        b'<target state="needs-translation"></target>', b"<target>In time</target>", 1
    )

    answer = client.post(address, {"file": SimpleUploadedFile("x.xlf", content)})

    assert out["Content-Disposition"] == 'attachment; filename="apply-en.xlf"'
    assert answer.status_code == 200
    assert "1 text was taken" not in client.get(address).content.decode()
    assert "2 texts were taken" in answer.content.decode()
    assert "In time" in said(translation).values()


@pytest.mark.parametrize("content", [b"", b"<a/>", b"\x00\xff", b"<!DOCTYPE x []><x/>"])
def test_wrong_file_gets_a_sentence(client, editor, translation, page, content):  # noqa: F811
    client.force_login(editor)
    address = f"/desk/upkeep/translations/{page.pk}/en/"

    answer = client.post(address, {"file": SimpleUploadedFile("x.xlf", content)})

    assert answer.status_code == 422
    assert "error" in answer.content.decode()
    assert said(translation) == {"Sök plats": "Apply"}


def test_translation_that_nobody_has_begun_says_where_to_begin(client, editor, page):  # noqa: F811
    client.force_login(editor)

    answer = client.get(f"/desk/upkeep/translations/{page.pk}/fi/")

    assert "No translation has been begun" in answer.content.decode()
    assert client.get(f"/desk/upkeep/translations/{page.pk}/fi/file/").status_code == 404
    assert client.get(f"/desk/upkeep/translations/{page.pk}/sv/").status_code == 404
