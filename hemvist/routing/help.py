"""The words a rule can be written with, beside the text: each with an example to copy."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemvist.casework.languages import language_name
from hemvist.core.translated import spoken
from hemvist.directory.models import Area, LifeArea
from hemvist.employers.models import Employer
from hemvist.routing.words import FIELD_NAMES, FORMS

# What can be asked about, in Swedish and in English.
EXAMPLES = {
    "language": ("språk är arabiska eller ukrainska", "language is Arabic or Ukrainian"),
    "area": ("område är Harads", "area is Harads"),
    "need": ("behov innehåller skola", "need includes school"),
    "employer": ("arbetsgivare finns", "employer is given"),
    "source": ("källa är Mässan i maj", "source is Fair in May"),
    "form": ("formulär är hemvändare", "form is returner"),
    "origin": ("flyttar från Norden", "moving from the Nordic countries"),
    "day": ("dag är helg", "day is the weekend"),
    "time": ("klockan är mellan 8 och 16.30", "time is between 8 and 16:30"),
    "children": ("barn är minst 3", "children are at least 3"),
    "child_age": ("barnets ålder är mellan 1 och 5", "child's age is between 1 and 5"),
    "adults": ("vuxna är 1", "adults are 1"),
    "people": ("personer är minst 5", "people are at least 5"),
    "months": ("månader till flytt är högst 2", "months to move are at most 2"),
}
TARGETS = (
    ("team Mottagning", "team Reception"),
    ("helst Samira", "preferably Samira"),
    ("den med minst att göra", "the one with least to do"),
    ("den med minst att göra bland Samira, Jonte", "the one with least to do among Samira, Jonte"),
    ("sin tidigare värd", "their earlier host"),
    ("kön", "the queue"),
)


@dataclass(frozen=True)
class Help:
    """One thing a rule can ask about or lead to: an example, and what it is or what there is."""

    example: str
    meaning: str
    values: tuple[str, ...] = ()


def conditions_help() -> list[Help]:
    """What a rule can ask about, with the names there are here; three queries."""
    values = _values()
    return [
        Help(_own(texts), str(FIELD_NAMES[name]), tuple(values.get(name, ())))
        for name, texts in EXAMPLES.items()
    ]


def targets_help() -> list[Help]:
    """Where a rule can lead, and what comes of it."""
    meanings = [
        _("the queue of that team"),
        _("that person, when they are here and have room"),
        _("whoever of the team has least to do for their hours"),
        _("the same, of those named"),
        _("the host who had the household before; if that cannot be, the next line is tried"),
        _("nobody in particular"),
    ]
    return [Help(_own(texts), meaning) for texts, meaning in zip(TARGETS, meanings, strict=True)]


def example_set() -> str:
    """Four lines to begin with, where there are no rules yet."""
    return _own(
        (
            "återkommer → sin tidigare värd\nannars → den med minst att göra",
            "comes back → their earlier host\notherwise → the one with least to do",
        )
    )


def _own(texts: tuple[str, str]) -> str:
    """In Swedish for one who reads Swedish, else in English."""
    return texts[0 if (get_language() or "sv").startswith("sv") else 1]


def _values() -> dict[str, Iterable[str]]:
    return {
        "language": [language_name(code).lower() for code, _name in settings.LANGUAGES],
        "area": Area.objects.order_by("name").values_list("name", flat=True),
        "need": sorted(
            spoken(texts)[0].lower()
            for texts in LifeArea.objects.filter(can_be_sought=True).values_list("names", flat=True)
        ),
        "employer": Employer.objects.values_list("name", flat=True),
        "form": [_own((names[1 % len(names)], names[0])) for names in FORMS.values()],
    }
