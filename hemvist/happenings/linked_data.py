"""A happening in the words of schema.org."""

from typing import Any

from django.utils.safestring import SafeString

from hemvist.core.linked_data import as_script
from hemvist.core.translated import spoken
from hemvist.core.working_time import ZONE
from hemvist.happenings.models import Happening, Occurrence

CANCELLED = "https://schema.org/EventCancelled"
SCHEDULED = "https://schema.org/EventScheduled"


def of_happening(happening: Happening, coming: Occurrence | None, *, url: str) -> SafeString:
    """What, when next, where and by whom; an invented one says nothing to machines."""
    if happening.is_demo:
        return SafeString()
    at = coming or happening
    starts = at.starts_at.astimezone(ZONE)
    return as_script(
        {
            "@type": "Event",
            "name": spoken(happening.titles)[0],
            "description": spoken(happening.texts)[0],
            "url": url,
            "startDate": (starts.date() if happening.is_all_day else starts).isoformat(),
            "endDate": at.ends_at.astimezone(ZONE).isoformat()
            if at.ends_at and not happening.is_all_day
            else "",
            "eventStatus": CANCELLED if happening.is_cancelled else SCHEDULED,
            "location": _where(happening),
            "organizer": {"@type": "Organization", "name": happening.organizer.name}
            if happening.organizer
            else None,
        }
    )


def _where(happening: Happening) -> dict[str, Any] | None:
    place, area = happening.place, happening.area
    name = place.name if place else happening.whereabouts or (area.name if area else "")
    return {"@type": "Place", "name": name} if name else None
