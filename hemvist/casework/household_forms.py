"""What is asked when a household changes."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.casework.forms import CaseForm
from hemvist.casework.side_by_side import MergingForm
from hemvist.core.dates import today
from hemvist.core.forms import CalendarField
from hemvist.core.models import Municipality
from hemvist.people.forms import ReachForm, shown
from hemvist.people.hours import HOME
from hemvist.people.models import (
    ContactPoint,
    JoinReason,
    LeaveReason,
    OwnTrack,
    Person,
)

EARLIEST = date(1900, 1, 1)


def day_field(label: Any, help_text: Any = "") -> CalendarField:
    """A day on which something happened."""
    return CalendarField(
        label=label,
        help_text=help_text,
        initial=today,
    )


def words_field() -> forms.CharField:
    """What else is to be known about a change."""
    return forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


def name_field() -> forms.CharField:
    """A name as the person writes it; may be empty for all but the one we talk with."""
    return forms.CharField(
        label=_("Name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


def age_field(help_text: Any = "") -> forms.IntegerField:
    """An age in whole years."""
    return forms.IntegerField(
        label=_("Age"),
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=120,
        error_messages={
            "invalid": _("Write the age in whole years."),
            "min_value": _("Write the age in whole years."),
            "max_value": _("Write the age in whole years."),
        },
    )


class DayForm(CaseForm):
    """Something about a household that happened on a day, with no day that has not come."""

    hide_optional = True
    on = day_field(_("On which day?"))

    def clean_on(self) -> date:
        """Today at the latest, and within living memory."""
        on: date = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("The day has not come yet. Choose today or earlier."))
        if on < EARLIEST:
            raise forms.ValidationError(_("Choose a day after the year 1900."))
        return on


class MemberForm(DayForm):
    """Somebody who came into the household."""

    why = forms.ChoiceField(
        label=_("How did they come?"),
        choices=[
            (code, label) for code, label in JoinReason.choices if code != JoinReason.MOVED_BACK
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they came.")},
    )
    kind = forms.ChoiceField(
        label=_("Who is it?"),
        choices=[("adult", _("An adult")), ("child", _("A child"))],
        widget=forms.RadioSelect,
        required=False,
    )
    name = name_field()
    age = age_field(_("That day. For a newborn child it may be left empty."))
    words = words_field()
    field_order = ["why", "kind", "name", "age", "on", "words"]

    def clean(self) -> dict[str, Any]:
        """A newborn is a child; of all others one has to say."""
        cleaned = super().clean() or {}
        if cleaned.get("why") != JoinReason.BORN and not cleaned.get("kind"):
            self.add_error("kind", _("Choose whether it is an adult or a child."))
        return cleaned


class LeaveForm(DayForm):
    """Somebody who left, and what goes with them."""

    why = forms.ChoiceField(
        label=_("Why did they leave?"),
        choices=LeaveReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why they left.")},
    )
    addresses = forms.ModelMultipleChoiceField(
        label=_("Which addresses are theirs?"),
        queryset=ContactPoint.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What you choose is removed: nothing about the household is sent there again."),
    )
    end_links = forms.BooleanField(
        label=_("Let links sent so far open the household's page no more"),
        required=False,
        initial=True,
        help_text=_("Those who stay get a new link when we write to them next."),
    )
    words = words_field()
    field_order = ["why", "on", "addresses", "end_links", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shared = self.case.household.contact_points.shared().order_by("kind", "pk")
        addresses = self.fields["addresses"]
        if isinstance(addresses, forms.ModelMultipleChoiceField):
            addresses.queryset = shared
        if not shared:
            del self.fields["addresses"]


class BackForm(DayForm):
    """Somebody who came back."""

    words = words_field()


class ContactPersonForm(DayForm):
    """From when on we talk with somebody else; they have to have a name."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Write the name of the one we talk with.")},
    )
    field_order = ["name", "on"]


class MemberChangeForm(MergingForm, DayForm):
    """Another name or age, from a day on."""

    merging = ("name", "age")
    name = name_field()
    age = age_field(_("As it was on the day below; it grows by itself."))
    field_order = ["name", "age", "on"]

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        """The one we talk with has to have a name."""
        name: str = self.cleaned_data["name"]
        if self.person.is_contact and not name:
            raise forms.ValidationError(_("Write the name of the one we talk with."))
        return name


class TrackForm(ReachForm, CaseForm):
    """How one member is reached, apart from the household."""

    hide_optional = True
    missing: ClassVar = {
        "email": _("Write the e-mail address, or choose another way."),
        "phone": _("Write the telephone number, or choose another way."),
    }
    words: ClassVar = {
        "first": _("How do they want to be contacted?"),
        "hours": _("When is a good time for them?"),
        "time_zone": _("What is the time where they are now?"),
        "needs_interpreter": _("They want an interpreter"),
        "note": _("In a few words"),
    }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _initial(person), **kwargs})
        self.offer_languages(Municipality.objects.values_list("languages", flat=True).get(pk=1))
        for name, label in self.words.items():
            self.fields[name].label = label
        self.fields["first"].error_messages["required"] = _("Choose how they want to be contacted.")
        self.fields["hours"].help_text = _("For calls and text messages, by the clock there.")
        self.fields["time_zone"].help_text = _("Choose a city with the same time as theirs.")


def _initial(person: Person) -> dict[str, Any]:
    track = OwnTrack.objects.filter(person=person).first()
    if track is None:
        choice = getattr(person.household, "contact_choice", None)
        zone = choice.time_zone if choice else HOME
        return {"language": person.household.language, "time_zone": zone}
    return shown(track, list(person.contact_points.order_by("-pk")))
