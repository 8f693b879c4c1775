"""The files of a case; the content itself lies in the private store."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.casework.models import Case
from hemvist.core.models import Erasure
from hemvist.messaging.models import Message


class FileKind(models.TextChoices):
    """What may be in a case; the code is also how the name ends."""

    PDF = "pdf", _("PDF")
    JPEG = "jpg", _("Picture (JPEG)")
    PNG = "png", _("Picture (PNG)")
    WEBP = "webp", _("Picture (WebP)")
    DOCX = "docx", _("Word document")
    ODT = "odt", _("OpenDocument text")
    TEXT = "txt", _("Plain text")


class FileSource(models.TextChoices):
    """Where a file came from; what comes in from outside is registered."""

    PERSON = "person", _("From the person")
    ELSEWHERE = "elsewhere", _("From somebody else")
    OURS = "ours", _("Made by us")


class ScanState(models.TextChoices):
    """What a scanner for harmful files has said."""

    NOT_SCANNED = "not_scanned", _("Not scanned")
    WAITING = "waiting", _("Is being scanned")
    CLEAN = "clean", _("Scanned, nothing found")
    REFUSED = "refused", _("Refused: harmful")


class CaseFile(models.Model):
    """One file of a case. `stored_as` is its name in the private store, which tells nothing."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=5, choices=FileKind)
    source = models.CharField(max_length=10, choices=FileSource)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of what is kept."))
    stored_as = models.CharField(max_length=80, unique=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    message = models.ForeignKey(
        Message,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="files",
        help_text=_("The message it came with, or is sent with."),
    )
    created_at = models.DateTimeField()
    scan = models.CharField(max_length=12, choices=ScanState)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"file {self.pk}"

    @property
    def may_be_opened(self) -> bool:
        """Whether it may be given out: nothing was found, or nobody looks."""
        return self.scan in {ScanState.CLEAN, ScanState.NOT_SCANNED}
