"""The pages about lists: giving a file, saying what it means, looking, bringing in, taking back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hemvist.accounts.models import Role
from hemvist.demo import factories as make
from hemvist.directory.models import Service
from hemvist.importing import tasks
from hemvist.importing.lines import MOST_BYTES
from hemvist.importing.models import Import, ImportState, Source, SourceKind
from tests.importing.made import a_list
from tests.importing.tables import COLUMNS, HEAD, LIST
from tests.site.queries import assert_constant_queries

pytestmark = pytest.mark.django_db

SOURCE = {"name": "Skolkontoret", "page": "https://source.example/", "licence": "CC0 1.0"}


@pytest.fixture
def client(editor):
    client = Client()
    client.force_login(editor)
    return client


def a_file(content=LIST, name="skolor.csv"):
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def new(kind="table"):
    return reverse("importing:new_source", args=[kind])


def at(name, given):
    return reverse(f"importing:{name}", args=[given.pk])


def text_of(answer):
    return answer.content.decode()


def worked():
    """Let the worker do what it was asked last."""
    given = Import.objects.latest("pk")
    tasks.read(given.pk)
    tasks.compare(given.pk)
    tasks.bring_in(given.pk, by=given.by_id)
    tasks.undo(given.pk, by=given.by_id)
    return Import.objects.latest("pk")


def test_from_a_file_to_the_guide_and_back(client, kinds):
    answer = client.post(new(), {**SOURCE, "file": a_file()})
    given = worked()
    assert answer["Location"] == at("show", given)
    assert "Say what the list means" in text_of(client.get(at("show", given)))

    page = text_of(client.get(at("understand", given)))
    assert "Granskolan · Kotten" in page
    posted = {f"column-{place}": field for place, field in enumerate(COLUMNS.values())}
    client.post(at("understand", given), {**posted, "usual_kind": ""})
    given = worked()

    page = text_of(client.get(at("show", given)))
    assert "Granskolan" in page
    page = text_of(client.get(at("show", given) + "?state=faulty"))
    assert "There is no kind of place here called “Ladugård”." in page
    assert "Say what they stand for" in page

    client.post(at("kinds", given), {"word-0": "shop"})
    given = worked()
    client.post(at("bring_in", given))
    given = worked()
    assert sorted(Service.objects.values_list("name", flat=True)) == [
        "Granskolan",
        "Kotten",
        "Ladan",
    ]
    assert "Brought in: 3 new, 0 changed." in text_of(client.get(at("show", given)))

    assert "Take this list back?" in text_of(client.get(at("undo", given)))
    client.post(at("undo", given))
    worked()
    assert not Service.objects.exists()


def test_headings_are_guessed_in_swedish_and_english(client, kinds):
    client.post(
        new(), {**SOURCE, "file": a_file("Benämning,Type,Rektor,E-post,Web site\nA,B,C,D,E")}
    )

    page = text_of(client.get(at("understand", worked())))

    for place, field in enumerate(["name", "category", "", "", "website"]):
        part = page.split(f'id="id_column-{place}"')[1].split("</select>")[0]
        assert f'<option value="{field}" selected>' in part, place


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"file": ""}, "Choose a file, or write an address."),
        ({"file": a_file("")}, "The file is empty."),
        ({"file": "", "address": "http://open.example/"}, "The address must begin with https://."),
        ({"file": "", "address": "nonsense at all"}, "giltig URL"),
        ({"licence": ""}, 'aria-invalid="true"'),
        ({"name": "x" * 101}, "100"),
    ],
)
def test_a_form_that_is_not_whole_gets_a_sentence(client, kinds, change, sentence):
    answer = client.post(new(), {**SOURCE, "file": a_file(), **change})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Source.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client, kinds, tmp_path):
    answer = client.post(new(), {**SOURCE, "file": a_file(b"x" * (MOST_BYTES + 2_000_000))})

    assert answer.status_code == 413
    assert "divide the file" in text_of(answer)
    assert not Import.objects.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_file_just_too_large_is_refused_with_a_sentence(client, kinds):
    answer = client.post(new(), {**SOURCE, "file": a_file(b"x" * (MOST_BYTES + 1000))}, follow=True)

    assert "The list is larger than 20 MB." in text_of(answer)
    assert not Import.objects.exists()


@pytest.mark.parametrize("role", [Role.HOST, Role.AUDITOR, Role.RECEIVER])
def test_nobody_else_s_file_is_even_taken_in(kinds, role, tmp_path):
    client = Client()
    client.force_login(make.a_user("Annan", role=role))

    assert client.post(new(), {**SOURCE, "file": a_file()}).status_code == 403
    assert client.post(new(), {**SOURCE, "file": a_file("x" * 2_000_000)}).status_code == 403
    assert list(tmp_path.iterdir()) == []


def test_other_pages_still_take_no_file(client, kinds):
    answer = client.post(
        reverse("importing:edit_source", args=[a_done_list().source_id]), {"f": a_file()}
    )

    assert answer.wsgi_request.FILES == {}


def a_done_list(**fields):
    return a_list(by=make.a_user("X", role=Role.EDITOR), **fields)


def test_a_file_needs_the_token_of_its_form(editor, kinds):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert client.post(new(), {**SOURCE, "file": a_file()}).status_code == 403
    assert not Import.objects.exists()


def test_a_name_of_a_file_is_words_and_not_markup_or_a_path(client, kinds):
    client.post(new(), {**SOURCE, "file": a_file(name="../../<b>etc</b>.csv")})

    page = text_of(client.get(at("show", worked())))

    assert "<b>etc" not in page
    assert Import.objects.get().stored_as == ""


def test_one_field_stands_for_one_column(client, kinds):
    given = a_done_list(state="ready")

    answer = client.post(at("understand", given), {"column-0": "name", "column-1": "name"})
    assert answer.status_code == 422
    assert "is chosen for two columns" in text_of(answer)

    answer = client.post(at("understand", given), {"column-0": "city", "column-1": ""})
    assert "Say which column has the name." in text_of(answer)


def test_a_list_that_went_further_meanwhile_is_shown_as_it_is(client, kinds):
    given = a_done_list(state="done")

    for name in ["understand", "kinds", "bring_in", "drop"]:
        answer = client.post(at(name, given), follow=True)
        assert "This list has gone further meanwhile." in text_of(answer), name
    given.refresh_from_db()
    assert given.state == ImportState.DONE


def test_a_list_put_aside_brings_nothing_in(client, kinds):
    given = a_done_list(state="ready")

    client.post(at("drop", given))

    given.refresh_from_db()
    assert given.state == ImportState.DROPPED
    assert not given.lines.exists()


def test_the_next_list_of_a_source(client, kinds):
    source = Source.objects.create(kind="table", slug="s", mapping={"columns": COLUMNS}, **SOURCE)

    client.post(at("source", source), {"file": a_file(HEAD + "1;A;Skola;;;;;;\n")})

    assert worked().state == ImportState.READY


def test_jobs_come_every_night_only_from_an_address(client, kinds):
    source = Source.objects.create(kind=SourceKind.JOBS, slug="j", **SOURCE)
    client.post(at("edit_source", source), {**SOURCE, "is_nightly": "on"})
    source.refresh_from_db()
    assert not source.is_nightly

    Source.objects.update(address="https://jobs.example/search")
    client.post(at("edit_source", source), {**SOURCE, "is_nightly": "on"})
    source.refresh_from_db()
    assert source.is_nightly


def test_figures_ask_for_their_words(client, kinds):
    import json

    from tests.importing import files

    client.post(new("statistics"), {**SOURCE, "file": a_file(json.dumps(files.PEOPLE))})
    given = worked()
    assert "Folkmängd, Boden, in Swedish" in text_of(client.get(at("understand", given)))

    client.post(at("understand", given), {"words-0-sv": "personer bor här", "words-0-en": ""})

    assert worked().counts == {"new": 1}


def test_a_page_of_lines_costs_the_same_for_few_and_for_many(client, kinds):
    numbers = iter([1, 40])
    given = a_done_list(state="ready", lines=2)

    def add():
        more = a_done_list(state="ready", lines=next(numbers))
        more.lines.update(import_of=given)

    add()
    assert_constant_queries(lambda: client.get(at("show", given) + "?state=faulty"), add=add)
    assert_constant_queries(lambda: client.get(reverse("importing:sources")), add=a_done_list)
