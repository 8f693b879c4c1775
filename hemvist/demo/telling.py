"""Tells a story as rows: for each step, what the real action would have written.

The same rules as in `casework.actions`, `casework.clock` and `referrals.actions`, without a
query for each; `tests/demo/test_telling.py` tells stories both ways and compares.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hemvist.audit.models import ActorKind
from hemvist.casework.missed import APART, TRIES
from hemvist.casework.models import Call, CallOutcome, CaseState, NeedState, NextStep, Note
from hemvist.demo.ledger import STAFF, SYSTEM, Ledger, Told, local_day
from hemvist.demo.rows import as_json
from hemvist.demo.story import Step, Story
from hemvist.demo.world import FunctionFacts
from hemvist.messaging.models import Message
from hemvist.people.models import Consent
from hemvist.people.phone import readable
from hemvist.referrals.models import Referral, ReferralState

FOLLOW_UP, CHECK = NextStep.FOLLOW_UP.value, NextStep.CHECK_REFERRAL.value
OPEN = NeedState.OPEN.value
RECEIVER = ActorKind.RECEIVER.value
# Places in the row of a referral, which its later steps change.
STATE, REASON, ANSWER, ANSWERED_AT, REMINDED_AT, RETURNED_AT, SHARED = 8, 9, 10, 14, 15, 16, 7


def tell(ledger: Ledger, story: Story, *, reference: str) -> None:
    """Write down a whole story."""
    told = ledger.open(story)
    for step in story.steps:
        STEPS[step.kind](ledger, told, step)
    ledger.finish(told, reference)


def _take(ledger: Ledger, told: Told, step: Step) -> None:
    told.owner = step.by.pk if step.by else None
    told.version += 1
    team = told.story.team.pk
    ledger.deed(told, "case.assigned", step.at, by=step.by, owner=told.owner, team=team)


def _answered(told: Told, step: Step) -> None:
    """As `casework.clock.answered`; the host opens the case first, and so has read it all."""
    told.first_unanswered_at = told.answer_due_at = None
    told.first_contacted_at = told.first_contacted_at or step.at
    told.owner = told.owner or (step.by.pk if step.by else None)
    if told.state == CaseState.NEW:
        told.state = CaseState.ACTIVE.value
    for message in reversed(told.messages):
        if message[2] == "in":
            if message[9] is not None:
                break
            message[9] = step.at - timedelta(minutes=2)


def _write(ledger: Ledger, told: Told, step: Step) -> None:
    message = _message(ledger, told, step, "out", "web")
    reached = ledger.letter(told, step.at, purpose="message", body=step.text, message=message)
    _answered(told, step)
    if told.state == CaseState.ACTIVE:
        told.state = CaseState.WAITING.value
    ledger.plan(told, FOLLOW_UP if reached else NextStep.OTHER_CHANNEL.value, step.at)
    told.version += 1
    ledger.line(told, step.at, "out", "Meddelande till den sökande", message=message)
    ledger.deed(told, "message.sent", step.at, by=step.by, message=message)


def _receive(ledger: Ledger, told: Told, step: Step) -> None:
    for earlier in reversed(told.messages):
        if earlier[2] == "out":
            earlier[9] = earlier[9] or step.at - timedelta(minutes=6)
            break
    message = _message(ledger, told, step, "in", step.value)
    if told.first_unanswered_at is None:
        hours = ledger.world.municipality.answer_hours
        told.first_unanswered_at = step.at
        told.answer_due_at = ledger.world.working.add(step.at, hours)
    if told.state in (CaseState.WAITING, CaseState.CLOSED):
        told.state, told.closed_at, told.close_reason = CaseState.ACTIVE.value, None, ""
    if told.next_step != NextStep.FIRST_CONTACT:
        told.next_step, told.next_step_note = NextStep.ANSWER.value, ""
    told.next_step_on = local_day(told.answer_due_at or step.at)
    told.version += 1
    ledger.line(told, step.at, "in", "Meddelande från den sökande", message=message)
    ledger.deed(told, "message.received", step.at, by=None, kind="resident", message=message)


def _message(ledger: Ledger, told: Told, step: Step, direction: str, channel: str) -> int:
    pk = ledger.next_id(Message)
    told.tries.clear()
    author = step.by.pk if step.by else None
    told.messages.append(
        [pk, told.conversation, direction, channel, author, "", step.text,
         told.story.people.language, step.at, None]
    )  # fmt: skip
    return pk


def _call(ledger: Ledger, told: Told, step: Step) -> None:
    pk, outcome = ledger.next_id(Call), step.value
    talked = outcome == CallOutcome.TALKED
    by = step.by.pk if step.by else None
    summary = step.text if talked else ""
    ledger.rows[Call].append((pk, told.case, by, False, outcome, summary, step.at))
    if talked:
        told.tries.clear()
        _answered(told, step)
        ledger.plan(told, FOLLOW_UP, step.at)
    else:
        _plan_another_try(ledger, told, step.at)
    told.version += 1
    ledger.deed(told, "call.logged", step.at, by=step.by, call=pk, outcome=outcome)


def _plan_another_try(ledger: Ledger, told: Told, at: datetime) -> None:
    """As `casework.calling`: enough tries, some hours apart, and a message is written instead."""
    if not told.tries or at - told.tries[-1] >= APART:
        told.tries.append(at)
    if len(told.tries) >= TRIES:
        ledger.plan(told, NextStep.AFTER_CALLS.value, at, days=0)
    else:
        ledger.plan(told, NextStep.CALL.value, at, days=1)


def _note(ledger: Ledger, told: Told, step: Step) -> None:
    pk = ledger.next_id(Note)
    by = step.by.pk if step.by else None
    ledger.rows[Note].append((pk, told.case, by, step.text, step.at))
    ledger.deed(told, "note.added", step.at, by=step.by, note=pk)


def _step(ledger: Ledger, told: Told, step: Step) -> None:
    kind, on = step.value
    ledger.set_step(told, step.at, by=step.by, step=kind, on=on, note=step.text, kind=STAFF)


def _moved(ledger: Ledger, told: Told, step: Step) -> None:
    told.state = CaseState.MOVED.value
    _step(ledger, told, step)


def _need(ledger: Ledger, told: Told, step: Step) -> None:
    index, state = step.value
    ledger.change_need(told, index, state=state.value, at=step.at, by=step.by)


def _close(ledger: Ledger, told: Told, step: Step) -> None:
    told.state, told.close_reason = CaseState.CLOSED.value, step.value.value
    told.closed_at = step.at
    told.first_unanswered_at = told.answer_due_at = told.next_step_on = None
    told.next_step = told.next_step_note = ""
    told.version += 1
    ledger.deed(told, "case.closed", step.at, by=step.by, reason=step.value.value)


def _fail(ledger: Ledger, told: Told, step: Step) -> None:
    """The last letter did not arrive, as `casework.undelivered.bring_back`."""
    letter = told.letters[-1]
    letter[11], letter[12], letter[13], letter[16] = step.value, 3, step.text, None
    note = f"Ett brev kom inte fram. {step.text}"
    day = local_day(step.at)
    ledger.set_step(
        told,
        step.at,
        by=None,
        step=NextStep.OTHER_CHANNEL.value,
        on=day,
        note=note,
        kind=SYSTEM,
    )
    ledger.deed(told, "delivery.failed", step.at, by=None, kind=SYSTEM, delivery=letter[0])
    ledger.fail_point(told, step.at, step.text)


def _refer(ledger: Ledger, told: Told, step: Step) -> None:
    function, index = step.value
    consent = _agree(ledger, told, step, function)
    due = ledger.world.working.add(step.at, function.answer_hours)
    told.referral = [
        ledger.next_id(Referral), ledger.uuid(), told.case, told.needs[index][0], function.pk,
        consent, step.text, as_json(_shared(told, ledger, function)), ReferralState.SENT.value,
        "", "", step.by.pk if step.by else None, step.at, due, None, None, None,
    ]  # fmt: skip
    told.referred = (function, index)
    ledger.change_need(told, index, state=NeedState.IN_PROGRESS.value, at=step.at, by=step.by)
    _plan_for(ledger, told, step, CHECK, due)
    _letter_to(ledger, told, step.at, "referral")
    ledger.line(told, step.at, "out", "Hänvisning", counterpart=function.name)
    _referral_deed(ledger, told, "referral.made", step, STAFF)


def _agree(ledger: Ledger, told: Told, step: Step, function: FunctionFacts) -> int:
    pk, people = ledger.next_id(Consent), told.story.people
    wording = ledger.world.words[people.language]["agreement"].format(function=function.name)
    ledger.rows[Consent].append(
        (pk, told.household, "referral", function.name, wording, people.language, step.at, "phone")
    )
    ledger.deed_about_household(told, "consent.given", step, consent=pk)
    return pk


def _shared(told: Told, ledger: Ledger, function: FunctionFacts) -> dict[str, str]:
    """What the function sees, in Swedish, as `referrals.queries.shared_texts` says it."""
    story, people = told.story, told.story.people
    children = len(people.child_ages)
    ages = ", ".join(str(age) for age in sorted(people.child_ages))
    adults = people.other_adults + 1
    known = {
        "name": people.name,
        "email": people.email,
        "phone": readable(told.points["sms"][1]) if "sms" in told.points else "",
        "language": ledger.world.words["sv"]["language_names"][people.language],
        "moving": _month(ledger, people.moving_on),
        "origin": ledger.world.words["sv"]["origin_names"][people.origin],
        "adults": "1 vuxen" if adults == 1 else f"{adults} vuxna",
        "children": f"{children} barn, {ages} år" if children else "",
        "area": ledger.world.areas.get(story.area or "", ""),
    }
    return {name: known[name] for name in function.needs_to_know if known[name]}


def _month(ledger: Ledger, day: Any) -> str:
    return f"{ledger.world.words['sv']['months'][day.month - 1]} {day.year}" if day else ""


def _letter_to(ledger: Ledger, told: Told, at: datetime, purpose: str) -> None:
    """A letter to the function, which holds no word about the household."""
    function = told.referred[0]
    words = ledger.world.words["sv"]["function_letters"][purpose]
    ledger.deliver(
        told,
        at,
        purpose=purpose,
        to=("email", function.email),
        language="sv",
        subject=words["subject"],
        body=words["body"],
    )


def _plan_for(ledger: Ledger, told: Told, step: Step, kind: str, at: datetime) -> None:
    """The host's next step, unless the person waits for an answer: that comes first."""
    if told.first_unanswered_at is None:
        actor = STAFF if step.by else _kind(step)
        name = told.referred[0].name
        ledger.set_step(
            told, step.at, by=step.by, step=kind, on=local_day(at), note=name, kind=actor
        )


def _kind(step: Step) -> str:
    return SYSTEM if step.kind in ("remind", "return") else RECEIVER


def _referral_deed(ledger: Ledger, told: Told, verb: str, step: Step, kind: str) -> None:
    referral, function = told.referral, told.referred[0]
    pk = referral[0] if referral else None
    ledger.deed(told, verb, step.at, by=step.by, kind=kind, referral=pk, function=function.name)


def _settle(told: Told, state: ReferralState, step: Step) -> None:
    if told.referral is not None:
        told.referral[STATE] = state.value
        told.referral[ANSWER], told.referral[ANSWERED_AT] = step.text, step.at


def _accept(ledger: Ledger, told: Told, step: Step) -> None:
    _settle(told, ReferralState.ACCEPTED, step)
    if told.first_unanswered_at is None:
        day = ledger.world.working.day_after(local_day(step.at), 5)
        name = told.referred[0].name
        ledger.set_step(told, step.at, by=None, step=FOLLOW_UP, on=day, note=name, kind=RECEIVER)
    words = ledger.world.words[told.story.people.language]
    body = words["referral_accepted"].format(function=told.referred[0].name)
    ledger.letter(told, step.at, purpose="referral_accepted", body=body)
    _referral_deed(ledger, told, "referral.accepted", step, RECEIVER)


def _decline(ledger: Ledger, told: Told, step: Step) -> None:
    _settle(told, ReferralState.DECLINED, step)
    if told.referral is not None:
        told.referral[REASON] = step.value.value
    ledger.change_need(told, told.referred[1], state=OPEN, at=step.at, by=None, kind=RECEIVER)
    _plan_for(ledger, told, step, CHECK, step.at)
    _referral_deed(ledger, told, "referral.declined", step, RECEIVER)


def _finish(ledger: Ledger, told: Told, step: Step) -> None:
    _settle(told, ReferralState.DONE, step)
    _plan_for(ledger, told, step, CHECK, step.at)
    _referral_deed(ledger, told, "referral.done", step, RECEIVER)


def _withdraw(ledger: Ledger, told: Told, step: Step) -> None:
    if told.referral is not None:
        told.referral[STATE], told.referral[SHARED] = ReferralState.WITHDRAWN.value, "{}"
    ledger.change_need(told, told.referred[1], state=OPEN, at=step.at, by=step.by)
    _letter_to(ledger, told, step.at, "referral_withdrawn")
    _referral_deed(ledger, told, "referral.withdrawn", step, STAFF)


def _remind(ledger: Ledger, told: Told, step: Step) -> None:
    if told.referral is not None:
        told.referral[REMINDED_AT] = step.at
    _letter_to(ledger, told, step.at, "referral_reminder")
    _referral_deed(ledger, told, "referral.reminded", step, SYSTEM)


def _return(ledger: Ledger, told: Told, step: Step) -> None:
    if told.referral is not None:
        told.referral[RETURNED_AT] = step.at
    _plan_for(ledger, told, step, CHECK, step.at)
    _referral_deed(ledger, told, "referral.returned", step, SYSTEM)


STEPS: dict[str, Callable[[Ledger, Told, Step], None]] = {
    "take": _take,
    "out": _write,
    "in": _receive,
    "call": _call,
    "note": _note,
    "step": _step,
    "moved": _moved,
    "need": _need,
    "close": _close,
    "fail": _fail,
    "refer": _refer,
    "accept": _accept,
    "decline": _decline,
    "finish": _finish,
    "withdraw": _withdraw,
    "remind": _remind,
    "return": _return,
}
