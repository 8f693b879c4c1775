"""Calls that nobody answered: two tries at different times, then a message in their language.

The message is offered to a colleague with one press; nothing is sent by itself.
"""

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.casework.models import Call, CallOutcome, Case
from hemvist.core.dates import day_in_words, today
from hemvist.core.models import Municipality
from hemvist.messaging.models import Message

TRIES = 2
# A second try so soon finds the same meeting, the same shift, the same empty battery.
APART = timedelta(hours=3)
IN_VAIN = (CallOutcome.NO_ANSWER, CallOutcome.VOICEMAIL)


def tries_in_vain(case: Case) -> list[Call]:
    """Our calls that reached nobody since somebody last said something, at times that count."""
    said = Message.objects.filter(conversation=case.conversation_id).order_by("-created_at")
    talked = case.calls.filter(outcome=CallOutcome.TALKED).order_by("-created_at")
    since = [one for one in (said.first(), talked.first()) if one is not None]
    calls = case.calls.filter(is_incoming=False, outcome__in=IN_VAIN)
    if since:
        calls = calls.filter(created_at__gt=max(one.created_at for one in since))
    found: list[Call] = []
    for call in calls.order_by("created_at", "pk"):
        if not found or call.created_at - found[-1].created_at >= APART:
            found.append(call)
    return found


def next_try_from(calls: list[Call]) -> datetime | None:
    """From when another try would be one at another time."""
    return calls[-1].created_at + APART if calls else None


def has_tried_enough(calls: list[Call]) -> bool:
    """Whether it is time to write instead."""
    return len(calls) >= TRIES


def message_after(calls: list[Call], *, language: str) -> str:
    """What is written to somebody who did not answer, in the language they read."""
    with translation.override(language):
        days = list(dict.fromkeys(day_in_words(call.created_at, on=today()) for call in calls))
        phone = Municipality.objects.get(pk=1).phone
        tried = _("We have tried to call you (%(days)s) and did not reach you.") % {
            "days": ", ".join(days)
        }
        ask = _("When does a call suit you? Answer this message, or call us on %(phone)s.") % {
            "phone": phone
        }
        return f"{tried}\n\n{ask}"
