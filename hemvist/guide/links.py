"""Links from an editor's text to our own pages."""

from typing import Any

from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from hemvist.core.read_once import read_once
from hemvist.guide.pages import readable


class PageLinks(PageLinkHandler):
    """Leads to a page in the reader's language, whichever language the link was made in.

    A page that is not published is only named, so that no reader ends nowhere.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """The opening tags of many links, in one query."""
        numbers = {str(attrs["id"]) for attrs in attrs_list if str(attrs.get("id", "")).isdecimal()}
        paths = _paths(tuple(sorted(numbers)))
        return [_tag(paths.get(str(attrs.get("id", "")), "")) for attrs in attrs_list]


@read_once(most=5000)
def _paths(numbers: tuple[str, ...]) -> dict[str, str]:
    """Where the pages are that may be read."""
    found = readable().filter(pk__in=numbers) if numbers else Page.objects.none()
    return {str(pk): path for pk, path in found.values_list("pk", "url_path")}


def _tag(path: str) -> str:
    if not path:
        return "<a>"
    _empty, _language, rest = path.split("/", 2)
    return f'<a href="/{get_language()}/{escape(rest)}">'
