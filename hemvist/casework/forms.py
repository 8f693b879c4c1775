"""What somebody at the desk types about one case."""

import json
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.casework.blanks import left_open
from hemvist.casework.languages import language_name
from hemvist.casework.models import Case, CloseReason
from hemvist.casework.rules import colleagues_who_read
from hemvist.casework.seen import Seen, as_text
from hemvist.core.dates import today
from hemvist.people.models import OwnTrack
from hemvist.people.naming import called

LONGEST_MESSAGE = 20_000
LONGEST_NOTE = 10_000


class CaseForm(forms.Form):
    """A form about a case as it was when the page was shown.

    `version`, `had` and `shown_at` tell later whether somebody changed it meanwhile, and what.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    had = forms.CharField(widget=forms.HiddenInput, required=False, max_length=5_000)
    minds: ClassVar[bool] = True
    shown_at = forms.DateTimeField(
        widget=forms.HiddenInput,
        required=False,
        input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"],
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        self.case = case
        shown = {"version": case.version, "shown_at": timezone.now().isoformat(), "had": self._had}
        kwargs["initial"] = {**shown, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if not self.minds:
            del self.fields["had"]

    def show_as_now(self) -> None:
        """Let what was typed be sent again on top of what the others have changed."""
        shown_at = timezone.now().isoformat()
        had = {"had": self._had()} if self.minds else {}
        self.replace(version=self.case.version, shown_at=shown_at, **had)

    def _had(self) -> str:
        """How the case is, asked for only by a page that carries it."""
        return as_text(self.case)

    def replace(self, **values: Any) -> None:
        """Put other values into hidden fields before the form is shown again."""
        self.data = {**{name: self.data.get(name) for name in self.data}, **values}

    @property
    def seen(self) -> Seen:
        """What the person had before their eyes."""
        had, version = self.cleaned_data.get("had", ""), self.cleaned_data["version"]
        return Seen.from_text(had, version=version)

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

    to = forms.ChoiceField(label=_("To whom?"), required=False, widget=forms.RadioSelect)
    field_order = ["to", "subject", "body"]

    def __init__(self, *args: Any, tracks: Sequence[OwnTrack] = (), **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), "to": "", **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.tracks = {str(track.pk): track for track in tracks}
        to = self.fields["to"]
        if not tracks:
            del self.fields["to"]
        elif isinstance(to, forms.ChoiceField):
            to.choices = [
                ("", self.case.title or self.case.reference),
                *((str(track.pk), _named(track)) for track in tracks),
            ]

    def clean_body(self) -> str:
        """A blank that nobody filled would look to the person as if a machine had written."""
        body = str(self.cleaned_data["body"])
        if open_blanks := left_open(body):
            words = ", ".join(f"{{{word}}}" for word in open_blanks)
            raise forms.ValidationError(
                _("Write something for %(words)s before you send.") % {"words": words}
            )
        return body


def _named(track: OwnTrack) -> str:
    who = called(track.person, on=today())
    return f"{who}, {language_name(track.language)}"


class QuickNoteForm(CaseForm):
    """A note for colleagues, written on the page of the case; it is read as a `NoteForm`."""

    minds = False

    body = forms.CharField(
        label=_("Note for colleagues"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("The person does not see it here, but has the right to read it on request."),
        error_messages={"required": _("Write something in the note.")},
    )


class NoteForm(QuickNoteForm):
    """A note for colleagues; those named in it with @, or chosen below, find it on their desk."""

    tell = forms.MultipleChoiceField(
        label=_("Whom shall it be shown to?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They find it on their desk. Writing @ and a name in the note does the same."),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = list(colleagues_who_read(self.case).exclude(pk=by.pk))
        names = [one.name for one in self.colleagues]
        self.fields["body"].widget.attrs["data-colleagues"] = names_for_script(names)
        tell = self.fields["tell"]
        if isinstance(tell, forms.MultipleChoiceField):
            tell.choices = [(str(one.pk), one.name) for one in self.colleagues]

    def mentioned(self) -> list[User]:
        """Those chosen, and those whose name stands after an @ in the note."""
        chosen = set(self.cleaned_data["tell"])
        named = named_in(self.cleaned_data["body"], self.colleagues)
        return [one for one in self.colleagues if str(one.pk) in chosen or one in named]


def names_for_script(names: Iterable[str]) -> str:
    """The names that are proposed after an @, as `casework.js` reads them."""
    return json.dumps(list(names), ensure_ascii=False)


def named_in(text: str, people: list[User]) -> list[User]:
    """Those whose name stands after an @: the whole name, or a first name only one of them has."""
    said = text.casefold()
    first = Counter(one.name.casefold().split(" ")[0] for one in people if one.name)
    found = []
    for one in people:
        whole = one.name.casefold()
        alone = whole.split(" ")[0]
        names = [whole, alone] if first[alone] == 1 else [whole]
        if any(name and re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", said) for name in names):
            found.append(one)
    return found


class CloseForm(CaseForm):
    """Why a case ends."""

    reason = forms.ChoiceField(
        label=_("What came of it?"),
        choices=CloseReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of the case.")},
    )
