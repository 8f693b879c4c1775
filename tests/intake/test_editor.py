"""A coordinator owns the forms: writes a draft, sees it, and publishes what is right."""

import json
import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from hemvist.audit.models import Event
from hemvist.demo.factories import a_published_form, a_user
from hemvist.intake.models import Enquiry, Form, FormVersion
from hemvist.intake.outline import question_in, with_question
from hemvist.intake.publishing import (
    CannotBePublished,
    DraftExists,
    DraftHasChanged,
    NotADraft,
    begin_draft,
    change_draft,
    confirm_warning,
    problems_of,
    publish_form,
    retire_form,
    unconfirmed,
)
from tests.intake.filling import NOW, address, make_draft

LANGUAGES = ("sv", "en", "fi", "ar", "uk")


@pytest.fixture
def coordinator(installation):
    return a_user("Sara Lind", role="coordinator")


@pytest.fixture
def editor(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def draft(coordinator):
    return begin_draft(a_published_form("returner"), by=coordinator, at=NOW)


def at(name, *args):
    return reverse(f"forms:{name}", args=args)


def change(draft, coordinator, key, **fields):
    question = {**question_in(draft.document, key), **fields}
    return change_draft(
        draft, change=lambda document: with_question(document, question), by=coordinator, at=NOW
    )


def in_all(words):
    return dict.fromkeys(LANGUAGES, words)


def boxes(name, words):
    return {f"{name}_{code}": words for code in LANGUAGES}


def test_a_draft_is_published_and_the_version_before_it_retired(draft, coordinator):
    change(draft, coordinator, "needed", help=in_all("Help"))
    draft.refresh_from_db()

    publish_form(draft, edit=draft.edit, by=coordinator, at=NOW)

    states = dict(draft.form.versions.values_list("number", "state"))
    assert states == {1: "retired", 2: "published"}
    assert set(Event.objects.filter(subject_type="formversion").values_list("verb", flat=True)) >= {
        "form.drafted",
        "form.changed",
        "form.published",
    }


def test_a_published_version_never_changes_whoever_tries(coordinator):
    version = a_published_form()

    with pytest.raises(NotADraft):
        change_draft(version, change=lambda document: {}, by=coordinator, at=NOW)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        FormVersion.objects.filter(pk=version.pk).update(document={})


def test_there_is_one_draft_at_most(draft, coordinator):
    with pytest.raises(DraftExists):
        begin_draft(a_published_form("returner"), by=coordinator, at=NOW)


def test_what_a_colleague_changed_meanwhile_is_not_published_unseen(draft, coordinator):
    seen = draft.edit
    change(draft, coordinator, "needed", help=in_all("Help"))

    with pytest.raises(DraftHasChanged):
        publish_form(draft, edit=seen, by=coordinator, at=NOW)


def test_a_missing_translation_keeps_a_form_from_being_published(draft, coordinator):
    draft = change(draft, coordinator, "needed", question={"sv": "Vad?", "en": "What?"})

    with pytest.raises(CannotBePublished):
        publish_form(draft, edit=draft.edit, by=coordinator, at=NOW)

    words = [problem.words for problem in problems_of(draft)]
    assert len(words) == 3
    assert "“What?” in “You and the place”: the question is missing in Finnish." in words


def test_a_question_about_health_is_published_only_when_somebody_answers_for_it(draft, coordinator):
    draft = change(draft, coordinator, "needed", question=in_all("Är du sjuk?"))
    with pytest.raises(CannotBePublished):
        publish_form(draft, edit=draft.edit, by=coordinator, at=NOW)
    (warned,) = unconfirmed(draft)

    draft = confirm_warning(draft, mark="made-up", by=coordinator, at=NOW)
    assert unconfirmed(draft) == [warned]
    draft = confirm_warning(draft, mark=warned.mark, by=coordinator, at=NOW)
    assert unconfirmed(draft) == []
    publish_form(draft, edit=draft.edit, by=coordinator, at=NOW)

    assert Event.objects.get(verb="form.confirmed").actor == coordinator


def test_an_enquiry_goes_on_with_the_version_it_was_begun_on(client, coordinator):
    begun = make_draft(without=["other"])
    draft = begin_draft(begun.form_version, by=coordinator, at=NOW)
    draft = change(draft, coordinator, "other", question=in_all("Något nytt?"))
    publish_form(draft, edit=draft.edit, by=coordinator, at=NOW)

    old = client.get(address(begun, "other")).content.decode()
    client.post(address(begun, "other"), {"text": ""})
    client.post(address(begun, "check"))
    new = client.post("/en/enquiry/")["Location"].replace("household", "other")

    assert "Is there anything else we should know?" in old
    begun.refresh_from_db()
    assert [begun.state, begun.form_version.number] == ["sent", 1]
    assert "Något nytt?" in client.get(new).content.decode()


def test_a_retired_form_is_closed_but_what_was_begun_is_sent(client, coordinator):
    begun = make_draft()
    retire_form(begun.form_version, by=coordinator, at=NOW)

    page = client.get("/en/enquiry/")
    assert page.status_code == 404
    assert "0921-100 00" in page.content.decode()
    assert client.post("/en/enquiry/").status_code == 404

    client.post(address(begun, "check"))
    assert Enquiry.objects.get().state == "sent"


def test_an_earlier_version_comes_back_as_a_draft(editor, coordinator, draft):
    draft = change(draft, coordinator, "needed", help=in_all("Help"))
    publish_form(draft, edit=draft.edit, by=coordinator, at=NOW)

    editor.post(at("begin", "returner", 1))

    again = FormVersion.objects.get(form__slug="returner", number=3)
    assert [again.state, again.document] == ["draft", draft.form.versions.get(number=1).document]


def test_every_page_of_the_editor_is_there(editor, draft):
    slug = "returner"
    pages = [
        at("form_list"),
        at("form", slug),
        at("draft", slug),
        at("texts", slug),
        at("new_section", slug),
        at("section", slug, "move"),
        at("remove_section", slug, "move"),
        at("new_question", slug, "move"),
        at("new_question", slug, "move") + "?kind=choices",
        *(at("question", slug, key) for key in draft.definition.by_key),
        at("remove", slug, "roots"),
        at("compare", slug, 2),
        at("drop", slug),
        at("retire", slug),
    ]
    for page in pages:
        assert editor.get(page).status_code == 200, page


def test_a_question_is_written_in_all_languages_with_answers_in_another_order(editor, draft):
    page = at("question", "returner", "needed")
    part = question_in(draft.document, "needed")
    typed = {"base": json.dumps(part), **boxes("question", "New?"), "required": "on"}
    for number, choice in enumerate(part["choices"]):
        typed |= {f"answer_{number}_key": choice["key"], f"answer_{number}_place": 9 - number}
        typed |= boxes(f"answer_{number}", choice["text"]["en"])
    typed |= {"answer_5_place": "1", **boxes("answer_5", "First of all")}
    typed |= {"asked_if": ["roots|family", "roots|house"], "match": "all"}

    answer = editor.post(page, typed)

    assert answer.status_code == 302
    draft.refresh_from_db()
    written = question_in(draft.document, "needed")
    keys = [choice["key"] for choice in written["choices"]]
    assert keys == ["first-of-all", "nothing", "school", "home", "job-partner", "job"]
    assert written["question"] == in_all("New?")
    assert written["condition"] == {
        "match": "all",
        "tests": [{"question": "roots", "one_of": ["family", "house"]}],
    }
    assert problems_of(draft) == []
    again = editor.get(page).content.decode()
    ticked = re.findall(r'<input[^>]*value="(roots[^"]*)"[^>]*checked', again)
    assert ticked == ["roots|family", "roots|house"]


def test_two_editors_of_one_question_lose_nothing(editor, draft, coordinator):
    page = at("question", "returner", "needed")
    part = question_in(draft.document, "needed")
    typed = {"base": json.dumps(part), "required": ""}
    for number, choice in enumerate(part["choices"]):
        typed |= {f"answer_{number}_key": choice["key"], f"answer_{number}_place": number}
        typed |= {f"answer_{number}_{code}": text for code, text in choice["text"].items()}
    for name in ("question", "title"):
        typed |= {f"{name}_{code}": text for code, text in part[name].items()}
    change(draft, coordinator, "needed", question={**part["question"], "en": "Theirs?"})

    clash = editor.post(page, {**typed, "question_en": "Mine?"})
    beside = editor.post(page, {**typed, "question_sv": "Min?"})

    assert clash.status_code == 422
    assert "Theirs?" in clash.content.decode() and "Mine?" in clash.content.decode()
    assert beside.status_code == 302
    draft.refresh_from_db()
    question = question_in(draft.document, "needed")["question"]
    assert (question["en"], question["sv"]) == ("Theirs?", "Min?")


def test_a_question_is_added_moved_and_removed(editor, draft):
    new = at("new_question", "returner", "reach")
    assert editor.get(new, {"kind": "household"}).status_code == 422
    answer = editor.post(f"{new}?kind=yes_no", {**boxes("question", "Do you sing?"), "base": "{}"})
    assert answer["Location"].endswith("#question-do-you-sing")

    editor.post(at("move", "returner", "do-you-sing"), {"up": "1"})
    draft.refresh_from_db()
    reach = [one["key"] for one in draft.document["sections"][2]["questions"]]
    assert reach == ["contact", "hours", "name", "do-you-sing", "other"]

    editor.post(at("remove", "returner", "do-you-sing"))
    gone = editor.post(
        at("question", "returner", "do-you-sing"), {"question_en": "Do you sing now?"}
    )
    assert gone.status_code == 404
    assert "Do you sing now?" in gone.content.decode()
    draft.refresh_from_db()
    assert "do-you-sing" not in draft.definition.by_key


def test_what_is_wrong_stands_with_a_link_and_publishing_waits(editor, draft, coordinator):
    draft = change(draft, coordinator, "needed", question={"sv": "Vad?", "en": "What?"})

    page = editor.get(at("draft", "returner")).content.decode()
    editor.post(at("publish", "returner"), {"edit": str(draft.edit)})

    assert "saknas på finska" in page or "Finnish" in page or "finska" in page.lower()
    assert at("question", "returner", "needed") in page
    draft.refresh_from_db()
    assert draft.is_draft


def test_the_preview_is_the_real_form_and_keeps_nothing(editor, draft):
    page = at("preview", "returner", 2, "ar")
    first = editor.get(page)
    assert 'dir="rtl"' in first.content.decode()
    begun = editor.post(page, {"at": "start"}).content.decode()
    said = begun.split('name="said" value="')[1].split('"')[0]

    wrong = editor.post(page, {"at": "needed", "said": "made-up", "choice": "no-such"})
    onwards = editor.post(page, {"at": "roots", "said": said, "choices": ["family"]})

    assert wrong.status_code == 422
    assert 'name="at" value="needed"' in onwards.content.decode()
    assert Enquiry.objects.count() == 0
    assert editor.get(at("preview", "returner", 2, "xx")).status_code == 404


def test_all_of_a_form_is_previewed_to_its_check(editor, draft):
    page = at("preview", "returner", 2, "en")
    answers = {
        "roots": {"choices": ["family"]},
        "needed": {"choice": "home"},
        "household": {"adults": "1"},
        "needs": {"areas": ["housing"]},
        "from": {"origin": "sweden"},
        "when": {"when": "soon"},
        "area": {"area": ""},
        "contact": {"best": "email"},
        "hours": {"language": "sv"},
        "name": {"name": "Märta", "email": "marta@example.org"},
        "other": {"text": ""},
    }
    shown = editor.post(page, {"at": "start"}).content.decode()
    for key, typed in answers.items():
        assert f'name="at" value="{key}"' in shown
        said = shown.split('name="said" value="')[1].split('"')[0]
        shown = editor.post(page, {"at": key, "said": said, **typed}).content.decode()

    assert "Is everything right?" in shown and "Märta" in shown
    assert Enquiry.objects.count() == 0


def test_comparing_tells_what_is_new_gone_and_changed(editor, draft, coordinator):
    change(draft, coordinator, "needed", question=in_all("Other words?"), required=True)
    editor.post(at("remove", "returner", "roots"))

    page = editor.get(at("compare", "returner", 2)).content.decode()

    assert "Other words?" in page and "Vad behöver falla på plats först?" in page
    assert "Vad har du här sedan tidigare?" in page


@pytest.mark.parametrize("text", ["\0", "\ud83c", "x" * 100_000, "<b>"])
def test_odd_words_in_a_question_are_kept_or_told(editor, draft, text):
    body = b"question_sv=" + text.encode("utf-8", "surrogatepass")

    answer = editor.post(
        at("question", "returner", "other"),
        body,
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code in {302, 422}
    assert editor.get(at("draft", "returner")).status_code == 200


def test_only_the_coordinator_edits_forms(client, draft):
    client.force_login(a_user("Astrid Berg", role="host"))

    assert client.get(at("form_list")).status_code == 403
    assert client.post(at("publish", "returner"), {"edit": "1"}).status_code == 403
    assert Form.objects.count() == 7
