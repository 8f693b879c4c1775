"""What a machine says a text means, beside the text and never instead of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemvist.accounts.models import User
from hemvist.casework.models import Case
from hemvist.core.translator import LONGEST, TranslatorIsAway, translator


@dataclass(frozen=True)
class Translated:
    """A machine's words with its name, or the sentence why there are none."""

    text: str = ""
    language: str = ""
    machine: str = ""
    why_not: str = ""


def may_translate(case: Case) -> bool:
    """Whether there is a machine, and the household's words may leave the installation."""
    return translator() is not None and not case.household.is_protected


def translated(case: Case, text: str, *, source: str, target: str) -> Translated:
    """A text as a machine puts it into another language; nothing of it is kept."""
    machine = translator()
    if machine is None or case.household.is_protected or not text.strip():
        return Translated()
    if len(text) > LONGEST:
        return Translated(why_not=_("It is too long for the machine."))
    try:
        words = machine.translate(text, source=source, target=target)
    except TranslatorIsAway:
        return Translated(
            why_not=_("The translating machine does not answer just now. Try again in a while.")
        )
    return Translated(words, target, machine.name)


def reads(user: User) -> str:
    """The language a colleague reads."""
    return user.language or "sv"
