"""What is asked when a household changes."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from hemvist.casework.forms import CaseForm
from hemvist.casework.side_by_side import MergingForm
from hemvist.core.dates import today
from hemvist.core.models import Municipality
from hemvist.people.actions import Contact
from hemvist.people.models import (
    Channel,
    ContactKind,
    ContactPoint,
    JoinReason,
    LeaveReason,
    OwnTrack,
    Person,
)
from hemvist.people.phone import NotAPhoneNumber, normalise, readable

EARLIEST = date(1900, 1, 1)
NEEDS_PHONE = {Channel.SMS, Channel.PHONE}


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """A day on which something happened."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        initial=today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={
            "required": _("Choose the day."),
            "invalid": _("Write the day as 2026-11-30."),
        },
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


class TrackForm(CaseForm):
    """How one member is reached, apart from the household."""

    hide_optional = True

    first = forms.ChoiceField(
        label=_("How do they want to be contacted?"),
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they want to be contacted.")},
    )
    others = forms.MultipleChoiceField(
        label=_("What else is fine?"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        error_messages={"invalid": _("Write the e-mail address like this: name@example.org")},
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=[])
    no_voicemail = forms.BooleanField(label=_("Leave no voicemail"), required=False)
    needs_interpreter = forms.BooleanField(label=_("They want an interpreter"), required=False)
    note = words_field()

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _initial(person), **kwargs})
        offered = Municipality.objects.values_list("languages", flat=True).get(pk=1)
        language = self.fields["language"]
        if isinstance(language, forms.ChoiceField):
            codes = offered or [code for code, _name in settings.LANGUAGES]
            language.choices = [
                (code, LANG_INFO[code]["name_local"].capitalize()) for code in codes
            ]

    def clean_phone(self) -> str:
        """A number that a country could have given out, or none."""
        text: str = self.cleaned_data["phone"]
        try:
            return normalise(text) if text else ""
        except NotAPhoneNumber as error:
            raise forms.ValidationError(
                _("Write the number with all its digits, like 070-174 06 05 or +358 40 1234567.")
            ) from error

    def clean(self) -> dict[str, Any]:
        """The chosen ways need their addresses."""
        cleaned = super().clean() or {}
        chosen = {cleaned.get("first"), *cleaned.get("others", [])}
        if Channel.EMAIL in chosen and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the e-mail address, or choose another way."))
        if chosen & NEEDS_PHONE and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Write the telephone number, or choose another way."))
        return cleaned

    def contact(self) -> Contact:
        """What was filled in."""
        said = self.cleaned_data
        names = ("language", "email", "phone", "no_voicemail", "needs_interpreter", "note")
        channels = [said["first"], *(one for one in said["others"] if one != said["first"])]
        return Contact(channels=channels, **{name: said[name] for name in names})


def _shown(point: ContactPoint) -> str:
    return readable(point.normalised) if point.kind == ContactKind.PHONE else point.value


def _initial(person: Person) -> dict[str, Any]:
    track = OwnTrack.objects.filter(person=person).first()
    if track is None:
        return {"language": person.household.language}
    points = {point.kind: _shown(point) for point in person.contact_points.order_by("-pk")}
    return {
        "first": track.channels[0] if track.channels else None,
        "others": track.channels[1:],
        "email": points.get(ContactKind.EMAIL, ""),
        "phone": points.get(ContactKind.PHONE, ""),
        **{
            name: getattr(track, name)
            for name in ("language", "no_voicemail", "needs_interpreter", "note")
        },
    }
