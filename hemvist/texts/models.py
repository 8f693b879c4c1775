"""Text messages that came in."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.casework.models import Case
from hemvist.core.models import Erasure
from hemvist.messaging.models import Message
from hemvist.people.models import ContactKind, ContactPoint, Household


class TextState(models.TextChoices):
    """What became of a text that came in."""

    NEW = "new", _("Just came")
    UNSORTED = "unsorted", _("Waits for a person to say whose it is")
    SORTED = "sorted", _("Stands in a case")
    STOPPED = "stopped", _("Asked for no more texts")
    STARTED = "started", _("Asked for texts again")
    ASIDE = "aside", _("Put aside")


class IncomingTextQuerySet(models.QuerySet["IncomingText"]):
    """Reads of texts."""

    def unsorted(self) -> Self:
        """Texts of which a person has to say whose they are."""
        return self.filter(state=TextState.UNSORTED)

    def visible_to(self, user: User) -> Self:
        """What this person may read: nothing from the telephone of a protected household.

        Only the staff named for every protected household with the number see it.
        """
        mine = Household.named_staff.through.objects.filter(
            household=OuterRef("household"), user=user
        )
        protected = ContactPoint.objects.filter(
            kind=ContactKind.PHONE, normalised=OuterRef("number"), household__is_protected=True
        )
        visible = Case.objects.visible_to(user)
        return self.filter(
            ~Exists(protected.filter(~Exists(mine))), Q(case=None) | Q(case__in=visible)
        )


class IncomingText(models.Model):
    """One text message that came to our number, until and after it stands in a case.

    `provider_id` is the SMS service's number of it: told twice, it is one row. `before` is what
    the case was before the text came into it, for undoing. Changed by `texts.actions`.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    provider_id = models.CharField(max_length=80, unique=True)
    number = models.CharField(max_length=40, db_index=True, help_text=_("Whose telephone."))
    sent_to = models.CharField(max_length=40, blank=True)
    body = models.TextField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=TextState, default=TextState.NEW)
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.CASCADE, related_name="texts"
    )
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="text"
    )
    before = models.JSONField(default=dict, blank=True)
    version_after = models.PositiveIntegerField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = IncomingTextQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(state="unsorted"), name="text_unsorted"
            )
        ]

    def __str__(self) -> str:
        return f"text {self.pk}"
