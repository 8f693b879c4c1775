"""Texts with blanks, one for each language, filled in from a case."""

from django.utils.functional import Promise

from hemvist.casework.blanks import BLANKS, HOST, fill, unknown
from hemvist.casework.models import Case
from hemvist.core.models import Municipality


def blanks_for(language: str) -> list[tuple[str, Promise | str]]:
    """The words that can stand in braces, as a writer calls them, with what each stands for."""
    return [(blank.word(language), blank.label) for blank in BLANKS]


def unknown_blanks(text: str) -> list[str]:
    """The blanks in a text that nothing would be filled into, as they are written."""
    return [f"{{{word}}}" for word in unknown(text)]


def filled(text: str, case: Case, municipality: Municipality, *, language: str) -> str:
    """A text with its blanks filled in. A blank we know nothing for becomes nothing.

    The host is the one who has the case; where nobody has, the service is named.
    """
    service = municipality.service_names.get(language) or municipality.name
    found = fill(
        text,
        case=case,
        by=case.owner,
        language=language,
        municipality=municipality,
        instead=lambda word: service if word in HOST else "",
    )
    return found.text.strip()
