"""What the page of a place says, put together from all that belongs to the place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _

from hemvist.core.dates import local_day, reader_locale
from hemvist.directory.eligibility import Met, Verdict, outcome, rules_of, weigh
from hemvist.directory.models import (
    AccessAnswer,
    Accessibility,
    Area,
    EligibilityKind,
    EligibilityRule,
    Organization,
    ServiceCapacity,
)
from hemvist.directory.place_parts import OpeningTimes, PlaceParts
from hemvist.guide.forms import EligibilityForm
from hemvist.people.models import Origin

TONES = {
    AccessAnswer.YES: "check",
    AccessAnswer.PARTLY: "info",
    AccessAnswer.NO: "cross",
}


@dataclass(frozen=True)
class Room:
    """How much room there is, as far as anybody knows today."""

    capacity: ServiceCapacity
    holds: bool

    @property
    def tone(self) -> str:
        """Good news, news, or none."""
        tones = {"available": "good", "limited": "warn", "waitlist": "warn", "full": "bad"}
        return tones[self.capacity.status] if self.holds else "neutral"


@dataclass(frozen=True)
class ForWhom:
    """The conditions of a place, the form that asks about them, and what came out."""

    form: EligibilityForm | None
    conditions: list[Verdict]
    summary: str

    @property
    def is_asked(self) -> bool:
        """Whether the visitor has given answers that could be weighed."""
        return bool(self.summary)


def room_of(parts: PlaceParts, *, at: datetime) -> list[Room]:
    """What the place said of its room; what no longer holds is marked as not known."""
    on = local_day(at)
    return [Room(capacity, capacity.holds(on=on)) for capacity in parts.capacities]


def languages_of(parts: PlaceParts) -> list[tuple[str, str]]:
    """The languages one is met in, by code and in the reader's words."""
    return [(one.code, language_in_words(one.code)) for one in parts.languages]


def language_in_words(code: str) -> str:
    """A language in the reader's words; the code when nobody knows it."""
    try:
        return Locale.parse(code).get_display_name(reader_locale()) or code
    except (UnknownLocaleError, ValueError):
        return code


def access_of(parts: PlaceParts) -> list[tuple[Accessibility, str]]:
    """What is known for each need, with the icon that repeats it; what is not known is left out."""
    return [
        (row, TONES[AccessAnswer(row.answer)])
        for row in parts.accessibility
        if row.answer != AccessAnswer.UNKNOWN
    ]


def headline_of(times: list[OpeningTimes]) -> OpeningTimes | None:
    """The opening times that the top of the page speaks of."""
    return times[0] if times else None


def for_whom(parts: PlaceParts, asked: Mapping[str, Any]) -> ForWhom:
    """The conditions, weighed against what the visitor wrote in the address, if anything."""
    rules = rules_of(parts.service, parts.eligibility_rules)
    if not rules:
        return ForWhom(None, [], "")
    words = _words(rules)
    is_asked = any(name in asked for name in EligibilityForm.names())
    form = EligibilityForm(asked if is_asked else None, rules=rules, words=words)
    answers = form.answers() if is_asked and form.is_valid() else None
    if answers is None:
        return ForWhom(form, weigh(rules, EligibilityForm.nothing(), words=words), "")
    verdicts = weigh(rules, answers, words=words)
    return ForWhom(form, verdicts, _summary(outcome(verdicts)))


def _summary(met: Met) -> str:
    return {
        Met.YES: _("You meet every condition."),
        Met.NO: _("You do not meet every condition. Ask anyway if you are not sure."),
        Met.NOT_SAID: _("Answer the rest to know."),
    }[met]


def _words(rules: list[EligibilityRule]) -> dict[str, dict[str, str]]:
    """The reader's words for the codes in the rules; names of areas and employers are names."""
    codes = {rule.kind: rule.allowed for rule in rules}
    words: dict[str, dict[str, str]] = {}
    if EligibilityKind.ORIGIN in codes:
        words[EligibilityKind.ORIGIN] = {code: str(word) for code, word in Origin.choices}
    if EligibilityKind.AREA in codes:
        areas = Area.objects.filter(pk__in=codes[EligibilityKind.AREA])
        words[EligibilityKind.AREA] = {area.pk: area.name for area in areas}
    if EligibilityKind.LANGUAGE in codes:
        spoken_there = codes[EligibilityKind.LANGUAGE]
        words[EligibilityKind.LANGUAGE] = {code: language_in_words(code) for code in spoken_there}
    if EligibilityKind.EMPLOYER in codes:
        numbers = [number for number in codes[EligibilityKind.EMPLOYER] if _is_uuid(number)]
        employers = Organization.objects.filter(pk__in=numbers)
        words[EligibilityKind.EMPLOYER] = {str(one.pk): one.name for one in employers}
    return words


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
