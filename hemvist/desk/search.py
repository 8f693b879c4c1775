"""Finding a case by what one has at hand: reference, name, e-mail, number, or what was said."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.utils.translation import gettext as _

from hemvist.accounts.models import User
from hemvist.bulk.filters import Filters
from hemvist.casework.models import Case, CaseQuerySet
from hemvist.desk.queries import Row, rows_of
from hemvist.desk.said import cases_by_words
from hemvist.people.models import ContactKind, ContactPoint
from hemvist.people.phone import NotAPhoneNumber, normalise

PAGE = 30
LONGEST = 200
MOST_ADDRESSES = 1_000


@dataclass(frozen=True)
class Hit:
    """A case that was found, and why."""

    row: Row
    reasons: list[str]


@dataclass(frozen=True)
class Found:
    """A page of hits, the newest case first; `older` is where to go on, if there is more."""

    hits: list[Hit]
    older: int | None


def find_cases(
    user: User,
    text: str,
    *,
    filters: Filters,
    now: datetime,
    before: int | None = None,
    mark: int = 0,
) -> Found:
    """The cases that match, as many as fit on a page.

    Every way of matching has its own index and gives at most a page of the newest; together
    they are right for the page, whatever the number of cases.
    """
    cases = filters.narrow(Case.objects.visible_to(user)).order_by("-pk")
    if before:
        cases = cases.filter(pk__lt=before)
    matches = _matches(cases, clean(text), user)
    pks = sorted(matches, reverse=True)
    shown = Case.objects.filter(pk__in=pks[:PAGE]).order_by("-pk")
    rows = rows_of(shown, now=now, reader=user, mark=mark)
    hits = [Hit(row, matches[row.case.pk]) for row in rows]
    return Found(hits, pks[PAGE - 1] if len(pks) > PAGE else None)


def clean(text: str) -> str:
    """What somebody typed, without what no name, address or number has in it."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST]


def _matches(cases: CaseQuerySet, text: str, user: User) -> dict[int, list[str]]:
    if not text:
        return {pk: [] for pk in _newest(cases)}
    matches: dict[int, list[str]] = {}
    for find in (_by_reference, _by_name, _by_email, _by_phone):
        for pk, reason in find(cases, text).items():
            matches.setdefault(pk, []).append(reason)
    for pk, reasons in cases_by_words(cases, text, user=user, most=PAGE + 1).items():
        matches.setdefault(pk, []).extend(reasons)
    return matches


def _newest(cases: CaseQuerySet) -> list[int]:
    return list(cases.values_list("pk", flat=True)[: PAGE + 1])


def _by_reference(cases: CaseQuerySet, text: str) -> dict[int, str]:
    if not re.fullmatch(r"[\w-]{2,20}", text, re.ASCII):
        return {}
    found = _newest(cases.filter(reference__startswith=text.upper()))
    return dict.fromkeys(found, _("The reference"))


def _by_name(cases: CaseQuerySet, text: str) -> dict[int, str]:
    words = re.findall(r"[^\W_]+", text)
    if not words or "@" in text:
        return {}
    beginnings = SearchQuery(
        " & ".join(f"'{word}':*" for word in words), search_type="raw", config="simple"
    )
    named = cases.annotate(name=SearchVector("title", config="simple")).filter(name=beginnings)
    return dict.fromkeys(_newest(named), _("The name"))


def _by_email(cases: CaseQuerySet, text: str) -> dict[int, str]:
    if " " in text or not re.search(r"\w", text):
        return {}
    return _by_contact(cases, ContactKind.EMAIL, text.lower(), _email_reason)


def _by_phone(cases: CaseQuerySet, text: str) -> dict[int, str]:
    digits = re.sub(r"[\s()./-]", "", text)
    if not re.fullmatch(r"\+?[0-9]{5,15}", digits):
        return {}
    return _by_contact(cases, ContactKind.PHONE, _beginning_of_number(digits), _phone_reason)


def _beginning_of_number(digits: str) -> str:
    try:
        return normalise(digits)
    except NotAPhoneNumber:
        if digits.startswith("00"):
            return "+" + digits[2:]
        return "+46" + digits[1:] if digits.startswith("0") else digits


def _by_contact(
    cases: CaseQuerySet, kind: ContactKind, beginning: str, reason: Callable[[str], str]
) -> dict[int, str]:
    """The households come first: asked all at once the database may read every case there is.

    Of a beginning that thousands share only the newest are looked at.
    """
    points = ContactPoint.objects.filter(kind=kind, normalised__startswith=beginning)
    newest = points.order_by("-household_id").values_list("household_id", "value")
    given = dict(newest[:MOST_ADDRESSES])
    found = cases.filter(household__in=given).values_list("pk", "household_id")
    return {pk: reason(given[household]) for pk, household in found[: PAGE + 1]}


def _email_reason(value: str) -> str:
    return _("The e-mail address %(value)s") % {"value": value}


def _phone_reason(value: str) -> str:
    return _("The number %(value)s") % {"value": value}
