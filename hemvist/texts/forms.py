"""Whose a text is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.casework.models import Case


class WhoseForm(forms.Form):
    """The case a text belongs to, by its number."""

    reference = forms.CharField(
        label=_("Number of the case"),
        max_length=20,
        error_messages={"required": _("Write the number of the case, as in BD-26-00402.")},
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_reference(self) -> str:
        """Find a case that this person may see."""
        told = self.cleaned_data["reference"].strip().upper()
        self.case = Case.objects.visible_to(self.by).filter(reference=told).first()
        if self.case is None:
            raise forms.ValidationError(_("You have no case with this number. Look at it again."))
        self.case = self.case.merged_into or self.case
        return str(told)
