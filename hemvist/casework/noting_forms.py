"""Facts on top of a case, and tasks."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.casework.forms import CaseForm
from hemvist.casework.models import Case
from hemvist.casework.rules import colleagues_who_see
from hemvist.casework.side_by_side import MergingForm
from hemvist.core.dates import today
from hemvist.core.forms import CalendarField

IN_ADVANCE = 3  # years


class FactForm(CaseForm):
    """What everybody has to know before they write or call."""

    body = forms.CharField(
        label=_("What shall everybody remember?"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("It stands on top of the case and where one writes or calls."),
        error_messages={"required": _("Write what shall be remembered.")},
    )


class ColleagueField(forms.ModelChoiceField):
    """A choice among those who may see the case, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """The name."""
        return str(obj.name)


class TaskFields(forms.Form):
    """What shall be done, by when, and by whom."""

    hide_optional = True

    what = forms.CharField(
        label=_("What shall be done?"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Say what shall be done.")},
    )
    on = CalendarField(label=_("By which day?"))
    assignee = ColleagueField(
        label=_("Who does it?"),
        queryset=None,
        required=False,
        empty_label=_("Whoever has the case"),
        error_messages={
            "invalid_choice": _("That colleague may not see the case. Choose another.")
        },
    )

    def may_be_given_in(self, case: Case) -> None:
        """Offer those who may see the case."""
        assignee = self.fields["assignee"]
        if isinstance(assignee, forms.ModelChoiceField):
            assignee.queryset = colleagues_who_see(case)

    def clean_on(self) -> date:
        """A day that one can still reach; one that was set before may stay."""
        on: date = self.cleaned_data["on"]
        if on < today() and on != self.initial.get("on"):
            raise forms.ValidationError(_("The day has passed. Choose today or a later day."))
        if on.year > today().year + IN_ADVANCE:
            raise forms.ValidationError(_("Choose a day within three years."))
        return on


class NewTaskForm(TaskFields, CaseForm):
    """A new task."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_be_given_in(self.case)


class TaskForm(TaskFields, MergingForm):
    """A task as it stands."""

    merging = ("what", "on", "assignee")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_be_given_in(self.case)
