"""What the public pages say to machines, read as a machine reads it."""

import json
import re
from datetime import timedelta

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from hemvist.core.dates import today
from hemvist.demo.factories import a_page
from hemvist.directory.models import Area, Service
from hemvist.guide import addresses
from hemvist.guide.models import AnswerPage, ArticlePage, GuidesPage, StepsPage
from hemvist.vacancies.models import Vacancy
from tests.site.queries import assert_constant_queries

# Said by the reader of itself.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
SCHEMA = "https://schema.org/"
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
LOC = re.compile(r"<loc>(.*?)</loc>")


def facts_of(client, address):
    """The facts of a page as triples; the words are schema.org's own, nothing is fetched."""
    text = client.get(address).content.decode()
    graph = Graph()
    for script in SCRIPT.findall(text):
        told = json.loads(script)
        assert told.pop("@context") == "https://schema.org"
        graph.parse(data=json.dumps({"@context": {"@vocab": SCHEMA}, **told}), format="json-ld")
    return graph


def kinds(graph):
    return sorted(str(kind).removeprefix(SCHEMA) for kind in set(graph.objects(None, RDF.type)))


def said(graph, kind, word):
    """What everything of one kind says in one word."""
    return {
        str(value)
        for node in graph.subjects(RDF.type, URIRef(SCHEMA + kind))
        for value in graph.objects(node, URIRef(SCHEMA + word))
    }


WITH_TRAIL = [
    ("areas/", ["BreadcrumbList", "ListItem"]),
    ("areas/vittjarv/", ["AdministrativeArea", "BreadcrumbList", "ListItem", "Place"]),
    ("life/school/", ["BreadcrumbList", "ListItem"]),
    ("places/", ["BreadcrumbList", "ListItem"]),
    ("accessibility/", ["BreadcrumbList", "ListItem"]),
    ("jobs/", ["BreadcrumbList", "ListItem"]),
    ("open-data/", ["BreadcrumbList", "ListItem"]),
]


@pytest.mark.parametrize("language", ["sv", "ar"])
@pytest.mark.parametrize(("address", "wanted"), WITH_TRAIL)
def test_page_says_exactly_what_it_is(client, language, address, wanted):
    graph = facts_of(client, f"/{language}/{address}")

    assert [kind for kind in kinds(graph) if kind != "GeoCoordinates"] == wanted


def test_start_page_is_the_office(client):
    graph = facts_of(client, "/sv/")

    assert kinds(graph) == ["GovernmentOffice"]
    assert said(graph, "GovernmentOffice", "availableLanguage") == {"sv", "en", "fi", "ar", "uk"}


def test_place_is_of_its_kind_and_says_when_it_is_open(client):
    service = Service.objects.filter(at_locations__schedules__isnull=False).first()
    graph = facts_of(client, f"/en/places/{service.slug}/")

    assert service.category.schema_type in kinds(graph)
    assert said(graph, "OpeningHoursSpecification", "opens") == {"08:00"}
    assert said(graph, service.category.schema_type, "name") == {service.name}


def test_trail_leads_from_the_start_to_the_page_itself(client):
    told = json.loads(SCRIPT.findall(client.get("/en/areas/vittjarv/").content.decode())[-1])

    assert [(step["position"], step["name"], step["item"]) for step in told["itemListElement"]] == [
        (1, "Home", "http://localhost:8000/en/"),
        (2, "Areas", "http://localhost:8000/en/areas/"),
        (3, "Vittjärv", "http://localhost:8000/en/areas/vittjarv/"),
    ]


def test_name_that_would_end_the_script_does_not(client):
    Area.objects.filter(pk="vittjarv").update(name="</script><b>")
    text = client.get("/sv/areas/vittjarv/").content.decode()

    assert "</script><b>" not in text
    assert said(facts_of(client, "/sv/areas/vittjarv/"), "Place", "name") == {"</script><b>"}


def test_question_is_told_with_its_answer(client):
    a_page("answers/moose", kind=AnswerPage, title="Finns det älg?", summary="Ja, överallt.")
    graph = facts_of(client, "/sv/answers/moose/")

    assert said(graph, "Question", "name") == {"Finns det älg?"}
    assert said(graph, "Answer", "text") == {"Ja, överallt."}
    assert said(graph, "FAQPage", "inLanguage") == {"sv"}


def test_guide_in_steps_and_article_say_who_stands_behind_them(client):
    a_page("guides/skola", kind=StepsPage, title="Söka skola")
    a_page("guides/vinter", kind=ArticlePage, title="Vinter")

    assert "HowTo" in kinds(facts_of(client, "/sv/guides/skola/"))
    graph = facts_of(client, "/sv/guides/vinter/")
    assert said(graph, "GovernmentOrganization", "name") == {"Bodens kommun"}
    assert said(graph, "Article", "headline") == {"Vinter"}


def a_job(**fields):
    return Vacancy.objects.create(
        **{
            "source": "list", "external_id": "7", "source_name": "Platsbanken", "title": "Svetsare",
            "employer": "Verkstaden", "published_on": today(), "deadline": today() + timedelta(9),
            "area_id": "vittjarv", **fields,
        }
    )  # fmt: skip


def test_job_is_told_with_what_search_engines_need(client):
    job = a_job()
    graph = facts_of(client, f"/sv/jobs/{job.pk}/")

    assert said(graph, "JobPosting", "title") == {"Svetsare"}
    assert said(graph, "JobPosting", "validThrough") == {job.deadline.isoformat()}
    assert said(graph, "JobPosting", "datePosted") == {today().isoformat()}
    assert said(graph, "PostalAddress", "addressLocality") == {"Vittjärv"}


@pytest.mark.parametrize(
    "fields", [{"is_demo": True}, {"deadline": today() - timedelta(1)}, {"withdrawn_on": today()}]
)
def test_job_that_is_invented_or_gone_is_not_told_of(client, fields):
    job = a_job(**fields)

    assert "JobPosting" not in kinds(facts_of(client, f"/sv/jobs/{job.pk}/"))


@pytest.mark.parametrize("address", ["", *(address for address, _kinds in WITH_TRAIL)])
def test_page_names_its_translations_and_itself_for_those_who_share_it(client, address):
    text = client.get(f"/en/{address}").content.decode()

    codes = re.findall(r'<link rel="alternate" hreflang="([\w-]+)"', text)
    assert codes == ["sv", "en", "fi", "ar", "uk", "x-default"]
    for word in ["og:type", "og:title", "og:description", "og:url", "og:site_name", "og:locale"]:
        assert re.search(rf'<meta property="{word}" content="[^"]+"', text), word


def test_map_of_the_site_has_every_page_with_when_it_changed(client):
    a_page("guides", kind=GuidesPage)
    job = a_job()
    text = client.get("/sitemap.xml").content.decode()
    listed = LOC.findall(text)

    for address in [
        "/sv/guides/", f"/uk/jobs/{job.pk}/", "/en/places/bodens-bk/", "/sv/open-data/", "/fi/areas/",
    ]:  # fmt: skip
        assert f"http://localhost:8000{address}" in listed
    assert len(listed) == len(set(listed))
    assert re.search(r"/sv/places/bodens-bk/</loc><lastmod>\d{4}-\d\d-\d\dT", text)
    assert "/en/guides/" not in text  # it is in Swedish only


def test_large_site_has_a_list_of_maps(client, monkeypatch):
    monkeypatch.setattr(addresses, "PAGES_IN_A_MAP", 60)
    parts = LOC.findall(client.get("/sitemap.xml").content.decode())

    assert [part.removeprefix("http://localhost:8000") for part in parts] == [
        "/sitemap-pages.xml", "/sitemap-places-1.xml", "/sitemap-places-2.xml",
    ]  # fmt: skip
    listed = [
        address
        for part in parts
        for address in LOC.findall(
            client.get(part.removeprefix("http://localhost:8000")).content.decode()
        )
    ]
    assert sorted(listed) == sorted(
        address for entry in addresses.every_page() for _code, address in entry.alternates
    )
    for name in ["places-3", "places-0", "places-x", "areas", "pages-1"]:
        assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_map_costs_the_same_for_few_and_for_many(client):
    def add():
        like = Service.objects.first()
        for n in range(4):
            Service.objects.create(
                slug=f"s-{n}", name=f"S {n}", category=like.category, organization=like.organization
            )
            a_job(external_id=str(n))

    assert_constant_queries(lambda: client.get("/sitemap.xml"), add=add)
