"""The questions that a municipality words itself: choices, texts, yes or no, ages, agreement."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hemvist.core.forms import AgesField, CountedTextarea
from hemvist.core.templatetags.ui import spoken_text, translated
from hemvist.intake.kinds import NO, YES
from hemvist.intake.question import QuestionForm

LONGEST_TEXT = 5_000
LONGEST_LINE = 300
MOST_AGES = 12


class ChoiceForm(QuestionForm):
    """One of several answers."""

    main = "choice"

    choice = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the answers.")},
    )

    def arrange(self) -> None:
        """The answers as the municipality worded them."""
        self.offer("choice", [(one.key, translated(one.text)) for one in self.asked.choices])
        self.fields["choice"].required = self.asked.required


class ChoicesForm(QuestionForm):
    """Several answers at once."""

    main = "choices"

    choices = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one of the answers.")},
    )

    def arrange(self) -> None:
        """The answers as the municipality worded them."""
        self.offer("choices", [(one.key, translated(one.text)) for one in self.asked.choices])
        self.fields["choices"].required = self.asked.required


class YesNoForm(QuestionForm):
    """Yes or no, neither of them ticked before."""

    main = "yes"

    yes = forms.ChoiceField(
        choices=[(YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )

    def first_shown(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The answer as its button has it."""
        return {"yes": {True: YES, False: NO}.get(answer.get("yes"))}  # type: ignore[arg-type]

    def arrange(self) -> None:
        """Needed or not."""
        self.fields["yes"].required = self.asked.required

    def answer(self) -> dict[str, Any]:
        """True, false, or nothing said."""
        return {"yes": {YES: True, NO: False}.get(self.cleaned_data["yes"])}


class AgesForm(QuestionForm):
    """Ages in whole years, whoever they belong to."""

    main = "ages"

    ages = AgesField(most=MOST_AGES, oldest=120)

    def arrange(self) -> None:
        """As many boxes as are filled, and some to spare."""
        kept = len(self.initial.get("ages", []))
        typed = [name for name in self.data if name.startswith("ages_")]
        rows = min(max(3, kept + 3, len(typed), self.rows), MOST_AGES)
        self.fields["ages"] = AgesField(
            most=rows,
            oldest=120,
            required=self.asked.required,
            error_messages={"required": _("Write at least one age.")},
        )
        self.can_add = rows < MOST_AGES
        self.more_rows = min(rows + 3, MOST_AGES)

    def answer(self) -> dict[str, Any]:
        """The ages as a list."""
        return {"ages": self.cleaned_data["ages"] or []}


class TextForm(QuestionForm):
    """A line of text."""

    main = "text"

    text = forms.CharField(
        max_length=LONGEST_LINE,
        widget=forms.TextInput({"dir": "auto"}),
        error_messages={
            "required": gettext_lazy("Write an answer."),
            "max_length": gettext_lazy("Write at most 300 characters here."),
        },
    )

    def arrange(self) -> None:
        """Needed or not."""
        self.fields["text"].required = self.asked.required


class LongTextForm(QuestionForm):
    """Whatever else, in their own words."""

    main = "text"
    hide_optional = True

    text = forms.CharField(
        widget=CountedTextarea(LONGEST_TEXT, {"dir": "auto"}),
        error_messages={"required": gettext_lazy("Write an answer.")},
    )

    def arrange(self) -> None:
        """Needed or not."""
        self.fields["text"].required = self.asked.required

    def clean_text(self) -> str:
        """Line ends count once, whatever the browser sends."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > LONGEST_TEXT:
            raise ValidationError(
                _(
                    "Your text has %(length)d characters. There is room for %(limit)d. "
                    "Shorten it; you can write more to us later."
                )
                % {"length": len(text), "limit": LONGEST_TEXT}
            )
        return text


class ConsentForm(QuestionForm):
    """Whether they agree to what the question says; the exact words are kept with the answer."""

    agreed = forms.BooleanField(
        error_messages={
            "required": gettext_lazy("Tick the box to go on, or phone us if you do not agree.")
        },
    )

    def arrange(self) -> None:
        """The words stand beside the box, the explanation above it."""
        self.fields["agreed"].label = translated(self.asked.label) or _("I agree")
        self.fields["agreed"].required = self.asked.required

    def answer(self) -> dict[str, Any]:
        """Yes or no, and to which words in which language."""
        texts = (self.asked.question, self.asked.help, self.asked.label)
        words = [spoken_text(text) for text in texts]
        return {
            "agreed": self.cleaned_data["agreed"],
            "wording": "\n".join(text for text in words if text),
            "language": (get_language() or "sv").split("-")[0],
        }
