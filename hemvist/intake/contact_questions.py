"""How a household wants to be contacted: the way, the language and hours, name and addresses."""

from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hemvist.core.models import Municipality
from hemvist.intake.question import QuestionForm
from hemvist.people.forms import HoursForm, hours_shown, second_best
from hemvist.people.hours import GoodHours
from hemvist.people.models import Channel
from hemvist.people.phone import NotAPhoneNumber, normalise
from hemvist.people.time_zones import zone_choices

HOURS = ("hours", "between", "weekdays_only")


class WaysForm(QuestionForm):
    """The way they like best, the one after that, and what else works."""

    best = forms.ChoiceField(
        label=gettext_lazy("What is best for you?"),
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the way that is best for you.")},
    )
    second = second_best()
    also = forms.MultipleChoiceField(
        label=gettext_lazy("What else works?"),
        choices=Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
    )


class TimesForm(HoursForm, QuestionForm):
    """Language always; hours and clock where we may disturb, an interpreter if we shall talk."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("For our letters and when we talk."),
    )
    needs_interpreter = forms.BooleanField(
        label=gettext_lazy("I would like an interpreter when we talk"), required=False
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("What is the time where you are now?"),
        help_text=gettext_lazy("Choose a city with the same time as yours."),
        initial=settings.TIME_ZONE,
        required=False,
    )
    no_voicemail = forms.BooleanField(
        label=gettext_lazy("Do not leave a message if I do not answer the phone"), required=False
    )
    no_content = forms.BooleanField(
        label=gettext_lazy("In e-mail and text messages, say only that I have a message"),
        help_text=gettext_lazy(
            "What it says then stands on your own page alone. Good when others may read your mail "
            "or see your telephone."
        ),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Anything else about reaching you?"),
        help_text=gettext_lazy("For example the language of the interpreter."),
        max_length=300,
        required=False,
        error_messages={"max_length": gettext_lazy("Write at most 300 characters here.")},
    )

    field_order = (
        "language",
        "needs_interpreter",
        *HOURS,
        "time_zone",
        "no_voicemail",
        "no_content",
        "note",
    )

    def first_shown(self, answer: dict[str, Any]) -> dict[str, Any]:
        """What was chosen; the language of the page before that."""
        if not answer:
            return {"language": (get_language() or settings.LANGUAGE_CODE).split("-")[0]}
        return {**answer, **hours_shown(GoodHours.of(answer.get("hours", "")))}

    def arrange(self) -> None:
        """Ask only what matters for the ways they chose."""
        spoken = Municipality.objects.values_list("languages", flat=True).first()
        codes = spoken or [code for code, _name in settings.LANGUAGES]
        self.offer(
            "language", [(code, LANG_INFO[code]["name_local"].capitalize()) for code in codes]
        )
        if Channel.PHONE not in self.walk.channels:
            self.without("no_voicemail")
        if not {Channel.EMAIL, Channel.SMS} & set(self.walk.channels):
            self.without("no_content")
        if not self.walk.will_talk:
            self.without("needs_interpreter")
        if not self.walk.may_disturb:
            self.without(*HOURS, "time_zone", "note")
        elif self.walk.is_abroad:
            self.offer("time_zone", zone_choices(timezone.now()))
        else:
            self.without("time_zone")

    def answer(self) -> dict[str, Any]:
        """The hours as text, which is how answers are kept."""
        kept = {name: said for name, said in self.cleaned_data.items() if name not in HOURS}
        return {**kept, "hours": self.good_hours().as_text} if "hours" in self.fields else kept


class NameForm(QuestionForm):
    """A name, and the addresses that the chosen ways need."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("What we shall call you."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
        error_messages={
            "required": gettext_lazy("Write your name, or what we shall call you."),
            "max_length": gettext_lazy("Write a name of at most 200 characters."),
        },
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy(
                "Write your e-mail address, or go back and choose another way of contact."
            ),
            "invalid": gettext_lazy("Write the whole e-mail address, like name@example.com."),
            "max_length": gettext_lazy("Write an e-mail address of at most 254 characters."),
        },
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        help_text=gettext_lazy("Outside Sweden begin with + and the country code, like +49."),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            {"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}
        ),
        error_messages={
            "required": gettext_lazy(
                "Write your telephone number, or go back and choose another way of contact."
            ),
            "max_length": gettext_lazy("Write one telephone number only."),
        },
    )
    website = forms.CharField(label=gettext_lazy("Leave this empty"), required=False)

    def arrange(self) -> None:
        """What the chosen ways need has to be written; the rest may be left empty."""
        for kind in self.walk.addresses_needed:
            self.fields[kind].required = True

    def clean_phone(self) -> str:
        """A number that can be called, as it was written."""
        phone: str = self.cleaned_data["phone"]
        if not phone:
            return ""
        if self.walk.is_abroad and not phone.startswith(("+", "00", "＋")):
            raise ValidationError(
                _("Begin with + and your country code, for example +49 30 1234567.")
            )
        try:
            normalise(phone)
        except NotAPhoneNumber as mistake:
            raise ValidationError(
                _("Write the whole telephone number, for example +46 70 123 45 67.")
            ) from mistake
        return phone

    def clean(self) -> dict[str, Any]:
        """One address at least, or nobody could answer."""
        given = self.cleaned_data
        wrong = {"email", "phone"} & set(self.errors)
        if not wrong and not given.get("email") and not given.get("phone"):
            self.add_error("email", _("Write an e-mail address or a telephone number."))
        return given

    def answer(self) -> dict[str, Any]:
        """Name and addresses; and whether the box no person sees was filled in."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "email": given["email"],
            "phone": given["phone"],
            "trapped": bool(given["website"]),
        }
