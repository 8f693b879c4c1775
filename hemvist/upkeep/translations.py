"""How the translations stand, found by comparing texts.

What a page says now is compared with what was there to be translated. Both are reduced to a
digest of their texts, so a save that changed no word changes nothing here, and a word changed by
whatever way (an import, a command, another editor) is seen.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.html import strip_tags
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from hemvist.directory.models import Area, Organization, Service
from hemvist.guide.models import GuidePage
from hemvist.upkeep.models import GlossaryTerm, PageTranslation, TranslationState

SOURCE = "sv"
SHORTEST_NAME = 4


def digest_of(page: Any) -> str:
    """A digest of every text of a page that can be translated, in its place."""
    texts = sorted(
        f"{segment.path}\0{segment.string.data}"
        for segment in extract_segments(page)
        if isinstance(segment, StringSegmentValue) and not segment.is_empty()
    )
    return sha256("\1".join(texts).encode()).hexdigest()


class Names:
    """The names that stay as they are: of the directory, and of the glossary."""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        found: set[str] = set(
            GlossaryTerm.objects.filter(translations={}).values_list("term", flat=True)
        )
        for model in (Area, Service, Organization):
            found.update(model.objects.values_list("name", flat=True))
        names = sorted((re.escape(n) for n in found if len(n) >= SHORTEST_NAME), key=len)
        return re.compile(rf"(?<!\w)(?:{'|'.join(reversed(names)) or '(?!)'})(?!\w)")

    @cached_property
    def _also_called(self) -> dict[str, GlossaryTerm]:
        return {row.term: row for row in GlossaryTerm.objects.exclude(translations={})}

    def is_in(self, name: str, text: str, language: str) -> bool:
        """Whether a text has the name, or a word by which it may be called in that language."""
        if name in text:
            return True
        term = self._also_called.get(name)
        small = text.casefold()
        return term is not None and any(
            word.casefold() in small for word in term.words_in(language)
        )

    def in_text(self, text: str) -> list[str]:
        """The names in a text, longest first where they overlap, each once."""
        return list(dict.fromkeys(self._pattern.findall(text)))


def stand_of(source: Page, names: Names, *, at: datetime) -> Iterator[PageTranslation]:
    """How a source page stands in every other language."""
    specific = source.specific
    copies = {page.locale_id: page for page in source.get_translations().live()}
    made = TranslationSource.objects.get_for_instance_or_none(specific)
    is_changed = made is not None and digest_of(specific) != digest_of(made.as_instance())
    begun = {row.target_locale_id: row for row in _translations(made)}
    for locale in Locale.objects.exclude(pk=source.locale_id):
        row = PageTranslation(page=source, language=locale.language_code, compared_at=at)
        translation = begun.get(locale.pk)
        if translation is not None and made is not None:
            row.total, row.done = translation.get_progress()
            row.lost_names = _lost_names(made, locale, names)
        row.state = _state(locale.pk in copies, translation, row, is_changed=is_changed)
        if row.state == TranslationState.CURRENT and _is_by_machine(made, locale):
            row.state = TranslationState.MACHINE
        yield row


def source_pages() -> QuerySet[Page]:
    """The published pages that the others are translated from."""
    types = list(page_types())
    pages: QuerySet[Page] = (
        Page.objects.live().type(*types).filter(locale__language_code=SOURCE).order_by("path")
    )
    return pages


def changed_since(at: datetime | None) -> QuerySet[Page]:
    """The source pages of which any language was published since a moment."""
    if at is None:
        return source_pages()
    published = Page.objects.filter(last_published_at__gt=at)
    return source_pages().filter(translation_key__in=published.values("translation_key"))


def languages() -> list[str]:
    """The languages that pages are translated into."""
    return [code for code, _name in settings.LANGUAGES if code != SOURCE]


def page_types() -> Iterator[type[GuidePage]]:
    """Every type of page that an editor writes."""
    waiting: list[type] = [GuidePage]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if not model._meta.abstract:  # type: ignore[attr-defined]
            yield model


def _translations(made: TranslationSource | None) -> Iterable[Translation]:
    return made.translations.select_related("target_locale") if made else []


def _state(
    is_there: bool, translation: Translation | None, row: PageTranslation, *, is_changed: bool
) -> TranslationState:
    if translation is None:
        return TranslationState.BY_HAND if is_there else TranslationState.MISSING
    if not is_there:
        return TranslationState.INCOMPLETE if row.done else TranslationState.MISSING
    if is_changed:
        return TranslationState.OUTDATED
    return TranslationState.INCOMPLETE if row.done < row.total else TranslationState.CURRENT


def _pairs(made: TranslationSource, locale: Locale) -> Iterable[tuple[str, str]]:
    segments = StringSegment.objects.filter(source=made).annotate_translation(locale)
    pairs: Iterable[tuple[str, str]] = segments.values_list("string__data", "translation")
    return pairs


def _lost_names(made: TranslationSource, locale: Locale, names: Names) -> list[str]:
    lost: dict[str, None] = {}
    for text, translation in _pairs(made, locale):
        if translation:
            plain = strip_tags(translation)
            wanted = names.in_text(strip_tags(text))
            code = locale.language_code
            lost.update({n: None for n in wanted if not names.is_in(n, plain, code)})
    return list(lost)[:10]


def _is_by_machine(made: TranslationSource | None, locale: Locale) -> bool:
    """Whether any text still stands as a machine wrote it."""
    strings = StringSegment.objects.filter(source=made).get_translations(locale)
    found: bool = strings.filter(
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE
    ).exists()
    return found
