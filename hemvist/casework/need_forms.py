"""What a household looks for: a new need, and how one stands."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemvist.casework.forms import CaseForm
from hemvist.casework.models import NeedState, UnmetReason
from hemvist.casework.side_by_side import MergingForm
from hemvist.core.dates import today
from hemvist.directory.models import LifeArea
from hemvist.people.models import Person
from hemvist.people.naming import called


class MemberField(forms.ModelChoiceField):
    """A choice among the members of a household, as one calls them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Person.objects.none(), **options)

    def label_from_instance(self, obj: Any) -> str:
        """The name; for one without, what we know."""
        return called(obj, on=today())

    def show(self, people: Any) -> None:
        """Let these be chosen among."""
        self.queryset = people


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


def _member() -> MemberField:
    return MemberField(
        label=_("Who is it for?"), required=False, empty_label=_("The whole household")
    )


class NeedForm(CaseForm):
    """Something more that the household looks for."""

    hide_optional = True

    life_area = forms.ModelChoiceField(
        label=_("Looks for"),
        queryset=LifeArea.objects.filter(can_be_sought=True),
        error_messages={"required": _("Choose what is looked for.")},
    )
    person = _member()
    note = _words(_("In a few words"))
    desired = _words(_("How do they want it to become?"), _("What will tell that it is met."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        if isinstance(person, MemberField):
            person.show(self.case.household.people.present())


class NeedChangeForm(MergingForm):
    """How a need stands, and in words what is wished and what it became."""

    hide_optional = True
    merging = (
        *("state", "person", "note", "desired", "achieved"),
        *("unmet_reason", "unmet_words"),
    )

    state = forms.ChoiceField(
        label=_("How does it stand?"), choices=NeedState.choices, widget=forms.RadioSelect
    )
    unmet_reason = forms.ChoiceField(
        label=_("Why could it not be met?"),
        choices=[("", _("It could, or it is not settled yet")), *UnmetReason.choices],
        required=False,
        help_text=_("Only if it could not be met. We count these, to learn what is missing here."),
    )
    unmet_words = _words(_("More about why"))
    person = _member()
    note = _words(_("In a few words"))
    desired = _words(_("How do they want it to become?"))
    achieved = _words(_("What did it become?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person, now = self.fields["person"], kwargs["now"]["person"]
        if isinstance(person, MemberField):
            members = self.case.household.people
            person.show(members.filter(Q(left_on=None) | Q(pk=now.pk if now else 0)))

    def clean(self) -> dict[str, Any]:
        """Ask why, when something could not be met."""
        cleaned = super().clean() or {}
        if cleaned.get("state") == NeedState.NOT_POSSIBLE and not cleaned.get("unmet_reason"):
            self.add_error("unmet_reason", _("Choose why it could not be met."))
        return cleaned
