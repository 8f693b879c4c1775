"""Receiving functions and the referrals they answer."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Role, User
from hemvist.casework.models import Case, Need
from hemvist.core.models import Erasure
from hemvist.directory.models import LifeArea
from hemvist.people.models import Consent


class SharedField(models.TextChoices):
    """What a function can need to know; a referral carries only what is ticked of these."""

    NAME = "name", _("Name")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    LANGUAGE = "language", _("Language and interpreter")
    MOVING = "moving", _("When they think of moving")
    ORIGIN = "origin", _("Where they move from")
    ADULTS = "adults", _("How many adults")
    CHILDREN = "children", _("Ages of children")
    AREA = "area", _("Area they are interested in")


class FunctionQuerySet(models.QuerySet["Function"]):
    """Reads of functions."""

    def active(self) -> Self:
        """Functions that take referrals now."""
        return self.filter(is_active=True)


class Function(models.Model):
    """A receiving unit, never a named official: the school office, the housing company."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    name = models.CharField(_("name"), max_length=150, unique=True)
    descriptions = models.JSONField(default=dict)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(max_length=10, default="sv")
    life_areas = models.ManyToManyField(LifeArea, blank=True, related_name="functions")
    needs_to_know = ArrayField(models.CharField(max_length=20, choices=SharedField), default=list)
    is_outside = models.BooleanField(
        default=False, help_text=_("Not part of the municipality: needs the person's consent.")
    )
    answer_hours = models.PositiveSmallIntegerField(_("working hours to answer"), default=24)
    is_active = models.BooleanField(default=True)
    staff = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="functions")

    objects = FunctionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ReferralState(models.TextChoices):
    """Where a referral is; the first two are open."""

    SENT = "sent", _("Sent, not answered")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class DeclineReason(models.TextChoices):
    """Why a function says no; each has a consequence for the host's next step."""

    FULL = "full", _("We have no places now")
    NOT_OURS = "not_ours", _("This is not for us")
    NOT_ELIGIBLE = "not_eligible", _("The conditions are not met")
    CANNOT_REACH = "cannot_reach", _("We could not reach the person")
    OTHER = "other", _("Another reason")


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Reads of referrals; every page starts from `visible_to`."""

    def visible_to(self, user: User) -> Self:
        """Referrals of the cases one may see; for a receiving function, those sent to it.

        Not of a household that has had to be protected since.
        """
        if user.role == Role.RECEIVER:
            return self.filter(function__staff=user, case__household__is_protected=False)
        return self.filter(case__in=Case.objects.visible_to(user))

    def most_urgent_first(self) -> Self:
        """Those that wait for an answer, then those being worked on, then what is over."""
        rank = models.Case(
            models.When(state=ReferralState.SENT, then=0),
            models.When(state=ReferralState.ACCEPTED, then=1),
            default=2,
        )
        over = models.Case(models.When(rank=2, then=models.F("sent_at")))
        return self.annotate(rank=rank).order_by("rank", over.desc(), "due_at", "pk")

    def unanswered(self) -> Self:
        """Referrals no function has said yes or no to."""
        return self.filter(state=ReferralState.SENT)


class Referral(models.Model):
    """A need handed to a function, with exactly what was agreed to be shared.

    `shared` is a copy made when it was sent: what the function sees, word for word, whatever
    changes later. `key` is in the function's link; a new key kills the old link.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    need = models.ForeignKey(
        Need, null=True, blank=True, on_delete=models.SET_NULL, related_name="referrals"
    )
    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="referrals")
    consent = models.ForeignKey(
        Consent, null=True, blank=True, on_delete=models.SET_NULL, related_name="referrals"
    )
    question = models.TextField(_("what we ask you to help with"))
    shared = models.JSONField(default=dict, help_text=_("Field name to the text shown."))
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.SENT)
    decline_reason = models.CharField(max_length=15, choices=DeclineReason, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it came back to the host unanswered.")
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(decline_reason=""),
                name="declined_referral_says_why",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="sent"), name="referral_due")
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the function can still answer or change its answer."""
        return self.state in {ReferralState.SENT, ReferralState.ACCEPTED}

    @property
    def is_unanswered(self) -> bool:
        """Whether the function has said neither yes nor no."""
        return self.state == ReferralState.SENT

    @property
    def is_readable(self) -> bool:
        """Whether the function still sees what was shared: until the person takes it back."""
        is_agreed = self.consent is None or self.consent.withdrawn_at is None
        return is_agreed and self.state != ReferralState.WITHDRAWN

    @property
    def tone(self) -> str:
        """The tone in which its state is shown."""
        return {"sent": "info", "declined": "warn", "withdrawn": "neutral"}.get(self.state, "good")
