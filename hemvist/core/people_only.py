"""Public forms without an account that machines like to fill in.

A hidden box that no person sees, and the moment at which the form was shown, signed. Who is too
fast is asked to press once more, so that nobody's words are lost to a wrong guess.
"""

import time
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SALT = "hemvist.people_only"
FASTEST = 4  # seconds; nobody reads a question and answers it in less
A_DAY = 60 * 60 * 24


class PeopleOnly(forms.Form):
    """Comes first among a form's parents; both of its fields are hidden."""

    website = forms.CharField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = now_signed

    @property
    def is_by_machine(self) -> bool:
        """Whether the box that nobody sees was filled in."""
        return bool(self.cleaned_data.get("website"))

    def clean_opened(self) -> None:
        """Ask for a second press when the form came back at once, or without its moment."""
        at = opened_at(self.data.get(self.add_prefix("opened"), ""))
        if at is not None and time.time() - at >= FASTEST:
            return
        if at is None:
            typed: Any = self.data.copy()  # type: ignore[attr-defined]
            typed[self.add_prefix("opened")] = now_signed()
            self.data = typed
        self.add_error(None, ValidationError(TOO_FAST, code="fast"))


TOO_FAST = _("That went very fast. Look it through and press the button once more.")


def now_signed() -> str:
    """This moment, as it travels in the form."""
    return signing.dumps(int(time.time()), salt=SALT)


def opened_at(signed: str) -> int | None:
    """The moment again; None if it is not ours or older than a day."""
    try:
        at: int = signing.loads(signed[:200], salt=SALT, max_age=A_DAY)
    except (signing.BadSignature, ValueError):
        return None
    return at
