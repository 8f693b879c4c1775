"""Whose a case shall be."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Role, Team, User
from hemvist.accounts.queries import away_until
from hemvist.casework.models import Case
from hemvist.casework.side_by_side import MergingForm
from hemvist.casework.together import owner_now
from hemvist.core.dates import short_day, today


class AssignForm(MergingForm):
    """Whose the case shall be: a colleague's, or a team's queue."""

    merging = ("to",)

    to = forms.ChoiceField(
        label=_("Who takes over?"),
        error_messages={
            "required": _("Choose a colleague or a team."),
            "invalid_choice": _("That colleague or team cannot take cases now. Choose another."),
        },
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        kwargs["initial"] = {"to": "", **kwargs.get("initial", {})}
        super().__init__(*args, case=case, now=owner_now(case), **kwargs)
        self.hosts = {str(one.pk): one for one in hosts()}
        self.teams = {str(team.pk): team for team in Team.objects.all()}
        choice, away = self.fields["to"], away_until(today())

        def label(one: User) -> str:
            if one.pk not in away:
                return one.name
            until = {"name": one.name, "day": short_day(away[one.pk])}
            return str(_("%(name)s (away until %(day)s)") % until)

        if isinstance(choice, forms.ChoiceField):
            choice.choices = [
                ("", _("Choose")),
                (_("A colleague"), [(f"u{pk}", label(one)) for pk, one in self.hosts.items()]),
                (_("A team's queue"), [(f"t{pk}", team.name) for pk, team in self.teams.items()]),
            ]

    def whose(self, to: str) -> tuple[User | None, Team | None]:
        """The colleague or the team behind a choice."""
        owner = self.hosts.get(to[1:]) if to.startswith("u") else None
        return owner, self.teams.get(to[1:]) if to.startswith("t") else None

    def _shown(self, field: str, text: str) -> str:
        """A name; also of one who has got the case and could not be chosen here."""
        owner, team = self.whose(text)
        if owner or team:
            return owner.name if owner else team.name if team else ""
        return self.case.owner.name if self.case.owner else super()._shown(field, text)


def hosts() -> Any:
    """Those who can own a case."""
    return User.objects.filter(is_active=True, role__in=[Role.HOST, Role.COORDINATOR])
