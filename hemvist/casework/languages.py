"""Languages by name, in the language of the one who reads."""

from django.utils.translation import get_language_info


def language_name(code: str) -> str:
    """A language's name for the reader; its code when Django does not know it."""
    try:
        return str(get_language_info(code)["name_translated"]).capitalize()
    except KeyError:
        return code
