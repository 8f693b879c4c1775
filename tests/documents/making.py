"""Files for tests."""

from django.core.files.uploadedfile import SimpleUploadedFile

from hemvist.audit.actions import Actor
from hemvist.demo.factories import NOW
from hemvist.documents.actions import add_file
from hemvist.documents.models import FileSource

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def a_file(
    case,
    *,
    name="intyg.pdf",
    content=PDF,
    declared="application/pdf",
    source=FileSource.PERSON,
    by=Actor.RESIDENT,
    at=NOW,
):
    """A small PDF that the person sent; with other content and names, whatever is wanted."""
    upload = SimpleUploadedFile(name, content, content_type=declared)
    return add_file(case, upload=upload, source=source, by=by, at=at)
