"""What a person fills in on their own pages."""

import uuid
from typing import Any, cast

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from hemvist.people.forms import ReachForm, clean_phone, shown
from hemvist.people.models import ContactPoint, Household
from hemvist.portal.queries import masked

LONGEST_MESSAGE = 10_000
TOO_LONG = _(
    "A message can have 10,000 characters; yours has %(show_value)d. Shorten it, or send it in two."
)


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


class ContactForm(ReachForm):
    """How the household wants to be reached from now on."""

    def __init__(self, answers: Any = None, *, household: Household, languages: list[str]) -> None:
        points = list(household.contact_points.shared().order_by("-pk"))
        choice = getattr(household, "contact_choice", None)
        kept = {**shown(choice, points), "language": household.language}
        super().__init__(answers, initial=kept)
        self.offer_languages(languages)

    def clean(self) -> dict[str, Any]:
        """Without any address we lose each other."""
        values = super().clean()
        if not (values.get("email") or values.get("phone") or self.errors):
            self.add_error(
                "email",
                _("Leave us an e-mail address or a telephone number: your page opens with it."),
            )
        return values


class EraseForm(forms.Form):
    """The second of two deliberate steps."""

    sure = forms.BooleanField(
        label=_("I understand that this cannot be undone."),
        error_messages={"required": _("Tick the box if you are sure. Otherwise go back.")},
    )
