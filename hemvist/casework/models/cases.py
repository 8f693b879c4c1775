"""The case: one household's way with the service."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Role, Team, User
from hemvist.core.models import Erasure
from hemvist.directory.models import Area
from hemvist.employers.models import Employer, SourceCode
from hemvist.messaging.models import Conversation
from hemvist.people.models import Household


class CaseState(models.TextChoices):
    """Where a case is on its way; only `closed` is not open."""

    NEW = "new", _("New")
    ACTIVE = "active", _("In contact")
    WAITING = "waiting", _("Waiting for the person")
    MOVED = "moved", _("Moved in, followed up")
    CLOSED = "closed", _("Closed")


class CloseReason(models.TextChoices):
    """Why a case was closed; the outcome in one word."""

    SETTLED = "settled", _("Settled here")
    ANSWERED = "answered", _("Question answered")
    NOT_MOVING = "not_moving", _("Is not moving")
    NO_ANSWER = "no_answer", _("Did not answer")
    WITHDRAWN = "withdrawn", _("Withdrew")
    DUPLICATE = "duplicate", _("Same as another case")
    SPAM = "spam", _("Was not from a person")


class NextStep(models.TextChoices):
    """The kinds of next step; `other` needs words."""

    FIRST_CONTACT = "first_contact", _("Make the first contact")
    ANSWER = "answer", _("Answer the message")
    CALL = "call", _("Call")
    WRITE = "write", _("Write")
    AFTER_CALLS = "after_calls", _("Write, since two calls reached nobody")
    MEET = "meet", _("Meet")
    CHECK_REFERRAL = "check_referral", _("See what came of the referral")
    OTHER_CHANNEL = "other_channel", _("Reach them another way")
    FOLLOW_UP = "follow_up", _("Ask how it is going")
    OTHER = "other", _("Something else")


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases; every page starts from `visible_to`."""

    def open(self) -> Self:
        """Cases that still have an owner and a next step."""
        return self.exclude(state=CaseState.CLOSED)

    def visible_to(self, user: User) -> Self:
        """The cases this person may know of at all.

        A household with protected identity is seen by the staff named for it and nobody else,
        not even as a row in a list or a number in a sum.
        """
        named_for_me = Household.named_staff.through.objects.filter(
            household=models.OuterRef("household"), user=user
        )
        may_know = Q(household__is_protected=False) | Q(models.Exists(named_for_me))
        if user.is_host or user.role == Role.CITIZEN_SERVICES:
            return self.filter(may_know)
        if user.role == Role.SERVICE_POINT:
            return self.filter(may_know, team__in=user.teams.all())
        return self.none()


class Case(models.Model):
    """One household's way with the service: one owner, one next step, one clock.

    An open case always has a team, and a next step with a date. `owner` is empty while it waits
    in the team's queue. Changed only by `casework.actions`.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    reference = models.CharField(max_length=20, unique=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="cases")
    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="case")
    title = models.CharField(max_length=200, blank=True, help_text=_("The contact's name."))
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.NEW)
    source = models.CharField(max_length=40, default="form")
    kind = models.CharField(
        max_length=15,
        default="enquiry",
        db_default="enquiry",
        help_text=_("The kind of form; decides the promise."),
    )
    source_code = models.ForeignKey(
        SourceCode, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases"
    )
    employer = models.ForeignKey(
        Employer, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases"
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cases")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_cases",
    )
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases"
    )
    next_step = models.CharField(max_length=20, choices=NextStep, blank=True)
    next_step_note = models.CharField(max_length=200, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()
    first_contact_due_at = models.DateTimeField(
        help_text=_("The promise, in working time from when it was opened.")
    )
    first_contacted_at = models.DateTimeField(null=True, blank=True)
    first_unanswered_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("Set by the person's message, cleared by a human answer and nothing else."),
    )
    answer_due_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when the promise waits for the person.")
    )
    paused_until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=20, choices=CloseReason, blank=True)
    other_information = models.TextField(blank=True, help_text=_("In the person's own words."))
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_cases",
        help_text=_("The case that goes on in place of this one; its address leads there."),
    )
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["next_step_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed") | (Q(next_step_on__isnull=False) & ~Q(next_step="")),
                name="open_case_has_a_next_step",
            ),
            models.CheckConstraint(
                condition=(Q(state="closed") & Q(closed_at__isnull=False) & ~Q(close_reason=""))
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="closed_case_says_when_and_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "next_step_on"], condition=~Q(state="closed"), name="case_my_work"
            ),
            models.Index(
                fields=["team", "next_step_on"],
                condition=Q(owner__isnull=True) & ~Q(state="closed"),
                name="case_queue",
            ),
            models.Index(
                fields=["first_unanswered_at"],
                condition=Q(first_unanswered_at__isnull=False),
                name="case_unanswered",
            ),
            models.Index(
                fields=["owner", "first_unanswered_at"],
                condition=Q(first_unanswered_at__isnull=False),
                name="case_waiting_for",
            ),
            GinIndex(SearchVector("title", config="simple"), name="case_name"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def may_be_spam(self) -> bool:
        """Whether the form marked the enquiry as one that a machine may have sent."""
        return self.source.endswith("_suspected")

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state != CaseState.CLOSED
