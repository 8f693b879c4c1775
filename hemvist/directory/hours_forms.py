"""Opening hours as somebody writes them who is no technician: days, from when, to when."""

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from hemvist.core.forms import CalendarField
from hemvist.directory.models import AttendingType, Frequency, Schedule, SpecialDay
from hemvist.directory.recurrence import DAYS, parse_byday

CLOCK = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?")
EVERY_WEEK, OTHER_WEEK, AS_IT_IS = "week", "other_week", "kept"
HOW_OFTEN = [
    (EVERY_WEEK, _("Every week")),
    (OTHER_WEEK, _("Every other week")),
    ("month_1", _("The first in every month")),
    ("month_2", _("The second in every month")),
    ("month_3", _("The third in every month")),
    ("month_4", _("The fourth in every month")),
    ("month_-1", _("The last in every month")),
]
MOST_ROWS = 60
# A hand-made form may say that it has millions; Django would make two thousand of them.
BOUNDS: dict[str, Any] = {"max_num": MOST_ROWS, "absolute_max": MOST_ROWS + 1, "validate_max": True}


class ClockField(forms.CharField):
    """A time as people write it: 8, 8.30, 08:30; 24 is midnight."""

    def __init__(self, *, like: str, **options: Any) -> None:
        widget = forms.TextInput({"size": 6, "inputmode": "decimal", "placeholder": like})
        super().__init__(required=False, max_length=5, widget=widget, **options)
        self.error_messages["max_length"] = _("Write a time like 8 or 16.30.")

    def clean(self, value: Any) -> Any:
        """A time of day, or None for nothing."""
        text = super().clean(value).strip()
        if not text:
            return None
        found = CLOCK.fullmatch(text)
        if found and text.isascii():
            hour, minute = int(found[1]), int(found[2] or 0)
            if (hour, minute) == (24, 0):
                return time(0)
            if hour < 24 and minute < 60:
                return time(hour, minute)
        raise ValidationError(_("Write a time like 8 or 16.30."), code="invalid")

    def prepare_value(self, value: Any) -> Any:
        """A time as it is written here."""
        return f"{value:%H.%M}" if isinstance(value, time) else value


def _day(label: Any) -> CalendarField:
    return CalendarField(label=label, required=False)


class HoursRow(forms.Form):
    """One line of opening hours; a rule too rare for these fields is kept, or taken away."""

    pk = forms.UUIDField(required=False, widget=forms.HiddenInput)
    days = forms.MultipleChoiceField(
        label=_("On these days"),
        choices=[(code, WEEKDAYS[number]) for number, code in enumerate(DAYS)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose days in the list.")},
    )
    opens_at = ClockField(label=_("From"), like="08.00")
    closes_at = ClockField(label=_("To"), like="16.30")
    by_appointment = forms.BooleanField(label=_("One must book a time"), required=False)
    follows_holidays = forms.BooleanField(
        label=_("Closed on holidays, shorter on half days"), required=False, initial=True
    )
    attending_type = forms.ChoiceField(
        label=_("How one comes"), choices=AttendingType, initial=AttendingType.IN_PERSON
    )
    how_often = forms.ChoiceField(label=_("How often"), choices=HOW_OFTEN, initial=EVERY_WEEK)
    valid_from = _day(_("First day of the season"))
    valid_to = _day(_("Last day of the season"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("how_often") == AS_IT_IS:
            field = self.fields["how_often"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = [(AS_IT_IS, _("As it is, by its own rule")), *HOW_OFTEN]

    def clean(self) -> dict[str, Any]:
        """Days and both times, unless one books; seasons in order; a first week to count from."""
        said = super().clean() or {}
        if self.errors or said.get("DELETE") or not self.has_changed():
            return said
        opens, closes = said.get("opens_at"), said.get("closes_at")
        if (opens is None) != (closes is None):
            self.add_error("closes_at" if opens else "opens_at", _("Write both times."))
        elif opens is None and not said.get("by_appointment"):
            self.add_error("opens_at", _("Write from when and to when it is open."))
        if opens is not None and not said.get("days") and said["how_often"] != AS_IT_IS:
            self.add_error("days", _("Choose at least one day."))
        first, last = said.get("valid_from"), said.get("valid_to")
        if first and last and first > last:
            self.add_error("valid_to", _("The season must end after it begins."))
        if said.get("how_often") == OTHER_WEEK and not first:
            self.add_error("valid_from", _("Write a day in the first of these weeks."))
        return said

    def is_said(self) -> bool:
        """Whether somebody has written something here that shall stay."""
        said = self.cleaned_data
        return not said.get("DELETE") and (
            said.get("opens_at") is not None or bool(said.get("by_appointment"))
        )

    def fill(self, row: Schedule) -> Schedule:
        """The row with what was written; its own rule stays if it is to be kept."""
        said = self.cleaned_data
        for name in ("opens_at", "closes_at", "by_appointment", "follows_holidays"):
            setattr(row, name, said[name])
        row.attending_type = said["attending_type"]
        row.valid_from, row.valid_to = said["valid_from"], said["valid_to"]
        if said["how_often"] == AS_IT_IS:
            return row
        row.bymonthday, row.interval = "", 2 if said["how_often"] == OTHER_WEEK else 1
        row.dtstart = said["valid_from"] if said["how_often"] == OTHER_WEEK else None
        nth = said["how_often"].removeprefix("month_")
        is_monthly = nth != said["how_often"]
        row.freq = Frequency.MONTHLY if is_monthly else Frequency.WEEKLY
        row.byday = ",".join(f"{nth if is_monthly else ''}{day}" for day in said["days"])
        return row


class SpecialRow(forms.Form):
    """Days that differ: closed, or open at other times, with the reason that readers see."""

    pk = forms.UUIDField(required=False, widget=forms.HiddenInput)
    first_day = _day(_("From this day"))
    last_day = _day(_("To this day; empty if it is one day"))
    opens_at = ClockField(label=_("Open from; empty if closed"), like="08.00")
    closes_at = ClockField(label=_("To"), like="16.30")
    reason_sv = forms.CharField(label=_("Reason, in Swedish"), required=False, max_length=100)
    reason_en = forms.CharField(label=_("Reason, in English"), required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        """A first day, days in order, and both times or none."""
        said = super().clean() or {}
        if self.errors or said.get("DELETE") or not self.has_changed():
            return said
        first, last = said.get("first_day"), said.get("last_day")
        if first is None:
            self.add_error("first_day", _("Write the first day."))
        elif last and first > last:
            self.add_error("last_day", _("The last day comes after the first."))
        if (said.get("opens_at") is None) != (said.get("closes_at") is None):
            self.add_error("closes_at", _("Write both times, or none if it is closed."))
        return said

    def is_said(self) -> bool:
        """Whether somebody has written something here that shall stay."""
        return not self.cleaned_data.get("DELETE") and bool(self.cleaned_data.get("first_day"))

    def fill(self, row: SpecialDay) -> SpecialDay:
        """The row with what was written."""
        said = self.cleaned_data
        row.first_day, row.last_day = said["first_day"], said["last_day"] or said["first_day"]
        row.opens_at, row.closes_at = said["opens_at"], said["closes_at"]
        reasons = {"sv": said["reason_sv"], "en": said["reason_en"]}
        row.reasons = {code: text for code, text in (row.reasons | reasons).items() if text}
        return row


def _as_written(row: Schedule) -> dict[str, Any]:
    names = ("opens_at", "closes_at", "by_appointment", "follows_holidays", "attending_type")
    written = {name: getattr(row, name) for name in names}
    season = {"valid_from": row.valid_from, "valid_to": row.valid_to}
    days = parse_byday(row.byday)
    often = {"how_often": _how_often(row), "days": [DAYS[weekday] for _nth, weekday in days]}
    return {"pk": row.pk, **written, **season, **often}


def _how_often(row: Schedule) -> str:
    which = {nth for nth, _weekday in parse_byday(row.byday)}
    codes = {code for code, _label in HOW_OFTEN}
    is_plain = not row.bymonthday and not row.until and bool(row.byday or row.opens_at is None)
    if is_plain and row.freq == Frequency.WEEKLY and row.interval == 1 and not row.dtstart:
        return EVERY_WEEK
    if is_plain and row.freq == Frequency.WEEKLY and row.interval == 2 and row.valid_from:
        return OTHER_WEEK if row.dtstart == row.valid_from else AS_IT_IS
    if is_plain and row.freq == Frequency.MONTHLY and row.interval == 1 and len(which) == 1:
        code = f"month_{which.pop()}"
        return code if code in codes and not row.dtstart else AS_IT_IS
    return AS_IT_IS


def hours_forms(rows: Iterable[Schedule], asked: Any) -> BaseFormSet:
    """A form for each rule, and one empty."""
    made = formset_factory(HoursRow, extra=1, can_delete=True, **BOUNDS)
    return made(asked, prefix="hours", initial=[_as_written(row) for row in rows])


def special_forms(rows: Iterable[SpecialDay], asked: Any, *, on: date) -> BaseFormSet:
    """A form for each of the coming days that differ, and one empty."""
    made = formset_factory(SpecialRow, extra=1, can_delete=True, **BOUNDS)
    initial = [
        {
            "pk": row.pk,
            "first_day": row.first_day,
            "last_day": row.last_day,
            "opens_at": row.opens_at,
            "closes_at": row.closes_at,
            "reason_sv": row.reasons.get("sv", ""),
            "reason_en": row.reasons.get("en", ""),
        }
        for row in rows
        if row.last_day >= on
    ]
    return made(asked, prefix="special", initial=initial)
