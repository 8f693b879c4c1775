"""What the headings of a table mean: guessed in Swedish and English, decided by an editor."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELDS: dict[str, str | Promise] = {
    "name": _("Name"),
    "external_id": _("Number in the source"),
    "category": _("Kind of place"),
    "description_sv": _("Description in Swedish"),
    "description_en": _("Description in English"),
    "organization": _("Run by"),
    "status": _("Open or closed"),
    "address": _("Street and number"),
    "postal_code": _("Postcode"),
    "city": _("Town"),
    "area": _("Area or village"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "phone": _("Telephone"),
    "website": _("Web address"),
    "source_url": _("Page where it is said"),
}
# Headings as people write them, without air and marks. The first field that fits is taken.
GUESSES: dict[str, str] = {
    "external_id": "id nr nummer kod code externtid externalid identifier skolenhetskod objektid",
    "name": "namn name titel title benämning plats place verksamhet enhet skola skolnamn förening "
    "föreningsnamn företag företagsnamn anläggning objekt displayname servicename",
    "category": "kategori category typ type slag sort kind verksamhetstyp bransch typavplats "
    "skolform",
    "description_sv": "beskrivning beskrivningsv beskrivningsvenska om text fakta fact info "
    "information description descriptionsv",
    "description_en": "descriptionen beskrivningen beskrivningengelska englishdescription english "
    "engelska descriptionenglish",
    "organization": "organisation organization huvudman ägare owner operatör operator drivsav "
    "runby utförare företrädare bolag",
    "status": "status läge state öppet open",
    "address": "adress address gatuadress besöksadress gata street streetaddress visitingaddress "
    "address1 gataochnummer",
    "postal_code": "postnummer postnr postkod postcode postalcode zip zipcode",
    "city": "ort postort stad city town locality postadress",
    "area": "område area stadsdel district by village kommundel neighbourhood suburb bostadsområde",
    "latitude": "latitud latitude lat wgs84lat breddgrad y ykoordinat",
    "longitude": "longitud longitude lon lng long wgs84long wgs84lon längdgrad x xkoordinat",
    "phone": "telefon phone tel tfn telephone telefonnummer phonenumber växel tele mobil",
    "website": "webb webbplats webbadress website url länk link hemsida homepage web www",
    "source_url": "källa källlänk källaurl source sourceurl",
}
KNOWN = {word: field for field, words in GUESSES.items() for word in words.split()}
# A column of people is never offered a field.
PEOPLE = re.compile(r"kontaktperson|rektor|chef|ansvarig|headmaster|contactperson|personnummer")


def guess(headings: Iterable[str], *, said: dict[str, str] | None = None) -> dict[str, str]:
    """The field of each heading, "" for those to leave out; what was said before goes first.

    No field is given twice.
    """
    said = said or {}
    fields: dict[str, str] = {}
    taken = {field for heading in headings if (field := said.get(heading, ""))}
    for heading in headings:
        if heading in said:
            fields[heading] = said[heading] if said[heading] in FIELDS else ""
            continue
        field = field_of(heading)
        fields[heading] = "" if field in taken else field
        taken.add(field)
    return fields


def field_of(heading: str) -> str:
    """The field a heading speaks of by itself; "" if nobody can tell."""
    word = re.sub(r"[\W_]+", "", heading.casefold())
    if PEOPLE.search(word):
        return ""
    return KNOWN.get(word) or next(
        (KNOWN[part] for part in re.findall(r"[^\W_]{3,}", heading.casefold()) if part in KNOWN), ""
    )


def mapped(values: dict[str, str], columns: dict[str, str]) -> dict[str, str]:
    """A line's values by field; columns that nobody wants are left behind."""
    return {field: values.get(heading, "") for heading, field in columns.items() if field}


def samples(lines: Iterable[dict[str, str]], headings: Iterable[str]) -> dict[str, list[str]]:
    """The first few different things that stand under each heading."""
    found: dict[str, list[str]] = {heading: [] for heading in headings}
    for values in lines:
        for heading, kept in found.items():
            text = values.get(heading, "")
            if text and text not in kept and len(kept) < 3:
                kept.append(text)
    return found


def with_said(mapping: dict[str, Any], **said: Any) -> dict[str, Any]:
    """The source's mapping with more said; what other lists have other headings for stays."""
    kept = dict(mapping)
    for name, value in said.items():
        before = kept.get(name)
        kept[name] = {**before, **value} if isinstance(before, dict) else value
    return kept
