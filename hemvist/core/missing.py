"""What is said when something was left out, where a form says nothing of its own.

"This field is required" helps nobody who looks at four of them: here the words tell what to do,
and the summary above the form names the field.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

WORDS: dict[type[forms.Field], Any] = {
    forms.Field: _("Fill this in."),
    forms.ChoiceField: _("Choose one of these."),
    forms.ModelChoiceField: _("Choose one of these."),
    forms.MultipleChoiceField: _("Choose at least one."),
    forms.ModelMultipleChoiceField: _("Choose at least one."),
    forms.DateField: _("Write which day."),
    forms.IntegerField: _("Write a number."),
    forms.FileField: _("Choose a file."),
    forms.BooleanField: _("Tick the box to go on."),
}


def say_what_is_missing() -> None:
    """Let every field that is left out say what to do; called once, when Django starts."""
    for kind, words in WORDS.items():
        kind.default_error_messages = {**kind.default_error_messages, "required": words}


def mistakes_of(field: BoundField) -> list[str]:
    """The mistakes in a field as a summary lists them: with its name where the words have none."""
    words = {str(text) for text in WORDS.values()}
    said = [str(mistake) for mistake in field.errors]
    return [f"{field.label}: {one}" if one in words else one for one in said]
