"""What the answers to a form say of a household, and what they say besides."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from hemvist.core.working_time import ZONE
from hemvist.intake.definition import Question
from hemvist.intake.kinds import DAY, SOON
from hemvist.intake.opening import Told
from hemvist.intake.steps import Answers, Walk
from hemvist.people.actions import Contact
from hemvist.people.hours import HOME, GoodHours
from hemvist.people.models import Channel


def told_by(walk: Walk, *, language: str, on: datetime) -> Told:
    """The answers that are asked for, as fields of a household and its case."""
    who, whom = walk.answer_to("household"), walk.answer_to("whom")
    return Told(
        name=walk.answer_to("name")["name"],
        contact=contact_of(walk, language=language),
        adults=who.get("adults", 1),
        ages=who.get("ages", []),
        origin=walk.answer_to("origin").get("origin", ""),
        moving_on=_moving_month(walk.answer_for("household.moving_on"), on.astimezone(ZONE).date()),
        wishes={slug: whom.get(slug, []) for slug in walk.areas_sought},
        area=walk.answer_for("case.area").get("area", ""),
        text=walk.answer_for("case.message").get("text", ""),
    )


def contact_of(walk: Walk, *, language: str) -> Contact:
    """How they want to be reached; by the address and in the language they had, if not asked."""
    times, name = walk.answer_to("times"), walk.answer_to("name")
    given = [Channel.EMAIL] if name["email"] else [Channel.PHONE]
    return Contact(
        channels=walk.channels or given,
        language=times.get("language") or language,
        email=name["email"],
        phone=name["phone"],
        hours=GoodHours.of(times.get("hours", "")),
        time_zone=times.get("time_zone") or HOME,
        no_voicemail=times.get("no_voicemail", False),
        no_content=times.get("no_content", False),
        needs_interpreter=times.get("needs_interpreter", False),
        note=times.get("note", ""),
    )


def more_of(walk: Walk) -> Answers:
    """The answers that become no field of the case; the host reads them beside it."""
    return {
        question.key: walk.told[question.key]
        for question in walk.asked
        if question.key in walk.told and _is_kept_beside(question, walk.told[question.key])
    }


def agreements_of(walk: Walk) -> Iterator[tuple[Question, dict[str, Any]]]:
    """What was agreed to, with the words."""
    for question in walk.asked:
        answer = walk.told.get(question.key)
        if question.kind == "consent" and answer and answer["agreed"]:
            yield question, answer


def _is_kept_beside(question: Question, answer: dict[str, Any]) -> bool:
    """A day says more than the month that the household keeps of it."""
    return not question.fills or (question.kind == "when" and answer["when"] == DAY)


def _moving_month(answer: dict[str, Any], today: date) -> date | None:
    if answer.get("when") == SOON:
        return today.replace(day=1)
    said = answer.get("day") or answer.get("month")
    return date.fromisoformat(said).replace(day=1) if said else None
