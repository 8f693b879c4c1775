"""Where a mail belongs, as a person says it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class EnquiryForm(forms.Form):
    """Somebody new, by mail."""

    name = forms.CharField(
        label=_("What are they called?"),
        max_length=200,
        error_messages={"required": _("Write what they are called.")},
    )
    language = forms.ChoiceField(
        label=_("In which language do we write to them?"),
        error_messages={
            "required": _("Choose a language."),
            "invalid_choice": _("Choose a language."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["language"]
        choices.choices = settings.LANGUAGES
