"""The order of the questions, which of them concern this household, and what is still missing.

Answers are the clean values of `Enquiry.answers`, by the name of the question.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemvist.people.models import Channel, Origin

Answers = dict[str, Any]

STEPS = [
    "household",
    "needs",
    "whom",
    "from",
    "when",
    "area",
    "contact",
    "hours",
    "name",
    "other",
]
AT_HOME = {Origin.SWEDEN, Origin.HERE}
SPOKEN = {Channel.PHONE, Channel.VIDEO, Channel.VISIT}
ADDRESS_OF: dict[str, str] = {Channel.EMAIL: "email", Channel.SMS: "phone", Channel.PHONE: "phone"}


def steps_for(answers: Answers) -> list[str]:
    """The questions that concern this household; for whom is asked only of more than one."""
    asks_for_whom = len(members(answers)) > 1 and bool(areas_sought(answers))
    return [step for step in STEPS if step != "whom" or asks_for_whom]


def place_of(step: str) -> tuple[int, int]:
    """Which question this is, and of how many; for whom counts as a part of the one before."""
    counted = [name for name in STEPS if name != "whom"]
    return counted.index("needs" if step == "whom" else step) + 1, len(counted)


def step_after(step: str, answers: Answers) -> str | None:
    """The next question; None when only the check is left."""
    following = STEPS[STEPS.index(step) + 1 :]
    return next((name for name in steps_for(answers) if name in following), None)


def step_before(step: str, answers: Answers) -> str | None:
    """The question before this one; None for the first."""
    earlier = [name for name in steps_for(answers) if STEPS.index(name) < STEPS.index(step)]
    return earlier[-1] if earlier else None


def first_missing(answers: Answers) -> str | None:
    """The first question without a whole answer; None when all is there to be sent."""
    return next((step for step in steps_for(answers) if not is_answered(step, answers)), None)


def is_answered(step: str, answers: Answers) -> bool:
    """Whether a question has an answer that still fits what was answered elsewhere."""
    if step not in answers:
        return False
    if step == "whom":
        return set(areas_sought(answers)) <= set(answers["whom"])
    if step == "name":
        return all(answers["name"].get(kind) for kind in addresses_needed(answers))
    return True


def areas_sought(answers: Answers) -> list[str]:
    """The areas of life that were chosen."""
    chosen: list[str] = answers.get("needs", {}).get("areas", [])
    return chosen


def members(answers: Answers) -> dict[str, str]:
    """Who is in the household, by a key that stays, in the order people are written down."""
    household = answers.get("household", {})
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


def channels(answers: Answers) -> list[str]:
    """How they want to be contacted, the best way first."""
    contact = answers.get("contact", {})
    return list(dict.fromkeys([contact["best"], *contact["also"]])) if contact else []


def addresses_needed(answers: Answers) -> set[str]:
    """Which of e-mail and telephone the chosen ways cannot do without."""
    return {ADDRESS_OF[way] for way in channels(answers) if way in ADDRESS_OF}


def is_abroad(answers: Answers) -> bool:
    """Whether their clock and their telephone numbers may differ from Swedish ones."""
    return answers.get("from", {}).get("origin", Origin.SWEDEN) not in AT_HOME


def will_talk(answers: Answers) -> bool:
    """Whether some way they chose means talking, so that hours and interpreters matter."""
    return not SPOKEN.isdisjoint(channels(answers))
