"""Happenings, jobs and pages, one by one and all at once."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from rdflib import URIRef
from rdflib.namespace import DCAT, DCTERMS

from hemvist.core.dates import today
from hemvist.demo.factories import a_happening, a_page, a_vacancy
from hemvist.guide.machine import mark_machine_texts
from hemvist.guide.models import AnswerPage
from hemvist.happenings.models import CalendarSource, Happening
from hemvist.vacancies.models import Vacancy
from tests.api.test_catalogue import CC0, CC_BY, harvested, is_right
from tests.site.queries import assert_constant_queries

pytestmark = pytest.mark.filterwarnings("ignore:Dataset\\.:DeprecationWarning")
SOURCE = {"url": "https://norrby.example/x", "checked_on": "2026-11-20"}


def ids(get, address, **params):
    return [one["id"] for one in get(address, params).json()["items"]]


def whole(get, name):
    return json.loads(b"".join(get(f"/datasets/{name}.json")))


def table(get, name):
    lines = b"".join(get(f"/datasets/{name}.csv")).decode()
    return list(csv.DictReader(io.StringIO(lines)))


def test_everything_is_a_table_too_with_the_same_names(get):
    a_happening("Sopplunch", languages=["sv", "ar"])
    a_vacancy("Sjuksköterska", licence="CC0")
    a_page("answers/ours", kind=AnswerPage, sources=[("source", SOURCE)])

    for name in ("happenings", "jobs", "pages"):
        told, lines = whole(get, name)[name], table(get, name)
        assert [line["title"] for line in lines] == [one["title"] for one in told]
        assert all(set(one) <= set(line) for one, line in zip(told, lines, strict=True))
    assert table(get, "happenings")[0]["languages"] == "sv | ar"
    assert SOURCE["url"] in [line["sources"] for line in table(get, "pages")]


def test_happening_says_when_it_comes_and_where_the_fact_is_from(get):
    a_happening("Sopplunch", costs={"sv": "Gratis"}, welcomes_newcomers=True)

    told = get("/api/v1/happenings/sopplunch", {"lang": "en"}).json()

    assert (told["title"], told["language"], told["cost"]) == ("Sopplunch (en)", "en", "Gratis")
    assert told["rule"] == "FREQ=WEEKLY"
    assert len(told["nextTimes"]) == 10
    assert told["source"]["url"] == "https://norrby.example/kalender"
    assert told["licence"] == "CC0 1.0"


def test_happening_that_is_over_is_told_to_those_who_ask_what_changed(get):
    long_ago = datetime(2026, 1, 1, 18, tzinfo=UTC)
    a_happening("Förra året", rule="", starts_at=long_ago, ends_at=long_ago)

    assert "forra-aret" not in ids(get, "/api/v1/happenings")
    assert "forra-aret" in ids(get, "/api/v1/happenings", modified_after="2026-01-01")
    assert get("/api/v1/happenings/forra-aret").status_code == 200


def test_happening_that_is_not_published_is_nowhere(get):
    a_happening("Hemligt", is_published=False)

    assert "hemligt" not in ids(get, "/api/v1/happenings", modified_after="2026-01-01")
    assert get("/api/v1/happenings/hemligt").status_code == 404
    assert "Hemligt" not in str(whole(get, "happenings"))


def test_what_another_calendar_gave_is_not_given_away_as_ours(get):
    theirs = CalendarSource.objects.create(name="Föreningen")
    a_happening("Deras", source=theirs, uid="1")
    a_happening("Vårt")

    told = get("/api/v1/happenings/deras").json()

    assert told["sourceName"] == "Föreningen"
    assert "licence" not in told
    listed = {one["id"] for one in whole(get, "happenings")["happenings"]}
    assert ("deras" in listed, "vart" in listed) == (False, True)


def test_job_has_the_licence_of_its_source(get):
    job = a_vacancy("Svetsare", licence="CC BY 4.0")

    told = get(f"/api/v1/jobs/{job.pk}").json()

    assert (told["title"], told["licence"], told["sourceName"]) == (
        "Svetsare", "CC BY 4.0", "Platsbanken",
    )  # fmt: skip
    assert told["isOpen"]


def test_job_past_its_last_day_is_told_to_those_who_ask_what_changed(get):
    job = a_vacancy(days_left=-1)

    assert str(job.pk) not in ids(get, "/api/v1/jobs")
    assert str(job.pk) in ids(get, "/api/v1/jobs", modified_after="2026-01-01")
    assert not get(f"/api/v1/jobs/{job.pk}").json()["isOpen"]


def test_job_has_changed_when_its_source_has_taken_it_back(get):
    job = a_vacancy()
    Vacancy.objects.update(changed_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert ids(get, "/api/v1/jobs", modified_after="2026-06-01") == []

    from hemvist.audit.actions import Actor
    from hemvist.vacancies.actions import withdraw_vacancies

    withdraw_vacancies([job], on=today(), by=Actor.SYSTEM)

    assert ids(get, "/api/v1/jobs", modified_after="2026-06-01") == [str(job.pk)]


@pytest.mark.parametrize(
    ("licences", "asked"), [(["CC0 1.0"], CC0), (["CC0 1.0", "CC BY 4.0"], CC_BY)]
)
def test_jobs_together_have_the_strictest_licence_of_their_sources(get, licences, asked):
    for licence in licences:
        a_vacancy(licence, licence=licence)
    a_vacancy("Nobody says on which terms", licence="")

    graph = harvested(get)
    node = URIRef("http://localhost:8000/datasets/dcat#jobs")
    found = {graph.value(file, DCTERMS.license) for file in graph.objects(node, DCAT.distribution)}

    assert is_right(graph)[0]
    assert found == {asked}
    assert sorted(one["title"] for one in whole(get, "jobs")["jobs"]) == sorted(licences)


def test_page_says_its_text_when_it_was_checked_and_where_from(get):
    body = [("text", "<p>Ring oss.</p>"), ("internal", "<p>Bara för oss.</p>")]
    a_page(
        "answers/oppet",
        kind=AnswerPage,
        body=[{"type": kind, "value": text} for kind, text in body],
        sources=[{"type": "source", "value": SOURCE}],
        checked_on=today(),
    )

    answer = get("/api/v1/pages/answers/oppet")
    told = answer.json()

    assert (told["kind"], told["language"], told["text"]) == ("answer", "sv", "Ring oss.")
    assert told["sources"] == [{"url": SOURCE["url"], "checkedOn": SOURCE["checked_on"]}]
    assert told["checkedOn"] == today().isoformat()
    assert not told["isMachineTranslated"]
    assert "Bara för oss" not in str(whole(get, "pages"))


def test_pages_are_those_in_the_language_asked_for(get):
    a_page("answers/en", kind=AnswerPage)
    a_page("answers/en", kind=AnswerPage, language="en", title="One")
    a_page("answers/tva", kind=AnswerPage)

    assert ids(get, "/api/v1/pages", kind="answer", lang="en") == ["answers/en"]
    assert sorted(ids(get, "/api/v1/pages", kind="answer", lang="sv")) == [
        "answers/en", "answers/tva",
    ]  # fmt: skip
    assert get("/api/v1/pages/answers/tva", {"lang": "fi"}).json()["language"] == "sv"
    assert {(one["id"], one["language"]) for one in whole(get, "pages")["pages"]} >= {
        ("answers/en", "en"), ("answers/en", "sv"),
    }  # fmt: skip


def test_page_that_a_machine_translated_says_so(get):
    page = a_page("answers/en", kind=AnswerPage, language="en")
    mark_machine_texts(page.translation_key, ["en"])

    assert get("/api/v1/pages/answers/en", {"lang": "en"}).json()["isMachineTranslated"]


@pytest.mark.parametrize("change", [{"live": False}, {"slug": "annat", "url_path": "/sv/x/"}])
def test_page_that_is_not_published_is_nowhere(get, change):
    page = a_page("answers/borta", kind=AnswerPage, title="Borta")
    type(page).objects.filter(pk=page.pk).update(**change)

    assert get("/api/v1/pages/answers/borta").status_code == 404


def test_pages_changed_since(get):
    page = a_page("answers/en", kind=AnswerPage)
    type(page).objects.filter(pk=page.pk).update(last_published_at=datetime.now(UTC))
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()

    assert ids(get, "/api/v1/pages", modified_after="2026-01-01") == ["answers/en"]
    assert ids(get, "/api/v1/pages", modified_after=later) == []


@pytest.mark.parametrize("name", ["happenings", "jobs", "pages"])
def test_file_is_not_sent_again_until_something_changes(get, name):
    make = {
        "happenings": lambda n: a_happening(f"H {n}"),
        "jobs": lambda n: a_vacancy(f"J {n}"),
        "pages": lambda n: a_page(f"answers/p-{n}", kind=AnswerPage),
    }[name]
    make(1)
    tag = get(f"/datasets/{name}.json")["ETag"]

    assert get(f"/datasets/{name}.json", if_none_match=tag).status_code == 304

    make(2)

    assert get(f"/datasets/{name}.json", if_none_match=tag).status_code == 200


@pytest.mark.parametrize("address", ["/api/v1/{}", "/datasets/{}.json"])
@pytest.mark.parametrize("name", ["happenings", "jobs", "pages"])
def test_list_costs_the_same_for_few_and_for_many(get, name, address):
    def add():
        for n in range(3):
            a_happening(f"H {Happening.objects.count()}")
            a_vacancy(f"J {n}")
            a_page(f"answers/p-{Happening.objects.count()}", kind=AnswerPage)

    add()
    assert_constant_queries(lambda: b"".join(get(address.format(name))), add=add)
