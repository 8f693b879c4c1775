"""What happens next in a case, and when."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemvist.casework.models import NextStep
from hemvist.casework.side_by_side import MergingForm
from hemvist.core.dates import short_day
from hemvist.core.forms import CalendarField
from hemvist.core.working_time import ZONE, Calendar

QUICK_STEPS = {"tomorrow": 1, "week": 5, "month": 21}
WHEN = [
    ("tomorrow", _("Next working day")),
    ("week", _("In a week")),
    ("month", _("In a month")),
    ("on", _("On a day I choose")),
]


class NextStepForm(MergingForm):
    """What happens next, and when; the quick days are working days."""

    hide_optional = True
    merging = ("step", "note", "on")

    step = forms.ChoiceField(label=_("What happens next?"), choices=NextStep.choices)
    note = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    when = forms.ChoiceField(
        label=_("When?"),
        choices=WHEN,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when it will be done.")},
    )
    on = CalendarField(
        label=_("Day"),
        required=False,
        help_text=_("Only if you chose a day of your own."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today, calendar = timezone.now().astimezone(ZONE).date(), Calendar.current()
        self.quick_days = {
            code: calendar.next_working_day(today, days=days) for code, days in QUICK_STEPS.items()
        }
        self.today = today
        planned = self.initial.get("on")
        if planned and planned >= today:
            self.initial["when"] = "on"
        when = self.fields["when"]
        if isinstance(when, forms.ChoiceField):
            when.choices = [(code, self._with_day(code, str(label))) for code, label in WHEN]

    def in_fields(self, values: dict[str, str]) -> dict[str, str]:
        """A day that somebody has set is a day one chose oneself."""
        return {**values, **({"when": "on"} if "on" in values else {})}

    def _with_day(self, code: str, label: str) -> str:
        day = self.quick_days.get(code)
        return f"{label}: {short_day(day)}" if day else label

    def clean(self) -> dict[str, Any]:
        """Turn the quick choices into a day, and ask for the words that "something else" needs."""
        cleaned = super().clean() or {}
        if cleaned.get("when") == "on":
            self._check_day(cleaned.get("on"))
        elif cleaned.get("when"):
            cleaned["on"] = self.quick_days[cleaned["when"]]
        if cleaned.get("step") == NextStep.OTHER and not cleaned.get("note"):
            self.add_error("note", _("Say in a few words what will be done."))
        return cleaned

    def _check_day(self, on: date | None) -> None:
        if on is None:
            if "on" not in self.errors:
                self.add_error("on", _("Choose the day."))
        elif on < self.today:
            self.add_error("on", _("The day has passed. Choose today or a later day."))
        elif on.year > self.today.year + 3:
            self.add_error("on", _("Choose a day within three years."))
