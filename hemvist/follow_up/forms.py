"""When somebody moved in, why a question is left out, how it goes, what one wants to add."""

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.casework.forms import CaseForm
from hemvist.core.dates import today
from hemvist.core.forms import CalendarField
from hemvist.follow_up.models import Mood

LONGEST = 5_000
OLDEST = timedelta(days=400)
AHEAD = timedelta(days=31)


class MovedInForm(CaseForm):
    """The day a household moved in."""

    on = CalendarField(
        label=_("Moved in on"),
        error_messages={
            "required": _("Say which day they moved in. About right is good enough."),
        },
    )

    def clean_on(self) -> date:
        """A day from about a year ago to a month ahead: later than that is a plan."""
        on: date = self.cleaned_data["on"]
        if on > today() + AHEAD:
            raise forms.ValidationError(_("That is more than a month ahead. Wait with it."))
        if on < today() - OLDEST:
            raise forms.ValidationError(_("That is more than a year ago: the year is over."))
        return on


class SkipForm(forms.Form):
    """Why a question is left out."""

    because = forms.CharField(
        label=_("Why"),
        max_length=200,
        error_messages={"required": _("Say in a few words why. Colleagues read it.")},
    )


class SaidForm(forms.Form):
    """How somebody says it is going, on the telephone or at the desk."""

    mood = forms.ChoiceField(
        label=_("How is it going?"),
        choices=Mood.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they said.")},
    )


class MoodForm(forms.Form):
    """One of the three buttons."""

    mood = forms.ChoiceField(choices=Mood.choices)


class WordsForm(forms.Form):
    """What the person adds in their own words."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(
        label=_("Do you want to tell us more?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Write something first, or just close the page.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
