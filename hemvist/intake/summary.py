"""The answers in words, to be checked before they are sent."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemvist.core.dates import month_in_words
from hemvist.directory.models import Area, LifeArea
from hemvist.intake import steps
from hemvist.intake.contact_questions import TIMES
from hemvist.intake.forms import FORMS
from hemvist.intake.time_zones import zone_in_words
from hemvist.people.models import Channel, Origin


@dataclass(frozen=True)
class Row:
    """One question with its answer in words, a line for each thing said."""

    step: str
    title: str
    lines: list[str]


def rows_of(answers: steps.Answers) -> list[Row]:
    """Every question that concerns this household, with what was answered."""
    return [
        Row(step, str(FORMS[step].title), [line for line in WORDS[step](answers) if line])
        for step in steps.steps_for(answers)
    ]


def channels_in_words(answers: steps.Answers) -> list[str]:
    """The chosen ways of contact, the best first."""
    return [str(Channel(way).label) for way in steps.channels(answers)]


def _household(answers: steps.Answers) -> list[str]:
    adults, ages = answers["household"]["adults"], answers["household"]["ages"]
    said = ngettext("%(n)d adult", "%(n)d adults", adults) % {"n": adults}
    return [said, *(steps.child_in_words(n, age) for n, age in enumerate(ages, start=1))]


def _needs(answers: steps.Answers) -> list[str]:
    named = LifeArea.objects.in_bulk(steps.areas_sought(answers))
    chosen = [str(named[slug]) for slug in steps.areas_sought(answers) if slug in named]
    return [*chosen, _("I want to talk about it first") if answers["needs"]["unsure"] else ""]


def _whom(answers: steps.Answers) -> list[str]:
    members = steps.members(answers)
    named = LifeArea.objects.in_bulk(steps.areas_sought(answers))
    lines = []
    for slug in steps.areas_sought(answers):
        keys = answers["whom"].get(slug, [])
        who = ", ".join(members[key] for key in keys if key in members) or _("All of us")
        if slug in named:
            lines.append(_("%(what)s: %(who)s") % {"what": named[slug], "who": who})
    return lines


def _from(answers: steps.Answers) -> list[str]:
    return [str(Origin(answers["from"]["origin"]).label)]


def _when(answers: steps.Answers) -> list[str]:
    answer = answers["when"]
    if answer["month"]:
        return [month_in_words(date.fromisoformat(answer["month"]))]
    return [_("As soon as possible") if answer["when"] == "soon" else _("I do not know yet")]


def _area(answers: steps.Answers) -> list[str]:
    area = Area.objects.filter(slug=answers["area"]["area"]).first()
    return [area.name if area else _("I do not know yet")]


def _contact(answers: steps.Answers) -> list[str]:
    return channels_in_words(answers)


def _hours(answers: steps.Answers) -> list[str]:
    hours: dict[str, Any] = answers["hours"]
    zone = hours.get("time_zone")
    return [
        LANG_INFO[hours["language"]]["name_local"].capitalize(),
        _("With an interpreter") if hours.get("needs_interpreter") else "",
        *(str(TIMES[time]) for time in hours.get("times", [])),
        _("The time in %(city)s") % {"city": zone_in_words(zone)} if zone else "",
        _("No message on the answering machine") if hours.get("no_voicemail") else "",
        hours.get("note", ""),
    ]


def _name(answers: steps.Answers) -> list[str]:
    name = answers["name"]
    return [name["name"], name["email"], name["phone"]]


def _other(answers: steps.Answers) -> list[str]:
    return answers["other"]["text"].split("\n") if answers["other"]["text"] else [_("Nothing else")]


WORDS = {
    "household": _household,
    "needs": _needs,
    "whom": _whom,
    "from": _from,
    "when": _when,
    "area": _area,
    "contact": _contact,
    "hours": _hours,
    "name": _name,
    "other": _other,
}
