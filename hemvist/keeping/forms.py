"""What a keeper fills in on their page, and what an editor fills in about keepers."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.core.forms import CountedTextarea, DayField
from hemvist.directory.contacts import validate_function
from hemvist.directory.models import CapacityStatus, Keeper, Service, ServiceStatus
from hemvist.keeping.proposals import LABELS, Change, differences, standing

LONGEST_TEXT = 600
USUAL_DAYS, MOST_DAYS = 30, 180
TOO_LONG = _("Write at most %(limit_value)d characters.")


def _text(label: Any, limit: int = LONGEST_TEXT, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=limit,
        help_text=help_text,
        widget=CountedTextarea(limit, {"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )


class ProposalForm(forms.Form):
    """What a keeper wants changed: the fields as they stand, to write in, and room for words."""

    description_sv = _text(LABELS["description_sv"])
    description_en = _text(LABELS["description_en"])
    phone = forms.CharField(
        label=LABELS["phone"],
        required=False,
        max_length=40,
        error_messages={"max_length": TOO_LONG},
    )
    email = forms.EmailField(
        label=LABELS["email"],
        required=False,
        validators=[validate_function],
        help_text=_("The unit's own address, never a person's."),
        error_messages={"invalid": _("Write an e-mail address like info@example.se.")},
    )
    url = forms.URLField(
        label=LABELS["url"],
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Write a web address like https://example.se.")},
    )
    status = forms.ChoiceField(
        label=LABELS["status"],
        choices=ServiceStatus,
        error_messages={
            "invalid_choice": _("Choose one in the list."),
            "required": _("Choose one in the list."),
        },
    )
    words = _text(
        _("Opening hours, and anything else that is not right"),
        limit=1000,
        help_text=_("Write no names of persons."),
    )

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        kwargs["initial"] = standing(service)
        super().__init__(*args, **kwargs)
        self.service = service

    def clean(self) -> dict[str, Any]:
        """Something must be another than it is."""
        cleaned = super().clean() or {}
        if not self.errors and not self.changes() and not cleaned.get("words"):
            self.add_error(None, _("Change something first, or say that all is still right."))
        return cleaned

    def changes(self) -> dict[str, Change]:
        """What is another than what stands, ready for an editor."""
        return differences(self.service, self.cleaned_data)


class CapacityForm(forms.Form):
    """How much room there is, and until when that holds."""

    status = forms.ChoiceField(
        label=_("Is there room?"),
        choices=CapacityStatus,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four.")},
    )
    available = forms.IntegerField(
        label=_("How many free"), required=False, min_value=0, max_value=100_000
    )
    maximum = forms.IntegerField(
        label=_("Of how many in all"), required=False, min_value=1, max_value=100_000
    )
    holds_until = DayField(
        label=_("Until when does that hold?"),
        help_text=_("After that day we say that it is not known."),
        error_messages={"required": _("Write until which day this holds.")},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"holds_until": on + timedelta(days=USUAL_DAYS)} | kwargs["initial"]
        kwargs["auto_id"] = "room_%s"
        super().__init__(*args, **kwargs)
        self.on = on
        for name in ("available", "maximum"):
            field = self.fields[name]
            field.widget = forms.TextInput({"size": 6, "inputmode": "numeric"})
            sentence = _("Write a whole number, or leave it empty.")
            for code in ("invalid", "min_value", "max_value"):
                field.error_messages[code] = sentence

    def clean_holds_until(self) -> date:
        """A day to come, and not too far away for anybody to know."""
        until: date = self.cleaned_data["holds_until"]
        if not self.on <= until <= self.on + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(
                _("Write a day from today and at most %(days)d days away."),
                params={"days": MOST_DAYS},
            )
        return until

    def clean(self) -> dict[str, Any]:
        """Not more free than there are; none free when it is full."""
        cleaned = super().clean() or {}
        available, maximum = cleaned.get("available"), cleaned.get("maximum")
        if available is not None and maximum is not None and available > maximum:
            self.add_error("available", _("There can not be more free than there are in all."))
        is_full = cleaned.get("status") in {CapacityStatus.FULL, CapacityStatus.WAITLIST}
        if is_full and available:
            self.add_error("available", _("You say that it is full. Write 0, or choose another."))
        return cleaned


class KeeperForm(forms.ModelForm):
    """Who answers for a place: a colleague, or a unit's own e-mail address."""

    class Meta:
        model = Keeper
        fields = ["user", "email", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = forms.ModelChoiceField(
            label=_("A colleague"),
            queryset=User.objects.filter(is_active=True).order_by("name"),
            required=False,
            empty_label=_("Nobody; I write an address below"),
            error_messages={"invalid_choice": _("Choose a colleague in the list.")},
        )
        self.fields["email"].label = _("Or a unit's own e-mail address")
        self.fields["email"].error_messages["invalid"] = _(
            "Write an e-mail address like info@example.se."
        )
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the letters"), choices=settings.LANGUAGES
        )


class DecisionForm(forms.Form):
    """What an editor answers the keeper; it is read on the keeper's page."""

    answer = _text(_("Answer to the one who asked"), limit=500)
