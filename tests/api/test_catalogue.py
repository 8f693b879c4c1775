"""The catalogue is one that the national portal can harvest."""

import json
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF

from hemvist.directory.models import Provenance

# Said by the checker of itself.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset\\.:DeprecationWarning")
SHAPES = Path(__file__).with_name("dcat_ap_se.ttl")
FORMS = {"application/rdf+xml": "xml", "text/turtle": "turtle"}
ODBL = URIRef("https://opendatacommons.org/licenses/odbl/1-0/")
CC_BY = URIRef("https://creativecommons.org/licenses/by/4.0/")
CC0 = URIRef("https://creativecommons.org/publicdomain/zero/1.0/")


def harvested(get, address="/datasets/dcat", **headers):
    answer = get(address, **headers)
    kind = answer["Content-Type"].split(";")[0]
    return Graph().parse(data=answer.content, format=FORMS[kind])


def is_right(graph):
    conforms, _report, words = validate(graph, shacl_graph=str(SHAPES), inference="none")
    return conforms, words


@pytest.mark.parametrize("kind", FORMS)
def test_catalogue_has_all_it_must_have(get, kind):
    conforms, words = is_right(harvested(get, accept=kind))

    assert conforms, words


BREAKS = {
    "no title": (DCAT.Dataset, DCTERMS.title, None),
    "no publisher": (DCAT.Catalog, DCTERMS.publisher, None),
    "no licence of the catalogue": (DCAT.Catalog, DCTERMS.license, None),
    "no address of a file": (DCAT.Distribution, DCAT.accessURL, None),
    "no contact": (DCAT.Dataset, DCAT.contactPoint, None),
    "no address of an API": (DCAT.DataService, DCAT.endpointURL, None),
    "format in words": (DCAT.Distribution, DCTERMS["format"], Literal("csv")),
    "licence in words": (DCAT.Distribution, DCTERMS.license, Literal("CC0")),
}


@pytest.mark.parametrize(("kind", "word", "instead"), BREAKS.values(), ids=BREAKS)
def test_broken_catalogue_is_found_out(get, kind, word, instead):
    graph = harvested(get)
    node = next(graph.subjects(RDF.type, kind))

    graph.remove((node, word, None))
    if instead is not None:
        graph.add((node, word, instead))

    assert not is_right(graph)[0]


def test_catalogue_says_the_same_in_every_form_and_in_both_languages(get):
    xml, turtle = harvested(get, "/datasets/dcat.rdf"), harvested(get, "/datasets/dcat.ttl")
    node = next(xml.subjects(RDF.type, DCAT.Catalog))

    assert set(xml) == set(turtle) == set(harvested(get))
    assert {title.language for title in xml.objects(node, DCTERMS.title)} == {"sv", "en"}


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("text/turtle", "text/turtle"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/html,application/xhtml+xml;q=0.9", "application/rdf+xml"),
        ("text/turtle;q=0.9, */*;q=0.1", "text/turtle"),
        ("*/*", "application/rdf+xml"),
        ("", "application/rdf+xml"),
    ],
)
def test_form_is_the_one_that_is_liked(get, accept, given):
    answer = get("/datasets/dcat", accept=accept)

    assert answer["Content-Type"] == f"{given}; charset=utf-8"
    assert "Accept" in answer["Vary"].replace("Accept-Language", "").replace("Accept-Encoding", "")


@pytest.mark.parametrize(
    ("address", "accept"), [("/datasets/dcat", "image/png"), ("/datasets/dcat.json", "*/*")]
)
def test_form_that_we_do_not_have_gets_a_sentence(get, address, accept):
    answer = get(address, accept=accept)

    assert answer.status_code in {404, 406}
    assert answer["Content-Type"] == "application/problem+json"


def test_every_address_in_the_catalogue_leads_somewhere(get):
    graph = harvested(get)
    words = [
        DCAT.accessURL,
        DCAT.downloadURL,
        DCAT.endpointURL,
        DCAT.endpointDescription,
        DCAT.landingPage,
    ]
    addresses = {str(found) for word in words for found in graph.objects(None, word)}

    assert len(addresses) >= 8
    for address in addresses:
        answer = get(address.removeprefix("http://localhost:8000"))
        assert answer.status_code == 200, address
        b"".join(answer)


def licences_of(graph, dataset):
    node = URIRef(f"http://localhost:8000/datasets/dcat#{dataset}")
    files = graph.objects(node, DCAT.distribution)
    return {licence for file in files for licence in graph.objects(file, DCTERMS.license)}


def test_own_data_are_free_to_use(get):
    graph = harvested(get)

    assert licences_of(graph, "places") == licences_of(graph, "areas") == {CC0}
    assert licences_of(graph, "places-osm") == set()


def test_whoever_wants_to_be_named_makes_the_whole_ask_for_it(get, everything):
    from_a_list(everything, "CC BY 4.0")

    assert licences_of(harvested(get), "places") == {CC_BY}


def test_what_is_from_openstreetmap_is_kept_apart(get, everything):
    from_a_list(everything, "ODbL 1.0")
    graph = harvested(get)
    ours = b"".join(get("/datasets/places.json"))
    theirs = get("/datasets/places-osm.json")

    assert is_right(graph)[0]
    assert licences_of(graph, "places") == {CC0}
    assert licences_of(graph, "places-osm") == {ODBL}
    assert str(everything.pk).encode() not in ours
    told = json.loads(b"".join(theirs))
    assert (told["licence"], [one["name"] for one in told["services"]]) == (
        str(ODBL),
        ["Allt i ett"],
    )


def from_a_list(service, licence):
    Provenance.objects.create(
        service=service, source="lista", source_name="En lista", key="1", licence=licence
    )
