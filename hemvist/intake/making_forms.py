"""What an editor says of a form that is to be made, or brought in from a file."""

import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemvist.intake.carrying import MOST_BYTES, Carried, NotAForm, from_file
from hemvist.intake.models import Form, FormKind, FormVersion
from hemvist.intake.ready import form_without_questions

# Words that stand below the desk's own address for forms.
TAKEN = {"new", "bring-in"}


class AddressForm(forms.Form):
    """Where a new form is found, and who it is for."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Who fills it in?"),
        choices=FormKind.choices,
        help_text=gettext_lazy(
            "It decides what is promised, who gets it, and whether a case or an offer comes of it."
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who the form is for.")},
    )
    slug = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "The last part of the form’s public address: small letters, digits and hyphens. Left "
            "empty, it is made of the name."
        ),
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": gettext_lazy("Write at most 40 signs.")},
    )

    def address_from(self, words: str) -> str:
        """The address that was written, or one of other words. Raises ValidationError."""
        typed = self.cleaned_data.get("slug", "")
        slug = slugify(typed or words)[:40].strip("-")
        if typed and slug != typed:
            raise ValidationError(_("Use small letters, digits and hyphens only."))
        if not slug or slug in TAKEN or _is_a_number_of_ours(slug):
            raise ValidationError(_("Write another address; this one cannot be used."))
        if Form.objects.filter(slug=slug).exists():
            raise ValidationError(_("Another form has this address. Write another."))
        return slug


class NewFormForm(AddressForm):
    """A form from the beginning, or a copy of a version there is."""

    name_sv = forms.CharField(
        label=gettext_lazy("Name in Swedish"),
        max_length=100,
        widget=forms.TextInput({"lang": "sv", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Write what the form is called in Swedish.")},
    )
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"),
        max_length=100,
        widget=forms.TextInput({"lang": "en", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Write what the form is called in English.")},
    )
    field_order = ("name_sv", "name_en", "slug", "kind")

    def __init__(self, *args: Any, source: FormVersion | None = None, **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **kwargs)
        if source is not None:
            self.fields["kind"].initial = source.form.kind

    def clean(self) -> dict[str, Any]:
        """The address, made of the name where none was written."""
        said = super().clean() or self.cleaned_data
        try:
            said["slug"] = self.address_from(said.get("name_sv", ""))
        except ValidationError as mistake:
            if "name_sv" not in self.errors:
                self.add_error("slug", mistake)
        return said

    def document(self) -> dict[str, Any]:
        """What the new form asks: what the other one does, under its own name."""
        name = {code: self.cleaned_data[f"name_{code}"] for code in ("sv", "en")}
        if self.source is None:
            return form_without_questions(name)
        copied: dict[str, Any] = self.source.document
        others = {code: text for code, text in copied["name"].items() if code not in name}
        return {**copied, "name": {**others, **name}}


class IntoChoice(forms.ModelChoiceField):
    """A choice among forms that can get a draft."""

    def label_from_instance(self, obj: Any) -> str:
        """What would become of it."""
        return _("A draft of “%(address)s”") % {"address": obj.slug}


class BringInForm(AddressForm):
    """A form as a file, taken as a new form or as the next draft of one there is."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A form that was fetched as a file from Hemvist, here or elsewhere."
        ),
        widget=forms.ClearableFileInput({"accept": ".json,application/json"}),
        error_messages={
            name: gettext_lazy("Choose a file.")
            for name in ("required", "empty", "missing", "invalid")
        },
    )
    into = IntoChoice(
        label=gettext_lazy("What shall it be?"),
        queryset=Form.objects.none(),
        required=False,
        empty_label=gettext_lazy("A new form"),
    )
    field_order = ("file", "into", "slug")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]
        cast(IntoChoice, self.fields["into"]).queryset = Form.objects.all()
        self.fields["slug"].help_text = _(
            "Only for a new form. Left empty, it has the address it had where it comes from."
        )

    def clean_file(self) -> Carried:
        """The form in the file, or every sentence on what is wrong with it."""
        upload = self.cleaned_data["file"]
        try:
            return from_file(upload.read(MOST_BYTES + 1))
        except NotAForm as mistake:
            raise ValidationError(mistake.sentences) from mistake

    def clean(self) -> dict[str, Any]:
        """A new form needs an address of its own; a draft has its form's."""
        said = super().clean() or self.cleaned_data
        carried: Carried | None = said.get("file")
        if carried and not said.get("into") and "into" not in self.errors:
            try:
                said["slug"] = self.address_from(carried.slug)
            except ValidationError as mistake:
                self.add_error("slug", mistake)
        return said


def _is_a_number_of_ours(slug: str) -> bool:
    """Whether the address would be taken for an enquiry somebody has begun."""
    try:
        uuid.UUID(slug)
    except ValueError:
        return False
    return True
