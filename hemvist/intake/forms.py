"""Which form asks a question of which kind, and the form to go on later."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from hemvist.intake import plain_questions as plain
from hemvist.intake.contact_questions import NameForm, TimesForm, WaysForm
from hemvist.intake.definition import Question
from hemvist.intake.household_questions import (
    AreaForm,
    HouseholdForm,
    NeedsForm,
    OriginForm,
    WhenForm,
    WhomForm,
)
from hemvist.intake.question import QuestionForm
from hemvist.intake.steps import Walk

FORMS: dict[str, type[QuestionForm]] = {
    "household": HouseholdForm,
    "needs": NeedsForm,
    "whom": WhomForm,
    "origin": OriginForm,
    "when": WhenForm,
    "area": AreaForm,
    "ways": WaysForm,
    "times": TimesForm,
    "name": NameForm,
    "choice": plain.ChoiceForm,
    "choices": plain.ChoicesForm,
    "yes_no": plain.YesNoForm,
    "ages": plain.AgesForm,
    "text": plain.TextForm,
    "long_text": plain.LongTextForm,
    "consent": plain.ConsentForm,
}


def form_for(
    asked: Question, walk: Walk, typed: Mapping[str, Any] | None = None, *, rows: int = 0
) -> QuestionForm:
    """The page that asks a question, with what is kept of it or was typed."""
    return FORMS[asked.kind](typed, asked=asked, walk=walk, rows=rows)


class LaterForm(forms.Form):
    """Where to send the link to go on later."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Write the e-mail address we shall send the link to."),
            "invalid": gettext_lazy("Write the whole e-mail address, like name@example.com."),
        },
    )
