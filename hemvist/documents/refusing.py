"""The sentence for a file that is not taken, and giving a file out."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext as _

from hemvist.documents.actions import FILES_A_DAY, TooManyFiles, private_store
from hemvist.documents.kinds import MIME, FileIsEmpty, FileIsTooLarge, FileLies, KindIsNotTaken
from hemvist.documents.models import CaseFile, FileKind
from hemvist.people.actions import HouseholdIsErased

SENTENCES: dict[type[Exception], Callable[[Any], str]] = {
    FileIsEmpty: lambda _no: _("There is nothing in this file. Choose another."),
    FileIsTooLarge: lambda _no: _("The file is larger than 10 MB. Make it smaller and try again."),
    KindIsNotTaken: lambda _no: _(
        "We cannot take this kind of file, or it is damaged. Save it as PDF and try again."
    ),
    FileLies: lambda no: (
        _(
            "The file is named as something else than it is: inside it is %(kind)s. Save it again"
            " under a name that ends in .%(ending)s."
        )
        % {"kind": no.kind.label, "ending": no.kind.value}
    ),
    TooManyFiles: lambda _no: (
        _("You have sent %(most)d files today. Send the rest tomorrow, or phone us.")
        % {"most": FILES_A_DAY}
    ),
    HouseholdIsErased: lambda _no: _("Everything was erased meanwhile."),
}


def given_out(kept: CaseFile) -> FileResponse:
    """A file to save, never to be shown as a page of ours."""
    response = FileResponse(
        private_store().open(kept.stored_as),
        as_attachment=True,
        filename=kept.name,
        content_type=MIME[FileKind(kept.kind)],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
