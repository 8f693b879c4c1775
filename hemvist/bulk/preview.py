"""A deed on many cases in words and numbers: what it is, how many, who is left out and why."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from hemvist.accounts.models import Team, User
from hemvist.bulk.deeds import ADULTS, Telling, deed_of
from hemvist.bulk.models import BulkDeed, BulkLine, BulkLineState, DeedKind, LineReason, Tag
from hemvist.bulk.starting import in_words as languages_in_words
from hemvist.bulk.starting import lacking
from hemvist.bulk.starting import spoken as spoken_in
from hemvist.casework.languages import language_name
from hemvist.casework.models import Case, CloseReason, NextStep
from hemvist.core.dates import full_day
from hemvist.core.translated import spoken
from hemvist.directory.models import LifeArea

LETTERS = 3


@dataclass(frozen=True)
class Share:
    """Some of the cases of a deed, and why they are together."""

    state: str
    words: str
    reason: str
    count: int


@dataclass(frozen=True)
class Letter:
    """The letter one household would get."""

    title: str
    subject: str
    body: str


@dataclass(frozen=True)
class Sample:
    """What the households of one language would get, some of their letters with blanks filled."""

    language: str
    code: str
    direction: str
    letters: list[Letter]
    count: int


def shares(deed: BulkDeed) -> list[Share]:
    """How many lines are in each state, with the reason where there is one; one query."""
    counted = deed.lines.values_list("state", "reason").order_by("state", "reason")
    order = list(BulkLineState)
    found = [
        Share(
            state,
            str(BulkLineState(state).label),
            str(LineReason(reason).label) if reason else "",
            count,
        )
        for state, reason, count in counted.annotate(n=Count("pk"))
    ]
    return sorted(
        found, key=lambda share: (order.index(BulkLineState(share.state)), bool(share.reason))
    )


def with_counts(deeds: QuerySet[BulkDeed]) -> QuerySet[BulkDeed]:
    """Deeds with how many cases each is about, and to how many it was done."""
    is_done = Q(lines__state=BulkLineState.DONE)
    counted = deeds.annotate(total=Count("lines"), done=Count("lines", filter=is_done))
    return counted.order_by("-made_at", "-pk")


def lines_of(deed: BulkDeed, reader: User, *, state: str = "") -> QuerySet[BulkLine]:
    """The lines of a deed, without cases that its reader may not know of."""
    may_see = Case.objects.visible_to(reader)
    lines = deed.lines.filter(case__in=may_see.order_by().values("pk"))
    lines = lines.filter(state=state) if state in BulkLineState.values else lines
    return lines.select_related("case", "case__owner", "case__household", "message")


def in_words(deed: BulkDeed) -> list[tuple[str, str]]:
    """What shall be done, as pairs for a list of facts."""
    detail = deed.detail
    if not detail:
        return []
    return [*WORDS[DeedKind(deed.kind)](detail), *_without_a_text(deed)]


def _without_a_text(deed: BulkDeed) -> list[tuple[str, str]]:
    """The languages of households that a letter was not written in."""
    without = lacking(deed.detail["texts"], spoken_in(deed)) if deed.is_message else []
    return [(_("No text in"), languages_in_words(without))] if without else []


def _assigning(detail: dict[str, Any]) -> list[tuple[str, str]]:
    owner = User.objects.filter(pk=detail["owner"]).first()
    team = Team.objects.filter(pk=detail["team"]).first()
    whom = owner.name if owner else _("Nobody: they wait in a queue")
    return [
        (_("Who takes over?"), whom),
        (_("Which team?"), team.name if team else _("The one each is in now")),
    ]


def _planning(detail: dict[str, Any]) -> list[tuple[str, str]]:
    step = str(NextStep(detail["step"]).label)
    day = full_day(date.fromisoformat(detail["on"]))
    return [
        (_("Next step"), f"{step}: {detail['note']}" if detail["note"] else step),
        (_("Day"), day),
    ]


def _tagging(detail: dict[str, Any]) -> list[tuple[str, str]]:
    tag = Tag.objects.filter(pk=detail["tag"]).first()
    return [(_("Tag"), tag.name if tag else "")]


def _closing(detail: dict[str, Any]) -> list[tuple[str, str]]:
    return [(_("What came of it?"), str(CloseReason(detail["reason"]).label))]


def _needing(detail: dict[str, Any]) -> list[tuple[str, str]]:
    area = LifeArea.objects.filter(pk=detail["life_area"]).first()
    whom = _("Each adult") if detail["whom"] == ADULTS else _("The household as a whole")
    return [(_("Looks for"), spoken(area.names)[0] if area else ""), (_("For whom?"), whom)]


def _tasking(detail: dict[str, Any]) -> list[tuple[str, str]]:
    day = full_day(date.fromisoformat(detail["on"]))
    return [(_("What shall be done?"), detail["what"]), (_("By which day?"), day)]


def _telling(detail: dict[str, Any]) -> list[tuple[str, str]]:
    languages = ", ".join(language_name(code) for code in detail["texts"])
    instead = language_name(detail["instead"]) if detail["instead"] else _("Do not write to them")
    return [(_("Languages"), languages), (_("Those whose language has no text"), instead)]


WORDS = {
    DeedKind.ASSIGN: _assigning,
    DeedKind.NEXT_STEP: _planning,
    DeedKind.TAG: _tagging,
    DeedKind.CLOSE: _closing,
    DeedKind.NEED: _needing,
    DeedKind.TASK: _tasking,
    DeedKind.MESSAGE: _telling,
}


def samples(deed: BulkDeed, reader: User) -> list[Sample]:
    """For each language of the households, the letters that some of them would get."""
    if not deed.is_message or not deed.detail:
        return []
    telling = deed_of(deed)
    assert isinstance(telling, Telling)  # noqa: S101  a message is told
    to_go = lines_of(deed, reader).filter(
        state__in=[BulkLineState.WAITING, BulkLineState.DONE], reason=""
    )
    counts = to_go.order_by().values_list("case__household__language").annotate(n=Count("pk"))
    found = []
    for wanted, count in sorted(counts, key=lambda pair: -pair[1]):
        lines = list(to_go.filter(case__household__language=wanted)[:LETTERS])
        code = telling.language_for(lines[0].case) if lines else ""
        if code:
            letters = [Letter(one.case.title, *telling.letter(one.case)) for one in lines]
            direction = "rtl" if code == "ar" else "ltr"
            found.append(Sample(_written_in(wanted, code), code, direction, letters, count))
    return found


def _written_in(wanted: str, code: str) -> str:
    """The language of some households, and the other one they are written to in."""
    if code == wanted:
        return language_name(wanted)
    return _("%(wanted)s, written to in %(language)s") % {
        "wanted": language_name(wanted),
        "language": language_name(code),
    }
