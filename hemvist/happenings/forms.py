"""The calendar's filter, and what editors write."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemvist.core.forms import CalendarField, TimeOfDayField
from hemvist.core.working_time import ZONE
from hemvist.directory.models import Area, Service
from hemvist.directory.swedish_order import in_swedish_order
from hemvist.happenings.models import CalendarSource, Happening
from hemvist.happenings.recurrence import LAST_YEAR

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ONCE, AS_IT_IS = "", "as_it_is"
REPEATS = {
    ONCE: gettext_lazy("Once"),
    "week": gettext_lazy("Every week"),
    "fortnight": gettext_lazy("Every second week"),
    "month_weekday": gettext_lazy("Every month, the same weekday"),
    "month_day": gettext_lazy("Every month, the same date"),
    "year": gettext_lazy("Every year"),
}
MOST_EXCEPTIONS = 200
LONGEST_FILE_TEXT = 900_000


class CalendarFilter(forms.Form):
    """Only what welcomes newcomers, only in one area."""

    hide_optional = True

    welcome = forms.BooleanField(label=gettext_lazy("Newcomers welcome"), required=False)
    area = forms.ModelChoiceField(
        label=gettext_lazy("Area"),
        queryset=Area.objects.none(),
        empty_label=gettext_lazy("The whole municipality"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("There is no such area. Choose one in the list.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.order_by(in_swedish_order())  # type: ignore[attr-defined]


class HappeningForm(forms.Form):
    """A happening as an editor writes it, in Swedish and English."""

    title_sv = forms.CharField(label=gettext_lazy("Title in Swedish"), max_length=200)
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=200, required=False
    )
    text_sv = forms.CharField(
        label=gettext_lazy("About it, in Swedish"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    text_en = forms.CharField(
        label=gettext_lazy("About it, in English"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    day = CalendarField(label=gettext_lazy("Day"))
    starts = TimeOfDayField(
        label=gettext_lazy("Begins"),
        help_text=gettext_lazy("Leave it empty if it goes on all day."),
        required=False,
    )
    ends = TimeOfDayField(
        label=gettext_lazy("Ends"),
        required=False,
    )
    repeats = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=list(REPEATS.items()), required=False
    )
    until = CalendarField(
        label=gettext_lazy("Until"),
        required=False,
    )
    exceptions = forms.CharField(
        label=gettext_lazy("Not on these days"),
        help_text=gettext_lazy("One day to a line, like 2026-12-24."),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=gettext_lazy("None of the guide’s places"),
    )
    area = forms.ModelChoiceField(
        label=gettext_lazy("Area"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=gettext_lazy("Not said"),
    )
    whereabouts = forms.CharField(
        label=gettext_lazy("Where, in words"), max_length=200, required=False
    )
    welcomes_newcomers = forms.BooleanField(
        label=gettext_lazy("Newcomers are welcome"), required=False
    )
    cost_sv = forms.CharField(
        label=gettext_lazy("What it costs, in Swedish"), max_length=100, required=False
    )
    cost_en = forms.CharField(
        label=gettext_lazy("What it costs, in English"), max_length=100, required=False
    )
    link = forms.URLField(
        label=gettext_lazy("Web page"), max_length=500, required=False, assume_scheme="https"
    )
    source_url = forms.URLField(
        label=gettext_lazy("Where we know it from"), max_length=500, assume_scheme="https"
    )
    checked_on = CalendarField(label=gettext_lazy("Checked on"))

    def __init__(self, typed: Any = None, *, happening: Happening) -> None:
        self.happening = happening
        super().__init__(typed, initial=_shown(happening))
        self.fields["place"].queryset = Service.objects.public().order_by(in_swedish_order())  # type: ignore[attr-defined]
        self.fields["area"].queryset = Area.objects.order_by(in_swedish_order())  # type: ignore[attr-defined]
        if self.initial.get("repeats") == AS_IT_IS:
            choices = [(AS_IT_IS, _("As its calendar says")), *REPEATS.items()]
            self.fields["repeats"].choices = choices  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        """A day of our time."""
        day: date = self.cleaned_data["day"]
        if not 2000 <= day.year < LAST_YEAR:
            raise forms.ValidationError(_("Write a day of our time, like 2026-12-24."))
        return day

    def clean_exceptions(self) -> list[date]:
        """Days, a line each."""
        lines = [line.strip() for line in self.cleaned_data["exceptions"].splitlines()]
        try:
            days = sorted({date.fromisoformat(line) for line in lines if line})
        except ValueError as wrong:
            raise forms.ValidationError(_("Write one day to a line, like 2026-12-24.")) from wrong
        if len(days) > MOST_EXCEPTIONS:
            raise forms.ValidationError(_("Write at most 200 days."))
        return days

    def clean(self) -> dict[str, Any]:
        """An end needs a beginning, and comes after it; past midnight is the next day."""
        said = self.cleaned_data
        if said.get("ends") and not said.get("starts"):
            self.add_error("starts", _("Write when it begins, or leave the end empty too."))
        if said.get("until") and said.get("day") and said["until"] < said["day"]:
            self.add_error("until", _("The last day lies before the first."))
        return said

    def filled(self) -> Happening:
        """The happening with what was written."""
        said, row = self.cleaned_data, self.happening
        row.titles = _texts(row.titles, sv=said["title_sv"], en=said["title_en"])
        row.texts = _texts(row.texts, sv=said["text_sv"], en=said["text_en"])
        row.costs = _texts(row.costs, sv=said["cost_sv"], en=said["cost_en"])
        row.is_all_day = said["starts"] is None
        row.starts_at = datetime.combine(said["day"], said["starts"] or time(), ZONE)
        row.ends_at = _end(row, said["day"], said["ends"])
        if said["repeats"] != AS_IT_IS:
            row.rule = _rule(said["repeats"], said["day"], said["until"])
        for name in (
            "exceptions", "place", "area", "whereabouts", "welcomes_newcomers", "link",
            "source_url", "checked_on",
        ):  # fmt: skip
            setattr(row, name, said[name])
        if not row.slug:
            row.slug = f"{slugify(said['title_sv'])[:100] or 'happening'}-{uuid.uuid4().hex[:6]}"
        return row


class SourceForm(forms.ModelForm):
    """Another's calendar."""

    address = forms.URLField(
        label=gettext_lazy("Address"), max_length=500, required=False, assume_scheme="https"
    )

    class Meta:
        model = CalendarSource
        fields = ("name", "address", "area")


class PasteForm(forms.Form):
    """A calendar file, or the text of one."""

    file = forms.FileField(
        label=gettext_lazy("A file"),
        help_text=gettext_lazy("It ends in .ics."),
        max_length=200,
        required=False,
        widget=forms.FileInput({"accept": ".ics,text/calendar"}),
        error_messages={
            "empty": gettext_lazy("The file is empty."),
            "max_length": gettext_lazy("Give the file a shorter name."),
        },
    )
    text = forms.CharField(
        label=gettext_lazy("Or what the file holds"),
        help_text=gettext_lazy("Open the file and paste all of it here."),
        max_length=LONGEST_FILE_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 8, "dir": "ltr", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said = self.cleaned_data
        if not self.errors and not said.get("file") and not said.get("text"):
            self.add_error("file", _("Choose a file, or paste what it holds."))
        return said

    def content(self) -> bytes:
        """What the file holds; a file counts before what was pasted."""
        file = self.cleaned_data["file"]
        return bytes(file.read()) if file else self.cleaned_data["text"].encode()


def _shown(row: Happening) -> dict[str, Any]:
    """What stands in the fields of a happening that is there already."""
    if row._state.adding:
        return {"checked_on": date.today()}  # noqa: DTZ011 - only proposed
    starts = row.starts_at.astimezone(ZONE)
    ends = row.ends_at.astimezone(ZONE).time() if row.ends_at and not row.is_all_day else None
    repeats, until = _repeats(row)
    return {
        **{f"title_{code}": row.titles.get(code, "") for code in ("sv", "en")},
        **{f"text_{code}": row.texts.get(code, "") for code in ("sv", "en")},
        **{f"cost_{code}": row.costs.get(code, "") for code in ("sv", "en")},
        "day": starts.date(),
        "starts": None if row.is_all_day else starts.time(),
        "ends": ends,
        "repeats": repeats,
        "until": until,
        "exceptions": "\n".join(day.isoformat() for day in row.exceptions),
        "place": row.place_id,
        "area": row.area_id,
        "whereabouts": row.whereabouts,
        "welcomes_newcomers": row.welcomes_newcomers,
        "link": row.link,
        "source_url": row.source_url,
        "checked_on": row.checked_on,
    }


def _texts(texts: dict[str, str], **said: str) -> dict[str, str]:
    return {code: text for code, text in {**texts, **said}.items() if text}


def _end(row: Happening, day: date, ends: time | None) -> datetime | None:
    if row.is_all_day:
        return datetime.combine(day + timedelta(days=1), time(), ZONE)
    if ends is None:
        return None
    at = datetime.combine(day, ends, ZONE)
    return at if at > row.starts_at else datetime.combine(day + timedelta(days=1), ends, ZONE)


def _rule(repeats: str, day: date, until: date | None) -> str:
    which = f"{(day.day - 1) // 7 + 1}{WEEKDAYS[day.weekday()]}" if day.day <= 28 else ""
    rules = {
        "week": "FREQ=WEEKLY",
        "fortnight": "FREQ=WEEKLY;INTERVAL=2",
        "month_weekday": f"FREQ=MONTHLY;BYDAY={which or '-1' + WEEKDAYS[day.weekday()]}",
        "month_day": f"FREQ=MONTHLY;BYMONTHDAY={day.day}",
        "year": "FREQ=YEARLY",
    }
    rule = rules.get(repeats, "")
    return f"{rule};UNTIL={_last_moment(until)}" if rule and until else rule


def _last_moment(until: date) -> str:
    """The end of a day in Sweden, in UTC as the standard asks."""
    end = datetime.combine(until, time(23, 59, 59), ZONE)
    return end.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _repeats(row: Happening) -> tuple[str, date | None]:
    """Which of the choices a rule is, and until when; one of a file may be none of them."""
    rule, _semicolon, end = row.rule.partition(";UNTIL=")
    until = date(int(end[:4]), int(end[4:6]), int(end[6:8])) if end[:8].isdigit() else None
    for code in REPEATS:
        if rule == _rule(code, row.first_day, None):
            return code, until
    return AS_IT_IS, until
