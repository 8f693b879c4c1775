"""A job in the words of schema.org, for those who look for jobs by search engine."""

from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hemvist.core.linked_data import as_script
from hemvist.core.models import Municipality
from hemvist.vacancies.models import Vacancy


def of_vacancy(vacancy: Vacancy, municipality: Municipality | None, *, url: str) -> SafeString:
    """One job that can still be had; an invented one, or an old one, says nothing to machines."""
    if vacancy.is_demo or not vacancy.is_open:
        return SafeString()
    words = {"title": vacancy.title, "employer": vacancy.employer}
    return as_script(
        {
            "@type": "JobPosting",
            "title": vacancy.title,
            "description": _("%(title)s at %(employer)s") % words,
            "url": url,
            "datePosted": vacancy.published_on.isoformat() if vacancy.published_on else "",
            "validThrough": vacancy.deadline.isoformat() if vacancy.deadline else "",
            "hiringOrganization": {"@type": "Organization", "name": vacancy.employer},
            "jobLocation": _where(vacancy, municipality),
            "totalJobOpenings": vacancy.positions,
            "identifier": {
                "@type": "PropertyValue",
                "name": vacancy.source_name,
                "value": vacancy.external_id,
            },
            "occupationalCategory": vacancy.occupation,
            "isBasedOn": vacancy.url,
            "inLanguage": settings.LANGUAGE_CODE,
        }
    )


def _where(vacancy: Vacancy, municipality: Municipality | None) -> dict[str, Any]:
    locality = vacancy.area.name if vacancy.area else vacancy.locality
    region = municipality.name if municipality else ""
    address = {
        "addressLocality": locality or region,
        "addressRegion": region,
        "addressCountry": "SE",
    }
    said = {name: value for name, value in address.items() if value}
    return {"@type": "Place", "address": {"@type": "PostalAddress", **said}}
