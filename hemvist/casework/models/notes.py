"""What colleagues write down for each other about a case."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemvist.casework.models.cases import Case
from hemvist.core.models import Erasure


class Note(models.Model):
    """What a colleague wrote for colleagues; the person does not see it but may ask for it."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(_("note"))
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["case", "-created_at"], name="note_case"),
            GinIndex(SearchVector("body", config="simple"), name="note_words"),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Mention(models.Model):
    """A colleague named in a note: it stands on their desk until they say they have read it."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentions"
    )
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["note", "colleague"], name="mentioned_once_in_a_note")
        ]
        indexes = [
            models.Index(
                fields=["colleague", "-id"],
                condition=Q(read_at__isnull=True),
                name="mention_unread",
            )
        ]

    def __str__(self) -> str:
        return f"mention {self.pk}"


class StickyFact(models.Model):
    """Something everybody has to know before they write or call; on top of the case.

    What is taken down is kept, with who did it, and shown no more.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sticky_facts")
    body = models.CharField(_("fact"), max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"fact {self.pk}"


class CallOutcome(models.TextChoices):
    """What came of a telephone call."""

    TALKED = "talked", _("We talked")
    NO_ANSWER = "no_answer", _("No answer")
    VOICEMAIL = "voicemail", _("Left a message")
    WRONG_NUMBER = "wrong_number", _("Wrong number")


class Call(models.Model):
    """A telephone call, in or out, logged by hand; one that reached the person is an answer."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="calls")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_incoming = models.BooleanField(default=False)
    outcome = models.CharField(max_length=15, choices=CallOutcome)
    summary = models.TextField(_("what was said"), blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["case", "-created_at"], name="call_case"),
            GinIndex(SearchVector("summary", config="simple"), name="call_words"),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"
