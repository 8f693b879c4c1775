"""Two people who change the same thing: what both may have is merged, the rest shown to choose.

A form remembers what each field was when it was shown. What only one of them changed is taken
from whoever changed it. What both changed is put side by side, and nobody's text is dropped.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from hemvist.casework.forms import CaseForm
from hemvist.casework.seen import said_in
from hemvist.core.dates import full_day

Values = Mapping[str, Any]
MINE, THEIRS = "mine", "theirs"


class BothChanged(Exception):
    """A colleague changed the same fields meanwhile; `now` is how everything is now."""

    def __init__(self, now: Values, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.now, self.fields = now, fields


def merged(*, was: Values, mine: Values, now: Values) -> dict[str, Any]:
    """What to save when one person turned `was` into `mine`, and it is `now` something else.

    Raises BothChanged when somebody else turned the same field into something else.
    """
    mine_only = {field for field in mine if mine[field] not in (was[field], now[field])}
    clashing = [field for field in mine if field in mine_only and now[field] != was[field]]
    if clashing:
        raise BothChanged(now, clashing)
    return {field: mine[field] if field in mine_only else now[field] for field in mine}


def as_text(value: Any) -> str:
    """A value as a form compares it: by its number, its code or its words."""
    if value is None:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").strip()


class MergingForm(CaseForm):
    """A form about something that others may change meanwhile, field by field.

    `merging` names its fields. `now` says how they are when the page is shown or sent.
    """

    minds = False  # `was` says all there is to say
    merging: tuple[str, ...] = ()
    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)

    def __init__(self, *args: Any, now: Values, **kwargs: Any) -> None:
        self.now = {field: as_text(now[field]) for field in self.merging}
        self.clashing: list[str] = []
        kwargs["initial"] = {**now, "was": json.dumps(self.now), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for field in self.merging:
            self.fields[_pick(field)] = forms.ChoiceField(
                choices=[(MINE, MINE), (THEIRS, THEIRS)],
                widget=forms.RadioSelect,
                required=False,
                initial=MINE,
            )
        self.order_fields([one for name in self.fields for one in (name, _pick(name))])

    def visible_fields(self) -> list[Any]:
        """The fields to fill in, and a choice beside each that two have changed."""
        picks = {_pick(field) for field in self.merging if field not in self.clashing}
        return [field for field in super().visible_fields() if field.name not in picks]

    def merged(self, now: Values) -> dict[str, Any]:
        """What to save, of what was typed, what was there, and what is there by now.

        Raises BothChanged.
        """
        theirs = {field: as_text(now[field]) for field in self.merging}
        mine = self._mine() | {
            field: theirs[field]
            for field in self.merging
            if self.cleaned_data.get(_pick(field)) == THEIRS
        }
        chosen = merged(was=self._was(), mine=mine, now=theirs)
        return {
            field: now[field] if chosen[field] == theirs[field] else self.cleaned_data[field]
            for field in self.merging
        }

    def show_both(self, clash: BothChanged) -> None:
        """Let the two texts be chosen between; what only they have changed is shown as it is."""
        was, mine = self._was(), self._mine()
        self.now, self.clashing = dict(clash.now), clash.fields
        self.show_as_now()
        untouched = {field: self.now[field] for field in self.merging if mine[field] == was[field]}
        self.replace(**self.in_fields(untouched), was=json.dumps(self.now))
        for field in self.clashing:
            pick, texts = self.fields[_pick(field)], (mine[field], self.now[field])
            pick.label = _("%(label)s: whose shall it be?") % {"label": self.fields[field].label}
            yours, theirs = (self._shown(field, text) for text in texts)
            if isinstance(pick, forms.ChoiceField):
                pick.choices = [
                    (MINE, _("What you wrote: %(text)s") % {"text": yours}),
                    (THEIRS, _("What stands there now: %(text)s") % {"text": theirs}),
                ]
            self.replace(**{_pick(field): MINE})

    def in_fields(self, values: dict[str, str]) -> dict[str, str]:
        """Values as the page has them; for forms that ask for one in several fields."""
        return values

    def _mine(self) -> dict[str, str]:
        return {field: as_text(self.cleaned_data.get(field)) for field in self.merging}

    def _was(self) -> dict[str, str | None]:
        """What each field was when the page was shown.

        A page that does not say was shown with what is there now, unless it is of an older case:
        then nobody knows, and everything else than what is there now has to be chosen.
        """
        said = said_in(self.cleaned_data.get("was", ""))
        is_old = self.cleaned_data.get("version") not in (None, self.case.version)
        unsaid = dict.fromkeys(self.merging) if is_old else self.now
        return {field: said.get(field, unsaid[field]) for field in self.merging}

    def _shown(self, field: str, text: str) -> str:
        """A value in the words of its choice or as a day; a dash would say nothing."""
        asked: Any = self.fields[field]
        if isinstance(asked, forms.DateField) and text:
            return full_day(date.fromisoformat(text))
        choices: Any = getattr(asked, "choices", ())
        text = str({str(code): label for code, label in choices}.get(text, text))
        return text or _("nothing")


def _pick(field: str) -> str:
    return f"pick_{field}"
