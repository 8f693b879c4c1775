"""What somebody types about a telephone call."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemvist.casework.forms import LONGEST_MESSAGE, LONGEST_NOTE, CaseForm
from hemvist.casework.models import CallOutcome
from hemvist.core.forms import CalendarField, TimeOfDayField
from hemvist.people.models import OwnTrack


class CallForm(CaseForm):
    """A telephone call in a few seconds: who called, what came of it, what was said."""

    direction = forms.ChoiceField(
        label=_("Who called?"),
        choices=[("out", _("We called")), ("in", _("The person called"))],
        initial="out",
        widget=forms.RadioSelect,
    )
    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=CallOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of the call.")},
    )
    summary = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("A line or two is enough."),
    )

    again_on = CalendarField(
        label=_("Call again on"),
        required=False,
    )
    again_at = TimeOfDayField(
        label=_("At"),
        required=False,
    )

    def __init__(self, *args: Any, tracks: Sequence[OwnTrack] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tracks = tracks
        choice = getattr(self.case.household, "contact_choice", None)
        outcome = self.fields["outcome"]
        if choice and choice.no_voicemail and isinstance(outcome, forms.ChoiceField):
            against = {CallOutcome.VOICEMAIL: _("Left a message, which they did not want")}
            outcome.choices = [
                (code, against.get(CallOutcome(code), label)) for code, label in CallOutcome.choices
            ]

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be: a call that came in and that nobody answered for us."""
        cleaned = super().clean() or {}
        if cleaned.get("direction") == "in" and cleaned.get("outcome") != CallOutcome.TALKED:
            unanswered = {CallOutcome.NO_ANSWER, CallOutcome.WRONG_NUMBER}
            if cleaned.get("outcome") in unanswered:
                self.add_error(
                    "outcome",
                    _("If the person called, choose that we talked or that a message was left."),
                )
        self._check_again(cleaned)
        return cleaned

    def _check_again(self, cleaned: dict[str, Any]) -> None:
        on, at, now = cleaned.get("again_on"), cleaned.get("again_at"), timezone.localtime()
        if at is not None and on is None and "again_on" not in self.errors:
            cleaned["again_on"] = on = now.date() if at > now.time() else None
            if on is None:
                self.add_error("again_on", _("Choose the day too: this time has passed today."))
        if on is None:
            return
        if on < now.date() or (on == now.date() and at is not None and at <= now.time()):
            self.add_error("again_on", _("That has passed. Choose a later day or time."))
        elif on > now.date() + timedelta(days=366):
            self.add_error("again_on", _("Choose a day within a year."))


class MissedForm(CaseForm):
    """A message that stands ready, to be sent as it is or in other words."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    body = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )

    def __init__(self, *args: Any, ready: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid.uuid4(), "body": ready}, **kwargs)
