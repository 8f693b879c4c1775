"""What a page says to machines in the words of schema.org."""

from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from hemvist.core.dates import local_day
from hemvist.core.linked_data import as_script
from hemvist.core.models import Municipality
from hemvist.core.translated import spoken
from hemvist.directory.models import Area, Location
from hemvist.directory.opening import hours_of
from hemvist.directory.opening_words import is_plain_week, weekdays_of
from hemvist.directory.place_parts import PlaceParts
from hemvist.directory.recurrence import Rule
from hemvist.guide.models import AnswerPage, ArticlePage, GuidePage, StepsPage, StoryPage
from hemvist.guide.pages import code_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def of_place(place: PlaceParts, municipality: Municipality | None, *, url: str) -> SafeString:
    """A place: its kind, where it is, when it is open, who runs it and who says so."""
    service, location = place.service, place.location
    runs_itself = service.organization.name == service.name
    return as_script(
        {
            "@type": service.category.schema_type,
            "name": service.name,
            "description": spoken(service.descriptions)[0],
            "url": url,
            "telephone": place.phones[0].number if place.phones else "",
            "openingHoursSpecification": [*_hours(place)],
            "address": _address(place, location, municipality) if location else None,
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


def of_text(page: GuidePage, municipality: Municipality | None, *, url: str) -> SafeString:
    """A page that an editor has written, as what it is: an answer, a guide in steps, a text."""
    facts = {
        "name": page.title,
        "description": page.summary,
        "inLanguage": code_of(page),
        "url": url,
        "dateModified": _last_seen_to(page),
        "publisher": _publisher(page, municipality),
    }
    if isinstance(page, AnswerPage):
        answer = {"@type": "Answer", "text": page.summary}
        question = {"@type": "Question", "name": page.title, "acceptedAnswer": answer}
        return as_script({"@type": "FAQPage", **facts, "mainEntity": [question]})
    if isinstance(page, StepsPage):
        return as_script({"@type": "HowTo", **facts, "step": [*_steps(page)]})
    if isinstance(page, ArticlePage | StoryPage):
        return as_script({"@type": "Article", **facts, "headline": page.title[:110]})
    return as_script({"@type": "CollectionPage", **facts})


def _last_seen_to(page: GuidePage) -> str:
    day = page.checked_on or (page.last_published_at and local_day(page.last_published_at))
    return day.isoformat() if day else ""


def _publisher(page: GuidePage, municipality: Municipality | None) -> dict[str, str] | None:
    name = page.authority or (municipality.authority if municipality else "")
    return {"@type": "GovernmentOrganization", "name": name} if name else None


def _steps(page: StepsPage) -> Iterator[dict[str, Any]]:
    for number, block in enumerate(page.steps, start=1):
        step = {"@type": "HowToStep", "position": number, "name": block.value["title"]}
        text = strip_tags(str(block.value["body"] or "")).strip()
        yield step | ({"text": text} if text else {})


def _hours(place: PlaceParts) -> Iterator[dict[str, Any]]:
    """The plain weeks; schema.org has no words for other rules."""
    for hours in (hours_of(row) for row in place.schedules):
        if hours.times and is_plain_week(hours):
            opens, closes = hours.times
            yield {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": [WEEKDAYS[weekday] for weekday in sorted(weekdays_of(hours))],
                "opens": f"{opens:%H:%M}",
                "closes": f"{closes:%H:%M}",
                **_season(hours.rule),
            }


def _season(rule: Rule) -> dict[str, str]:
    limits = {"validFrom": rule.starts_on, "validThrough": rule.ends_on}
    return {name: day.isoformat() for name, day in limits.items() if day}


def _address(
    place: PlaceParts, location: Location, municipality: Municipality | None
) -> dict[str, Any]:
    visited = place.visiting_address
    parts = {
        "@type": "PostalAddress",
        "streetAddress": visited.address_1 if visited else "",
        "postalCode": visited.postal_code if visited else "",
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
