"""What somebody types to a person, what goes with it, and when it leaves."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemvist.casework.forms import WriteForm
from hemvist.core.dates import short_day
from hemvist.core.forms import CalendarField, TimeOfDayField
from hemvist.core.working_time import ZONE
from hemvist.documents.forms import ACCEPTED
from hemvist.documents.models import CaseFile, ScanState
from hemvist.people.hours import good_moment
from hemvist.people.models import Household

FURTHEST = timedelta(days=366)


class FilesField(forms.ModelMultipleChoiceField):
    """Files of a case, each with its name and day."""

    def clean(self, value: Any) -> Any:
        """The files that were ticked; a field that was sent empty is none."""
        return super().clean([one for one in value or [] if one])

    def label_from_instance(self, obj: Any) -> str:
        """How a file is called."""
        return f"{obj.name} ({short_day(obj.created_at)})"


class LeavingForm(forms.Form):
    """The day and hour at which a message leaves."""

    leave_on = CalendarField(
        label=_("Day"),
        required=False,
    )
    leave_at = TimeOfDayField(
        label=_("Time"),
        required=False,
    )

    def leaves(self) -> datetime | None:
        """The moment that was chosen; None, with the mistake told, when there is none."""
        if not self.is_valid():
            return None
        on, at = self.cleaned_data.get("leave_on"), self.cleaned_data.get("leave_at")
        if on is None:
            self.add_error("leave_on", _("Choose the day on which it shall leave."))
            return None
        moment = datetime.combine(on, at or time(9), ZONE)
        if moment <= timezone.now():
            self.add_error("leave_on", _("That has passed. Choose a later day or time."))
            return None
        if moment > timezone.now() + FURTHEST:
            self.add_error("leave_on", _("Choose a day within a year."))
            return None
        return moment


class ComposeForm(WriteForm, LeavingForm):
    """A message with its draft, its files, and when it leaves."""

    field_order = ["to", "subject", "body", "attached"]

    draft_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    attached = FilesField(
        label=_("Files of the case that go with it"),
        queryset=CaseFile.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    upload = forms.FileField(
        label=_("A new file"),
        required=False,
        help_text=_(
            "PDF, picture (JPEG, PNG, WebP, HEIC), Word, OpenDocument or text; at most 10 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        files = self.fields["attached"]
        if isinstance(files, forms.ModelMultipleChoiceField):
            files.queryset = self.case.files.exclude(scan=ScanState.REFUSED)


def when_not_disturbed(moment: datetime, household: Household) -> datetime:
    """The moment, or the next at which a text message may disturb them."""
    choice = getattr(household, "contact_choice", None)
    if choice is None:
        return moment
    return good_moment(moment, hours=choice.hours, zone=choice.time_zone)
