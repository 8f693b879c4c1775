"""Advertisements of Arbetsförmedlingen (JobTech): an answer of JobSearch, or a JobStream.

Who can be asked about a job stands in the advertisement; that is a person, and not taken. Nor is
the text, which names them too: the page links to it.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from hemvist.importing.faults import CannotRead, Fault
from hemvist.importing.lines import MOST_LINES, Line, cleaned
from hemvist.importing.readers.documents import documents
from hemvist.importing.readers.json_text import objects, part

Json = dict[str, Any]
ADVERTISEMENT = {"id", "headline", "removed"}


def read(file: BinaryIO) -> Iterator[Line]:
    """A line for each advertisement, those taken back too. Raises CannotRead."""
    count, understood = 0, False
    for document in documents(file):
        hits = document if isinstance(document, list) else part(document, "hits")
        understood = understood or isinstance(hits, list)
        for hit in objects(hits):
            count += 1
            if count > MOST_LINES:
                raise CannotRead("too_many_rows", most=MOST_LINES)
            yield _line(count, hit, is_stream=isinstance(document, list))
    if not understood:
        raise CannotRead("wrong_shape")
    if not count:
        raise CannotRead("nothing_in_it")


def _line(count: int, hit: Json, *, is_stream: bool) -> Line:
    place = part(hit, "workplace_address")
    number_of = hit.get("number_of_vacancies")
    values = cleaned(
        {
            "external_id": hit.get("id"),
            "title": hit.get("headline"),
            "employer": part(hit, "employer", "name") or part(hit, "employer", "workplace"),
            "occupation_id": part(hit, "occupation", "concept_id"),
            "occupation": part(hit, "occupation", "label"),
            "field_id": part(hit, "occupation_field", "concept_id"),
            "field": part(hit, "occupation_field", "label"),
            "locality": part(place, "city") or part(place, "municipality"),
            "extent": part(hit, "working_hours_type", "label"),
            "positions": number_of if isinstance(number_of, int) else None,
            "languages": " | ".join(_languages(hit)),
            "published_on": hit.get("publication_date"),
            "deadline": hit.get("application_deadline") or hit.get("last_publication_date"),
            "url": hit.get("webpage_url"),
            "removed": "yes" if hit.get("removed") is True else "",
            "partial": "yes" if is_stream else "",  # what it leaves out is not gone
        }
    )
    faults = [] if values.get("external_id") else [Fault("no_id")]
    if not set(hit) & ADVERTISEMENT:
        faults = [Fault("not_understood")]
    return Line(count, values, faults)


def _languages(hit: Json) -> Iterator[str]:
    for group in ("must_have", "nice_to_have"):
        for language in objects(part(hit, group, "languages")):
            if isinstance(label := language.get("label"), str):
                yield label
