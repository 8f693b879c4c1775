"""How forms look, and the few fields that Django lacks: a day in three boxes, a month, ages."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.dates import MONTHS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class Renderer(TemplatesSetting):
    """Django's renderer with our markup: label, hint, mistake, input, in that order.

    The templates stand under core/templates/django/forms.
    """


class CountedTextarea(forms.Textarea):
    """A text area that tells how much room is left; the limit itself is the field's max_length."""

    template_name = "core/forms/counted_textarea.html"

    def __init__(self, limit: int, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 5, **(attrs or {})})
        self.limit = limit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's, with the limit."""
        context = super().get_context(name, value, attrs)
        context["widget"]["limit"] = self.limit
        return context


class LabelledParts(forms.MultiWidget):
    """Several small inputs in a row, each with a label of its own."""

    template_name = "core/forms/parts.html"
    use_fieldset = True

    def __init__(self, parts: Sequence[tuple[Any, forms.Widget]]) -> None:
        super().__init__([widget for _label, widget in parts])
        self.labels = [label for label, _widget in parts]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's, with a label for each part."""
        context = super().get_context(name, value, attrs)
        for label, part in zip(self.labels, context["widget"]["subwidgets"], strict=True):
            part["label"] = label
        return context


def _number(text: str) -> int:
    """A whole number from zero, in any script's digits; ValueError for anything else."""
    if len(text) > 4 or not text.isdecimal():
        raise ValueError(text)
    return int(text)


def _box(size: int) -> forms.TextInput:
    return forms.TextInput({"size": size, "inputmode": "numeric", "autocomplete": "off"})


class DayWidget(LabelledParts):
    """Day, month and year in three boxes, which no device turns into a wheel."""

    def __init__(self) -> None:
        super().__init__([(_("Day"), _box(2)), (_("Month"), _box(2)), (_("Year"), _box(4))])

    def decompress(self, value: date | None) -> list[int | None]:
        """A day as its three numbers."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(forms.MultiValueField):
    """A day in three boxes; a day that does not exist gets a sentence that says so."""

    widget = DayWidget

    def __init__(self, **options: Any) -> None:
        parts = [forms.CharField(required=False) for _part in range(3)]
        super().__init__(parts, require_all_fields=False, **options)

    def compress(self, data_list: Sequence[str]) -> date | None:
        """Three numbers into a day."""
        if not any(data_list):
            return None
        try:
            day, month, year = (_number(part) for part in data_list)
            return date(year, month, day)
        except ValueError as mistake:
            raise ValidationError(
                _("Write a day that exists, for example 27 3 2027."), code="invalid"
            ) from mistake


class CalendarField(forms.DateField):
    """A day near now, from the browser's calendar; typed where a browser has none.

    For a day long ago, such as a birthday, `DayField` is quicker.
    """

    def __init__(self, **options: Any) -> None:
        mistakes = {
            "required": _("Choose the day."),
            "invalid": _("Write the day as 2026-11-30."),
            **options.pop("error_messages", {}),
        }
        super().__init__(
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
            error_messages=mistakes,
            **options,
        )


class TimeOfDayField(forms.TimeField):
    """A time of day by the clock that hangs in the office, typed or chosen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
            input_formats=["%H:%M", "%H.%M"],
            error_messages={"invalid": _("Write the time as 14:30.")},
            **options,
        )


class MonthWidget(LabelledParts):
    """A month by name and a year in a box."""

    def __init__(self) -> None:
        months = forms.Select(choices=[("", _("Choose a month")), *MONTHS.items()])
        super().__init__([(_("Month"), months), (_("Year"), _box(4))])

    def decompress(self, value: date | None) -> list[int | None]:
        """The first day of a month as month and year."""
        return [value.month, value.year] if value else [None, None]


class MonthField(forms.MultiValueField):
    """A month of a year, kept as its first day."""

    widget = MonthWidget

    def __init__(self, **options: Any) -> None:
        parts = [forms.CharField(required=False) for _part in range(2)]
        super().__init__(parts, require_all_fields=False, **options)

    def compress(self, data_list: Sequence[str]) -> date | None:
        """A month and a year into the first day of the month."""
        if not any(data_list):
            return None
        try:
            month, year = (_number(part) for part in data_list)
            if year < 1000:  # "27" is no year yet
                raise ValueError(year)
            return date(year, month, 1)
        except ValueError as mistake:
            raise ValidationError(
                _("Choose a month and write the year with four digits."), code="invalid"
            ) from mistake


class AgesWidget(LabelledParts):
    """One small box for each child."""

    def __init__(self, most: int = 6) -> None:
        super().__init__([(format_lazy(_("Child {n}"), n=n + 1), _box(2)) for n in range(most)])

    def decompress(self, value: Sequence[int] | None) -> list[int | None]:
        """The ages, and empty boxes after them."""
        ages = list(value or [])
        return [*ages, *[None] * (len(self.widgets) - len(ages))]


class AgesField(forms.MultiValueField):
    """The ages of several children in whole years; empty boxes are left out."""

    def __init__(self, *, most: int = 6, oldest: int = 19, **options: Any) -> None:
        parts = [forms.CharField(required=False) for _part in range(most)]
        self.oldest = oldest
        super().__init__(parts, require_all_fields=False, widget=AgesWidget(most), **options)

    def compress(self, data_list: Sequence[str]) -> list[int]:
        """The boxes that were filled in, as numbers."""
        try:
            ages = [_number(part) for part in data_list if part]
        except ValueError as mistake:
            raise ValidationError(
                _("Write each age as a number of years, 0 for a baby."), code="invalid"
            ) from mistake
        if any(age > self.oldest for age in ages):
            raise ValidationError(
                _("Write ages from 0 to %(oldest)d; older ones count as adults."),
                code="too_old",
                params={"oldest": self.oldest},
            )
        return ages
