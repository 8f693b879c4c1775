"""Who was registered by a colleague, and the lists of people that came from a fair."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Team
from hemvist.casework.models import Case
from hemvist.core.models import Erasure
from hemvist.employers.models import SourceCode
from hemvist.registration.faults import ListFault


class VisitKind(models.TextChoices):
    """How somebody came to us."""

    DESK = "desk", _("At the desk")
    PHONE = "phone", _("On the telephone")


class Registration(models.Model):
    """Somebody whom a colleague wrote down, at a desk or on the telephone, once.

    `key` is the form's, so that twice is once, and the address of the receipt. `helper_name` is
    somebody who asked for another. Made by `registration.actions`.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="registrations")
    kind = models.CharField(max_length=10, choices=VisitKind)
    is_new = models.BooleanField(help_text=_("Whether it became a case of its own."))
    language = models.CharField(max_length=10, help_text=_("Of the receipt."))
    was_informed = models.BooleanField(
        help_text=_("What we write down, and why, was read aloud to them.")
    )
    helper_name = models.CharField(max_length=200, blank=True)
    helper_address = models.CharField(max_length=254, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"registration {self.pk}"

    @property
    def is_for_another(self) -> bool:
        """Whether somebody else asked in their place."""
        return bool(self.helper_name)


class PeopleListState(models.TextChoices):
    """How far a list of people has come."""

    READING = "reading", _("Being read")
    MAPPING = "mapping", _("Needs to be understood")
    COMPARING = "comparing", _("Being compared")
    READY = "ready", _("Ready to be looked at")
    BRINGING_IN = "bringing_in", _("Being brought in")
    DONE = "done", _("Brought in")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")
    DROPPED = "dropped", _("Put aside")
    REFUSED = "refused", _("Could not be taken in")


WORKING = {
    PeopleListState.READING,
    PeopleListState.COMPARING,
    PeopleListState.BRINGING_IN,
    PeopleListState.UNDOING,
}


class PeopleList(models.Model):
    """A list of people who want to be contacted, from a fair or an employer.

    `consent` is what they agreed to there, in the words they read. `mapping` says what each
    heading means. Changed only by `registration.lists`.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    name = models.CharField(_("what the list is called"), max_length=100)
    consent = models.TextField(_("what they agreed to"))
    file_name = models.CharField(max_length=200, blank=True)
    stored_as = models.CharField(max_length=200, blank=True)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    state = models.CharField(
        max_length=12, choices=PeopleListState, default=PeopleListState.READING
    )
    fault = models.JSONField(null=True)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="people_lists"
    )
    source_code = models.ForeignKey(
        SourceCode, null=True, blank=True, on_delete=models.PROTECT, related_name="people_lists"
    )
    language = models.CharField(max_length=10, default="sv")
    takes_known = models.BooleanField(default=False)
    lines_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_working(self) -> bool:
        """Whether a worker has it now."""
        return self.state in WORKING

    @property
    def what_is_wrong(self) -> str:
        """Why it was not taken in."""
        return str(ListFault.from_kept(self.fault)) if self.fault else ""


class PersonLineState(models.TextChoices):
    """What a line of a list would do, or has done."""

    NEW = "new", _("New")
    KNOWN = "known", _("Has a case already")
    TWICE = "twice", _("Stands on the list twice")
    BEFORE = "before", _("Brought in before")
    FAULTY = "faulty", _("Cannot be brought in")
    BROUGHT_IN = "brought_in", _("Has become a case")
    TAKEN_BACK = "taken_back", _("Taken back")
    TOUCHED = "touched", _("Kept, because somebody has worked with it")


class PersonLineQuerySet(models.QuerySet["PersonLine"]):
    """Reads of lines."""

    def in_state(self, *states: str) -> Self:
        """Lines that are to do, or have done, one of these."""
        return self.filter(state__in=states)


class PersonLine(models.Model):
    """One line of a list of people: as it was written, as it was understood, what became of it.

    `fingerprint` is a keyed digest of name and addresses, so that the same list given again makes
    nobody twice. What is written is emptied a month after, and with the household.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    people_list = models.ForeignKey(PeopleList, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    understood = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    state = models.CharField(max_length=12, choices=PersonLineState, default=PersonLineState.NEW)
    same_as = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="person_lines"
    )
    event_mark = models.BigIntegerField(
        default=0, help_text=_("The log's last number when it was brought in.")
    )

    objects = PersonLineQuerySet.as_manager()

    class Meta:
        ordering = ["people_list", "number"]
        constraints = [
            models.UniqueConstraint(fields=["people_list", "number"], name="person_line_once")
        ]
        indexes = [
            models.Index(fields=["people_list", "state", "number"], name="person_line_state")
        ]

    def __str__(self) -> str:
        return f"line {self.number}"

    @property
    def sentences(self) -> list[str]:
        """What is wrong with it."""
        return [str(ListFault.from_kept(kept)) for kept in self.faults]
