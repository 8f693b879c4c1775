"""A list of people: the file, what it means, and whether it is brought in."""

from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Team
from hemvist.core.dates import today
from hemvist.employers.models import SourceCode
from hemvist.importing.lines import MEGABYTE, MOST_BYTES
from hemvist.registration.models import PeopleList
from hemvist.registration.understanding import FIELDS

COLUMN = "column_"


class NewListForm(forms.Form):
    """The file, where it is from, and what the people on it agreed to."""

    name = forms.CharField(
        label=_("What is the list called?"),
        max_length=100,
        help_text=_("For example the fair and its year. Colleagues read it on every case."),
        error_messages={"required": _("Write what the list is called.")},
    )
    file = forms.FileField(
        label=_("The list"),
        help_text=_("CSV or Excel (.xlsx), with headings in the first row."),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("The file is empty."),
        },
    )
    consent = forms.CharField(
        label=_("What have they agreed to?"),
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "In the words they read when they gave their name. It is kept on every case. "
            "Without an agreement the list may not be brought in."
        ),
        error_messages={"required": _("Write what they agreed to.")},
    )

    def clean_file(self) -> Any:
        """A file of a size that can be read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("The list is larger than %(most)s MB. Divide it into several lists."),
                params={"most": MOST_BYTES // MEGABYTE},
            )
        return file


class MeaningForm(forms.Form):
    """What each heading means, and where the people go."""

    hide_optional = True

    def __init__(self, *args: Any, given: PeopleList, **kwargs: Any) -> None:
        self.given = given
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [("", _("Leave it out")), *FIELDS.items()]
        samples = _samples(given)
        for number, heading in enumerate(given.headings):
            self.fields[f"{COLUMN}{number}"] = forms.ChoiceField(
                label=heading,
                required=False,
                choices=choices,
                initial=given.mapping.get(heading, ""),
                help_text=", ".join(samples[heading]),
            )
        self._ask_for_all()

    def _ask_for_all(self) -> None:
        self.fields["team"] = forms.ModelChoiceField(
            label=_("Which team gets them?"),
            queryset=Team.objects.all(),
            required=False,
            initial=self.given.team_id,
            empty_label=_("As the rules say"),
        )
        self.fields["source_code"] = forms.ModelChoiceField(
            label=_("Which source are they counted under?"),
            queryset=SourceCode.objects.in_force(today()),
            required=False,
            initial=self.given.source_code_id,
            empty_label=_("None"),
            help_text=_("With an employer's source they are known as its recruits."),
        )
        self.fields["language"] = forms.ChoiceField(
            label=_("Language, where the list does not say"),
            choices=[
                (code, LANG_INFO[code]["name_local"].capitalize())
                for code, _name in settings.LANGUAGES
            ],
            initial=self.given.language,
        )

    def columns(self) -> list[Any]:
        """The questions about headings."""
        return [self[name] for name in self.fields if name.startswith(COLUMN)]

    def others(self) -> list[Any]:
        """The questions about all of them."""
        return [self["team"], self["source_code"], self["language"]]

    def clean(self) -> dict[str, Any]:
        """There has to be a name and a way to reach people; nothing twice."""
        fields = [field for field in self.mapping().values() if field]
        twice = next((field for field in fields if fields.count(field) > 1), "")
        if twice:
            raise ValidationError(
                _("“%(field)s” is chosen for two columns. Choose it for one of them."),
                params={"field": FIELDS[twice]},
            )
        if not {"name", "first_name", "last_name"} & set(fields):
            raise ValidationError(_("Say in which column the name stands."))
        if not {"email", "phone"} & set(fields):
            raise ValidationError(_("Say in which column the telephone number or e-mail stands."))
        return self.cleaned_data

    def mapping(self) -> dict[str, str]:
        """The field of each heading."""
        return {
            heading: self.cleaned_data.get(f"{COLUMN}{number}", "")
            for number, heading in enumerate(self.given.headings)
        }


def _samples(given: PeopleList) -> dict[str, list[str]]:
    """The first few different things that stand under each heading."""
    found: dict[str, list[str]] = {heading: [] for heading in given.headings}
    for values in given.lines.order_by("number").values_list("values", flat=True)[:20]:
        for heading, kept in found.items():
            text = values.get(heading, "")[:40]
            if text and text not in kept and len(kept) < 3:
                kept.append(text)
    return found


class BringInForm(forms.Form):
    """Whether those who seem to be known already become cases too."""

    takes_known = forms.BooleanField(
        label=_("Make a case of those who have one already, too"), required=False
    )
