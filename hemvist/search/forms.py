"""What is asked: words, and what to keep to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.directory.models import Area
from hemvist.directory.queries import in_swedish_order
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
