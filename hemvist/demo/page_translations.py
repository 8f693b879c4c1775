"""Makes what files say in several languages into translations that an editor can keep up.

Every string of the source is paired with the string at the same place of the other language, as
if somebody had translated it by hand in the editor. When the Swedish changes, a string has no pair
any more, and the editor sees what is out of date.
"""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from hemvist.demo.page_sources import add_sources

BATCH = 1_000
Place = tuple[str, int]


class BuiltDifferently(ValueError):
    """A language has other blocks or another number of strings than the source."""


@dataclass(frozen=True)
class Translated:
    """A source page and the pages that say the same, by language."""

    source: Any
    pages: dict[str, Any]
    segments: list[Any]
    words: dict[int, dict[Place, str]]  # by the number of the language


def translated(source: Any, pages: dict[str, Any]) -> Translated:
    """Look whether the pages are built alike. Raises BuiltDifferently."""
    segments = extract_segments(source)
    places = list(_words(segments))
    words = {page.locale_id: _words(extract_segments(page)) for page in pages.values()}
    for code, page in pages.items():
        if list(words[page.locale_id]) != places:
            raise BuiltDifferently(code)
    return Translated(source, pages, segments, words)


def keep_translations(found: list[Translated]) -> None:
    """Write all of it down, in a fixed number of queries for those that are new."""
    keys = [one.source.translation_key for one in found]
    known = set(
        TranslationSource.objects.filter(object_id__in=keys).values_list("object_id", flat=True)
    )
    add_sources(
        [(one.source, one.segments) for one in found if one.source.translation_key not in known]
    )
    for one in found:
        if one.source.translation_key in known:
            TranslationSource.update_or_create_from_instance(one.source)
    _pair(found, keys)


def _pair(found: list[Translated], keys: list[Any]) -> None:
    sources = {source.object_id: source for source in _sources(keys)}
    segments: dict[Any, dict[Place, StringSegment]] = {key: {} for key in keys}
    for segment in StringSegment.objects.filter(source__in=sources.values()).select_related(
        "context", "source"
    ):
        segments[segment.source.object_id][segment.context.path, segment.order] = segment
    now = timezone.now()
    strings: dict[tuple[Any, ...], StringTranslation] = {}
    translations = []
    for one in found:
        key = one.source.translation_key
        for locale, words in one.words.items():
            translations.append(_translation(sources[key], locale, now))
            for place, said in words.items():
                segment = segments[key][place]
                strings[locale, segment.string_id, segment.context_id] = StringTranslation(
                    translation_of_id=segment.string_id,
                    context_id=segment.context_id,
                    locale_id=locale,
                    data=said,
                    translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                )
    StringTranslation.objects.bulk_create(
        strings.values(),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "updated_at"],
    )
    Translation.objects.bulk_create(
        translations,
        update_conflicts=True,
        unique_fields=["source", "target_locale"],
        update_fields=["translations_last_updated_at", "destination_last_updated_at"],
    )


def _sources(keys: list[Any]) -> Any:
    return TranslationSource.objects.filter(object_id__in=keys)


def _translation(source: TranslationSource, locale: int, now: Any) -> Translation:
    return Translation(
        source=source,
        target_locale_id=locale,
        translations_last_updated_at=now,
        destination_last_updated_at=now,
    )


def _words(segments: list[Any]) -> dict[Place, str]:
    """Every string by where it stands."""
    return {
        (segment.path, segment.order): segment.string.data
        for segment in segments
        if isinstance(segment, StringSegmentValue)
    }
