"""What somebody at the desk asks the public register for."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.core.dates import today

PERIOD_DAYS = 30
DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]


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
    text = forms.CharField(label=_("Name, subject or number"), required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        """Fill in the last month where no day is given, and refuse a period that runs backwards."""
        cleaned = super().clean() or {}
        until: date = _within_reach(cleaned.get("until") or today())
        since: date = _within_reach(cleaned.get("since") or until - timedelta(days=PERIOD_DAYS))
        if since > until:
            self.add_error("until", _("The last day comes before the first. Change one of them."))
        return {**cleaned, "since": since, "until": until}


def _within_reach(day: date) -> date:
    """A day that has days before and after it; no register is older or younger."""
    return min(max(day, date(1900, 1, 1)), date(2999, 12, 31))
