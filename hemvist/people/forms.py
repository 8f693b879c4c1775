"""What is asked about reaching somebody, wherever it is asked."""

from collections.abc import Sequence
from datetime import time
from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemvist.core.forms import LabelledParts
from hemvist.people.actions import Contact
from hemvist.people.hours import HOME, GoodHours
from hemvist.people.models import Channel, ContactKind, ContactPoint, Reach
from hemvist.people.phone import NotAPhoneNumber, normalise, readable
from hemvist.people.time_zones import zone_choices

Words = str | Promise
NEEDS_PHONE = {Channel.SMS, Channel.PHONE}
ANY, EXACT = "any", "exact"
# The part of the day by name, for those who need no exact hours.
NAMED: dict[str, tuple[Words, int, int]] = {
    "morning": (_("In the morning"), 8, 11),
    "midday": (_("In the middle of the day"), 11, 14),
    "afternoon": (_("In the afternoon"), 14, 17),
    "evening": (_("In the evening"), 17, 20),
}
CHOICES: list[tuple[str, Words]] = [
    (ANY, _("Any time, but not at night")),
    *(
        (name, format_lazy("{words}, {opens}–{closes}", words=words, opens=opens, closes=closes))
        for name, (words, opens, closes) in NAMED.items()
    ),
    (EXACT, _("Between other hours")),
]


def hours_named(name: str) -> tuple[time, time] | None:
    """The hours that a part of the day stands for."""
    return (time(NAMED[name][1]), time(NAMED[name][2])) if name in NAMED else None


def name_of(hours: GoodHours) -> str:
    """The part of the day that hours have a name by; else that they are exact, or any."""
    if hours.opens is None:
        return ANY
    span = (hours.opens, hours.closes)
    return next((name for name in NAMED if hours_named(name) == span), EXACT)


class HoursWidget(LabelledParts):
    """From when until when, in two boxes."""

    def __init__(self) -> None:
        box = {"type": "time", "autocomplete": "off"}
        parts = [forms.TimeInput(box, format="%H:%M") for _part in range(2)]
        super().__init__([(_("From"), parts[0]), (_("Until"), parts[1])])

    def decompress(self, value: tuple[time, time] | None) -> list[time | None]:
        """The two ends."""
        return [*value] if value else [None, None]


class BetweenField(forms.MultiValueField):
    """Two different times of day; the second may come after midnight."""

    widget = HoursWidget
    formats: ClassVar = ["%H:%M", "%H.%M", "%H"]

    def __init__(self, **options: Any) -> None:
        wrong = {"invalid": _("Write the hours as 18:00 and 20:30.")}
        parts = [
            forms.TimeField(required=False, input_formats=self.formats, error_messages=wrong)
            for _part in range(2)
        ]
        super().__init__(parts, require_all_fields=False, required=False, **options)

    def compress(self, data_list: Sequence[time | None]) -> tuple[time, time] | None:
        """Both ends, or none."""
        opens, closes = [*data_list, None, None][:2]
        if opens is None and closes is None:
            return None
        if opens is None or closes is None:
            raise ValidationError(_("Write both from when and until when."), code="invalid")
        if opens == closes:
            raise ValidationError(
                _("Write two different times, or choose that any time will do."), code="invalid"
            )
        return opens, closes


class HoursForm(forms.Form):
    """When somebody may be called: a part of the day by name, or from when until when."""

    hours = forms.ChoiceField(
        label=_("When is a good time?"),
        help_text=_("For calls and text messages, by the clock where you are."),
        choices=CHOICES,
        required=False,
        initial=ANY,
        widget=forms.RadioSelect,
    )
    between = BetweenField(
        label=_("Between which hours?"), help_text=_("Only if you chose other hours.")
    )
    weekdays_only = forms.BooleanField(label=_("Only Monday to Friday"), required=False)

    def clean(self) -> dict[str, Any]:
        """Exact hours count only where they were chosen, and then they have to be there."""
        cleaned = super().clean() or self.cleaned_data
        if "hours" not in self.fields:
            return cleaned
        if cleaned.get("hours") != EXACT:
            self.errors.pop("between", None)
        elif not cleaned.get("between") and "between" not in self.errors:
            self.add_error("between", gettext("Write both from when and until when."))
        return cleaned

    def good_hours(self) -> GoodHours:
        """What was chosen."""
        said = self.cleaned_data
        span = said["between"] if said["hours"] == EXACT else hours_named(said["hours"])
        opens, closes = span or (None, None)
        return GoodHours(opens, closes, said["weekdays_only"])


def hours_shown(hours: GoodHours) -> dict[str, Any]:
    """What stands in the fields for hours chosen before."""
    exact = (hours.opens, hours.closes) if name_of(hours) == EXACT else None
    return {
        "hours": name_of(hours),
        "between": exact,
        "weekdays_only": hours.weekdays_only,
    }


def second_best() -> forms.ChoiceField:
    """The way they like second best, which nobody has to name."""
    return forms.ChoiceField(
        label=_("What is second best?"),
        choices=[("", _("Nothing in particular")), *Channel.choices],
        required=False,
    )


class ReachForm(HoursForm):
    """How somebody is reached from now on: in which ways, where, in which language and when."""

    missing: ClassVar[dict[str, Words]] = {
        "email": _("Write your e-mail address, or choose another way."),
        "phone": _("Write your telephone number, or choose another way."),
    }

    first = forms.ChoiceField(
        label=_("How do you want to be contacted?"),
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you want to be contacted.")},
    )
    second = second_best()
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
        error_messages={"invalid": _("Write the e-mail address like this: name@example.org")},
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("A number from another country starts with + or 00."),
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=[])
    time_zone = forms.ChoiceField(
        label=_("What is the time where you are now?"),
        help_text=_("Choose a city with the same time as yours."),
        required=False,
    )
    no_voicemail = forms.BooleanField(label=_("Leave no voicemail"), required=False)
    no_content = forms.BooleanField(
        label=_("Say in e-mail and text messages only that there is a message"),
        help_text=_(
            "What it says then stands on the own page alone. Good when others may read the mail "
            "or see the telephone."
        ),
        required=False,
    )
    needs_interpreter = forms.BooleanField(
        label=_("I want an interpreter when we speak"), required=False
    )
    note = forms.CharField(
        label=_("Anything else about reaching you"), max_length=300, required=False
    )

    field_order = (
        "first",
        "second",
        "others",
        "email",
        "phone",
        "language",
        "needs_interpreter",
        "hours",
        "between",
        "weekdays_only",
        "time_zone",
        "no_voicemail",
        "no_content",
        "note",
    )

    def offer_languages(self, languages: Sequence[str]) -> None:
        """Fill in what can be chosen: languages spoken, and what the clocks show now."""
        codes = languages or [code for code, _name in settings.LANGUAGES]
        language = cast(forms.ChoiceField, self.fields["language"])
        language.choices = [(code, LANG_INFO[code]["name_local"].capitalize()) for code in codes]
        zone = cast(forms.ChoiceField, self.fields["time_zone"])
        zone.choices = zone_choices(timezone.now(), besides=self.initial.get("time_zone") or HOME)

    def clean_phone(self) -> str:
        """A number that a country could have given out, or none."""
        text: str = self.cleaned_data["phone"]
        return clean_phone(text) if text else ""

    def clean(self) -> dict[str, Any]:
        """The chosen ways need their addresses."""
        values = super().clean()
        chosen = {values.get("first"), values.get("second"), *values.get("others", [])}
        if Channel.EMAIL in chosen and not values.get("email") and "email" not in self.errors:
            self.add_error("email", str(self.missing["email"]))
        if chosen & NEEDS_PHONE and not values.get("phone") and "phone" not in self.errors:
            self.add_error("phone", str(self.missing["phone"]))
        return values

    def contact(self) -> Contact:
        """What was filled in; a time zone not named stays as it was."""
        said = self.cleaned_data
        names = ("language", "email", "phone", "note")
        wishes = ("no_voicemail", "no_content", "needs_interpreter")
        ways = [said["first"], said["second"], *said["others"]]
        return Contact(
            channels=list(dict.fromkeys(filter(None, ways))),
            hours=self.good_hours(),
            time_zone=said["time_zone"] or self.initial.get("time_zone") or HOME,
            **{name: said[name] for name in (*names, *wishes)},
        )


def shown(reach: Reach | None, points: Sequence[ContactPoint]) -> dict[str, Any]:
    """What stands in the fields for what was chosen before; of addresses the last one counts."""
    written = {
        point.kind: readable(point.normalised) if point.kind == ContactKind.PHONE else point.value
        for point in points
    }
    addresses = {
        "email": written.get(ContactKind.EMAIL, ""),
        "phone": written.get(ContactKind.PHONE, ""),
    }
    if reach is None:
        return {**addresses, "time_zone": HOME, **hours_shown(GoodHours())}
    names = ("language", "time_zone", "no_voicemail", "no_content", "needs_interpreter", "note")
    first, second, *others = [*reach.channels, None, None]
    return {
        **addresses,
        "first": first,
        "second": second,
        "others": [one for one in others if one],
        **hours_shown(reach.hours),
        **{name: getattr(reach, name) for name in names},
    }


def clean_phone(text: str) -> str:
    """A telephone number in one notation, or a sentence that says what is wrong."""
    try:
        return normalise(text)
    except NotAPhoneNumber as error:
        raise ValidationError(
            _("Write the number with all its digits, like 070-174 06 05 or +358 40 1234567.")
        ) from error
