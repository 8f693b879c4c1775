"""The way through a form: which questions concern this household, and what is still missing.

Answers are the clean values of `Enquiry.answers`, by the name of the question.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemvist.intake import kinds
from hemvist.intake.conditions import Chosen, asked
from hemvist.intake.definition import Definition, Question
from hemvist.people.models import Channel, Origin

Answers = dict[str, Any]

AT_HOME = {Origin.SWEDEN, Origin.HERE}
SPOKEN = {Channel.PHONE, Channel.VIDEO, Channel.VISIT}
ADDRESS_OF: dict[str, str] = {Channel.EMAIL: "email", Channel.SMS: "phone", Channel.PHONE: "phone"}


class Walk:
    """A form with the answers given so far. What is not asked any more counts for nothing."""

    def __init__(self, definition: Definition, answers: Answers) -> None:
        self.definition = definition
        self.answers = answers

    @cached_property
    def asked(self) -> list[Question]:
        """The questions that concern this household, in their order."""
        found = asked(self.definition.questions, self._values)
        said = {one.kind: self.answers.get(one.key, {}) for one in found}
        for_whom = len(members(said.get("household", {}))) > 1 and bool(
            said.get("needs", {}).get("areas")
        )
        # For whom is asked only of more than one, about what they look for.
        return [question for question in found if question.kind != "whom" or for_whom]

    @cached_property
    def told(self) -> Answers:
        """The answers to what is asked: all that is sent."""
        keys = (question.key for question in self.asked)
        return {key: self.answers[key] for key in keys if key in self.answers}

    def question(self, key: str) -> Question | None:
        """An asked question by its name."""
        return next((question for question in self.asked if question.key == key), None)

    def place_of(self, question: Question) -> tuple[int, int]:
        """Which question this is, of how many; for whom counts as a part of the one before."""
        counted = [one.key for one in self.asked if one.kind != "whom"]
        if question.kind == "whom":
            before = self.before(question)
            return counted.index(before.key) + 1 if before else 1, len(counted)
        return counted.index(question.key) + 1, len(counted)

    def after(self, question: Question) -> Question | None:
        """The next question; None when only the check is left."""
        return next((one for one in self.asked if self._place(one) > self._place(question)), None)

    def before(self, question: Question) -> Question | None:
        """The question before this one; None for the first."""
        earlier = [one for one in self.asked if self._place(one) < self._place(question)]
        return earlier[-1] if earlier else None

    def first_missing(self) -> Question | None:
        """The first question without a whole answer; None when all is there to be sent."""
        return next((question for question in self.asked if not self.is_answered(question)), None)

    def is_answered(self, question: Question) -> bool:
        """Whether a question has an answer that still fits what was answered elsewhere."""
        if question.key not in self.answers:
            return False
        answer = self.answers[question.key]
        if question.kind == "whom":
            return set(self.areas_sought) <= set(answer)
        if question.kind == "name":
            return all(answer.get(kind) for kind in self.addresses_needed)
        return True

    def answer_to(self, kind: str) -> dict[str, Any]:
        """The answer to the one asked question of a kind; empty when there is none."""
        found = next((question for question in self.asked if question.kind == kind), None)
        return self.answers.get(found.key, {}) if found else {}

    def answer_for(self, field: str) -> dict[str, Any]:
        """The answer that becomes a field of the household or the case; empty if there is none."""
        found = (q for q in self.asked if q.fills == field and q.key in self.answers)
        return next((self.answers[question.key] for question in found), {})

    @property
    def areas_sought(self) -> list[str]:
        """The areas of life that were chosen."""
        chosen: list[str] = self.answer_to("needs").get("areas", [])
        return chosen

    @property
    def members(self) -> dict[str, str]:
        """Who is in the household, by a key that stays, in the order people are written down."""
        return members(self.answer_to("household"))

    @property
    def channels(self) -> list[str]:
        """How they want to be contacted, the best way first."""
        contact = self.answer_to("ways")
        return ways_in_order(contact) if contact else []

    @property
    def addresses_needed(self) -> set[str]:
        """Which of e-mail and telephone the chosen ways cannot do without."""
        return {ADDRESS_OF[way] for way in self.channels if way in ADDRESS_OF}

    @property
    def is_abroad(self) -> bool:
        """Whether their clock and their telephone numbers may differ from Swedish ones."""
        return self.answer_to("origin").get("origin", Origin.SWEDEN) not in AT_HOME

    @property
    def may_disturb(self) -> bool:
        """Whether some way they chose may come at a bad hour, as all but a letter may."""
        return bool(set(self.channels) - {Channel.EMAIL})

    @property
    def will_talk(self) -> bool:
        """Whether some way they chose means talking, so that an interpreter matters."""
        return not SPOKEN.isdisjoint(self.channels)

    def _place(self, question: Question) -> int:
        return self.definition.places[question.key]

    def _values(self, question: Question, _chosen: Chosen) -> frozenset[str]:
        answer = self.answers.get(question.key)
        if not answer or question.kind not in VALUES:
            return frozenset()
        return frozenset(VALUES[question.kind](answer))


def _of_household(answer: dict[str, Any]) -> list[str]:
    several = [kinds.ADULTS] if answer["adults"] > 1 else []
    return [*several, *([kinds.CHILDREN] if answer["ages"] else [])]


def _of_needs(answer: dict[str, Any]) -> list[str]:
    return [*answer["areas"], *([kinds.UNSURE] if answer["unsure"] else [])]


def _of_yes_no(answer: dict[str, Any]) -> list[str]:
    return {True: [kinds.YES], False: [kinds.NO], None: []}[answer["yes"]]


def ways_in_order(answer: dict[str, Any]) -> list[str]:
    """The ways of contact, the best first; an answer of old has no second best."""
    named = [answer["best"], answer.get("second"), *answer["also"]]
    return list(dict.fromkeys(filter(None, named)))


VALUES: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "household": _of_household,
    "needs": _of_needs,
    "origin": lambda answer: [answer["origin"]],
    "when": lambda answer: [answer["when"]] if answer["when"] else [],
    "ways": ways_in_order,
    "choice": lambda answer: [answer["choice"]] if answer["choice"] else [],
    "choices": lambda answer: answer["choices"],
    "yes_no": _of_yes_no,
    "consent": lambda answer: [kinds.AGREED] if answer["agreed"] else [],
}


def members(household: dict[str, Any]) -> dict[str, str]:
    """Who is in a household, by what it answered: adults, then children by number and age."""
    adults, ages = household.get("adults", 1), household.get("ages", [])
    names = {"you": _("You")}
    if adults == 2:
        names["adult-2"] = _("The other adult")
    else:
        names |= {f"adult-{n}": _("Adult %(n)d") % {"n": n} for n in range(2, adults + 1)}
    return names | {f"child-{n}": child_in_words(n, age) for n, age in enumerate(ages, start=1)}


def child_in_words(number: int, age: int) -> str:
    """A child by number and age, for we do not ask its name."""
    if age == 0:
        return _("Child %(n)d, under 1 year") % {"n": number}
    words = ngettext("Child %(n)d, %(age)d year", "Child %(n)d, %(age)d years", age)
    return words % {"n": number, "age": age}
