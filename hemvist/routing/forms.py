"""What a coordinator writes about who gets new cases."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Role, User
from hemvist.core.forms import CalendarField, CountedTextarea
from hemvist.routing.absences import DaysInWrongOrder, IsAwayAlready, StandInIsAway
from hemvist.routing.away_queries import who_can_be_away
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


class AwayForm(forms.Form):
    """Who is away from when to when, and who stands in."""

    user = forms.ModelChoiceField(
        label=_("Who is away?"),
        queryset=User.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _("Choose somebody who works here and has cases.")},
    )
    first_on = CalendarField(label=_("First day away"))
    last_on = CalendarField(label=_("Last day away"))
    stand_in = forms.ModelChoiceField(
        label=_("Who stands in?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("The queue of the team"),
        error_messages={"invalid_choice": _("Choose somebody who works here and has cases.")},
    )

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = User.objects.filter(is_active=True, role__in=[Role.HOST, Role.COORDINATOR])
        self.fields["user"].queryset = who_can_be_away(reader)  # type: ignore[attr-defined]
        self.fields["stand_in"].queryset = everybody  # type: ignore[attr-defined]
        if not reader.is_coordinator:
            self.fields["user"].widget = forms.HiddenInput()

    def refuse(self, why: Exception) -> None:
        """Say beside its field what cannot be, and what to do."""
        if isinstance(why, DaysInWrongOrder):
            self.add_error("last_on", _("The last day comes before the first, or is over."))
        elif isinstance(why, IsAwayAlready):
            self.add_error("first_on", _("That overlaps another absence. End that one first."))
        elif isinstance(why, StandInIsAway):
            self.add_error("stand_in", _("This colleague is away on some of those days too."))
        else:
            self.add_error("stand_in", _("Choose somebody else to stand in."))
