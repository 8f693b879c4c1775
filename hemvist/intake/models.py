"""Enquiries, from the first answer to the case they became."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.casework.models import Case
from hemvist.core.models import Erasure


class EnquiryState(models.TextChoices):
    """A draft can be gone on with; a sent one can only be looked at."""

    DRAFT = "draft", _("Not sent yet")
    SENT = "sent", _("Sent")


class Enquiry(models.Model):
    """One person's answers to the form, kept from the first page on.

    `public_id` is in the address and in the link to go on later. A draft nobody touches is
    removed after `intake.actions.DRAFT_DAYS`. Sending makes a case, once, however often pressed.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=EnquiryState, default=EnquiryState.DRAFT)
    language = models.CharField(max_length=10)
    answers = models.JSONField(default=dict, help_text=_("Clean values by the name of the page."))
    brought = models.JSONField(
        default=list, blank=True, help_text=_("What was saved in the guide: titles and addresses.")
    )
    source = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    case = models.OneToOneField(
        Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiry"
    )

    class Meta:
        verbose_name_plural = "enquiries"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft", sent_at__isnull=True)
                | models.Q(state="sent", sent_at__isnull=False),
                name="sent_enquiry_says_when",
            )
        ]
        indexes = [
            models.Index(
                fields=["changed_at"], condition=models.Q(state="draft"), name="enquiry_draft"
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_sent(self) -> bool:
        """Whether it has become a case and can only be looked at."""
        return self.state == EnquiryState.SENT
