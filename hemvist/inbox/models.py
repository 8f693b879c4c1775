"""Mail as it came, where it landed, and how far each mailbox has been read."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.casework.models import Case
from hemvist.core.models import Erasure
from hemvist.messaging.models import Message
from hemvist.people.models import ContactKind, ContactPoint, Household


class Mailbox(models.Model):
    """A mailbox we read, and how far; the row is locked while a mail is taken in.

    A server that numbers its mail anew says so by another UIDVALIDITY; then all is looked at
    again, and what is known already is found by its content.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    identity = models.CharField(max_length=200, unique=True)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.identity


class MailState(models.TextChoices):
    """Where an incoming mail is; the first five wait for somebody or something."""

    RECEIVED = "received", _("Just came")
    UNSORTED = "unsorted", _("Unsorted")
    UNVERIFIED = "unverified", _("From somebody else")
    AUTOMATIC = "automatic", _("Automatic")
    BOUNCE = "bounce", _("About a letter of ours")
    LANDED = "landed", _("In its case")
    ENQUIRY = "enquiry", _("Became an enquiry")
    NOT_OURS = "not_ours", _("Not for us")
    EMPTIED = "emptied", _("Nothing kept")


# What a person has to decide about.
UNDECIDED = [MailState.UNSORTED, MailState.UNVERIFIED]
# What a person has decided, and can take back.
DECIDED = [MailState.LANDED, MailState.ENQUIRY, MailState.NOT_OURS]


class IncomingMailQuerySet(models.QuerySet["IncomingMail"]):
    """Reads of incoming mail; every page starts from `visible_to`."""

    def visible_to(self, user: User) -> Self:
        """What this person may know of: mail of no case, and of cases they may know of.

        What has not come into a case and is from an address of a protected household is for the
        staff named for every such household with the address, whatever it answers; what points
        to the case of a protected household, for those named for that one.
        """
        cases = Case.objects.visible_to(user).filter(pk=models.OuterRef("case"))
        mine = Household.named_staff.through.objects.filter(
            household=models.OuterRef("household"), user=user
        )
        hidden = ContactPoint.objects.filter(
            ~models.Exists(mine),
            kind=ContactKind.EMAIL,
            normalised=models.OuterRef("sender"),
            household__is_protected=True,
        )
        return self.filter(
            models.Q(case=None) | models.Exists(cases),
            models.Q(message__isnull=False)
            | models.Q(case__household__is_protected=True)
            | ~models.Exists(hidden),
        )

    def undecided(self) -> Self:
        """What waits for a person."""
        return self.filter(state__in=UNDECIDED)


class IncomingMail(models.Model):
    """One mail as it came, and where it is now; changed by `inbox.actions` alone.

    The mail itself lies in the private store under `stored_as`, whole and unchanged. `digest` is
    of what the writer wrote and not of what servers added on the way: the same mail that comes
    twice is one. `case` is the case it is in; of one that is not decided, the case it points to.
    `before` is what landing changed in the case, for taking it back.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="mails")
    uid_validity = models.BigIntegerField(null=True)
    uid = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64, unique=True)
    stored_as = models.CharField(max_length=80, blank=True)
    size = models.PositiveIntegerField()
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.TextField(blank=True)
    received_at = models.DateTimeField()
    mail_id = models.CharField(max_length=250, blank=True)
    sender = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    words = models.CharField(max_length=300, blank=True, help_text=_("How it begins."))
    language = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.RECEIVED)
    why = models.CharField(max_length=300, blank=True, help_text=_("Why it is there, in words."))
    is_whole = models.BooleanField(
        default=True, help_text=_("Not so for one too large to be fetched.")
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.CASCADE, related_name="incoming_mail"
    )
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="incoming_mail"
    )
    before = models.JSONField(default=dict)
    version_after = models.PositiveIntegerField(null=True)
    landed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = IncomingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "uid_validity", "uid"],
                condition=models.Q(uid__isnull=False),
                name="one_mail_for_a_number",
            )
        ]
        indexes = [
            models.Index(
                fields=["state", "-received_at"],
                condition=models.Q(state__in=["unsorted", "unverified", "automatic", "bounce"]),
                name="mail_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"mail {self.pk} {self.state}"

    @property
    def is_undecided(self) -> bool:
        """Whether it waits for a person."""
        return self.state in UNDECIDED

    @property
    def may_be_decided(self) -> bool:
        """Whether a person may still say where it belongs: also what a machine set aside."""
        return self.message_id is None and self.state in {
            *UNDECIDED,
            MailState.AUTOMATIC,
            MailState.BOUNCE,
        }

    @property
    def may_be_taken_back(self) -> bool:
        """Whether a person's decision, or a landing, can be undone."""
        return self.state in {MailState.LANDED, MailState.NOT_OURS}


class AutomaticAnswer(models.Model):
    """That a correspondent got an answer from a machine on a day: there is never a second.

    Who it is stands here as a seal only. Removed after a month.
    """

    erasure: ClassVar = Erasure.IN_TIME

    correspondent = models.CharField(max_length=64)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["correspondent", "on"], name="one_automatic_answer_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"automatic answer {self.on}"
