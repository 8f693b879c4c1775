"""What is asked: words, and what to keep to."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hemvist.core.letters import plain, split_words
from hemvist.directory.models import Area
from hemvist.directory.swedish_order import in_swedish_order
from hemvist.search.concepts import LONGEST_TERM
from hemvist.search.sources import SOURCES

LONGEST_QUESTION = 200


class Question(forms.Form):
    """The words in the box, and what to keep to; everything may be left empty."""

    hide_optional = True

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=LONGEST_QUESTION,
        error_messages={"max_length": _("Write at most 200 characters. A few words are best.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[],
        error_messages={"invalid_choice": _("There is nothing of that kind. Show all kinds.")},
    )
    area = forms.ModelChoiceField(
        label=_("Area"),
        required=False,
        queryset=Area.objects.none(),
        empty_label=_("The whole municipality"),
        error_messages={"invalid_choice": _("There is no such area. Choose one in the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, area = self.fields["kind"], self.fields["area"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101
        assert isinstance(area, forms.ModelChoiceField)  # noqa: S101
        kind.choices = [(code, source.label_many) for code, source in SOURCES.items()]
        area.queryset = Area.objects.order_by(in_swedish_order())


class NewTerm(forms.Form):
    """One more word for a concept."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[*settings.LANGUAGES, ("de", _("German"))],
        error_messages={
            "required": _("Choose the language of the word."),
            "invalid_choice": _("Choose one of the languages in the list."),
        },
    )
    text = forms.CharField(
        label=_("Word or phrase"),
        max_length=80,
        help_text=_("As people write it. Up to four words."),
        error_messages={
            "required": _("Write the word."),
            "max_length": _("Write at most 80 characters."),
        },
    )

    def clean_text(self) -> str:
        """Something that can be found: at least a letter, at most four words."""
        text = " ".join(self.cleaned_data["text"].split())
        words = split_words(plain(text))
        if not words or len(words) > LONGEST_TERM:
            raise forms.ValidationError(_("Write one to four words."))
        return text
