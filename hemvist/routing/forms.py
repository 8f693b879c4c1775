"""What a coordinator writes about who gets new cases."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.core.forms import CountedTextarea
from hemvist.routing.parsing import LONGEST_TEXT


class RulesForm(forms.Form):
    """The whole set as one text, and what is new in it."""

    text = forms.CharField(
        label=_("Rules"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=CountedTextarea(LONGEST_TEXT, {"rows": 14, "spellcheck": "false", "class": "code"}),
        help_text=_("A rule to a line. The first one that holds decides."),
    )
    note = forms.CharField(
        label=_("What is new, and why"),
        max_length=300,
        required=False,
        help_text=_("For your colleagues, in the history."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
