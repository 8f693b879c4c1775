"""What somebody fills in to keep a filter, and to tag a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Team, User
from hemvist.bulk.filters import Filters
from hemvist.bulk.models import FilteredPage, Tag
from hemvist.casework.models import Case


class SavedFilterForm(forms.Form):
    """The name of a filter, and who sees it."""

    hide_optional = True

    name = forms.CharField(label=_("What shall it be called?"), max_length=60)
    team = forms.ModelChoiceField(
        label=_("Who sees it?"), queryset=Team.objects.none(), required=False
    )
    page = forms.ChoiceField(choices=FilteredPage, widget=forms.HiddenInput)
    query = forms.CharField(max_length=500, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = self.fields["team"]
        assert isinstance(team, forms.ModelChoiceField)  # noqa: S101  declared so above
        team.queryset = Team.objects.all() if user.is_coordinator else user.teams.all()
        team.empty_label = _("Only I")

    def clean_query(self) -> Filters:
        """The filters, read anew so that nothing else of an address is kept."""
        filters = Filters.from_text(self.cleaned_data["query"])
        if not filters:
            raise forms.ValidationError(_("Choose a filter first, then give it a name."))
        return filters


class TagsForm(forms.Form):
    """Which tags a case has, and a new one."""

    tags = forms.ModelMultipleChoiceField(
        label=_("Tags"),
        queryset=Tag.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new = forms.CharField(
        label=_("A new tag"),
        max_length=60,
        required=False,
        help_text=_("Never about health, faith or where somebody comes from."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["tags"] = list(case.tags.values_list("tag", flat=True))
        if not self.fields["tags"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["tags"]
