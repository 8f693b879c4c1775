"""What somebody fills in when something has happened."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.bulk.choosing import chips_of, filter_fields
from hemvist.bulk.filters import Filters
from hemvist.bulk.models import Tag
from hemvist.employers.models import Employer
from hemvist.waves.models import Wave, WaveKind


class WaveForm(forms.Form):
    """What has happened, and whom it concerns."""

    hide_optional = True

    name = forms.CharField(
        label=_("What has happened, in a few words?"),
        max_length=60,
        help_text=_("The cases are tagged with it: the mine closes 2027."),
    )
    kind = forms.ChoiceField(
        label=_("What kind of thing is it?"), choices=WaveKind, widget=forms.RadioSelect
    )
    employer = forms.ModelChoiceField(
        label=_("Which employer?"),
        queryset=Employer.objects.all(),
        required=False,
        empty_label=_("None"),
        help_text=_("Its people are found. For all else, filter the list of cases first."),
    )
    query = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        """A name that neither a wave nor a tag has."""
        name = " ".join(self.cleaned_data["name"].split())
        is_taken = Wave.objects.filter(name__iexact=name).exists()
        if is_taken or Tag.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("Something is called that already. Add the year."))
        return name

    def clean(self) -> dict[str, Any]:
        """Whom it concerns has to be said one way or the other."""
        cleaned = super().clean() or {}
        has_filter = bool(Filters.from_text(cleaned.get("query", "")))
        if not has_filter and not cleaned.get("employer") and "employer" not in self.errors:
            words = _("Choose an employer, or filter the list of cases and begin from there.")
            self.add_error("employer", words)
        return cleaned

    @property
    def chips(self) -> list[Any]:
        """The filter it begins with, in words."""
        value = self["query"].value()
        filters = Filters.from_text(str(value)[:500]) if value else Filters()
        return chips_of(filter_fields(filters, with_closed=True, with_owner=True), filters)
