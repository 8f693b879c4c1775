"""Households and their members, how they want to be reached, what they have agreed to."""

import uuid
from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemvist.core.dates import clock_time, today, weekday_in_short
from hemvist.core.models import Erasure
from hemvist.people.hours import HOME, GoodHours, zone_of


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


class JoinReason(models.TextChoices):
    """How somebody came into a household."""

    BORN = "born", _("Was born")
    MOVED_IN = "moved_in", _("Moved in with them")
    MOVED_BACK = "moved_back", _("Moved back")
    NOT_TOLD = "not_told", _("Was there all along, but we did not know")


class LeaveReason(models.TextChoices):
    """How somebody left a household."""

    MOVED_APART = "moved_apart", _("They live apart now")
    MOVED_OUT = "moved_out", _("Moved out")
    DIED = "died", _("Has died")
    NEVER_WAS = "never_was", _("Was written down by mistake")


class PersonQuerySet(models.QuerySet["Person"]):
    """Reads of members."""

    def present(self) -> Self:
        """Those who are in the household now."""
        return self.filter(left_on__isnull=True)


class Person(models.Model):
    """A member of a household, now or once.

    Only the one we talk with has to have a name; children have an age. What is written here is
    how it is now; how it was stands in `HouseholdChange`. Changed by `people.members`.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_contact = models.BooleanField(default=False, help_text=_("The one we talk with."))
    is_child = models.BooleanField(default=False)
    age = models.PositiveSmallIntegerField(_("age"), null=True, blank=True)
    age_on = models.DateField(null=True, blank=True, help_text=_("The day the age was said."))
    left_on = models.DateField(null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["is_child", "-is_contact", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=models.Q(is_contact=True), name="one_contact_person"
            ),
            models.CheckConstraint(
                condition=models.Q(is_contact=False) | models.Q(left_on__isnull=True),
                name="contact_person_is_in_the_household",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    def age_at(self, on: date) -> int | None:
        """How old somebody is on a day; an age said some time ago has grown since."""
        return age_at(self.age, said_on=self.age_on, on=on)

    @property
    def age_now(self) -> int | None:
        """How old somebody is today."""
        return self.age_at(today())


def age_at(age: int | None, *, said_on: date | None, on: date) -> int | None:
    """An age said on one day, as it is on another: a year more, or less, for each whole year."""
    if age is None or said_on is None:
        return age
    grown = _whole_years(said_on, on) if on >= said_on else -_whole_years(on, said_on)
    return max(age + grown, 0)


def _whole_years(first: date, last: date) -> int:
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


class ChangeKind(models.TextChoices):
    """What changed in a household."""

    JOINED = "joined", _("Came into the household")
    LEFT = "left", _("Left the household")
    NAMED = "named", _("Another name")
    AGED = "aged", _("The age was said")
    CONTACT = "contact", _("Became the one we talk with")
    OWN_TRACK = "own_track", _("Is reached in a way of their own")
    NO_TRACK = "no_track", _("Is reached with the household")


class HouseholdChange(models.Model):
    """One thing that changed with one member, on one day; `people.history` reads them in order.

    `before` and `after` hold what the fact was and became. The household is the member's.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    why = models.CharField(
        max_length=12, choices=[*JoinReason.choices, *LeaveReason.choices], blank=True
    )
    words = models.CharField(max_length=300, blank=True)
    on = models.DateField(help_text=_("The day it happened."))
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    created_at = models.DateTimeField(help_text=_("When it was written down."))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on} {self.kind} {self.person_id}"


class ContactKind(models.TextChoices):
    """The two kinds of address we keep."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    """Reads of addresses."""

    def proven(self) -> Self:
        """Addresses of which we know that they are the household's own."""
        return self.filter(is_unproven=False)

    def shared(self) -> Self:
        """Proven addresses of the household as a whole, not those of one member alone."""
        return self.proven().filter(person=None)


class ContactPoint(models.Model):
    """An e-mail address or a telephone number of a household, or of one member alone.

    `value` is as written; `normalised` is lower-case e-mail or an E.164 number, for finding.
    `person` is set for a member with an own track: nothing meant for the household goes there.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="contact_points"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="contact_points"
    )
    kind = models.CharField(max_length=10, choices=ContactKind)
    value = models.CharField(max_length=254)
    normalised = models.CharField(max_length=254, db_index=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    is_unproven = models.BooleanField(
        default=False,
        db_default=False,
        help_text=_(
            "Came from a merged case: nothing is sent there until the person says it is theirs."
        ),
    )

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person", "kind", "normalised"],
                nulls_distinct=False,
                name="contact_point_once",
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


class Reach(models.Model):
    """How somebody wants to be contacted, in which language and when; enforced when sending.

    `channels` is in the order they wish. Hours are by the clock where they are.
    """

    channels = ArrayField(models.CharField(max_length=10, choices=Channel), default=list)
    language = models.CharField(_("language"), max_length=10, default="sv")
    opens = models.TimeField(_("from"), null=True, blank=True)
    closes = models.TimeField(_("until"), null=True, blank=True)
    weekdays_only = models.BooleanField(_("Monday to Friday"), default=False, db_default=False)
    time_zone = models.CharField(max_length=40, default=HOME, db_default=HOME)
    no_voicemail = models.BooleanField(_("no voicemail"), default=False)
    no_content = models.BooleanField(
        _("letters say only that there is a message"), default=False, db_default=False
    )
    needs_interpreter = models.BooleanField(_("interpreter"), default=False)
    note = models.CharField(_("anything else about reaching you"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def hours(self) -> GoodHours:
        """When they may be disturbed."""
        return GoodHours(self.opens, self.closes, self.weekdays_only)

    @property
    def clock_there(self) -> datetime:
        """What the clock shows where they are now."""
        return timezone.now().astimezone(zone_of(self.time_zone))

    @property
    def clock_words(self) -> str:
        """The same, as the reader writes a time."""
        return clock_time(self.clock_there.time())

    @property
    def is_good_now(self) -> bool:
        """Whether this is a time at which they want to be called."""
        return self.hours.holds(self.clock_there)

    @property
    def is_elsewhere(self) -> bool:
        """Whether their clock shows another hour than ours."""
        return self.clock_there.utcoffset() != timezone.localtime().utcoffset()

    @property
    def not_now(self) -> str:
        """Why this is no moment to call; nothing when it is a good one."""
        clock = self.clock_there
        if self.hours.holds(clock):
            return ""
        if self.hours.opens is None and not self.hours.weekdays_only:
            words = gettext("It is %(time)s where they are, and night.")
        else:
            words = gettext("It is %(day)s %(time)s where they are: outside the hours they chose.")
        return words % {"time": self.clock_words, "day": weekday_in_short(clock.date())}

    @property
    def ways_in_words(self) -> list[str]:
        """The ways of contact, the one they like best first."""
        return [str(Channel(code).label) for code in self.channels]

    @property
    def before_calling(self) -> list[str]:
        """What one must know before lifting the receiver."""
        no_call = bool(self.channels) and Channel.PHONE not in self.channels
        said = [
            (self.not_now, self.not_now),
            (no_call, gettext("They have not said that we may telephone.")),
            (self.no_voicemail, gettext("They do not want a voicemail.")),
            (self.needs_interpreter, gettext("They need an interpreter when you talk.")),
        ]
        return [words for holds, words in said if holds]


def hours_constraints(name: str) -> list[models.BaseConstraint]:
    """Hours have both a beginning and an end, and they differ."""
    none = models.Q(opens__isnull=True, closes__isnull=True)
    both = models.Q(opens__isnull=False, closes__isnull=False)
    return [
        models.CheckConstraint(
            condition=none | (both & ~models.Q(opens=models.F("closes"))), name=name
        )
    ]


class ContactChoice(Reach):
    """How a household wants to be contacted."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    household = models.OneToOneField(
        Household, on_delete=models.CASCADE, related_name="contact_choice"
    )
    no_group_mail = models.BooleanField(
        _("no letters that go to many"), default=False, db_default=False
    )

    class Meta:
        constraints = hours_constraints("contact_hours_begin_and_end")

    def __str__(self) -> str:
        return ", ".join(self.channels)


class OwnTrack(Reach):
    """A member who is reached in a way, a language and at hours of their own.

    The case and the conversation stay the household's. Their addresses are the contact points
    with their name on. Ends when they leave, or when they are reached with the household again.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="track")
    started_on = models.DateField()

    class Meta:
        constraints = hours_constraints("own_hours_begin_and_end")

    def __str__(self) -> str:
        return f"{self.person_id}: {', '.join(self.channels)}"


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
