"""Finding the template that fits a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hemvist.accounts.models import User
from hemvist.casework.blanks import Filled, fill
from hemvist.casework.models import Case, NeedState
from hemvist.replies.models import ReplyTemplate

LANGUAGES_TO_FALL_BACK_ON = ("en", "sv")
UNMET = (NeedState.OPEN, NeedState.IN_PROGRESS)


@dataclass(frozen=True)
class Choice:
    """A template as it would be sent in one case; `language` is what it is really written in.

    `need` is the name of what the case still needs and it is about, if it is.
    """

    template: ReplyTemplate
    language: str
    subject: str
    body: Filled
    need: str
    is_due: bool


def language_for(template: ReplyTemplate, wanted: str) -> str:
    """The language a household gets it in: theirs, else English, else Swedish."""
    return next(
        code
        for code in (wanted, *LANGUAGES_TO_FALL_BACK_ON, *template.languages)
        if template.bodies.get(code)
    )


def choices_for(case: Case, *, by: User, words: str, on: date) -> list[Choice]:
    """The templates for a case: those for what it needs first, then the most used.

    Each is filled from the case. `words` must all stand in the name or the Swedish text.
    """
    templates = ReplyTemplate.objects.filter(is_active=True).select_related("life_area", "owner")
    needed = set(case.needs.filter(state__in=UNMET).values_list("life_area_id", flat=True))
    fitting = [each for each in templates if _has(each, words)]
    fitting.sort(key=lambda each: (each.life_area_id not in needed, -each.uses, each.name))
    return [
        _choice(each, case, by=by, is_needed=each.life_area_id in needed, on=on) for each in fitting
    ]


def choice_of(template: ReplyTemplate, case: Case, *, by: User, on: date) -> Choice:
    """One template as it would be sent in a case."""
    return _choice(template, case, by=by, is_needed=False, on=on)


def in_language_of(template: ReplyTemplate, case: Case, *, by: User, besides: str) -> str:
    """What a template says in the colleague's own language, filled; nothing if it is the same."""
    mine = language_for(template, by.language)
    if mine == besides:
        return ""
    return fill(template.bodies[mine], case=case, by=by, language=mine).text


def _choice(template: ReplyTemplate, case: Case, *, by: User, is_needed: bool, on: date) -> Choice:
    language = language_for(template, case.household.language)
    return Choice(
        template=template,
        language=language,
        subject=template.subjects.get(language, ""),
        body=fill(template.bodies[language], case=case, by=by, language=language),
        need=str(template.life_area) if is_needed else "",
        is_due=template.review_on < on,
    )


def find_templates(words: str) -> list[ReplyTemplate]:
    """All templates with every word in them, those that cannot be chosen last."""
    found = ReplyTemplate.objects.select_related("life_area", "owner")
    return sorted(
        (each for each in found if _has(each, words)),
        key=lambda each: (not each.is_active, each.review_on, each.name),
    )


def due_for(user: User, *, on: date) -> Iterable[ReplyTemplate]:
    """The templates that somebody should look at again; those without an owner are everybody's."""
    due = ReplyTemplate.objects.filter(is_active=True, review_on__lt=on)
    return due.filter(owner=user) | due.filter(owner__isnull=True)


def _has(template: ReplyTemplate, words: str) -> bool:
    text = f"{template.name} {' '.join(template.bodies.values())}".casefold()
    return all(word in text for word in words.casefold().split())
