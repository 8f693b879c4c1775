"""A page that is published or taken down is indexed at once, before the search's own round.

That round follows once a minute, behind whatever else the search has to learn.
"""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from hemvist.core.jobs import enqueue
from hemvist.guide.models import AnswerPage, AreaPage, LifeAreaPage, VillagePage
from hemvist.search.models import IndexState
from hemvist.search.sources.page import TEXTS


def follow_publishing() -> None:
    """Listen where Wagtail tells what it publishes and takes down."""
    page_published.connect(_index, dispatch_uid="search.published")
    page_unpublished.connect(_index, dispatch_uid="search.unpublished")


def _index(instance: Page, **kwargs: Any) -> None:
    """Ask a worker for it; where there is no index yet, all is indexed anyhow."""
    thing = thing_of(instance)
    if thing and IndexState.objects.exists():
        kind, key = thing
        enqueue("search.index_thing", kind=kind, key=key)


def thing_of(page: Page) -> tuple[str, str] | None:
    """As what the search finds a page, if it does."""
    if isinstance(page, AnswerPage):
        return "answer", str(page.translation_key)
    if isinstance(page, TEXTS):
        return "page", str(page.translation_key)
    if isinstance(page, LifeAreaPage):
        return "life_area", str(page.life_area_id)
    if isinstance(page, AreaPage | VillagePage):
        return "area", str(page.area_id)
    return None
