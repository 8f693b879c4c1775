"""What a page says to machines in the words of schema.org."""

import json
from typing import Any

from django.utils.safestring import SafeString

from hemvist.core.models import Municipality
from hemvist.core.translated import spoken
from hemvist.directory.models import Area, Location, Service

CONTEXT = "https://schema.org"
# A closing tag inside a text would end the script element.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_script(facts: dict[str, Any]) -> SafeString:
    """The facts as JSON that is safe inside a script element; empty values are left out."""
    said = {key: value for key, value in facts.items() if value not in ("", None, {}, [])}
    text = json.dumps({"@context": CONTEXT, **said}, ensure_ascii=False)
    return SafeString(text.translate(ESCAPES))


def of_place(service: Service, municipality: Municipality | None, *, url: str) -> SafeString:
    """A place: its kind, where it is, who runs it and where the fact comes from."""
    location = service.whereabouts
    runs_itself = service.organization.name == service.name
    return as_script(
        {
            "@type": service.category.schema_type,
            "name": service.name,
            "description": spoken(service.descriptions)[0],
            "url": url,
            "telephone": service.phone,
            "address": _address(location, municipality) if location else None,
            "parentOrganization": None
            if runs_itself
            else {"@type": "Organization", "name": service.organization.name},
            "subjectOf": {"@type": "WebPage", "url": service.source_url},
        }
    )


def of_area(area: Area, municipality: Municipality | None, *, url: str) -> SafeString:
    """An area: its name is a name, and its position is given only when it is known."""
    return as_script(
        {
            "@type": "Place",
            "name": area.name,
            "description": spoken(area.summaries)[0],
            "url": url,
            "containedInPlace": _inside(municipality),
            "geo": _geo(area),
        }
    )


def of_office(municipality: Municipality | None, *, url: str) -> SafeString:
    """The service itself, on the start page."""
    if municipality is None:
        return as_script({"@type": "WebSite", "url": url})
    return as_script(
        {
            "@type": "GovernmentOffice",
            "name": f"{spoken(municipality.service_names)[0]}, {municipality.authority}",
            "url": url,
            "telephone": municipality.phone,
            "email": municipality.email,
            "address": municipality.visiting_address,
            "availableLanguage": municipality.languages,
        }
    )


def _address(location: Location, municipality: Municipality | None) -> dict[str, Any]:
    parts = {
        "@type": "PostalAddress",
        "streetAddress": location.address,
        "addressLocality": location.area.name if location.area else location.locality,
        "addressRegion": municipality.name if municipality else "",
        "addressCountry": "SE",
    }
    return {key: value for key, value in parts.items() if value}


def _inside(municipality: Municipality | None) -> dict[str, str] | None:
    if municipality is None:
        return None
    return {"@type": "AdministrativeArea", "name": municipality.authority}


def _geo(area: Area) -> dict[str, Any] | None:
    if area.latitude is None or area.longitude is None:
        return None
    return {
        "@type": "GeoCoordinates",
        "latitude": float(area.latitude),
        "longitude": float(area.longitude),
    }
