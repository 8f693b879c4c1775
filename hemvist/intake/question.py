"""What all questions have in common: an answer kept from before, and text that can be kept."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hemvist.core.templatetags.ui import translated
from hemvist.intake.definition import Question
from hemvist.intake.steps import Walk


def readable(text: str) -> str:
    """A text without what no keyboard writes and no database keeps: NUL, halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def readable_post(typed: QueryDict) -> QueryDict:
    """What was posted, with every value readable."""
    cleaned = typed.copy()
    for name, values in typed.lists():
        cleaned.setlist(name, [readable(str(value)) for value in values])
    return cleaned


class QuestionForm(forms.Form):
    """One question of a form, on the way somebody has come through it.

    The words are the question's own. Where there is one field, named by `main`, label and help
    stand at it; a question without a label lends it its own words, for those who hear the page.
    """

    main: ClassVar[str] = ""
    extra_button: ClassVar[bool] = False

    def __init__(
        self,
        typed: Mapping[str, Any] | None = None,
        *,
        asked: Question,
        walk: Walk,
        rows: int = 0,
    ) -> None:
        self.asked = asked
        self.walk = walk
        self.rows = rows
        super().__init__(typed, initial=self.first_shown(walk.answers.get(asked.key, {})))
        self.arrange()
        if self.main:
            self._word(self.fields[self.main])

    @property
    def hint(self) -> SafeString | str:
        """What stands below the heading, when it belongs to no one field."""
        return "" if self.main else translated(self.asked.help)

    def first_shown(self, answer: dict[str, Any]) -> dict[str, Any]:
        """What stands in the fields before anything is typed: the answer kept from before."""
        return answer

    def arrange(self) -> None:
        """Make the fields that depend on the question and on other answers."""

    def answer(self) -> dict[str, Any]:
        """The clean values, as they are kept."""
        return self.cleaned_data

    def offer(self, name: str, choices: Iterable[Any]) -> None:
        """Fill a field with what can be chosen, as it is in the database now."""
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    def without(self, *names: str) -> None:
        """Leave out fields that do not concern this household."""
        for name in names:
            del self.fields[name]

    def _word(self, field: forms.Field) -> None:
        label = translated(self.asked.label)
        if not label:
            heading = translated(self.asked.question)
            label = format_html('<span class="visually-hidden">{}</span>', heading)
        field.label = label
        field.help_text = translated(self.asked.help)
