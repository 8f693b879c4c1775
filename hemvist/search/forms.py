"""What is asked: words, and what to keep to."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_QUESTION = 200


class Question(forms.Form):
    """The words in the box; everything may be left empty."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=LONGEST_QUESTION,
        error_messages={"max_length": _("Write at most 200 characters. A few words are best.")},
    )
