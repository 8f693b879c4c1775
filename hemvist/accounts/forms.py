"""What a coordinator fills in about a colleague."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.actions import normal
from hemvist.accounts.models import Role, Team, User, weekdays


class ColleagueForm(forms.Form):
    """Who a colleague is, what they are here for, and which queues are theirs."""

    name = forms.CharField(label=_("Name"), max_length=100)
    title = forms.CharField(label=_("Job title"), max_length=100, required=False)
    phone = forms.CharField(
        label=_("Telephone at work"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        help_text=_("The role decides what this person can see and do."),
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"),
        queryset=Team.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A service point sees only the cases of its teams."),
    )
    needs_approval = forms.BooleanField(
        label=_("A colleague approves their pages before they are published"),
        required=False,
        help_text=_("For editors. Without it an editor publishes straight away."),
    )
    language = forms.ChoiceField(
        label=_("Language of letters to this person"), choices=settings.LANGUAGES
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken with residents"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    work_share = forms.IntegerField(
        label=_("Part of full time, in per cent"),
        min_value=5,
        max_value=100,
        initial=100,
        required=False,
        help_text=_("New cases are shared out by it."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )
    working_days = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        choices=[(number, capfirst(WEEKDAYS[number])) for number in range(7)],
        coerce=int,
        initial=range(5),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    most_cases = forms.IntegerField(
        label=_("Open cases at most"),
        min_value=0,
        max_value=5_000,
        required=False,
        help_text=_("Empty for no limit. The rules give nobody more than this."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )

    def clean_work_share(self) -> int:
        """All of it, when nothing is said."""
        return self.cleaned_data["work_share"] or 100

    def clean_working_days(self) -> list[int]:
        """Monday to Friday, when nothing is said."""
        return self.cleaned_data["working_days"] or weekdays()

    @staticmethod
    def values_of(user: User) -> dict[str, Any]:
        """What the form starts with for somebody who is already here."""
        names = ["name", "title", "phone", "role", "needs_approval", "language", "languages"]
        names += ["work_share", "working_days", "most_cases"]
        return {**{name: getattr(user, name) for name in names}, "teams": user.teams.all()}


class InvitationForm(ColleagueForm):
    """A colleague who has no account yet."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("Their own address at work. The link to choose a password is sent there."),
    )
    field_order = ["email", "name", "title", "phone", "role"]

    def clean_email(self) -> str:
        """Addresses differ only in more than capitals."""
        return normal(self.cleaned_data["email"])
