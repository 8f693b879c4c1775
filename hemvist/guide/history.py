"""A page's history in the editor: what was done, with links that show what it changed.

Wagtail offers a comparison for what was saved, behind a button, and none for what was only
published. A translation is published without having been saved in the editor, and so is a page
that was loaded from a file; here they have it too.
"""

import re
from typing import Any

from bs4 import BeautifulSoup
from django.db.models import Exists, OuterRef, QuerySet
from django.template.defaultfilters import linebreaksbr
from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.compare import (
    BlockComparison,
    StreamFieldComparison,
    diff_text,
    register_comparison_class,
)
from wagtail.admin.views.generic.history import ActionColumn
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.fields import StreamField
from wagtail.models import PageLogEntry
from wagtail.utils.text import text_from_html

LINK = re.compile(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
MARK = re.compile(r' data-block-key="[^"]*"')
END_OF_LINE = re.compile(r"(</(?:p|li|h3)>|<br\s*/?>)")


class LinesComparison(BlockComparison):
    """Compares paragraphs and lists line by line, and where their links lead."""

    def htmlvalue(self, val: Any) -> str:
        """The text as it stands, a line for each paragraph."""
        return linebreaksbr(self._lines(val))

    def htmldiff(self) -> str:
        """What was added and what was taken away, marked."""
        return linebreaksbr(diff_text(self._lines(self.val_a), self._lines(self.val_b)).to_html())

    def _lines(self, value: Any) -> str:
        html = LINK.sub("\\2 (\\1)", str(self.block.render_basic(value)))
        lines: str = text_from_html(END_OF_LINE.sub("\\1\n", html))
        return lines


class BodyComparison(StreamFieldComparison):
    """Sees no change in the marks that the editor writes for itself when a text is opened."""

    def has_changed(self) -> bool:
        """Whether a reader would see a difference."""
        before, after = (_without_marks(list(value.raw_data)) for value in (self.val_a, self.val_b))
        return bool(before != after)


def _without_marks(told: Any) -> Any:
    """The same, with attributes in one order and without the keys of paragraphs."""
    if isinstance(told, dict):
        return {key: _without_marks(part) for key, part in told.items()}
    if isinstance(told, list):
        return [_without_marks(part) for part in told]
    if not isinstance(told, str) or "<" not in told:
        return told
    return str(BeautifulSoup(MARK.sub("", told), "html.parser"))


register_comparison_class(StreamField, comparison_class=BodyComparison)


class Deeds(ActionColumn):
    """What was done, and what one can do with the version that came of it, in plain view."""

    cell_template_name = "guide/editor/version.html"

    def get_actions(self, instance: PageLogEntry, parent_context: Any) -> list[dict[str, str]]:
        """For what was published without a line about saving, as if there were one."""
        if instance.action == "wagtail.publish" and not instance.was_saved:
            instance.action = "wagtail.edit"
            try:
                return self.get_actions(instance, parent_context)
            finally:
                instance.action = "wagtail.publish"
        found: list[dict[str, str]] = super().get_actions(instance, parent_context)
        return found


class Versions(PageHistoryView):
    """The history of a page."""

    @property
    def columns(self) -> list[Any]:
        """Wagtail's, with ours in place of the first."""
        first, *rest = super().columns
        deeds = Deeds(
            first.name,
            label=first.label,
            object=first.object,
            url_names=first.url_names,
            user_can_unschedule=first.user_can_unschedule,
        )
        return [deeds, *rest]

    def get_base_queryset(self) -> QuerySet[PageLogEntry]:
        """Of each line also whether another one says that this version was saved."""
        saved = PageLogEntry.objects.filter(
            page=OuterRef("page"), revision=OuterRef("revision"), content_changed=True
        ).exclude(action="wagtail.publish")
        found: QuerySet[PageLogEntry] = super().get_base_queryset()
        return found.annotate(was_saved=Exists(saved))


def history_addresses() -> list[URLPattern]:
    """Where Wagtail has its own; the names stay Wagtail's."""
    whole, lines = Versions.as_view(), Versions.as_view(results_only=True)
    return [
        path("pages/<int:page_id>/history/", require_admin_access(whole)),
        path("pages/<int:page_id>/history/results/", require_admin_access(lines)),
    ]
