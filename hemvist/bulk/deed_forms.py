"""What somebody fills in about each kind of deed; `detail` is what the deed keeps of it."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hemvist.accounts.models import Team, User
from hemvist.bulk.deeds import ADULTS, HOUSEHOLD
from hemvist.bulk.models import BulkDeed, DeedKind, Tag
from hemvist.bulk.starting import spoken
from hemvist.bulk.tagging import make_tag
from hemvist.bulk.texts import unknown_blanks
from hemvist.casework.forms import LONGEST_MESSAGE
from hemvist.casework.languages import language_name
from hemvist.casework.models import CloseReason, NextStep
from hemvist.casework.owner_forms import hosts
from hemvist.core.dates import today
from hemvist.core.forms import CalendarField, CountedTextarea
from hemvist.directory.models import LifeArea

NOT_FOR_MANY = {CloseReason.WITHDRAWN, CloseReason.DUPLICATE}


class DeedForm(forms.Form):
    """What all kinds have in common: `detail` gives what is kept, as codes and numbers."""

    hide_optional = True

    def __init__(
        self,
        *args: Any,
        deed: BulkDeed,
        by: User,
        start: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, **self.initial_of(start or deed.detail)}
        self.deed, self.by = deed, by

    def initial_of(self, detail: dict[str, Any]) -> dict[str, Any]:
        """What the boxes hold when the deed was described before."""
        return detail

    def detail(self) -> dict[str, Any]:
        """What the deed keeps."""
        return dict(self.cleaned_data)


class AssignManyForm(DeedForm):
    """Whose the cases shall be."""

    owner = forms.ModelChoiceField(
        label=_("Who takes over?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody: they wait in a queue"),
    )
    team = forms.ModelChoiceField(
        label=_("Which team?"),
        queryset=Team.objects.all(),
        required=False,
        empty_label=_("The one each is in now"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = hosts()  # type: ignore[attr-defined]

    def detail(self) -> dict[str, Any]:
        """The numbers of both."""
        return {name: one.pk if one else None for name, one in self.cleaned_data.items()}


class PlanManyForm(DeedForm):
    """What happens next with all of them."""

    step = forms.ChoiceField(label=_("What happens next?"), choices=NextStep)
    note = forms.CharField(label=_("In a few words"), required=False, max_length=200)
    on = CalendarField(label=_("Day"))

    def clean_on(self) -> date:
        """A day that has not passed."""
        on: date = self.cleaned_data["on"]
        if on < today():
            raise forms.ValidationError(_("That day has passed. Choose another."))
        return on

    def clean(self) -> dict[str, Any]:
        """Ask for the words that "something else" needs."""
        cleaned = super().clean() or {}
        if cleaned.get("step") == NextStep.OTHER and not cleaned.get("note"):
            self.add_error("note", _("Say in a few words what will be done."))
        return cleaned

    def detail(self) -> dict[str, Any]:
        """The day as text."""
        return {**self.cleaned_data, "on": self.cleaned_data["on"].isoformat()}


class TagManyForm(DeedForm):
    """A tag that is there, or a new one."""

    tag = forms.ModelChoiceField(
        label=_("Tag"), queryset=Tag.objects.all(), required=False, empty_label=_("A new one")
    )
    new = forms.CharField(
        label=_("A new tag"),
        max_length=60,
        required=False,
        help_text=_("Never about health, faith or where somebody comes from."),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("tag") and not cleaned.get("new", "").strip():
            self.add_error("new", _("Choose a tag, or write a new one."))
        return cleaned

    def detail(self) -> dict[str, Any]:
        """The number of the tag, which is made if need be."""
        tag = self.cleaned_data["tag"] or make_tag(self.cleaned_data["new"], by=self.by)
        return {"tag": tag.pk}


class CloseManyForm(DeedForm):
    """Why they end."""

    reason = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[choice for choice in CloseReason.choices if choice[0] not in NOT_FOR_MANY],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of the cases.")},
    )


class NeedManyForm(DeedForm):
    """What they look for from now on."""

    life_area = forms.ModelChoiceField(
        label=_("Looks for"), queryset=LifeArea.objects.filter(can_be_sought=True)
    )
    whom = forms.ChoiceField(
        label=_("For whom?"),
        choices=[(ADULTS, _("Each adult")), (HOUSEHOLD, _("The household as a whole"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("In a few words"), required=False, max_length=300)

    def detail(self) -> dict[str, Any]:
        """The code of the area of life."""
        return {**self.cleaned_data, "life_area": self.cleaned_data["life_area"].pk}


class TaskManyForm(DeedForm):
    """What shall be done about each case, and by when."""

    what = forms.CharField(label=_("What shall be done?"), max_length=200)
    on = CalendarField(label=_("By which day?"))

    def detail(self) -> dict[str, Any]:
        """The day as text."""
        return {**self.cleaned_data, "on": self.cleaned_data["on"].isoformat()}


class TellManyForm(DeedForm):
    """A text for each language that is spoken among the chosen, and what to do where one lacks."""

    LEAVE_OUT: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spoken = spoken(self.deed)
        for code in self._languages():
            self._add_language(code)
        written = [(code, language_name(code)) for code in self._languages()]
        self.fields["instead"] = forms.ChoiceField(
            label=_("Those whose language has no text"),
            required=False,
            choices=[
                (self.LEAVE_OUT, _("Do not write to them")),
                *[(code, _("Write to them in this language: %s") % name) for code, name in written],
            ],
        )
        self.fields["by_hand"] = forms.BooleanField(
            label=_("Make it a next step to reach whoever cannot be written to"),
            required=False,
            initial=True,
        )

    def _languages(self) -> list[str]:
        """The site's languages: those that most of them read first, then the others."""
        known = [code for code, _name in settings.LANGUAGES]
        return sorted(known, key=lambda code: -self.spoken.get(code, 0))

    def _add_language(self, code: str) -> None:
        name, count = language_name(code), self.spoken.get(code, 0)
        many = ngettext("%(n)d household", "%(n)d households", count) % {"n": count}
        direction = {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
        self.fields[f"subject_{code}"] = forms.CharField(
            label=_("%(language)s, subject") % {"language": name},
            max_length=200,
            required=False,
            widget=forms.TextInput(attrs=direction),
            help_text=many,
        )
        self.fields[f"body_{code}"] = forms.CharField(
            label=_("%(language)s, message") % {"language": name},
            max_length=LONGEST_MESSAGE,
            required=False,
            widget=CountedTextarea(LONGEST_MESSAGE, attrs={**direction, "rows": 6}),
        )

    def initial_of(self, detail: dict[str, Any]) -> dict[str, Any]:
        """Texts by their boxes."""
        if not detail:
            return {}
        boxes = {
            f"{part}_{code}": text[part]
            for code, text in detail["texts"].items()
            for part in ("subject", "body")
        }
        return {**boxes, "instead": detail["instead"], "by_hand": detail["by_hand"]}

    def clean(self) -> dict[str, Any]:
        """Whole texts, no blanks that nothing fills, and at least one language."""
        cleaned = super().clean() or {}
        texts = {}
        for code in self._languages():
            subject, body = cleaned.get(f"subject_{code}", ""), cleaned.get(f"body_{code}", "")
            self._check_blanks(code, subject, body)
            if body and not subject:
                self.add_error(f"subject_{code}", _("Write what it is about."))
            elif subject and not body:
                self.add_error(f"body_{code}", _("Write the message too."))
            elif body:
                texts[code] = {"subject": subject, "body": body}
        if not texts and not self.errors:
            first = self._languages()[0]
            self.add_error(f"body_{first}", _("Write the message in at least one language."))
        if cleaned.get("instead") and cleaned["instead"] not in texts and not self.errors:
            self.add_error("instead", _("There is no text in that language. Choose another."))
        return {**cleaned, "texts": texts}

    def _check_blanks(self, code: str, subject: str, body: str) -> None:
        for part, text in (("subject", subject), ("body", body)):
            if unknown := unknown_blanks(text):
                words = _("Nothing is filled in for %(blank)s. Use one of those named above.")
                self.add_error(f"{part}_{code}", words % {"blank": unknown[0]})

    def detail(self) -> dict[str, Any]:
        """The texts, and what to do without one."""
        return {name: self.cleaned_data[name] for name in ("texts", "instead", "by_hand")}


FORMS: dict[str, type[DeedForm]] = {
    DeedKind.ASSIGN: AssignManyForm,
    DeedKind.NEXT_STEP: PlanManyForm,
    DeedKind.TAG: TagManyForm,
    DeedKind.CLOSE: CloseManyForm,
    DeedKind.NEED: NeedManyForm,
    DeedKind.TASK: TaskManyForm,
    DeedKind.MESSAGE: TellManyForm,
}
