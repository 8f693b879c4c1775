"""When a place is open: rules that come again, and the days that differ."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.editions import EMPTIED
from hemvist.core.models import Erasure
from hemvist.directory.hsds import HsdsPart, belongs_to_one, part_of
from hemvist.directory.recurrence import NotARule, parse_byday, parse_bymonthday

OWNERS = ("service", "location", "service_at_location")


class Frequency(models.TextChoices):
    """HSDS knows these two; a schedule without one is open on its first day only."""

    WEEKLY = "WEEKLY", _("every week")
    MONTHLY = "MONTHLY", _("every month")


class AttendingType(models.TextChoices):
    """How one comes to the service during these hours."""

    IN_PERSON = "in_person", _("On the spot")
    PHONE = "phone", _("By telephone")
    ONLINE = "online", _("On the web")


def validate_byday(text: str) -> None:
    """MO, 1TU and -1FR are days; anything else gets a sentence."""
    try:
        parse_byday(text)
    except NotARule as mistake:
        raise ValidationError(
            _("Write days like MO,WE for every week or 1TU,-1FR for the first and the last."),
            code="invalid",
        ) from mistake


def validate_bymonthday(text: str) -> None:
    """1, 15 and -1 are days of a month; anything else gets a sentence."""
    try:
        parse_bymonthday(text)
    except NotARule as mistake:
        raise ValidationError(
            _("Write days of the month from 1 to 31, or -1 for the last."), code="invalid"
        ) from mistake


class Schedule(HsdsPart):
    """One rule for when a service is open, with HSDS's names; `directory/opening.py` reads it.

    Closing before it opens means after midnight. Without times the rule says the days only.
    `by_appointment` stands beside the hours: it may be that one must book, with or without any.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = EMPTIED

    service = part_of("Service", "schedules")
    location = part_of("Location", "schedules")
    service_at_location = part_of("ServiceAtLocation", "schedules")
    position = models.PositiveSmallIntegerField(default=0)
    freq = models.CharField(max_length=10, choices=Frequency, blank=True, default=Frequency.WEEKLY)
    interval = models.PositiveSmallIntegerField(default=1)
    byday = models.CharField(max_length=100, blank=True, validators=[validate_byday])
    bymonthday = models.CharField(max_length=100, blank=True, validators=[validate_bymonthday])
    dtstart = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    by_appointment = models.BooleanField(
        default=False, help_text=_("One must book a time first, whatever the hours are.")
    )
    follows_holidays = models.BooleanField(
        default=True, help_text=_("Closed on holidays and shorter on half days, as the calendar.")
    )
    attending_type = models.CharField(
        max_length=20, choices=AttendingType, default=AttendingType.IN_PERSON
    )
    descriptions = models.JSONField(default=dict, blank=True)
    schedule_link = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["position", "valid_from", "opens_at", "pk"]
        constraints = [
            belongs_to_one(*OWNERS, name="schedule_of_one"),
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True, closes_at__isnull=True)
                | models.Q(opens_at__isnull=False, closes_at__isnull=False),
                name="schedule_has_both_times",
            ),
            models.CheckConstraint(
                condition=models.Q(interval__gte=1), name="schedule_comes_again"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.byday or self.bymonthday} {self.opens_at}-{self.closes_at}"


class SpecialDay(HsdsPart):
    """Days that differ at one place: closed for the summer, or open at other times on an eve.

    It comes before every rule and before the municipality's calendar.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = EMPTIED

    service = part_of("Service", "special_days")
    location = part_of("Location", "special_days")
    service_at_location = part_of("ServiceAtLocation", "special_days")
    first_day = models.DateField()
    last_day = models.DateField()
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    reasons = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["first_day", "opens_at", "pk"]
        constraints = [
            belongs_to_one(*OWNERS, name="special_day_of_one"),
            models.CheckConstraint(
                condition=models.Q(first_day__lte=models.F("last_day")),
                name="special_day_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True, closes_at__isnull=True)
                | models.Q(opens_at__isnull=False, closes_at__isnull=False),
                name="special_day_has_both_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day}-{self.last_day}"
