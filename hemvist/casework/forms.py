"""What somebody at the desk types about one case."""

import uuid
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Role, Team, User
from hemvist.casework.blanks import left_open
from hemvist.casework.models import CallOutcome, Case, CloseReason, Need, NeedState, NextStep
from hemvist.core.dates import short_day
from hemvist.core.working_time import ZONE, Calendar
from hemvist.directory.models import LifeArea
from hemvist.people.models import Person

LONGEST_MESSAGE = 20_000
LONGEST_NOTE = 10_000
QUICK_STEPS = {"tomorrow": 1, "week": 5, "month": 21}
WHEN = [
    ("tomorrow", _("Next working day")),
    ("week", _("In a week")),
    ("month", _("In a month")),
    ("on", _("On a day I choose")),
]


class CaseForm(forms.Form):
    """A form about a case as it was when the page was shown.

    `version` and `shown_at` tell later whether somebody changed the case meanwhile, and what.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shown_at = forms.DateTimeField(
        widget=forms.HiddenInput,
        required=False,
        input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"],
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        self.case = case
        shown = {"version": case.version, "shown_at": timezone.now().isoformat()}
        kwargs["initial"] = {**shown, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def show_as_now(self) -> None:
        """Let what was typed be sent again on top of what the others have changed."""
        self.replace(version=self.case.version, shown_at=timezone.now().isoformat())

    def replace(self, **values: Any) -> None:
        """Put other values into hidden fields before the form is shown again."""
        self.data = {**{name: self.data.get(name) for name in self.data}, **values}

    @property
    def was_shown_at(self) -> datetime:
        """When the page was shown; the beginning of today if it does not say."""
        shown: datetime | None = self.cleaned_data.get("shown_at")
        return shown or timezone.localtime().replace(hour=0, minute=0)


class WriteForm(CaseForm):
    """A message to the person; `key` makes two presses of the button one message."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        max_length=200,
    )
    body = forms.CharField(
        label=_("Message"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        error_messages={"required": _("Write your message to the person.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean_body(self) -> str:
        """A blank that nobody filled would look to the person as if a machine had written."""
        body = str(self.cleaned_data["body"])
        if open_blanks := left_open(body):
            words = ", ".join(f"{{{word}}}" for word in open_blanks)
            raise forms.ValidationError(
                _("Write something for %(words)s before you send.") % {"words": words}
            )
        return body


class NoteForm(CaseForm):
    """A note for colleagues."""

    body = forms.CharField(
        label=_("Note for colleagues"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("The person does not see it here, but has the right to read it on request."),
        error_messages={"required": _("Write something in the note.")},
    )


class CallForm(CaseForm):
    """A telephone call in a few seconds: who called, what came of it, what was said."""

    direction = forms.ChoiceField(
        label=_("Who called?"),
        choices=[("out", _("We called")), ("in", _("The person called"))],
        initial="out",
        widget=forms.RadioSelect,
    )
    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=CallOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of the call.")},
    )
    summary = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("A line or two is enough."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be: a call that came in and that nobody answered for us."""
        cleaned = super().clean() or {}
        if cleaned.get("direction") == "in" and cleaned.get("outcome") != CallOutcome.TALKED:
            unanswered = {CallOutcome.NO_ANSWER, CallOutcome.WRONG_NUMBER}
            if cleaned.get("outcome") in unanswered:
                self.add_error(
                    "outcome",
                    _("If the person called, choose that we talked or that a message was left."),
                )
        return cleaned


class NextStepForm(CaseForm):
    """What happens next, and when; the quick days are working days."""

    hide_optional = True

    step = forms.ChoiceField(label=_("What happens next?"), choices=NextStep.choices)
    note = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    when = forms.ChoiceField(
        label=_("When?"),
        choices=WHEN,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when it will be done.")},
    )
    on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        help_text=_("Only if you chose a day of your own."),
        error_messages={"invalid": _("Write the day as 2026-11-30.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today, calendar = timezone.now().astimezone(ZONE).date(), Calendar.current()
        self.quick_days = {
            code: calendar.next_working_day(today, days=days) for code, days in QUICK_STEPS.items()
        }
        self.today = today
        when = self.fields["when"]
        if isinstance(when, forms.ChoiceField):
            when.choices = [(code, self._with_day(code, str(label))) for code, label in WHEN]

    def _with_day(self, code: str, label: str) -> str:
        day = self.quick_days.get(code)
        return f"{label}: {short_day(day)}" if day else label

    def clean(self) -> dict[str, Any]:
        """Turn the quick choices into a day, and ask for the words that "something else" needs."""
        cleaned = super().clean() or {}
        if cleaned.get("when") == "on":
            self._check_day(cleaned.get("on"))
        elif cleaned.get("when"):
            cleaned["on"] = self.quick_days[cleaned["when"]]
        if cleaned.get("step") == NextStep.OTHER and not cleaned.get("note"):
            self.add_error("note", _("Say in a few words what will be done."))
        return cleaned

    def _check_day(self, on: date | None) -> None:
        if on is None:
            if "on" not in self.errors:
                self.add_error("on", _("Choose the day."))
        elif on < self.today:
            self.add_error("on", _("The day has passed. Choose today or a later day."))
        elif on.year > self.today.year + 3:
            self.add_error("on", _("Choose a day within three years."))


class AssignForm(CaseForm):
    """Whose the case shall be: a colleague's, or a team's queue."""

    to = forms.ChoiceField(
        label=_("Who takes over?"),
        error_messages={
            "required": _("Choose a colleague or a team."),
            "invalid_choice": _("That colleague or team cannot take cases now. Choose another."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hosts = {str(one.pk): one for one in hosts()}
        self.teams = {str(team.pk): team for team in Team.objects.all()}
        choice = self.fields["to"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [
                ("", _("Choose")),
                (_("A colleague"), [(f"u{pk}", one.name) for pk, one in self.hosts.items()]),
                (_("A team's queue"), [(f"t{pk}", team.name) for pk, team in self.teams.items()]),
            ]

    def clean(self) -> dict[str, Any]:
        """Find the colleague or the team behind the choice."""
        cleaned = super().clean() or {}
        to = cleaned.get("to", "")
        cleaned["owner"] = self.hosts.get(to[1:]) if to.startswith("u") else None
        cleaned["team"] = self.teams.get(to[1:]) if to.startswith("t") else None
        return cleaned


def hosts() -> Any:
    """Those who can own a case."""
    return User.objects.filter(is_active=True, role__in=[Role.HOST, Role.COORDINATOR])


class NeedForm(CaseForm):
    """Something more that the household looks for."""

    life_area = forms.ModelChoiceField(
        label=_("Looks for"),
        queryset=LifeArea.objects.filter(can_be_sought=True),
        error_messages={"required": _("Choose what is looked for.")},
    )
    person = forms.ModelChoiceField(
        label=_("Who is it for?"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("The whole household"),
    )
    note = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        if isinstance(person, forms.ModelChoiceField):
            person.queryset = Person.objects.present().filter(household=self.case.household_id)


class NeedStateForm(CaseForm):
    """What became of a need; `was` is what it was when the page was shown."""

    was = forms.ChoiceField(choices=NeedState.choices, widget=forms.HiddenInput, required=False)
    state = forms.ChoiceField(label=_("How does it stand?"), choices=NeedState.choices)

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        kwargs["initial"] = {"was": need.state, "state": need.state, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class CloseForm(CaseForm):
    """Why a case ends."""

    reason = forms.ChoiceField(
        label=_("What came of it?"),
        choices=CloseReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of the case.")},
    )
