"""What is proposed to be done in a wave, in order; a coordinator changes every word before it is.

The letters come in each language there is a translation for. One that is missing is left empty,
and the page says how many households that concerns.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop, override
from django.utils.translation import gettext_lazy as _

from hemvist.bulk.deeds import ADULTS, HOUSEHOLD
from hemvist.bulk.models import DeedKind
from hemvist.casework.models import NextStep
from hemvist.directory.models import LifeArea
from hemvist.waves.models import WaveKind

SOURCE_LANGUAGE = "en"
Detail = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One thing to do, in words, with what the deed would be."""

    code: str
    kind: DeedKind
    words: str | Promise
    detail: Callable[[date], Detail | None]


def steps_for(kind: str) -> list[Step]:
    """The steps proposed for a kind of wave."""
    return PLAYBOOKS[WaveKind(kind)]


def step_called(kind: str, code: str) -> Step | None:
    """One of them by its code."""
    return next((step for step in steps_for(kind) if step.code == code), None)


def _letter(subject: str, body: str) -> Callable[[date], Detail]:
    def detail(_today: date) -> Detail:
        texts = {code: _in(code, subject, body) for code, _name in settings.LANGUAGES}
        whole = {code: text for code, text in texts.items() if text is not None}
        return {"texts": whole, "instead": "", "by_hand": True}

    return detail


def _in(code: str, subject: str, body: str) -> Detail | None:
    """The letter in a language; None when nobody has translated it."""
    with override(code):
        found = {"subject": gettext(subject), "body": gettext(body)}
    is_translated = found["body"] != body
    return found if is_translated or code == SOURCE_LANGUAGE else None


def _need(slug: str, whom: str) -> Callable[[date], Detail | None]:
    def detail(_today: date) -> Detail | None:
        area = LifeArea.objects.filter(pk=slug, can_be_sought=True).exists()
        return {"life_area": slug, "whom": whom, "note": ""} if area else None

    return detail


def _task(what: str, *, days: int) -> Callable[[date], Detail]:
    return lambda today: {
        "what": gettext(what),
        "on": (today + timedelta(days=days)).isoformat(),
    }


def _follow_up(*, days: int) -> Callable[[date], Detail]:
    return lambda today: {
        "step": NextStep.FOLLOW_UP.value,
        "on": (today + timedelta(days=days)).isoformat(),
        "note": "",
    }


WRITE, CALL, LATER = (
    _("Write to all"),
    _("Have each host call"),
    _("Ask how it is going, in two weeks"),
)
CALL_TASK = gettext_noop("Call, and ask how they are")
EMPLOYER_SUBJECT = gettext_noop("We are here for you")
EMPLOYER_BODY = gettext_noop(
    "Hello {name},\n\nWe have heard what has happened at your work. We know that this can turn"
    " much upside down, also for those who have just moved here.\n\nYou do not have to do"
    " anything now. {host} gets in touch with you soon. We help with finding new work, with"
    " your home, and with school and preschool, so that you can stay if you want to.\n\nIs"
    " something urgent? Answer this message, or phone {phone}.\n\n{municipality}"
)
SCHOOL_SUBJECT = gettext_noop("About your child's school")
SCHOOL_BODY = gettext_noop(
    "Hello {name},\n\nA school or preschool in the area is going to close. {host} gets in touch"
    " with you soon and tells you which places there are, and when.\n\nDo you have a question"
    " already? Answer this message, or phone {phone}.\n\n{municipality}"
)
HOMES_SUBJECT = gettext_noop("Help with a home")
HOMES_BODY = gettext_noop(
    "Hello {name},\n\nSomething has happened where you live or were going to live. Do you need"
    " a roof for tonight? Phone {phone} now.\n\n{host} gets in touch with everybody and helps"
    " with a home for the time being and with what else you need.\n\n{municipality}"
)

PLAYBOOKS: dict[WaveKind, list[Step]] = {
    WaveKind.EMPLOYER: [
        Step("write", DeedKind.MESSAGE, WRITE, _letter(EMPLOYER_SUBJECT, EMPLOYER_BODY)),
        Step(
            "work", DeedKind.NEED, _("Work is needed again, for each adult"), _need("work", ADULTS)
        ),
        Step("call", DeedKind.TASK, CALL, _task(CALL_TASK, days=5)),
        Step("later", DeedKind.NEXT_STEP, LATER, _follow_up(days=14)),
    ],
    WaveKind.SCHOOL: [
        Step("write", DeedKind.MESSAGE, WRITE, _letter(SCHOOL_SUBJECT, SCHOOL_BODY)),
        Step("school", DeedKind.NEED, _("A school is needed again"), _need("school", HOUSEHOLD)),
        Step("call", DeedKind.TASK, CALL, _task(CALL_TASK, days=3)),
        Step("later", DeedKind.NEXT_STEP, LATER, _follow_up(days=14)),
    ],
    WaveKind.HOMES: [
        Step("call", DeedKind.TASK, CALL, _task(CALL_TASK, days=0)),
        Step("write", DeedKind.MESSAGE, WRITE, _letter(HOMES_SUBJECT, HOMES_BODY)),
        Step("home", DeedKind.NEED, _("A home is needed again"), _need("housing", HOUSEHOLD)),
        Step("later", DeedKind.NEXT_STEP, LATER, _follow_up(days=14)),
    ],
    WaveKind.OTHER: [
        Step("write", DeedKind.MESSAGE, WRITE, lambda _today: None),
        Step("call", DeedKind.TASK, CALL, _task(CALL_TASK, days=5)),
        Step("later", DeedKind.NEXT_STEP, LATER, _follow_up(days=14)),
    ],
}
