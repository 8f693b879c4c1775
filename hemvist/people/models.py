"""Households and their members, how they want to be reached, what they have agreed to."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.models import Erasure


class Origin(models.TextChoices):
    """Where a household moves from; decides which rules of moving apply, nothing more is asked."""

    SWEDEN = "sweden", _("Another place in Sweden")
    NORDIC = "nordic", _("Denmark, Finland, Iceland or Norway")
    EU = "eu", _("Another country in the EU or EEA, or Switzerland")
    ELSEWHERE = "elsewhere", _("Another country")
    HERE = "here", _("I already live here")


class Household(models.Model):
    """One or more people who move together; the link to their own page belongs to it.

    `link_version` grows when all links sent so far must stop working. `erased_at` is set by
    `privacy.actions.erase_household`, which empties everything else.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    origin = models.CharField(_("moving from"), max_length=10, choices=Origin, blank=True)
    moving_on = models.DateField(
        _("moving month"), null=True, blank=True, help_text=_("The first day of the month.")
    )
    language = models.CharField(_("language"), max_length=10, default="sv")
    is_protected = models.BooleanField(_("protected identity"), default=False)
    named_staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        help_text=_("The only ones who see a household with protected identity."),
    )
    link_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.public_id)


class Person(models.Model):
    """A member of a household. Only the one we talk with has a name; children have an age."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_contact = models.BooleanField(default=False, help_text=_("The one we talk with."))
    is_child = models.BooleanField(default=False)
    age = models.PositiveSmallIntegerField(_("age"), null=True, blank=True)
    age_on = models.DateField(null=True, blank=True, help_text=_("The day the age was said."))

    class Meta:
        ordering = ["is_child", "-is_contact", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=models.Q(is_contact=True), name="one_contact_person"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)


class ContactKind(models.TextChoices):
    """The two kinds of address we keep."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    """Reads of addresses."""

    def proven(self) -> Self:
        """Addresses of which we know that they are the household's own."""
        return self.filter(is_unproven=False)


class ContactPoint(models.Model):
    """An e-mail address or a telephone number of a household.

    `value` is as written; `normalised` is lower-case e-mail or an E.164 number, for finding.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="contact_points"
    )
    kind = models.CharField(max_length=10, choices=ContactKind)
    value = models.CharField(max_length=254)
    normalised = models.CharField(max_length=254, db_index=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    is_unproven = models.BooleanField(
        default=False,
        help_text=_(
            "Came from a merged case: nothing is sent there until the person says it is theirs."
        ),
    )

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "kind", "normalised"], name="contact_point_once"
            )
        ]

    def __str__(self) -> str:
        return self.value


class Channel(models.TextChoices):
    """How a person can be contacted."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    PHONE = "phone", _("Telephone")
    VIDEO = "video", _("Video")
    VISIT = "visit", _("In person at a service point")


class ContactChoice(models.Model):
    """How, in which language and when a household wants to be contacted; enforced when sending.

    `channels` is in the order the person wishes. Hours are the person's own local time.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    household = models.OneToOneField(
        Household, on_delete=models.CASCADE, related_name="contact_choice"
    )
    channels = ArrayField(models.CharField(max_length=10, choices=Channel), default=list)
    language = models.CharField(_("language"), max_length=10, default="sv")
    times = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    time_zone = models.CharField(max_length=40, default="Europe/Stockholm")
    no_voicemail = models.BooleanField(_("no voicemail"), default=False)
    needs_interpreter = models.BooleanField(_("interpreter"), default=False)
    note = models.CharField(_("anything else about reaching you"), max_length=300, blank=True)

    def __str__(self) -> str:
        return ", ".join(self.channels)


class Consent(models.Model):
    """What somebody agreed to share, with whom, in which words; as easy to withdraw as to give."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    receiver = models.CharField(max_length=200)
    wording = models.TextField(help_text=_("The exact words agreed to."))
    language = models.CharField(max_length=10)
    given_at = models.DateTimeField()
    given_how = models.CharField(max_length=20)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.receiver}"
