"""One page that writes down a person in less than a minute."""

import re
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.core.forms import MonthField
from hemvist.core.translated import spoken
from hemvist.directory.models import Area, LifeArea
from hemvist.intake.opening import Told
from hemvist.people.actions import Contact
from hemvist.people.models import Channel
from hemvist.people.phone import NotAPhoneNumber, normalise
from hemvist.registration.actions import Visit
from hemvist.registration.models import VisitKind

NEW = "new"
WAYS = [
    (Channel.PHONE, Channel.PHONE.label),
    (Channel.SMS, Channel.SMS.label),
    (Channel.EMAIL, Channel.EMAIL.label),
    (Channel.VISIT, Channel.VISIT.label),
]
NO_NUMBER = _("This is no telephone number. From abroad it needs its country code.")
OLDEST_CHILD = 19
MOST_CHILDREN = 12


class PersonForm(forms.Form):
    """What is asked at a desk, in the order in which one asks it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    same = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("How did they come?"), choices=VisitKind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto", "autofocus": True}),
        error_messages={"required": _("Write a name, or what we shall call them.")},
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off", "dir": "ltr"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off", "dir": "ltr"}),
    )
    language = forms.ChoiceField(label=_("Language"))
    needs_interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    no_voicemail = forms.BooleanField(label=_("No voicemail"), required=False)
    no_content = forms.BooleanField(
        label=_("Letters say only that there is a message"), required=False
    )
    way = forms.ChoiceField(
        label=_("How shall we get in touch?"), choices=WAYS, widget=forms.RadioSelect
    )
    needs = forms.MultipleChoiceField(
        label=_("What do they look for?"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
    )
    adults = forms.IntegerField(label=_("Adults"), min_value=1, max_value=12, initial=1)
    ages = forms.CharField(
        label=_("Ages of children"),
        required=False,
        max_length=60,
        help_text=_("For example 4, 9. A baby is 0."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "text"}),
    )
    moving_on = MonthField(label=_("When do they think of moving?"), required=False)
    area = forms.ModelChoiceField(
        label=_("Where?"), queryset=Area.objects.none(), required=False, empty_label=_("Not said")
    )
    text = forms.CharField(
        label=_("In their own words"),
        required=False,
        max_length=4_000,
        help_text=_("Nothing about health, threats or religion."),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    helper_name = forms.CharField(
        label=_("Who asks for them?"),
        required=False,
        max_length=200,
        help_text=_("Only if it is somebody else than the person."),
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
    )
    helper_address = forms.CharField(
        label=_("E-mail or telephone of the one who asks"), required=False, max_length=254
    )
    was_informed = forms.BooleanField(
        label=_("I have read aloud what we write down and why"),
        error_messages={"required": _("Read it aloud first; the words are beside the box.")},
    )
    receipt_to = forms.ChoiceField(
        label=_("Receipt"),
        choices=[
            ("", _("On paper")),
            ("phone", _("On paper, and as a text message")),
            ("email", _("On paper, and by e-mail")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    takes_it = forms.BooleanField(label=_("I take the case myself"), required=False)

    def __init__(self, *args: Any, by: User, languages: list[str], **kwargs: Any) -> None:
        first = {
            "key": uuid.uuid4(),
            "kind": VisitKind.DESK,
            "way": Channel.PHONE,
            "language": settings.LANGUAGE_CODE,
        }
        kwargs["initial"] = {**first, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = [
            (code, LANG_INFO[code]["name_local"].capitalize())
            for code in languages or [code for code, _name in settings.LANGUAGES]
        ]
        fields["needs"].choices = [
            (one.slug, spoken(one.names)[0]) for one in LifeArea.objects.filter(can_be_sought=True)
        ]
        fields["area"].queryset = Area.objects.all()
        if not by.is_host:
            del fields["takes_it"]

    def clean_phone(self) -> str:
        """A number that somewhere is one."""
        phone: str = self.cleaned_data["phone"].strip()
        if phone:
            try:
                normalise(phone)
            except NotAPhoneNumber as error:
                raise forms.ValidationError(NO_NUMBER) from error
        return phone

    def clean_helper_address(self) -> str:
        """An e-mail address, or a number in one notation."""
        address: str = self.cleaned_data["helper_address"].strip()
        if not address or "@" in address:
            return forms.EmailField(required=False).clean(address)
        try:
            return normalise(address)
        except NotAPhoneNumber as error:
            raise forms.ValidationError(NO_NUMBER) from error

    def clean_ages(self) -> list[int]:
        """Numbers however they are set apart."""
        parts = [part for part in re.split(r"[^\w]+", self.cleaned_data["ages"]) if part]
        is_right = all(part.isdecimal() and len(part) < 3 for part in parts)
        ages = [int(part) for part in parts] if is_right else []
        if not is_right or len(ages) > MOST_CHILDREN or any(age > OLDEST_CHILD for age in ages):
            raise forms.ValidationError(_("Write each age as a number from 0 to 19, like 4, 9."))
        return ages

    def clean(self) -> dict[str, Any]:
        """A way of contact needs the address it goes to, and so does a receipt."""
        chosen = self.cleaned_data
        way, phone, email = chosen.get("way"), chosen.get("phone"), chosen.get("email")
        if way in {Channel.PHONE, Channel.SMS} and not phone and "phone" not in self.errors:
            self.add_error("phone", _("Write the number, or choose another way to get in touch."))
        if way == Channel.EMAIL and not email and "email" not in self.errors:
            self.add_error("email", _("Write the address, or choose another way to get in touch."))
        if chosen.get("receipt_to") and not chosen.get(chosen["receipt_to"]):
            self.add_error("receipt_to", _("There is no such address to send it to."))
        if chosen.get("helper_address") and not chosen.get("helper_name"):
            self.add_error("helper_name", _("Write who asks."))
        return chosen

    def told(self) -> Told:
        """What was said, as the public form would have it."""
        chosen = self.cleaned_data
        return Told(
            name=chosen["name"],
            contact=Contact(
                channels=[chosen["way"]],
                language=chosen["language"],
                email=chosen["email"],
                phone=chosen["phone"],
                needs_interpreter=chosen["needs_interpreter"],
                no_voicemail=chosen["no_voicemail"],
                no_content=chosen["no_content"],
            ),
            adults=chosen["adults"],
            ages=chosen["ages"],
            moving_on=chosen["moving_on"],
            wishes={slug: [] for slug in chosen["needs"]},
            area=chosen["area"].slug if chosen["area"] else "",
            text=chosen["text"],
        )

    def visit(self) -> Visit:
        """How they came."""
        chosen = self.cleaned_data
        return Visit(
            kind=chosen["kind"],
            key=chosen["key"],
            was_informed=chosen["was_informed"],
            receipt_to=chosen["receipt_to"],
            helper_name=chosen["helper_name"],
            helper_address=chosen["helper_address"],
        )
