"""The questions, one form to each; each turns what was typed into an answer that can be kept."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemvist.core.dates import month_in_words, today
from hemvist.core.forms import AgesField, CountedTextarea, MonthField
from hemvist.directory.models import Area, AreaKind, LifeArea
from hemvist.intake import steps
from hemvist.intake.contact_questions import ContactForm, HoursForm, NameForm
from hemvist.intake.question import QuestionForm
from hemvist.people.models import Origin

MOST_ADULTS = 12
MOST_CHILDREN = 20
ROWS_AT_FIRST = 3
YEARS_AHEAD = 10
LONGEST_TEXT = 5_000
UNSURE = "unsure"


class HouseholdForm(QuestionForm):
    """How many adults, and the children's ages; never names."""

    step = "household"
    question = gettext_lazy("Who is moving?")
    title = gettext_lazy("Who is moving")

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

    step = "needs"
    question = gettext_lazy("What can we help you with?")
    title = gettext_lazy("What you look for")

    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Choose all that fit"),
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
            wanted = self.answers.get("prefill", {}).get("need")
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

    step = "whom"
    question = gettext_lazy("Who is it for?")
    title = gettext_lazy("Who it is for")
    hint = gettext_lazy("Choose who it is for. If it is for all of you, choose nobody and go on.")

    def first_shown(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The members chosen for each thing."""
        return {f"whom_{slug}": keys for slug, keys in answer.items()}

    def arrange(self) -> None:
        """One row of boxes for each thing looked for."""
        members = list(steps.members(self.answers).items())
        sought = LifeArea.objects.filter(slug__in=steps.areas_sought(self.answers))
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
        return {slug: chosen.get(slug, []) for slug in steps.areas_sought(self.answers)}


class FromForm(QuestionForm):
    """From where; only as much as decides which rules of moving apply."""

    step = "from"
    question = gettext_lazy("Where do you live now?")
    title = gettext_lazy("Where you live now")

    origin = forms.ChoiceField(
        label=gettext_lazy("Different rules apply when you move from different places"),
        choices=Origin.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose where you live now.")},
    )


class WhenForm(QuestionForm):
    """When, as far as they know."""

    step = "when"
    question = gettext_lazy("When do you think of moving?")
    title = gettext_lazy("When you think of moving")

    when = forms.ChoiceField(
        label=gettext_lazy("A rough idea is enough"),
        choices=[
            ("soon", gettext_lazy("As soon as possible")),
            ("month", gettext_lazy("In a certain month")),
            (UNSURE, gettext_lazy("I do not know yet")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose when you think of moving.")},
    )
    month = MonthField(
        label=gettext_lazy("If you know the month"),
        required=False,
    )

    def first_shown(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The month as a day again."""
        month = answer.get("month")
        return {**answer, "month": date.fromisoformat(month) if month else None}

    def arrange(self) -> None:
        """The month is asked of those who know it, so nothing says it may be left empty."""
        self.hide_optional = True

    def clean(self) -> dict[str, Any]:
        """A month is needed when one was promised, and must be one that can still be planned."""
        if self.cleaned_data.get("when") != "month":
            self.errors.pop("month", None)
        elif "month" not in self.errors:
            self._check_month(self.cleaned_data.get("month"))
        return self.cleaned_data

    def _check_month(self, month: date | None) -> None:
        first = today().replace(day=1)
        if month is None:
            self.add_error(
                "month", _("Choose a month and write the year, or choose “I do not know yet”.")
            )
        elif month < first:
            self.add_error(
                "month",
                _("%(month)s has already passed. Choose a month that is still to come.")
                % {"month": month_in_words(month)},
            )
        elif month.year > first.year + YEARS_AHEAD:
            self.add_error(
                "month",
                _("Write a year no later than %(year)d, or choose “I do not know yet”.")
                % {"year": first.year + YEARS_AHEAD},
            )

    def answer(self) -> dict[str, Any]:
        """The month as text, and only when it is the answer."""
        when, month = self.cleaned_data["when"], self.cleaned_data.get("month")
        return {"when": when, "month": month.isoformat() if when == "month" and month else None}


class AreaForm(QuestionForm):
    """A part of the municipality they are curious about, if any."""

    step = "area"
    question = gettext_lazy("Is there a place you are curious about?")
    title = gettext_lazy("Place")

    area = forms.ChoiceField(
        label=gettext_lazy("District or village"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("Choose a place from the list, or “I do not know yet”.")
        },
    )
    hide_optional = True

    def first_shown(self, answer: dict[str, Any]) -> dict[str, Any]:
        """What was chosen, or the place read about when the guide led here."""
        return answer or {"area": self.answers.get("prefill", {}).get("area", "")}

    def arrange(self) -> None:
        """All areas, the nearest first."""
        areas = list(Area.objects.all())
        groups = [
            (kind.label, [(area.slug, area.name) for area in areas if area.kind == kind])
            for kind in AreaKind
        ]
        chosen = [("", _("I do not know yet")), *(group for group in groups if group[1])]
        self.offer("area", chosen)


class OtherForm(QuestionForm):
    """Whatever else, in their own words."""

    step = "other"
    question = gettext_lazy("Is there anything else we should know?")
    title = gettext_lazy("Anything else")
    hide_optional = True

    text = forms.CharField(
        label=gettext_lazy("In your own words, in any language"),
        help_text=gettext_lazy(
            "You can leave this empty. Do not write about health, threats or other sensitive "
            "things here. Tell us that on the phone."
        ),
        required=False,
        widget=CountedTextarea(LONGEST_TEXT, {"dir": "auto"}),
    )

    def clean_text(self) -> str:
        """Line ends count once, whatever the browser sends."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > LONGEST_TEXT:
            raise ValidationError(
                _(
                    "Your text has %(length)d characters. There is room for %(limit)d. "
                    "Shorten it; you can write more to us later."
                )
                % {"length": len(text), "limit": LONGEST_TEXT}
            )
        return text


FORMS: dict[str, type[QuestionForm]] = {
    form.step: form
    for form in [
        HouseholdForm,
        NeedsForm,
        WhomForm,
        FromForm,
        WhenForm,
        AreaForm,
        ContactForm,
        HoursForm,
        NameForm,
        OtherForm,
    ]
}


class LaterForm(forms.Form):
    """Where to send the link to go on later."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Write the e-mail address we shall send the link to."),
            "invalid": gettext_lazy("Write the whole e-mail address, like name@example.com."),
        },
    )
