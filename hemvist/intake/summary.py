"""The answers in words, to be checked before they are sent and read beside the case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemvist.core.dates import full_day, month_in_words
from hemvist.core.templatetags.ui import translated
from hemvist.core.translated import spoken
from hemvist.directory.models import Area, LifeArea
from hemvist.intake.definition import Definition, Question, Section
from hemvist.intake.kinds import SOON
from hemvist.intake.steps import Answers, Walk, child_in_words
from hemvist.people.hours import GoodHours
from hemvist.people.models import Channel, Origin
from hemvist.people.time_zones import zone_in_words


@dataclass(frozen=True)
class Row:
    """One question with its answer in words, a line for each thing said."""

    step: str
    title: str
    lines: list[str]


@dataclass(frozen=True)
class Part:
    """The rows of one section."""

    section: Section
    rows: list[Row]


def parts_of(walk: Walk) -> list[Part]:
    """Every section with the questions that concern this household, and what was answered."""
    rows = {row.step: row for row in rows_of(walk)}
    found = [
        Part(section, [rows[one.key] for one in section.questions if one.key in rows])
        for section in walk.definition.sections
    ]
    return [part for part in found if part.rows]


def rows_of(walk: Walk) -> list[Row]:
    """Every asked question that has an answer, in words."""
    return [
        _row(question, walk.told[question.key], walk)
        for question in walk.asked
        if question.key in walk.told
    ]


def answers_in_words(definition: Definition, answers: Answers) -> list[Row]:
    """All of these answers in words, also to questions that depend on what is not among them."""
    walk = Walk(definition, answers)
    questions = (one for one in definition.questions if one.key in answers)
    return [_row(question, answers[question.key], walk) for question in questions]


def channels_in_words(walk: Walk) -> list[str]:
    """The chosen ways of contact, the best first."""
    return [str(Channel(way).label) for way in walk.channels]


def _row(question: Question, answer: dict[str, Any], walk: Walk) -> Row:
    lines = WORDS[question.kind](answer, question, walk)
    said = [line for line in lines if line] or [_("Nothing")]
    return Row(question.key, str(translated(question.short)), said)


def _household(answer: dict[str, Any], _question: Question, _walk: Walk) -> list[str]:
    adults, ages = answer["adults"], answer["ages"]
    said = ngettext("%(n)d adult", "%(n)d adults", adults) % {"n": adults}
    return [said, *(child_in_words(n, age) for n, age in enumerate(ages, start=1))]


def _needs(answer: dict[str, Any], _question: Question, walk: Walk) -> list[str]:
    named = LifeArea.objects.in_bulk(answer["areas"])
    chosen = [str(named[slug]) for slug in answer["areas"] if slug in named]
    return [*chosen, _("I want to talk about it first") if answer["unsure"] else ""]


def _whom(answer: dict[str, Any], _question: Question, walk: Walk) -> list[str]:
    members = walk.members
    named = LifeArea.objects.in_bulk(walk.areas_sought)
    lines = []
    for slug in walk.areas_sought:
        keys = answer.get(slug, [])
        who = ", ".join(members[key] for key in keys if key in members) or _("All of us")
        if slug in named:
            lines.append(_("%(what)s: %(who)s") % {"what": named[slug], "who": who})
    return lines


def _when(answer: dict[str, Any], _question: Question, _walk: Walk) -> list[str]:
    if answer.get("day"):
        return [full_day(date.fromisoformat(answer["day"]))]
    if answer["month"]:
        return [month_in_words(date.fromisoformat(answer["month"]))]
    return [_("As soon as possible") if answer["when"] == SOON else _("I do not know yet")]


def _area(answer: dict[str, Any], _question: Question, _walk: Walk) -> list[str]:
    area = Area.objects.filter(slug=answer["area"]).first()
    return [area.name if area else _("I do not know yet")]


def _times(answer: dict[str, Any], _question: Question, _walk: Walk) -> list[str]:
    zone = answer.get("time_zone")
    return [
        LANG_INFO[answer["language"]]["name_local"].capitalize(),
        _("With an interpreter") if answer.get("needs_interpreter") else "",
        GoodHours.of(answer.get("hours", "")).in_words,
        _("The time in %(city)s") % {"city": zone_in_words(zone)} if zone else "",
        _("No message on the answering machine") if answer.get("no_voicemail") else "",
        _("Letters say only that there is a message") if answer.get("no_content") else "",
        answer.get("note", ""),
    ]


def _text(answer: dict[str, Any], question: Question, _walk: Walk) -> list[str]:
    if answer["text"]:
        return list(answer["text"].split("\n"))
    return [_("Nothing else")] if question.fills else []


def _choices(answer: dict[str, Any], question: Question, _walk: Walk) -> list[str]:
    chosen = answer.get("choices") or [answer.get("choice")]
    return [spoken(one.text)[0] for one in question.choices if one.key in chosen]


def _yes_no(answer: dict[str, Any], _question: Question, _walk: Walk) -> list[str]:
    return [{True: _("Yes"), False: _("No"), None: ""}[answer["yes"]]]


WORDS: dict[str, Callable[[dict[str, Any], Question, Walk], list[str]]] = {
    "household": _household,
    "needs": _needs,
    "whom": _whom,
    "origin": lambda answer, _question, _walk: [str(Origin(answer["origin"]).label)],
    "when": _when,
    "area": _area,
    "ways": lambda answer, _question, walk: channels_in_words(walk),
    "times": _times,
    "name": lambda answer, _question, _walk: [answer["name"], answer["email"], answer["phone"]],
    "choice": _choices,
    "choices": _choices,
    "yes_no": _yes_no,
    "ages": lambda answer, _question, _walk: [", ".join(str(age) for age in answer["ages"])],
    "text": _text,
    "long_text": _text,
    "consent": lambda answer, _question, _walk: [_("I agree") if answer["agreed"] else _("No")],
}
