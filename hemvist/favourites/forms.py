"""Which thing is meant, and the reader's own words about it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_NOTE = 500


class ThingForm(forms.Form):
    """A kind and a key, sent by a button as "kind:key"."""

    thing = forms.CharField(max_length=141)

    def clean_thing(self) -> tuple[str, str]:
        """Both parts; what has no colon is no thing."""
        kind, colon, key = self.cleaned_data["thing"].partition(":")
        if not (kind and colon and key):
            raise forms.ValidationError(_("There is no such page."))
        return kind, key


class MoveForm(ThingForm):
    """Up or down."""

    way = forms.ChoiceField(choices=[("up", "up"), ("down", "down")])

    def clean_way(self) -> int:
        """As a step."""
        return -1 if self.cleaned_data["way"] == "up" else 1


class NoteForm(ThingForm):
    """Own words; empty takes them away."""

    note = forms.CharField(
        label=_("Your own words"),
        required=False,
        max_length=LONGEST_NOTE,
        error_messages={"max_length": _("Write at most 500 characters.")},
    )

    def clean_note(self) -> Any:
        """Line ends count once."""
        return self.cleaned_data["note"].replace("\r\n", "\n").strip()


class ShareForm(forms.Form):
    """Whether the notes go along."""

    with_notes = forms.BooleanField(label=_("With my own words"), required=False)
