"""The catalogue of our open data in DCAT-AP-SE 2, which the national data portal harvests."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD

from hemvist.api.answers import full_address
from hemvist.api.open_data import licences
from hemvist.api.open_data.datasets import (
    CSV,
    JSON,
    ZIP,
    Dataset,
    Door,
    File,
    catalogue_in_words,
    datasets,
    doors,
)
from hemvist.core.models import Municipality

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
PREFIXES = {"dcat": DCAT, "dcterms": DCTERMS, "foaf": FOAF, "vcard": VCARD, "dcatap": DCATAP}
AUTHORITY = "http://publications.europa.eu/resource/authority/"
PUBLIC = URIRef(f"{AUTHORITY}access-right/PUBLIC")
LOCAL_AUTHORITY = URIRef("http://purl.org/adms/publishertype/LocalAuthority")
STABLE = URIRef("http://data.europa.eu/r5r/availability/stable")
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
FILE_TYPES = {JSON: "JSON", ZIP: "ZIP", CSV: "CSV"}
SWEDISH_AND_ENGLISH = {"sv": "SWE", "en": "ENG"}
# The forms of the catalogue: the ending in an address, and what the library calls it.
FORMS = {"application/rdf+xml": ("rdf", "xml"), "text/turtle": ("ttl", "turtle")}
ANYTHING = {"", "*/*", "application/*", "application/xml", "text/xml", "text/html"}


def form_of(ending: str) -> str | None:
    """The media type of an ending."""
    return next((form for form, (end, _name) in FORMS.items() if end == ending), None)


def form_liked(accepted: str) -> str | None:
    """The first form that an Accept header takes; RDF/XML where anything will do."""
    for part in accepted.split(","):
        kind = part.split(";")[0].strip().lower()
        if kind in FORMS:
            return kind
        if kind in ANYTHING:
            return "application/rdf+xml"
        if kind == "text/*":
            return "text/turtle"
    return None


def written(graph: Graph, form: str) -> bytes:
    """The catalogue in one of its forms."""
    return graph.serialize(format=FORMS[form][1], encoding="utf-8")


def made() -> Graph:
    """The whole catalogue, in Swedish and English."""
    graph = Graph()
    for prefix, space in PREFIXES.items():
        graph.bind(prefix, space)
    municipality = Municipality.objects.filter(pk=1).first()
    _publisher(graph, municipality)
    _contact(graph, municipality)
    catalogue = _node("catalogue")
    graph.add((catalogue, RDF.type, DCAT.Catalog))
    graph.add((catalogue, DCTERMS.publisher, _node("publisher")))
    graph.add((catalogue, DCTERMS.license, URIRef(licences.ours())))
    graph.add((catalogue, FOAF.homepage, URIRef(f"{settings.SITE_URL}/")))
    for code, name in SWEDISH_AND_ENGLISH.items():
        graph.add((catalogue, DCTERMS.language, URIRef(f"{AUTHORITY}language/{name}")))
        with override(code):
            _say(graph, catalogue, code, *catalogue_in_words(municipality))
            _doors(graph, catalogue, doors(), code)
            _datasets(graph, catalogue, datasets(), code)
    return graph


def _node(name: str) -> URIRef:
    """The address of a thing of the catalogue; it leads to the catalogue."""
    return URIRef(f"{settings.SITE_URL}{reverse('datasets:dcat')}#{name}")


def _say(graph: Graph, node: URIRef, code: str, title: str, description: str) -> None:
    graph.add((node, DCTERMS.title, Literal(title, lang=code)))
    graph.add((node, DCTERMS.description, Literal(description, lang=code)))


def _publisher(graph: Graph, municipality: Municipality | None) -> None:
    node = _node("publisher")
    graph.add((node, RDF.type, FOAF.Agent))
    graph.add((node, DCTERMS.type, LOCAL_AUTHORITY))
    graph.add((node, FOAF.name, Literal(municipality.authority if municipality else "Hemvist")))
    if municipality and municipality.website:
        graph.add((node, FOAF.homepage, URIRef(municipality.website)))


def _contact(graph: Graph, municipality: Municipality | None) -> None:
    """A function to turn to, never a person."""
    node = _node("contact")
    graph.add((node, RDF.type, VCARD.Organization))
    graph.add((node, VCARD.fn, Literal(municipality.authority if municipality else "Hemvist")))
    if municipality:
        graph.add((node, VCARD.hasEmail, URIRef(f"mailto:{municipality.email}")))
    graph.add((node, VCARD.hasURL, URIRef(full_address("open_data"))))


def _doors(graph: Graph, catalogue: URIRef, found: Iterable[Door], code: str) -> None:
    for door in found:
        node = _node(door.name)
        graph.add((catalogue, DCAT.service, node))
        graph.add((node, RDF.type, DCAT.DataService))
        _say(graph, node, code, door.title, door.description)
        graph.add((node, DCAT.endpointURL, URIRef(door.address)))
        graph.add((node, DCAT.endpointDescription, URIRef(door.described_at)))
        graph.add((node, DCTERMS.publisher, _node("publisher")))
        graph.add((node, DCAT.contactPoint, _node("contact")))
        graph.add((node, DCTERMS.license, URIRef(licences.ours())))
        graph.add((node, DCTERMS.accessRights, PUBLIC))
        graph.add((node, FOAF.page, URIRef(full_address("open_data"))))
        for name in door.serves:
            graph.add((node, DCAT.servesDataset, _node(name)))


def _datasets(graph: Graph, catalogue: URIRef, found: Iterable[Dataset], code: str) -> None:
    for dataset in found:
        node = _node(dataset.name)
        graph.add((catalogue, DCAT.dataset, node))
        graph.add((node, RDF.type, DCAT.Dataset))
        _say(graph, node, code, dataset.title, dataset.description)
        graph.add((node, DCTERMS.publisher, _node("publisher")))
        graph.add((node, DCAT.contactPoint, _node("contact")))
        graph.add((node, DCTERMS.identifier, Literal(str(node))))
        graph.add((node, DCTERMS.accessRights, PUBLIC))
        graph.add((node, DCTERMS.accrualPeriodicity, URIRef(f"{AUTHORITY}frequency/CONT")))
        for theme in dataset.themes:
            graph.add((node, DCAT.theme, URIRef(f"{AUTHORITY}data-theme/{theme}")))
        for word in dataset.keywords:
            graph.add((node, DCAT.keyword, Literal(word, lang=code)))
        graph.add((node, DCAT.landingPage, URIRef(full_address("open_data"))))
        if dataset.changed_at:
            moment = Literal(dataset.changed_at.isoformat(), datatype=XSD.dateTime)
            graph.set((node, DCTERMS.modified, moment))
        for file in dataset.files:
            _distribution(graph, node, dataset, file, code)


def _distribution(graph: Graph, node: URIRef, dataset: Dataset, file: File, code: str) -> None:
    distribution = URIRef(f"{node}-{file.name}")
    graph.add((node, DCAT.distribution, distribution))
    graph.add((distribution, RDF.type, DCAT.Distribution))
    graph.add((distribution, DCTERMS.title, Literal(file.title, lang=code)))
    graph.add((distribution, DCAT.accessURL, URIRef(file.address)))
    graph.add((distribution, DCTERMS.license, URIRef(dataset.licence)))
    graph.add((distribution, DCAT.mediaType, URIRef(f"{MEDIA_TYPES}{file.media_type}")))
    kind = FILE_TYPES[file.media_type]
    graph.add((distribution, DCTERMS["format"], URIRef(f"{AUTHORITY}file-type/{kind}")))
    graph.add((distribution, DCATAP.availability, STABLE))
    if file.door:
        graph.add((distribution, DCAT.accessService, _node(file.door)))
    else:
        graph.add((distribution, DCAT.downloadURL, URIRef(file.address)))
