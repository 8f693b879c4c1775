"""What a person fills in on their own pages."""

import uuid
from typing import Any, cast

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemvist.intake.time_zones import zone_choices
from hemvist.people.actions import Contact
from hemvist.people.hours import HOME, TIMES
from hemvist.people.models import Channel, ContactKind, ContactPoint, Household
from hemvist.people.phone import NotAPhoneNumber, normalise
from hemvist.portal.queries import masked

LONGEST_MESSAGE = 10_000
TOO_LONG = _(
    "A message can have 10,000 characters; yours has %(show_value)d. Shorten it, or send it in two."
)
NEEDS_PHONE = {Channel.SMS, Channel.PHONE}


class MaskedChoice(forms.ModelChoiceField):
    """A choice among addresses that tells nobody what they are."""

    def label_from_instance(self, obj: Any) -> str:
        """The address as only its owner knows it again."""
        return masked(obj)


class PlainText(forms.CharField):
    """Text whose line breaks count as one character, as they do in every browser's box."""

    def to_python(self, value: Any) -> str:
        """The text with plain line breaks."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class SendCodeForm(forms.Form):
    """Where the code goes; no question when there is only one place."""

    point = MaskedChoice(
        queryset=ContactPoint.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        label=_("Where shall we send the code?"),
        error_messages={"required": _("Choose where we shall send the code.")},
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = list(household.contact_points.proven().order_by("kind", "pk"))
        self.only = masked(self.points[0]) if len(self.points) == 1 else ""
        if self.only:
            self.fields["point"].widget = forms.HiddenInput()
            self.fields["point"].initial = self.points[0].pk
        points = cast(forms.ModelChoiceField, self.fields["point"])
        points.queryset = household.contact_points.proven().order_by("kind", "pk")


class CodeForm(forms.Form):
    """The six digits, however they are grouped."""

    code = forms.CharField(
        label=_("The code"),
        help_text=_("Six digits. It works for 15 minutes."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input--code"}
        ),
        error_messages={
            "required": _("Write the code that we sent you."),
            "max_length": _("The code has six digits."),
        },
    )
    shared = forms.BooleanField(
        label=_("Others use this device too. Do not remember me."), required=False
    )

    def clean_code(self) -> str:
        """Digits alone, in any script."""
        digits = "".join(str(int(c)) for c in self.cleaned_data["code"] if c.isdecimal())
        if len(digits) != 6:
            raise forms.ValidationError(_("The code has six digits. Look again in what we sent."))
        return digits


class LostForm(forms.Form):
    """The address a lost link went to."""

    address = forms.CharField(
        label=_("Your e-mail address or telephone number"),
        help_text=_("The one you gave us. A number from another country starts with + or 00."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write the e-mail address or the telephone number you gave us.")
        },
    )

    def clean_address(self) -> str:
        """As contact points keep it."""
        text = self.cleaned_data["address"]
        if "@" in text:
            return str(forms.EmailField().clean(text)).lower()
        return clean_phone(text)


class MessageForm(forms.Form):
    """What the person wants to say."""

    # Not max_length: it would make the browser cut off what is pasted, without a word.
    body = PlainText(
        label=_("Your message"),
        validators=[MaxLengthValidator(LONGEST_MESSAGE, TOO_LONG)],
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_("Please do not write about health or threats here. Telephone us instead."),
        error_messages={"required": _("Write your message first.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4


class ContactForm(forms.Form):
    """How the household wants to be reached from now on."""

    first = forms.ChoiceField(
        label=_("How do you want to be contacted?"),
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you want to be contacted.")},
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
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("Write the e-mail address like this: name@example.org"),
        },
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("A number from another country starts with + or 00."),
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=[])
    times = forms.MultipleChoiceField(
        label=_("When is a good time?"),
        help_text=_("On weekdays, for calls and text messages. Choose none if any time will do."),
        choices=list(TIMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    time_zone = forms.ChoiceField(
        label=_("What is the time where you are now?"),
        help_text=_("Choose a city with the same time as yours."),
        required=False,
    )
    no_voicemail = forms.BooleanField(label=_("Leave no voicemail"), required=False)
    needs_interpreter = forms.BooleanField(
        label=_("I want an interpreter when we speak"), required=False
    )
    note = forms.CharField(
        label=_("Anything else about reaching you"), max_length=300, required=False
    )

    def __init__(self, answers: Any = None, *, household: Household, languages: list[str]) -> None:
        self.household = household
        super().__init__(answers, initial=_initial(household))
        codes = languages or [code for code, _name in settings.LANGUAGES]
        language = cast(forms.ChoiceField, self.fields["language"])
        zone = cast(forms.ChoiceField, self.fields["time_zone"])
        zone.choices = zone_choices(timezone.now(), besides=self.initial["time_zone"])
        language.choices = [(code, LANG_INFO[code]["name_local"].capitalize()) for code in codes]

    def clean_phone(self) -> str:
        """A number that a country could have given out, or none."""
        text = self.cleaned_data["phone"]
        return clean_phone(text) if text else ""

    def clean(self) -> dict[str, Any]:
        """The chosen ways need their addresses, and without any we lose each other."""
        values = super().clean() or self.cleaned_data
        chosen = {values.get("first"), *values.get("others", [])}
        if Channel.EMAIL in chosen and not values.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write your e-mail address, or choose another way."))
        if chosen & NEEDS_PHONE and not values.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Write your telephone number, or choose another way."))
        if not (values.get("email") or values.get("phone") or self.errors):
            self.add_error(
                "email",
                _("Leave us an e-mail address or a telephone number: your page opens with it."),
            )
        return values

    def contact(self) -> Contact:
        """What was filled in; a time zone not named stays as it was."""
        values = self.cleaned_data
        return Contact(
            channels=[values["first"], *(c for c in values["others"] if c != values["first"])],
            language=values["language"],
            email=values["email"],
            phone=values["phone"],
            times=values["times"],
            time_zone=values["time_zone"] or self.initial["time_zone"],
            no_voicemail=values["no_voicemail"],
            needs_interpreter=values["needs_interpreter"],
            note=values["note"],
        )


class EraseForm(forms.Form):
    """The second of two deliberate steps."""

    sure = forms.BooleanField(
        label=_("I understand that this cannot be undone."),
        error_messages={"required": _("Tick the box if you are sure. Otherwise go back.")},
    )


def clean_phone(text: str) -> str:
    """A telephone number in one notation, or a sentence that says what is wrong."""
    try:
        return normalise(text)
    except NotAPhoneNumber as error:
        raise forms.ValidationError(
            _("Write the number with all its digits, like 070-174 06 05 or +358 40 1234567.")
        ) from error


def _initial(household: Household) -> dict[str, Any]:
    choice = getattr(household, "contact_choice", None)
    points = {
        point.kind: point.value for point in household.contact_points.shared().order_by("-pk")
    }
    channels = choice.channels if choice else []
    return {
        "first": channels[0] if channels else None,
        "others": channels[1:],
        "email": points.get(ContactKind.EMAIL, ""),
        "phone": points.get(ContactKind.PHONE, ""),
        "language": household.language,
        "times": choice.times if choice else [],
        "time_zone": choice.time_zone if choice else HOME,
        "no_voicemail": choice.no_voicemail if choice else False,
        "needs_interpreter": choice.needs_interpreter if choice else False,
        "note": choice.note if choice else "",
    }
