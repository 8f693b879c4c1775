"""What an association writes about something it wants to have in the calendar."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemvist.core.dates import today
from hemvist.core.forms import CalendarField, CountedTextarea, TimeOfDayField
from hemvist.core.people_only import PeopleOnly
from hemvist.core.working_time import ZONE
from hemvist.directory.models import Area
from hemvist.directory.queries import in_swedish_order
from hemvist.upkeep.models import WORDS_LIMIT

FURTHEST = timedelta(days=400)


class ProposalForm(PeopleOnly, forms.Form):
    """What, when, where, and whom to answer."""

    title = forms.CharField(
        label=gettext_lazy("What is it called?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write what it is called.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What happens there, and for whom is it?"),
        max_length=WORDS_LIMIT * 2,
        required=False,
        widget=CountedTextarea(WORDS_LIMIT * 2),
    )
    day = CalendarField(
        label=gettext_lazy("Day"),
        error_messages={"required": gettext_lazy("Write which day it is.")},
    )
    starts = TimeOfDayField(
        label=gettext_lazy("Begins"),
        help_text=gettext_lazy("Leave it empty if it goes on all day."),
        required=False,
    )
    ends = TimeOfDayField(
        label=gettext_lazy("Ends"),
        required=False,
    )
    whereabouts = forms.CharField(
        label=gettext_lazy("Where?"),
        help_text=gettext_lazy("The name of the house, and the street."),
        max_length=200,
        error_messages={"required": gettext_lazy("Write where it is.")},
    )
    area = forms.ModelChoiceField(
        label=gettext_lazy("District or village"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=gettext_lazy("Not said"),
    )
    cost = forms.CharField(label=gettext_lazy("What does it cost?"), max_length=100, required=False)
    welcomes_newcomers = forms.BooleanField(
        label=gettext_lazy("Newcomers are welcome"), required=False
    )
    organizer = forms.CharField(
        label=gettext_lazy("Who arranges it?"),
        help_text=gettext_lazy("The association or the office, not a person."),
        max_length=200,
        error_messages={"required": gettext_lazy("Write who arranges it.")},
    )
    link = forms.URLField(
        label=gettext_lazy("Web page"), max_length=500, required=False, assume_scheme="https"
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("We write to you when we have decided. It is not shown to anybody."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Write your e-mail, so that we can answer.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.order_by(in_swedish_order())  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        """A day to come, and not too far away to be sure of."""
        day: date = self.cleaned_data["day"]
        if not today() <= day <= today() + FURTHEST:
            raise forms.ValidationError(_("Write a day from today to a year ahead."))
        return day

    def clean(self) -> dict[str, Any]:
        """An end needs a beginning."""
        if self.cleaned_data.get("ends") and not self.cleaned_data.get("starts"):
            self.add_error("starts", _("Write when it begins, or leave the end empty too."))
        return self.cleaned_data

    def said(self) -> dict[str, Any]:
        """The proposal; an end before the beginning is on the next day."""
        given = self.cleaned_data
        names = ("title", "text", "whereabouts", "area", "cost", "welcomes_newcomers", "organizer")
        starts_at = datetime.combine(given["day"], given["starts"] or time(), ZONE)
        return {
            **{name: given[name] for name in names},
            "link": given["link"],
            "email": given["email"],
            "is_all_day": given["starts"] is None,
            "starts_at": starts_at,
            "ends_at": self._ends_at(starts_at),
        }

    def _ends_at(self, starts_at: datetime) -> datetime | None:
        day, ends = self.cleaned_data["day"], self.cleaned_data["ends"]
        if self.cleaned_data["starts"] is None:
            return datetime.combine(day + timedelta(days=1), time(), ZONE)
        if ends is None:
            return None
        at = datetime.combine(day, ends, ZONE)
        return at if at > starts_at else datetime.combine(day + timedelta(days=1), ends, ZONE)


class DeclineForm(forms.Form):
    """Why something is not put into the calendar."""

    words = forms.CharField(
        label=gettext_lazy("Why not?"),
        help_text=gettext_lazy("It goes to the proposer by e-mail."),
        max_length=WORDS_LIMIT,
        widget=CountedTextarea(WORDS_LIMIT),
    )
