"""What a host and a function fill in."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hemvist.casework.models import Case, Need
from hemvist.referrals.models import DeclineReason, Function, SharedField
from hemvist.referrals.queries import SETTLED

LONGEST_TEXT = 3000


WAYS_TO_AGREE = [
    ("phone", _("By telephone")),
    ("message", _("In a message")),
    ("meeting", _("When we met")),
]


class AgreedHow(forms.ChoiceField):
    """How the person said yes; without one of these nothing is shared."""

    def __init__(self) -> None:
        """Offer the ways in which a person can have agreed."""
        super().__init__(
            label=_("How did the person agree to this?"),
            choices=WAYS_TO_AGREE,
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Ask the person first, then say how they agreed to this.")
            },
        )


class NeedField(forms.ModelChoiceField):
    """The unsettled needs of a case, by the area of life they are about."""

    def __init__(self, case: Case) -> None:
        """Offer the needs of this case and the household as a whole."""
        super().__init__(
            label=_("Which need is it about?"),
            queryset=case.needs.exclude(state__in=SETTLED).select_related("life_area"),
            required=False,
            empty_label=_("The household as a whole"),
        )

    def label_from_instance(self, obj: Need) -> str:
        """Name a need by its area of life."""
        return str(obj.life_area)


class SharedFieldsField(forms.MultipleChoiceField):
    """What a function has said it needs; all of it is ticked to begin with."""

    def __init__(self, function: Function) -> None:
        """Offer the fields this function needs and no others."""
        super().__init__(
            label=_("What may they know?"),
            help_text=_(
                "Only what this function has said it needs. Leave out what it can do without."
            ),
            choices=[(name, SharedField(name).label) for name in function.needs_to_know],
            initial=list(function.needs_to_know),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


class ReferralForm(forms.Form):
    """Which need goes to a function, what is asked and what is shared."""

    question = forms.CharField(
        label=_("What do you ask them to help with?"),
        help_text=_("Write only what they need in order to help. The person can read this too."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say in a sentence what you ask them to help with.")},
    )
    agreed_how = AgreedHow()

    def __init__(self, *args: Any, case: Case, function: Function, **kwargs: Any) -> None:
        """Offer the needs of the case and the fields the function needs."""
        super().__init__(*args, **kwargs)
        self.fields["need"] = NeedField(case)
        self.fields["fields_shared"] = SharedFieldsField(function)
        self.order_fields(["need", "question", "fields_shared", "agreed_how"])


class AnswerForm(forms.Form):
    """A function's words; a reason when it says no."""

    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("The host reads this. The person can ask to see it."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DeclineForm(AnswerForm):
    """A no, with its reason."""

    reason = forms.ChoiceField(
        label=_("Why not?"),
        choices=DeclineReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason, so that we can help another way.")},
    )
    field_order = ["reason", "answer"]

    def clean(self) -> dict[str, Any]:
        """Ask for words when the reason is another than those listed."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reason") == DeclineReason.OTHER and not cleaned.get("answer"):
            self.add_error("answer", ValidationError(_("Say in a few words what the reason is.")))
        return cleaned


class FunctionForm(forms.ModelForm):
    """A receiving function, as the coordinator keeps it."""

    language = forms.ChoiceField(label=_("Language of our letters"), choices=settings.LANGUAGES)
    needs_to_know = forms.MultipleChoiceField(
        label=_("What does it need to know?"),
        choices=SharedField,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        """A unit's facts; its people's logins are kept with the staff."""

        model = Function
        fields = [
            "name",
            "email",
            "phone",
            "language",
            "life_areas",
            "needs_to_know",
            "is_outside",
            "answer_hours",
            "is_active",
        ]
        labels = {
            "life_areas": _("What it helps with"),
            "is_outside": _("Is not part of the municipality"),
            "is_active": _("Takes referrals now"),
        }
        widgets = {"life_areas": forms.CheckboxSelectMultiple}
