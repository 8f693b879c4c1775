"""What all questions have in common: an answer kept from before, and text that can be kept."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict

from hemvist.intake import steps


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
    """One question. `answers` is all that was answered so far, on this page and on others."""

    step: ClassVar[str]
    question: ClassVar[Any]
    title: ClassVar[Any]
    hint: ClassVar[Any] = ""

    def __init__(
        self, typed: Mapping[str, Any] | None = None, *, answers: steps.Answers, rows: int = 0
    ) -> None:
        self.answers = answers
        self.rows = rows
        super().__init__(typed, initial=self.first_shown(answers.get(self.step, {})))
        self.arrange()

    def first_shown(self, answer: dict[str, Any]) -> dict[str, Any]:
        """What stands in the fields before anything is typed: the answer kept from before."""
        return answer

    def arrange(self) -> None:
        """Make the fields that depend on other answers."""

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
