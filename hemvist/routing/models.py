"""Sets of rules, what they decided, and cases that stand in other hands for a while."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Absence, Team
from hemvist.casework.models import Case
from hemvist.core.models import Erasure


class RuleSetState(models.TextChoices):
    """At most one draft is written on, at most one is in force; the others are history."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("In force")
    RETIRED = "retired", _("Replaced")


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    """Reads of sets of rules."""

    def in_force(self) -> Self:
        """The one set that decides now, if any."""
        return self.filter(state=RuleSetState.PUBLISHED)

    def draft(self) -> Self:
        """The one set that is written on, if any."""
        return self.filter(state=RuleSetState.DRAFT)


class RuleSet(models.Model):
    """All rules as one text, a rule to a line; never changed once it has been in force.

    `names` keeps whom and which team each written name meant on the day it was published, so
    that a colleague who marries, or a new one with the same name, changes nothing.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=RuleSetState, default=RuleSetState.DRAFT)
    text = models.TextField(_("rules"), blank=True)
    names = models.JSONField(default=dict, blank=True)
    note = models.CharField(_("what is new, and why"), max_length=300, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="draft"), name="one_draft_of_rules"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="published"), name="one_set_of_rules_in_force"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Decision(models.Model):
    """Where a case was sent when it came, or came back, and because of what.

    `because` holds codes, numbers and the words of the rule, never what the person wrote.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="routing_decisions")
    rule_set = models.ForeignKey(
        RuleSet, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    line = models.PositiveSmallIntegerField(null=True, blank=True)
    how = models.CharField(max_length=20)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    because = models.JSONField(default=dict)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        indexes = [models.Index(fields=["case", "-decided_at"], name="decision_of_case")]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class HandOver(models.Model):
    """A case that somebody else has while its host is away, until it is taken back or stays.

    `to` is empty when it waits in the team's queue.
    """

    erasure: ClassVar = Erasure.KEPT

    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="hand_overs")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_overs")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it was given back, or kept for good.")
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="case_handed_over_once"
            )
        ]
        indexes = [
            models.Index(fields=["to"], condition=Q(ended_at__isnull=True), name="handed_over_to")
        ]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"
