"""A page's translation as a document that goes out to a translator and comes back."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from hemvist.upkeep.translations import Names
from hemvist.upkeep.xliff import Document, NotATranslation, Unit


@dataclass(frozen=True)
class Checked:
    """What a document that came back holds: what can be taken, and what is wrong with the rest."""

    taken: list[Unit]
    unknown: list[Unit]
    without_tags: list[Unit]
    lost_names: list[str]


def begun(page: Page, language: str) -> Translation | None:
    """The translation of a page into a language, if an editor has begun one."""
    source = TranslationSource.objects.get_for_instance_or_none(page.specific)
    found = Translation.objects.filter(source=source, target_locale__language_code=language)
    return found.select_related("source__locale", "target_locale").first() if source else None


def document_of(translation: Translation) -> Document:
    """Every text of the page as it was given to be translated, with what there is already."""
    return Document(
        original=str(translation.uuid),
        source_language=translation.source.locale.language_code,
        target_language=translation.target_locale.language_code,
        units=list(_units(translation)),
    )


def _units(translation: Translation) -> Iterator[Unit]:
    segments = StringSegment.objects.filter(source=translation.source).order_by("order")
    rows = segments.annotate_translation(translation.target_locale, include_errors=True)
    for place, text, said in rows.values_list("context__path", "string__data", "translation"):
        yield Unit(place, text, said or "")


def check(document: Document, translation: Translation) -> Checked:
    """Compare what came back with what the page says. Raises NotATranslation.

    A text that is not on the page any more, or has lost its tags, is left out; a name that is
    missing is told, for it may be bent.
    """
    expected = document_of(translation)
    if document.original != expected.original:
        raise NotATranslation(_("The file is the translation of another page or language."))
    if document.target_language.casefold() != expected.target_language.casefold():
        words = _("The file is in %(given)s, and this is the translation into %(wanted)s.")
        given = document.target_language or "?"
        raise NotATranslation(words % {"given": given, "wanted": expected.target_language})
    known = {(unit.place, unit.source) for unit in expected.units}
    said = [unit for unit in document.units if unit.target.strip()]
    on_page = [unit for unit in said if (unit.place, unit.source) in known]
    taken = [unit for unit in on_page if not unit.has_lost_tags]
    return Checked(
        taken,
        [unit for unit in said if (unit.place, unit.source) not in known],
        [unit for unit in on_page if unit.has_lost_tags],
        _lost_names(taken),
    )


def _lost_names(units: list[Unit]) -> list[str]:
    names, lost = Names(), dict[str, None]()
    for unit in units:
        plain = strip_tags(unit.target)
        lost |= {n: None for n in names.in_text(strip_tags(unit.source)) if n not in plain}
    return list(lost)[:10]
