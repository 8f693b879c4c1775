"""What somebody at the desk asks the public register for."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Role, User
from hemvist.casework.models import Case, CaseQuerySet, DocumentKind, RegisterEntry
from hemvist.core.dates import local_day, today

PERIOD_DAYS = 30
DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]


class LeavingForm(forms.Form):
    """Who gets the open cases of a colleague who leaves."""

    to = forms.ModelChoiceField(
        label=_("Who gets the open cases?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("The queues of their teams"),
    )

    def __init__(self, *args: Any, colleague: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = User.objects.filter(is_active=True, role__in=[Role.HOST, Role.COORDINATOR])
        self.fields["to"].queryset = here.exclude(pk=colleague.pk)  # type: ignore[attr-defined]


class DayField(forms.DateField):
    """A day in the browser's own picker, or typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=DAY_FORMATS,
            error_messages={"invalid": _("Write the day as 2026-11-30.")},
            **kwargs,
        )


class RegisterForm(forms.Form):
    """A period of the register, and words to look for in it."""

    hide_optional = True

    since = DayField(label=_("From"))
    until = DayField(label=_("Until"))
    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=[("", _("In and out")), ("in", _("In")), ("out", _("Out"))],
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *DocumentKind.choices], required=False
    )
    text = forms.CharField(label=_("Name, subject or number"), required=False, max_length=100)
    case = forms.CharField(label=_("Case"), required=False, max_length=20)

    def __init__(self, *args: Any, cases: CaseQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = cases
        self.chosen: Case | None = None

    def clean_case(self) -> str:
        """The reference of a case that the reader may know of."""
        text = str(self.cleaned_data["case"]).strip().upper()
        if text:
            self.chosen = self.cases.filter(reference=text).first()
            if self.chosen is None:
                raise forms.ValidationError(_("There is no case with this number. Check it."))
        return text

    def clean(self) -> dict[str, Any]:
        """Fill in the days that are not given, and refuse a period that runs backwards.

        That is the last month, and for a case all the time since it was opened.
        """
        cleaned = super().clean() or {}
        until: date = _within_reach(cleaned.get("until") or today())
        first = (
            local_day(self.chosen.opened_at) if self.chosen else until - timedelta(days=PERIOD_DAYS)
        )
        since: date = _within_reach(cleaned.get("since") or first)
        if since > until:
            self.add_error("until", _("The last day comes before the first. Change one of them."))
        return {**cleaned, "since": since, "until": until}


class KeepOutForm(forms.Form):
    """What of one line the public does not see, and the law that says so."""

    counterpart = forms.BooleanField(
        label=_("Keep the name out of the public part"), required=False
    )
    subject = forms.BooleanField(label=_("Keep the subject out of the public part"), required=False)
    because = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=200,
        help_text=_("The law and the reason, as in: OSL 26:1, the person's situation."),
    )

    def __init__(self, *args: Any, entry: RegisterEntry, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "counterpart": entry.counterpart_is_secret,
            "subject": entry.subject_is_secret,
            "because": entry.kept_out_because,
        }
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Nothing is kept from the public without a reason."""
        cleaned = super().clean() or {}
        if (cleaned.get("counterpart") or cleaned.get("subject")) and not cleaned.get("because"):
            self.add_error("because", _("Say why: only a law can keep something from the public."))
        return cleaned


def _within_reach(day: date) -> date:
    """A day that has days before and after it; no register is older or younger."""
    return min(max(day, date(1900, 1, 1)), date(2999, 12, 31))
