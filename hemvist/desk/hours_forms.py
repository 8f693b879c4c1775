"""What a coordinator writes about working hours, promises and days that differ."""

import re
from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hemvist.casework.models import Promise
from hemvist.core.forms import CalendarField
from hemvist.core.models import CalendarDay, Municipality
from hemvist.core.working_time import Block, Calendar
from hemvist.intake.models import FormKind

_BLOCK = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[.:](\d{2}))?", re.ASCII)


def read_blocks(text: str) -> tuple[Block, ...]:
    """Hours as one writes them, "8–12, 13–16.30"; nothing is a closed day.

    Raises ValidationError with a sentence.
    """
    blocks: list[Block] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        found = _BLOCK.fullmatch(part)
        if found is None:
            raise forms.ValidationError(
                _("“%(part)s” is not a time from and to. Write 8–12, 13–16.30."),
                params={"part": part[:40]},
            )
        opens, closes = _time(found[1], found[2]), _time(found[3], found[4])
        if closes <= opens or (blocks and opens < blocks[-1][1]):
            raise forms.ValidationError(
                _("Each time ends later than it begins, one after another.")
            )
        blocks.append((opens, closes))
    return tuple(blocks)


def _time(hour: str, minute: str | None) -> time:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError as wrong:
        raise forms.ValidationError(_("That is no time of day.")) from wrong


def written(blocks: tuple[Block, ...]) -> str:
    """Hours as one writes them."""
    return ", ".join(f"{_plain(opens)}–{_plain(closes)}" for opens, closes in blocks)


def _plain(at: time) -> str:
    return f"{at.hour}.{at.minute:02}" if at.minute else f"{at.hour}"


class WeekForm(forms.Form):
    """The working hours of each weekday; lunch is the gap between two of them."""

    hide_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        current = Calendar.current()
        kwargs["initial"] = {f"day_{n}": written(current.weekdays.get(n, ())) for n in range(7)}
        super().__init__(*args, **kwargs)
        for number in range(7):
            self.fields[f"day_{number}"] = forms.CharField(
                label=str(WEEKDAYS[number]).capitalize(),
                max_length=100,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "text", "size": 24}),
            )

    def clean(self) -> dict[str, Any]:
        """Every day's hours, read."""
        cleaned = super().clean() or {}
        for name in list(cleaned):
            try:
                cleaned[name] = read_blocks(cleaned[name])
            except forms.ValidationError as wrong:
                self.add_error(name, wrong)
        if not self.errors and not any(cleaned.values()):
            self.add_error(None, _("Without any working time no promise could ever be kept."))
        return cleaned

    @property
    def week(self) -> dict[int, tuple[Block, ...]]:
        """What was written, as a week."""
        return {number: self.cleaned_data[f"day_{number}"] for number in range(7)}


class PromiseForm(forms.Form):
    """The promised hours of every kind of enquiry; an empty one has what holds for all."""

    hide_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        usual = Municipality.objects.get(pk=1)
        known = {one.kind: one for one in Promise.objects.all()}
        initial = {"first_": usual.first_contact_hours, "answer_": usual.answer_hours}
        for kind, one in known.items():
            initial |= {
                f"first_{kind}": one.first_contact_hours,
                f"answer_{kind}": one.answer_hours,
            }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        for kind, label in self.kinds():
            for part, what in (("first", _("first contact")), ("answer", _("answer"))):
                self.fields[f"{part}_{kind}"] = forms.IntegerField(
                    label=f"{label}: {what}",
                    min_value=1,
                    max_value=400,
                    required=not kind,
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
                )

    @staticmethod
    def kinds() -> list[tuple[str, str]]:
        """Every kind of form, after what holds for all of them."""
        return [("", _("All others")), *((code, str(label)) for code, label in FormKind.choices)]

    def rows(self) -> list[tuple[str, Any, Any]]:
        """The fields by kind, for a table."""
        return [
            (label, self[f"first_{kind}"], self[f"answer_{kind}"]) for kind, label in self.kinds()
        ]

    def clean(self) -> dict[str, Any]:
        """Both numbers, or none of them."""
        cleaned = super().clean() or {}
        for kind, _label in self.kinds()[1:]:
            first, answer = cleaned.get(f"first_{kind}"), cleaned.get(f"answer_{kind}")
            if (first is None) != (answer is None) and not self.errors:
                missing = "answer" if answer is None else "first"
                self.add_error(f"{missing}_{kind}", _("Write both numbers, or leave both empty."))
        return cleaned

    @property
    def promises(self) -> dict[str, tuple[int, int]]:
        """What was written, by kind."""
        found = {
            kind: (self.cleaned_data[f"first_{kind}"], self.cleaned_data[f"answer_{kind}"])
            for kind, _label in self.kinds()
        }
        return {kind: hours for kind, hours in found.items() if None not in hours}


class CalendarDayForm(forms.Form):
    """A day that differs from its weekday."""

    day = CalendarField(label=gettext_lazy("Day"))
    name = forms.CharField(label=gettext_lazy("What it is called"), max_length=80)
    hours = forms.CharField(
        label=pgettext_lazy("hours", "Open"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("From and to, such as 8–14. Empty when closed all day."),
    )

    def clean_hours(self) -> Block | None:
        """One time from and to, or nothing."""
        blocks = read_blocks(self.cleaned_data["hours"])
        if len(blocks) > 1:
            raise forms.ValidationError(
                _("Write one time from and to; lunch is kept from the weekday.")
            )
        return blocks[0] if blocks else None

    @staticmethod
    def values_of(day: CalendarDay) -> dict[str, Any]:
        """What the form starts with for a day that is in the calendar."""
        hours = written(((day.opens, day.closes),)) if day.opens and day.closes else ""
        return {"day": day.day, "name": day.names.get("sv", ""), "hours": hours}
