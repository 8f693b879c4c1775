"""The installation itself: one municipality, its opening hours and its calendar."""

from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Erasure(StrEnum):
    """What becomes of a table's rows when a household is erased; every model says it."""

    NOTHING_PERSONAL = "holds nothing about a person"
    WITH_HOUSEHOLD = "deleted or emptied when the household is erased"
    WITH_ACCOUNT = "about staff; kept while the account and its audit trail are kept"
    UNUSED = "belongs to a browser and to nobody we know; removed when it is no longer used"
    IN_TIME = "emptied a set time after it came, whoever it is about"
    KEPT = "kept without personal data, because the law asks that the deed can be shown"


class Municipality(models.Model):
    """The one municipality of this installation; everything that differs between two is here."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    name = models.CharField(_("name"), max_length=100, help_text=_("Never translated."))
    authority = models.CharField(_("authority"), max_length=100)
    service_names = models.JSONField(_("name of the service"), default=dict)
    greetings = models.JSONField(_("first words on the start page"), default=dict)
    promises = models.JSONField(_("what we promise, in a sentence"), default=dict)
    reference_prefix = models.CharField(max_length=6, default="HV")
    phone = models.CharField(_("telephone"), max_length=30)
    email = models.EmailField(_("e-mail"))
    visiting_address = models.CharField(max_length=200, blank=True)
    website = models.URLField(blank=True)
    data_protection_email = models.EmailField(blank=True)
    languages = ArrayField(models.CharField(max_length=10), default=list)
    first_contact_hours = models.PositiveSmallIntegerField(
        _("working hours to first contact"), default=16
    )
    answer_hours = models.PositiveSmallIntegerField(
        _("working hours to answer a message"), default=16
    )
    accent_hue = models.PositiveSmallIntegerField(
        default=200, help_text=_("Hue of the accent colour, 0 to 359 degrees.")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="only_one_municipality")
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """One block of working time on a weekday; lunch is the gap between two blocks."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    weekday = models.PositiveSmallIntegerField(help_text=_("Monday is 0."))
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="weekday_is_a_weekday"),
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")), name="opens_before_it_closes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


class CalendarDay(models.Model):
    """A day that differs from its weekday: closed all day, or open only between two times."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    day = models.DateField(unique=True)
    names = models.JSONField(default=dict)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True, closes__isnull=True)
                | models.Q(opens__lt=models.F("closes")),
                name="calendar_day_closed_or_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.day.isoformat()


class Edition(models.Model):
    """One transaction that changed something the public reads in an app; the database writes it.

    See `core.editions`. Rows older than a day are removed, which only makes pages anew.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    number = models.BigIntegerField(help_text=_("The transaction's number."))
    app = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "app"], name="edition_once_for_an_app")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.app}"


class KeptPage(models.Model):
    """A finished public page that every process may give; see `core.shared_shelf`, which writes it.

    Only what is the same for everybody lies here, never a page made for somebody.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    key = models.UUIDField(primary_key=True, help_text="What was asked for, and the edition.")
    edition = ArrayField(models.UUIDField(), help_text="How each app was that it reads from.")
    packed = models.BinaryField()
    content_type = models.CharField(max_length=100)
    etag = models.CharField(max_length=40)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
