"""Choosing a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.documents.models import FileSource

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.webp,.heic,.heif,.docx,.odt,.txt"


class FileForm(forms.Form):
    """A file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, picture (JPEG, PNG, WebP, HEIC), Word, OpenDocument or text; at most 10 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("There is nothing in this file. Choose another."),
            "missing": _("Choose a file."),
            "invalid": _("Choose a file."),
        },
    )


class StaffFileForm(FileForm):
    """A file, and where it came from."""

    source = forms.ChoiceField(
        label=_("Where is it from?"),
        choices=FileSource.choices,
        widget=forms.RadioSelect,
        help_text=_("What comes from outside is written into the public register at once."),
        error_messages={"required": _("Choose where the file is from.")},
    )
