"""What is chosen when two cases become one, when one becomes two, and when that is undone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hemvist.casework.languages import language_name
from hemvist.casework.models import Case, NextStep
from hemvist.core.dates import month_in_words, short_day
from hemvist.merging.deciding import Kept, proposed_pairs
from hemvist.merging.models import KnownHow
from hemvist.people.models import Household, Person

KEPT, OTHER = "kept", "other"
ASKED_HOW = [
    (KnownHow.BY_PHONE, KnownHow.BY_PHONE.label),
    (KnownHow.IN_PERSON, KnownHow.IN_PERSON.label),
    (KnownHow.IN_WRITING, KnownHow.IN_WRITING.label),
]
FACTS = ("responsible", "next_step", "area", "contact", "language", "origin", "moving_on")
LABELS = {
    "responsible": _("Who has it"),
    "next_step": _("Next step"),
    "area": _("Area"),
    "contact": _("How to be contacted"),
    "language": _("Language"),
    "origin": _("Moving from"),
    "moving_on": _("Moving month"),
}


@dataclass(frozen=True)
class Row:
    """One fact as it stands in both cases, with the choice between them if they differ."""

    label: Any
    kept: str
    other: str
    field: Any = None


def facts_of(case: Case) -> dict[str, str]:
    """What stands in a case, in words; empty where nothing is known."""
    home = case.household
    step = f"{case.get_next_step_display()} {case.next_step_note}".strip()
    day = short_day(case.next_step_on) if case.next_step_on else ""
    return {
        "responsible": case.owner.name if case.owner else case.team.name,
        "next_step": f"{step}, {day}" if day else step,
        "area": case.area.name if case.area else "",
        "contact": ", ".join(_contact(home)),
        "language": language_name(home.language),
        "origin": home.get_origin_display() if home.origin else "",
        "moving_on": month_in_words(home.moving_on) if home.moving_on else "",
    }


def _contact(home: Household) -> Iterator[str]:
    choice = getattr(home, "contact_choice", None)
    if choice is None:
        return
    yield from choice.ways_in_words
    if choice.hours.in_words:
        yield choice.hours.in_words
    if choice.no_voicemail:
        yield str(_("No voicemail"))
    if choice.no_content:
        yield str(_("Letters say only that there is a message"))
    if choice.needs_interpreter:
        yield str(_("Needs an interpreter"))
    if choice.note:
        yield choice.note


def member_in_words(person: Person) -> str:
    """A member as one tells them from the others."""
    if person.name:
        return person.name
    if not person.is_child:
        return str(_("An adult without a name here"))
    age = person.age_now
    if age is None:
        return str(_("A child"))
    return ngettext("A child, %(age)d year", "A child, %(age)d years", age) % {"age": age}


class MergeForm(forms.Form):
    """For every fact that differs, which of the two is kept; for every member, who it is."""

    hide_optional = True

    version = forms.IntegerField(widget=forms.HiddenInput)
    other_version = forms.IntegerField(widget=forms.HiddenInput)
    asked_how = forms.ChoiceField(
        label=_("How do you know that it is the same household?"),
        required=False,
        choices=[],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, case: Case, other: Case, shares: bool, **kwargs: Any) -> None:
        self.case, self.other = case, other
        shown = {"version": case.version, "other_version": other.version}
        kwargs["initial"] = {**shown, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.is_one_household = case.household_id == other.household_id
        self._ask_for_facts()
        self._ask_for_members()
        self._ask_how(shares)

    def _ask_for_facts(self) -> None:
        kept, other = facts_of(self.case), facts_of(self.other)
        self._words = kept, other
        for fact in FACTS:
            if other[fact] and kept[fact] != other[fact]:
                self.fields[fact] = forms.ChoiceField(
                    label=LABELS[fact],
                    choices=[(KEPT, kept[fact] or _("Not said")), (OTHER, other[fact])],
                    widget=forms.RadioSelect,
                    initial=self._proposed(fact, kept[fact]),
                )

    def _proposed(self, fact: str, kept: str) -> str:
        if fact == "next_step":
            mine, theirs = self.case.next_step_on, self.other.next_step_on
            return OTHER if mine and theirs and theirs < mine else KEPT
        if fact == "responsible" and self.case.owner is None and self.other.owner is not None:
            return OTHER
        return KEPT if kept else OTHER

    def _ask_for_members(self) -> None:
        self.mine = [] if self.is_one_household else _present(self.case)
        self.theirs = [] if self.is_one_household else _present(self.other)
        pairs = proposed_pairs(self.mine, self.theirs)
        choices: list[tuple[str, Any]] = [("", _("somebody else in the household"))]
        choices += [(str(one.pk), member_in_words(one)) for one in self.mine]
        for person in self.theirs:
            self.fields[f"member_{person.pk}"] = forms.ChoiceField(
                label=member_in_words(person),
                required=False,
                choices=choices,
                initial=str(pairs.get(person.pk, "")),
            )

    def _ask_how(self, shares: bool) -> None:
        if self.is_one_household:
            del self.fields["asked_how"]
            return
        field: Any = self.fields["asked_how"]
        shared = [("", _("Both gave the same address or number; I have not asked"))]
        field.choices = [*(shared if shares else []), *ASKED_HOW]
        field.required = not shares
        field.error_messages["required"] = _(
            "They have no address in common. Ask them, and say how you did."
        )

    def clean(self) -> dict[str, Any]:
        """Refuse to make one member of two in the same household."""
        chosen = [
            self.cleaned_data.get(f"member_{person.pk}", "")
            for person in self.theirs
            if self.cleaned_data.get(f"member_{person.pk}")
        ]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(
                _("Two of the other household cannot be the same person in this one.")
            )
        return self.cleaned_data

    def rows(self) -> list[Row]:
        """Every fact that is known, side by side."""
        kept, other = self._words
        return [
            Row(LABELS[fact], kept[fact], other[fact], self[fact] if fact in self.fields else None)
            for fact in FACTS
            if kept[fact] or other[fact]
        ]

    def theirs_in_words(self) -> list[str]:
        """The members of the other household."""
        return [member_in_words(person) for person in self.theirs]

    def members(self) -> list[Any]:
        """The questions about the members of the other household."""
        return [self[f"member_{person.pk}"] for person in self.theirs]

    def kept(self) -> Kept:
        """What was chosen."""
        side = {
            fact: self.other if self.cleaned_data.get(fact) == OTHER else self.case
            for fact in FACTS
        }
        step, who = side["next_step"], side["responsible"]
        by_pk = {str(one.pk): one for one in self.mine}
        return Kept(
            team=who.team,
            owner=who.owner,
            next_step=step.next_step or NextStep.FOLLOW_UP,
            next_step_on=step.next_step_on or date.today(),  # noqa: DTZ011 - an open case has one
            next_step_note=step.next_step_note,
            area=side["area"].area,
            origin=side["origin"].household.origin,
            moving_on=side["moving_on"].household.moving_on,
            language=side["language"].household.language,
            contact_of_other=self.cleaned_data.get("contact") == OTHER,
            pairs={
                person: by_pk[self.cleaned_data[f"member_{person.pk}"]]
                for person in self.theirs
                if self.cleaned_data.get(f"member_{person.pk}") in by_pk
            },
        )


def _present(case: Case) -> list[Person]:
    return list(case.household.people.present())


class OtherForm(forms.Form):
    """Which case is the same, by its reference."""

    reference = forms.CharField(
        label=_("The number of the other case"),
        max_length=20,
        error_messages={"required": _("Write the number of the other case.")},
    )

    def __init__(self, *args: Any, cases: Any, case: Case, **kwargs: Any) -> None:
        self.cases, self.case = cases, case
        super().__init__(*args, **kwargs)

    def clean_reference(self) -> Case:
        """The case, if this person may know of it."""
        text = self.cleaned_data["reference"].strip().upper().replace("\0", "")
        found: Case | None = self.cases.filter(reference=text).exclude(pk=self.case.pk).first()
        if found is None:
            raise forms.ValidationError(
                _("There is no other case with the number “%(number)s” here."),
                params={"number": text},
            )
        return found


class ConfirmForm(forms.Form):
    """How the household said that both cases are theirs."""

    how = forms.ChoiceField(
        label=_("How did they say so?"),
        choices=ASKED_HOW,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they said so.")},
    )
