"""How plainly a page is written, shown to its editor; only Swedish can be measured so."""

import html
import re
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.panels import Panel
from wagtail.models import Page

from hemvist.core.plainness import Plainness, plainness

MEASURED = "sv"
SHOWN = 5
_TAG = re.compile(r"<[^>]+>")


def plainness_of(page: Page) -> Plainness | None:
    """How plain the page's own words are; None where it cannot be measured."""
    if not hasattr(page, "summary") or page.locale.language_code != MEASURED:
        return None
    streams = [getattr(page, name) for name in ("body", "steps") if hasattr(page, name)]
    texts = [page.summary]
    for stream in streams:
        texts += stream.stream_block.get_searchable_content(stream)
    raw = " ".join(strings_in([list(stream.raw_data) for stream in streams]))
    plain = "\n".join(html.unescape(_TAG.sub("\n", str(text))) for text in texts)
    return plainness(plain, html=raw)


def tell_editor(request: HttpRequest, page: Page) -> None:
    """After a save: what could be said more plainly, in a sentence; nothing when all is well."""
    found = plainness_of(page)
    if found is None or found.is_plain:
        return
    hints = []
    if found.is_heavy:
        hints.append(_("the text is heavy (LIX %(lix)d)") % {"lix": found.lix})
    if found.long_sentences:
        hints.append(_("long sentences: %(number)d") % {"number": len(found.long_sentences)})
    if found.passives:
        hints.append(_("who does it? %(words)s") % {"words": ", ".join(found.passives[:SHOWN])})
    if found.vague_links:
        links = ", ".join(found.vague_links[:SHOWN])
        hints.append(_("links that do not say where they lead: %(links)s") % {"links": links})
    messages.warning(request, _("Could be plainer: %(hints)s.") % {"hints": "; ".join(hints)})


class PlainPanel(Panel):
    """In the editor: LIX, long sentences, the passive, vague links, for the draft last saved."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page."""

        template_name = "guide/editor/plain.html"

        def is_shown(self) -> bool:
            """Only for a Swedish page that has been saved once."""
            return bool(self.instance.pk) and plainness_of(self.instance) is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """With what was found, the first few of each."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "found": plainness_of(self.instance)}


def strings_in(value: Any) -> list[str]:
    """Every text in a block, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings_in(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in strings_in(part)]
    return []
