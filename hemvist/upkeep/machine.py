"""A machine translator that leaves names alone; which machine does the work is a setting.

Off unless `HEMVIST_TRANSLATOR` is set. What comes back is kept apart as a machine's until a
person has confirmed it (wagtail-localize), and the page says so to its readers.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.module_loading import import_string
from wagtail.models import Locale
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

from hemvist.upkeep.models import GlossaryTerm
from hemvist.upkeep.translations import Names

# No language has these; translators leave them as they are.
LEFT, RIGHT = "⟦", "⟧"


class CarefulTranslator(BaseMachineTranslator):
    """Takes names and fixed words out, lets another translator work, and puts them back.

    A text that comes back without one of them is not taken: an editor translates it by hand.
    """

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__(options)
        self.machine = import_string(options["CLASS"])(options.get("OPTIONS", {}))

    @property
    def display_name(self) -> str:
        """The name of the machine that does the work."""
        return str(self.machine.display_name)

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        """Whatever the machine can."""
        return bool(self.machine.can_translate(source_locale, target_locale))

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Sequence[StringValue]
    ) -> dict[StringValue, StringValue]:
        """The translations of the strings of which every name has come through."""
        terms = _fixed_words(target_locale.language_code)
        names = Names()
        hidden = {string: _hide(string.data, names, terms) for string in strings}
        asked = {string: StringValue(text) for string, (text, _kept) in hidden.items()}
        answers = self.machine.translate(source_locale, target_locale, list(asked.values()))
        found = {}
        for string, question in asked.items():
            text = _show(answers[question].data, hidden[string][1]) if question in answers else None
            if text is not None:
                found[string] = StringValue(text)
        return found


def _fixed_words(language: str) -> dict[str, str]:
    """The words of the glossary with what they are called in this language."""
    rows = GlossaryTerm.objects.exclude(translations={})
    return {row.term: words[0] for row in rows if (words := row.words_in(language))}


def _hide(text: str, names: Names, terms: dict[str, str]) -> tuple[str, list[str]]:
    """The text with a sign in the place of each name and fixed word, and what each stands for."""
    kept: list[str] = []
    wanted = {name: name for name in names.in_text(text)} | terms
    for word in sorted(wanted, key=len, reverse=True):
        if word in text:
            text = text.replace(word, f"{LEFT}{len(kept)}{RIGHT}")
            kept.append(wanted[word])
    return text, kept


def _show(text: str, kept: list[str]) -> str | None:
    """The text with everything put back; None if the machine has lost one."""
    for number, word in enumerate(kept):
        sign = f"{LEFT}{number}{RIGHT}"
        if sign not in text:
            return None
        text = text.replace(sign, word)
    return None if LEFT in text or RIGHT in text else text
