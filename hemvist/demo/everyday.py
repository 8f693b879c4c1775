"""What stands in cases beside what was said: facts, tasks, mentions, members who come and go,
what became of needs, and how it went after the move.

All of it by the real actions and by those who have the cases, so that pages which show it are
not empty to a newcomer.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from typing import Any

from hemvist.accounts.models import Role, User
from hemvist.audit.actions import Actor
from hemvist.casework.actions import add_note
from hemvist.casework.calling import log_call
from hemvist.casework.models import CallOutcome, Case, CaseState, NeedState, UnmetReason
from hemvist.casework.needs import change_need
from hemvist.casework.noting import add_task, finish_task, pin_fact
from hemvist.casework.pausing import pause_clock
from hemvist.core.working_time import ZONE
from hemvist.demo.world import TEXTS
from hemvist.follow_up.actions import answer, move_in
from hemvist.follow_up.models import CheckIn, CheckInState, Mood
from hemvist.people.actions import Contact
from hemvist.people.members import add_member, set_own_track, take_out_member
from hemvist.people.models import JoinReason, LeaveReason, Person

ENOUGH_CASES = 40


@dataclass(frozen=True)
class Everyday:
    """A day on which the work of the last weeks is seen, and the words people left."""

    on: date

    @cached_property
    def words(self) -> dict[str, Any]:
        """The texts, in Swedish, as hosts write them."""
        return tomllib.loads((TEXTS / "everyday.toml").read_text(encoding="utf-8"))

    def at(self, days_ago: int, hour: int = 9) -> datetime:
        """An hour some days ago."""
        return datetime.combine(self.on - timedelta(days=days_ago), time(hour, 20), ZONE)

    def cases(self, *states: CaseState, skip: int = 0) -> Iterator[Case]:
        """Cases somebody has, from the oldest; the same every time one asks."""
        ours = Case.objects.filter(owner__role__in=[Role.HOST, Role.COORDINATOR])
        ours = ours.filter(household__is_protected=False, state__in=states)
        rows = ours.select_related("household", "owner").order_by("opened_at", "pk")
        return iter(list(rows[skip : skip + 12]))


def load_everyday(*, on: date) -> None:
    """Write it all down once, where there are enough cases for it to look natural."""
    if Case.objects.open().filter(owner__isnull=False).count() < ENOUGH_CASES:
        return
    day = Everyday(on)
    _facts_and_tasks(day)
    _mentions(day)
    _members(day)
    _outcomes(day)
    _after_the_move(day)
    _pauses(day)
    _calls_in_vain(day)


def _facts_and_tasks(day: Everyday) -> None:
    cases = day.cases(CaseState.ACTIVE, CaseState.WAITING)
    for words, case in zip(day.words["facts"], cases, strict=False):
        pin_fact(case, body=words, by=_owner(case), at=day.at(6))
    cases = day.cases(CaseState.ACTIVE, CaseState.WAITING, skip=2)
    for place, (words, case) in enumerate(zip(day.words["tasks"], cases, strict=False)):
        by = _owner(case)
        due = day.on + timedelta(days=place - 1)
        task = add_task(case, what=words, on=due, by=by, at=day.at(5), assignee=by)
        if place % 4 == 3:
            finish_task(task, by=by, at=day.at(1, 14))


def _mentions(day: Everyday) -> None:
    """Hosts ask each other, and one of them has not read it yet."""
    hosts = list(User.objects.filter(role=Role.HOST, is_active=True).order_by("pk"))
    cases = day.cases(CaseState.ACTIVE, CaseState.WAITING, skip=5)
    for words, case in zip(day.words["mentions"], cases, strict=False):
        other = next((one for one in hosts if one != case.owner), None)
        if other is not None:
            body = words.format(name=other.name)
            add_note(case, body=body, by=_owner(case), at=day.at(1, 15), mentions=[other])


def _members(day: Everyday) -> None:
    """A child is born, a partner lives elsewhere now, another is reached in their own language."""
    born, apart, own = islice(day.cases(CaseState.ACTIVE, CaseState.WAITING, skip=3), 3)
    add_member(
        born.household,
        why=JoinReason.BORN,
        on=day.on - timedelta(days=9),
        by=_owner(born),
        at=day.at(8),
        is_child=True,
        age=0,
    )
    was_there = _partner(apart, day)
    take_out_member(
        was_there,
        why=LeaveReason.MOVED_APART,
        on=day.on - timedelta(days=20),
        by=_owner(apart),
        at=day.at(19),
        words=day.words["apart"],
    )
    partner = _partner(own, day)
    contact = Contact(
        channels=["email"],
        language="en",
        email="partner@example.org",
        note=day.words["own_track"],
    )
    set_own_track(partner, contact=contact, by=_owner(own), at=day.at(7))


def _partner(case: Case, day: Everyday) -> Person:
    """The other adult, with a name to be called by; written down if nobody was."""
    adults = case.household.people.present().filter(is_child=False, is_contact=False)
    known = adults.first()
    if known is not None and known.name:
        return known
    family = case.household.people.get(is_contact=True).name.rpartition(" ")[2]
    name = f"{day.words['first_names'][case.pk % len(day.words['first_names'])]} {family}"
    return add_member(
        case.household,
        why=JoinReason.NOT_TOLD,
        on=day.on - timedelta(days=40),
        by=_owner(case),
        at=day.at(40),
        name=name,
    )


def _outcomes(day: Everyday) -> None:
    """What was wished, what it became, and what could not be met and why."""
    for place, case in enumerate(day.cases(CaseState.MOVED)):
        outcomes = day.words["outcomes"]
        need = case.needs.order_by("pk").first()
        if need is not None and (told := outcomes.get(need.life_area_id)):
            change_need(need, state=NeedState.MET, by=_owner(case), at=day.at(10 + place), **told)
    for words, case in zip(
        day.words["unmet"], day.cases(CaseState.ACTIVE, CaseState.WAITING, skip=6), strict=False
    ):
        need = case.needs.filter(life_area=words["need"]).first()
        if need is not None:
            reason = UnmetReason(words["reason"])
            change_need(
                need,
                state=NeedState.NOT_POSSIBLE,
                by=_owner(case),
                at=day.at(4),
                desired=words["desired"],
                unmet_reason=reason,
                unmet_words=words["words"],
            )


MOODS = (None, Mood.GOOD, Mood.SO_SO, Mood.GOOD, Mood.BAD, Mood.GOOD)


def _after_the_move(day: Everyday) -> None:
    """Some were asked how it is going: most say good, one says not, one has not answered yet."""
    for place, (mood, case) in enumerate(zip(MOODS, day.cases(CaseState.MOVED), strict=False)):
        moved_on = day.on - timedelta(days=16 + 9 * place)
        move_in(case, on=moved_on, by=_owner(case), at=day.at(15 + 9 * place))
        for check_in in case.check_ins.filter(due_on__lt=day.on).order_by("due_on"):
            asked = datetime.combine(check_in.due_on, time(9), ZONE)
            CheckIn.objects.filter(pk=check_in.pk).update(state=CheckInState.ASKED, asked_at=asked)
            if mood is not None:
                when = day.at(1) if mood == Mood.BAD else asked
                answer(check_in, mood=mood, by=Actor.RESIDENT, at=when + timedelta(minutes=40))


def _pauses(day: Everyday) -> None:
    """One of those who wait for an answer has to send something first."""
    waits = Case.objects.open().filter(
        answer_due_at__gt=day.at(0), first_contacted_at__isnull=False, paused_until=None
    )
    case = waits.filter(owner__isnull=False, household__is_protected=False).order_by("pk").last()
    if case is not None:
        pause_clock(
            case,
            on=day.on + timedelta(days=6),
            by=_owner(case),
            at=day.at(0, 0),
            note=day.words["pause"],
        )


def _owner(case: Case) -> User:
    assert case.owner is not None  # noqa: S101  only cases that somebody has are chosen
    return case.owner


def _calls_in_vain(day: Everyday) -> None:
    """Somebody was called twice and did not answer, so that a message is prepared."""
    case = next(day.cases(CaseState.WAITING, skip=9))
    for days_ago, hour in ((2, 10), (1, 15)):
        log_call(case, outcome=CallOutcome.NO_ANSWER, by=_owner(case), at=day.at(days_ago, hour))
