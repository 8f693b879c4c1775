"""The guide's pages, and its questions and answers.

Texts about an area of life or of the municipality are found with that area, at the same address.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from hemvist.core.prepared import Prepared
from hemvist.guide import models
from hemvist.guide.pages import hidden_places, readable
from hemvist.guide.public_text import paragraphs_of
from hemvist.search.drafts import Draft, Keys, Source
from hemvist.search.still_public import ANY_UUIDS, is_among, uuids

# Index pages that stand among the pages of the site already, and texts found with their areas.
TEXTS = (models.ArticlePage, models.StepsPage, models.StoryPage, models.GuidesPage)
LONGEST_BODY = 20_000


def text_of(page: models.GuidePage) -> str:
    """What the public reads on a page besides its title and summary."""
    return " ".join(paragraphs_of(page))[:LONGEST_BODY]


def texts_about(
    types: tuple[type[Page], ...], about: str
) -> dict[tuple[str, str], models.GuidePage]:
    """The pages about areas, by the area and the language."""
    found = {}
    for model in types:
        pages = model._default_manager.filter(pk__in=readable().values("pk"))
        for page in pages.select_related("locale"):
            found[str(getattr(page, about)), page.locale.language_code] = page
    return found


def _drafts_of(
    kind: str, types: tuple[type[Page], ...]
) -> Callable[[Keys | None], Iterator[Draft]]:
    def drafts(keys: Keys | None) -> Iterator[Draft]:
        """Every page that may be read, each in its own language."""
        for model in types:
            pages = model._default_manager.filter(pk__in=readable().values("pk"))
            if keys is not None:
                pages = pages.filter(translation_key__in=keys)
            for page in pages.select_related("locale"):
                yield _draft(kind, page)

    return drafts


def _draft(kind: str, page: models.GuidePage) -> Draft:
    language = page.locale.language_code
    return Draft(
        kind=kind,
        key=str(page.translation_key),
        language=language,
        title=page.title,
        summary=page.summary,
        body=text_of(page),
        url_name="guide:page",
        url_args=(page.url_path.removeprefix(f"/{language}/").strip("/"),),
        weight=1.15,
    )


@lru_cache(maxsize=4)
def _public(_hidden: tuple[str, ...]) -> Prepared[Page]:
    """The question anew when other places of the tree are kept from the public."""
    return Prepared(
        lambda keys: (
            readable()
            .filter(is_among("translation_key", keys))
            .values_list("translation_key", "locale__language_code")
            .order_by()
        ),
        keys=ANY_UUIDS,
    )


def languages(keys: Keys) -> set[tuple[str, str]]:
    """The translations of each that may be read now."""
    found = _public(hidden_places()).columns(keys=uuids(keys))
    return {(str(key), language) for key, language in found}


def public(keys: Keys) -> set[str]:
    """Those of which some translation may be read now."""
    return {key for key, _language in languages(keys)}


def state() -> str:
    """Changes when a page is published or taken down; the audit log does not tell of that."""
    now = readable().aggregate(newest=Max("last_published_at"), number=Count("pk"))
    return f"{now['number']} {now['newest']}"


SOURCE = Source(
    kind="page",
    label=_("Guide"),
    label_many=_("In the guide"),
    icon="note",
    drafts=_drafts_of("page", TEXTS),
    public=public,
    state=state,
    languages=languages,
)
ANSWERS = Source(
    kind="answer",
    label=_("Question and answer"),
    label_many=_("Questions and answers"),
    icon="chat",
    drafts=_drafts_of("answer", (models.AnswerPage,)),
    public=public,
    state=state,
    languages=languages,
)
