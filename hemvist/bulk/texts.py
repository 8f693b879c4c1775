"""Texts with blanks, one for each language, filled in from a case."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemvist.casework.models import Case
from hemvist.core.models import Municipality

BLANK = re.compile(r"\{([^{}\n]{0,40})\}")
BLANKS: dict[str, Promise | str] = {
    "name": _("the name of the one we write to"),
    "reference": _("the number of the case"),
    "host": _("the name of their host, or of the service"),
    "municipality": _("the name of the municipality"),
    "phone": _("our telephone number"),
}


def unknown_blanks(text: str) -> list[str]:
    """The blanks in a text that nothing would be filled into, as they are written."""
    return [found.group(0) for found in BLANK.finditer(text) if found.group(1) not in BLANKS]


def filled(text: str, case: Case, municipality: Municipality, *, language: str) -> str:
    """A text with its blanks filled in. A blank we know nothing for becomes nothing.

    The contact's name is put in as it is; braces in it are left alone.
    """
    names = municipality.service_names
    values = {
        "name": case.title,
        "reference": case.reference,
        "host": case.owner.name if case.owner else names.get(language) or municipality.name,
        "municipality": municipality.name,
        "phone": municipality.phone,
    }
    return BLANK.sub(lambda found: values.get(found.group(1), found.group(0)), text).strip()
