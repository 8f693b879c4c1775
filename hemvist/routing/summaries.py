"""What one has to know of a case that comes from a colleague, made from what is true now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hemvist.accounts.models import User
from hemvist.casework.languages import language_name
from hemvist.casework.models import Case, NextStep, StickyFact
from hemvist.casework.rules import can_read_all
from hemvist.casework.waiting import Waiting, waiting_of
from hemvist.core.working_time import Calendar
from hemvist.messaging.models import Direction, Message
from hemvist.people.models import Person

WORDS = 280


@dataclass(frozen=True)
class Summary:
    """One case at a glance: who, what is waiting, the next step, the last words, what to know."""

    case: Case
    adults: int
    children: int
    language: str
    waiting: Waiting | None
    step: str
    last_words: str
    is_from_person: bool
    facts: list[str]


def summaries_of(cases: Iterable[Case], *, reader: User, now: datetime) -> list[Summary]:
    """A summary of each case, in the order given; five queries, however many there are."""
    found = list(cases)
    calendar = Calendar.current()
    people: dict[int, list[bool]] = {}
    households = [case.household_id for case in found]
    for household, is_child in Person.objects.filter(household__in=households).values_list(
        "household_id", "is_child"
    ):
        people.setdefault(household, []).append(is_child)
    facts: dict[int, list[str]] = {}
    shown = StickyFact.objects.filter(case__in=found, removed_at__isnull=True)
    for pk, body in shown.values_list("case_id", "body"):
        facts.setdefault(pk, []).append(body)
    last = _last_messages([case.conversation_id for case in found])
    return [
        Summary(
            case,
            adults=people.get(case.household_id, []).count(False),
            children=people.get(case.household_id, []).count(True),
            language=language_name(case.household.language),
            waiting=waiting_of(case, calendar=calendar, now=now),
            step=_step(case),
            last_words=_words(last.get(case.conversation_id), case, reader),
            is_from_person=_is_in(last.get(case.conversation_id)),
            facts=facts.get(case.pk, []),
        )
        for case in found
    ]


def _last_messages(conversations: list[int]) -> dict[int, Message]:
    newest = Message.objects.filter(conversation__in=conversations)
    newest = newest.order_by("conversation", "-created_at", "-pk").distinct("conversation")
    return {message.conversation_id: message for message in newest}


def _words(message: Message | None, case: Case, reader: User) -> str:
    if message is None or not can_read_all(reader, case):
        return ""
    words = " ".join(message.body.split())
    return words if len(words) <= WORDS else f"{words[: WORDS - 1].rstrip()}…"


def _is_in(message: Message | None) -> bool:
    return message is not None and message.direction == Direction.IN


def _step(case: Case) -> str:
    return str(NextStep(case.next_step).label) if case.next_step else ""
