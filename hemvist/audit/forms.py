"""What a reader of the log looks for."""

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.audit.models import ActorKind, Event
from hemvist.audit.queries import known_subjects, known_verbs
from hemvist.audit.subjects import number_of
from hemvist.audit.words import ACTORS, deed_in_words, thing_in_words
from hemvist.core.forms import CalendarField

ANY = [("", _("All"))]
LAST_DAY = date(9999, 12, 30)  # the day after it still has a number


class LogForm(forms.Form):
    """Who, what, about what, when; everything may be left empty."""

    hide_optional = True

    who = forms.ChoiceField(label=_("Who"), required=False)
    verb = forms.ChoiceField(label=_("What was done"), required=False)
    subject_type = forms.ChoiceField(label=_("Kind of thing"), required=False)
    subject = forms.CharField(
        label=_("Its reference or number"),
        max_length=40,
        required=False,
        help_text=_("For example a case: choose the kind, write the reference."),
    )
    since = CalendarField(
        label=_("From"),
        required=False,
    )
    until = CalendarField(
        label=_("To and including"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = [(str(pk), name) for pk, name in User.objects.values_list("pk", "name")]
        choices: dict[str, list[Any]] = {
            "who": [*ACTORS.items(), *staff],
            "verb": _by_words({verb: deed_in_words(verb) for verb in known_verbs()}),
            "subject_type": _by_words({kind: thing_in_words(kind) for kind in known_subjects()}),
        }
        for name, known in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = [*ANY, *known]

    def clean(self) -> dict[str, Any]:
        """A thing is found by its kind and its number together."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("subject") and not found.get("subject_type"):
            self.add_error("subject_type", _("Choose which kind of thing this is the number of."))
        if found.get("since") and found.get("until") and found["until"] < found["since"]:
            self.add_error("until", _("Choose a day after the first one."))
        return found

    def events(self, *, reader: User) -> QuerySet[Event]:
        """The events that fit."""
        found, events = self.cleaned_data, Event.objects.all()
        if found["who"] in ActorKind.values:
            events = events.filter(actor_kind=found["who"])
        elif found["who"]:
            events = events.filter(actor=int(found["who"]))
        if found["verb"]:
            events = events.filter(verb=found["verb"])
        if found["subject_type"]:
            events = events.filter(subject_type=found["subject_type"])
        if found["subject"]:
            number = number_of(found["subject_type"], found["subject"].strip(), reader=reader)
            events = events.filter(subject_id=number)
        if found["since"]:
            events = events.filter(at__gte=_midnight(found["since"]))
        if found["until"]:
            last = min(found["until"], LAST_DAY)
            events = events.filter(at__lt=_midnight(last + timedelta(days=1)))
        return events

    def looked_for(self) -> dict[str, str]:
        """What was asked, to write down that it was asked."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


def _by_words(choices: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(choices.items(), key=lambda choice: choice[1].casefold())


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
