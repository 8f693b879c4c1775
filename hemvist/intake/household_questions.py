"""Questions about the household and its move, whose answers become fields of the case."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemvist.core.dates import month_in_words, today
from hemvist.core.forms import AgesField, DayField, MonthField
from hemvist.directory.models import Area, AreaKind, LifeArea
from hemvist.intake.kinds import DAY, MONTH, UNSURE, WHEN_VALUES
from hemvist.intake.question import QuestionForm
from hemvist.people.models import Origin

MOST_ADULTS = 12
MOST_CHILDREN = 20
ROWS_AT_FIRST = 3
YEARS_AHEAD = 10


class HouseholdForm(QuestionForm):
    """How many adults, and the children's ages; never names."""

    extra_button = True

    adults = forms.TypedChoiceField(
        label=gettext_lazy("How many adults, yourself included?"),
        choices=[(n, str(n)) for n in range(1, MOST_ADULTS + 1)],
        coerce=int,
        initial=1,
        error_messages={
            "required": gettext_lazy("Choose how many adults you are."),
            "invalid_choice": gettext_lazy("Choose how many adults you are, from 1 to 12."),
        },
    )
    ages = AgesField(
        label=gettext_lazy("How old are the children?"),
        help_text=gettext_lazy("Whole years, 0 for a baby. Leave the boxes you do not need empty."),
        required=False,
    )

    def arrange(self) -> None:
        """As many boxes as there are children, and always some to spare; never fewer than typed."""
        typed = [name for name in self.data if name.startswith("ages_")]
        kept = len(self.initial.get("ages", []))
        rows = max(ROWS_AT_FIRST, kept, len(typed), self.rows)
        old = self.fields["ages"]
        self.fields["ages"] = AgesField(
            most=min(rows, MOST_CHILDREN),
            oldest=17,
            label=old.label,
            help_text=old.help_text,
            required=False,
        )
        self.can_add = rows < MOST_CHILDREN
        self.more_rows = min(rows + ROWS_AT_FIRST, MOST_CHILDREN)

    def clean_ages(self) -> list[int]:
        """More children than boxes come from no page of ours, and are not lost without a word.

        Raises ValidationError.
        """
        filled = [name for name in self.data if name.startswith("ages_") and self.data[name]]
        if len(filled) > MOST_CHILDREN:
            raise ValidationError(
                _("There is room for %(most)d children here. Write about the others at the end."),
                code="too_many",
                params={"most": MOST_CHILDREN},
            )
        ages: list[int] = self.cleaned_data["ages"]
        return ages

    def answer(self) -> dict[str, Any]:
        """Adults as a number, ages as a list."""
        return {"adults": self.cleaned_data["adults"], "ages": self.cleaned_data["ages"] or []}


class NeedsForm(QuestionForm):
    """Which areas of life; or only to talk about it first."""

    main = "areas"

    areas = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
        error_messages={
            "required": gettext_lazy(
                "Choose at least one. If you do not know yet, choose “I want to talk about it "
                "first”."
            ),
            "invalid_choice": gettext_lazy("One of these can no longer be chosen. Choose again."),
        },
    )

    def first_shown(self, answer: dict[str, Any]) -> dict[str, Any]:
        """What was chosen, or what the guide was read about when it led here."""
        if not answer:
            wanted = self.walk.answers.get("prefill", {}).get("need")
            return {"areas": [wanted] if wanted else []}
        return {"areas": [*answer["areas"], *([UNSURE] if answer["unsure"] else [])]}

    def arrange(self) -> None:
        """The areas of life that the municipality offers help with."""
        sought = LifeArea.objects.filter(can_be_sought=True)
        choices = [(area.slug, str(area)) for area in sought]
        self.offer("areas", [*choices, (UNSURE, _("I want to talk about it first"))])

    def answer(self) -> dict[str, Any]:
        """The areas, and whether they want to talk first."""
        chosen = self.cleaned_data["areas"]
        return {"areas": [slug for slug in chosen if slug != UNSURE], "unsure": UNSURE in chosen}


class WhomForm(QuestionForm):
    """For whom each thing is looked for: a partner's work, one child's school."""

    def first_shown(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The members chosen for each thing."""
        return {f"whom_{slug}": keys for slug, keys in answer.items()}

    def arrange(self) -> None:
        """One row of boxes for each thing looked for."""
        members = list(self.walk.members.items())
        sought = LifeArea.objects.filter(slug__in=self.walk.areas_sought)
        for area in sought:
            self.fields[f"whom_{area.slug}"] = forms.MultipleChoiceField(
                label=str(area),
                choices=members,
                required=False,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
            )
        self.hide_optional = True

    def answer(self) -> dict[str, Any]:
        """For each thing the keys of its members; none means all of them."""
        chosen = {name.removeprefix("whom_"): keys for name, keys in self.cleaned_data.items()}
        return {slug: chosen.get(slug, []) for slug in self.walk.areas_sought}


class OriginForm(QuestionForm):
    """From where; only as much as decides which rules of moving apply."""

    main = "origin"

    origin = forms.ChoiceField(
        choices=Origin.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose where you live now.")},
    )


class WhenForm(QuestionForm):
    """When, as far as they know: of a day, a month and not knowing what the form offers."""

    main = "when"
    hide_optional = True

    when = forms.ChoiceField(
        choices=list(WHEN_VALUES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose when, as far as you know.")},
    )
    month = MonthField(label=gettext_lazy("If you know the month"), required=False)
    day = DayField(label=gettext_lazy("If you know the day"), required=False)

    def first_shown(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The month or the day as a date again."""
        return {
            name: date.fromisoformat(value) if name in (MONTH, DAY) and value else value
            for name, value in answer.items()
        }

    def arrange(self) -> None:
        """Only what is offered; month and day are asked of those who know them."""
        offered = self.asked.offers
        self.offer("when", [(key, words) for key, words in WHEN_VALUES.items() if key in offered])
        self.fields["when"].required = self.asked.required
        self.without(*(name for name in (MONTH, DAY) if name not in offered))

    def clean(self) -> dict[str, Any]:
        """The date that was promised is needed, and must be one that can still be planned."""
        when = self.cleaned_data.get("when")
        for name in (MONTH, DAY):
            if name not in self.fields:
                continue
            if when != name:
                self.errors.pop(name, None)
            elif name not in self.errors:
                self._check(name, self.cleaned_data.get(name))
        return self.cleaned_data

    def _check(self, name: str, on: date | None) -> None:
        first = today().replace(day=1) if name == MONTH else today()
        if on is None:
            self.add_error(name, MISSING[name])
        elif on < first:
            self.add_error(name, self._passed(name, on))
        elif on.year > first.year + YEARS_AHEAD:
            self.add_error(
                name,
                _("Write a year no later than %(year)d, or choose “I do not know yet”.")
                % {"year": first.year + YEARS_AHEAD},
            )

    def _passed(self, name: str, on: date) -> str:
        if name == DAY:
            return _("That day has already passed. Write a day that is still to come.")
        return _("%(month)s has already passed. Choose a month that is still to come.") % {
            "month": month_in_words(on)
        }

    def answer(self) -> dict[str, Any]:
        """The date as text, and only where it is the answer."""
        when = self.cleaned_data["when"]
        month, day = self.cleaned_data.get("month"), self.cleaned_data.get("day")
        answer = {"when": when, "month": month.isoformat() if when == MONTH and month else None}
        return {**answer, "day": day.isoformat()} if when == DAY and day else answer


MISSING: dict[str, Any] = {
    MONTH: gettext_lazy("Choose a month and write the year, or choose “I do not know yet”."),
    DAY: gettext_lazy("Write the day, month and year, or choose “I do not know yet”."),
}


class AreaForm(QuestionForm):
    """A part of the municipality."""

    main = "area"
    hide_optional = True

    area = forms.ChoiceField(
        required=False,
        error_messages={
            "required": gettext_lazy("Choose a place from the list."),
            "invalid_choice": gettext_lazy("Choose a place from the list, or “I do not know yet”."),
        },
    )

    def first_shown(self, answer: dict[str, Any]) -> dict[str, Any]:
        """What was chosen, or the place read about when the guide led here."""
        return answer or {"area": self.walk.answers.get("prefill", {}).get("area", "")}

    def arrange(self) -> None:
        """All areas, the nearest first."""
        areas = list(Area.objects.all())
        groups = [
            (kind.label, [(area.slug, area.name) for area in areas if area.kind == kind])
            for kind in AreaKind
        ]
        nothing = _("Choose a place") if self.asked.required else _("I do not know yet")
        self.offer("area", [("", nothing), *(group for group in groups if group[1])])
        self.fields["area"].required = self.asked.required
