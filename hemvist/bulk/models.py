"""Tags on cases, filters that somebody keeps, and deeds on many cases with their lines."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Team, User
from hemvist.casework.models import Case
from hemvist.core.models import Erasure
from hemvist.messaging.models import Message


class Tag(models.Model):
    """A word of our own that some cases have in common; never about health, faith or origin."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    name = models.CharField(_("tag"), max_length=60, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CaseTag(models.Model):
    """A tag on a case; put there and taken off by `bulk.tagging`."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tags")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="cases")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["tag__name"]
        constraints = [models.UniqueConstraint(fields=["tag", "case"], name="case_tagged_once")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.tag_id}"


class FilteredPage(models.TextChoices):
    """The lists of the desk that a filter can be kept for."""

    HOME = "home", _("My work")
    QUEUE = "queue", _("Queue")
    WAITING = "waiting", _("Waiting for others")
    CASES = "cases", _("Cases")


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Reads of kept filters."""

    def visible_to(self, user: User) -> Self:
        """One's own, and what was shared with a team one is in."""
        return self.filter(Q(owner=user) | Q(team__in=user.teams.all()))


class SavedFilter(models.Model):
    """A filter somebody gave a name; with a team, the whole team sees it."""

    erasure: ClassVar = Erasure.WITH_ACCOUNT

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(_("name"), max_length=60)
    page = models.CharField(max_length=10, choices=FilteredPage)
    query = models.CharField(max_length=500, help_text=_("As it stands in the address."))

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def address_name(self) -> str:
        """The name of the address of the list it is for."""
        return f"desk:{self.page}"


class SeenList(models.Model):
    """Up to where in the log somebody has seen all that is on a list, as it was filtered.

    Written when they say so, by `bulk.keeping.see_list`; looking at a list writes nothing.
    """

    erasure: ClassVar = Erasure.WITH_ACCOUNT

    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seen_lists"
    )
    page = models.CharField(max_length=10, choices=FilteredPage)
    query = models.CharField(max_length=500, blank=True)
    mark = models.BigIntegerField(help_text=_("The number of the newest event that was seen."))
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["colleague", "page", "query"], name="list_seen_once")
        ]

    def __str__(self) -> str:
        return f"{self.page}?{self.query}"


class DeedKind(models.TextChoices):
    """What can be done to many cases at once."""

    ASSIGN = "assign", _("Give to a person or a team")
    NEXT_STEP = "next_step", _("Set the next step")
    TAG = "tag", _("Put a tag on")
    NEED = "need", _("Add or reopen a need")
    TASK = "task", _("Give a task")
    MESSAGE = "message", _("Write to the households")
    CLOSE = "close", _("Close")


class DeedState(models.TextChoices):
    """How far a deed on many cases has come."""

    DRAFT = "draft", _("Being prepared")
    READY = "ready", _("Ready to be looked at")
    WAITING = "waiting", _("Will be done")
    DOING = "doing", _("Being done")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class BulkDeedQuerySet(models.QuerySet["BulkDeed"]):
    """Reads of deeds on many cases."""

    def visible_to(self, user: User) -> Self:
        """One's own; all for the coordinator."""
        return self if user.is_coordinator else self.filter(by=user)


class BulkDeed(models.Model):
    """One thing done to many cases: chosen, looked at, done by a worker, perhaps undone.

    `detail` holds what shall be done, by codes and numbers, and for a message its texts. Each case
    is a line of its own; killed in the middle, the worker goes on with the lines that wait.
    """

    erasure: ClassVar = Erasure.WITH_ACCOUNT

    kind = models.CharField(max_length=10, choices=DeedKind)
    state = models.CharField(max_length=10, choices=DeedState, default=DeedState.DRAFT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bulk_deeds"
    )
    detail = models.JSONField(default=dict)
    query = models.CharField(max_length=500, blank=True, help_text=_("The filter it came from."))
    made_at = models.DateTimeField()
    begins_at = models.DateTimeField(
        null=True, blank=True, help_text=_("What is sent waits until it can be undone no more.")
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    undo_until = models.DateTimeField(null=True, blank=True)

    objects = BulkDeedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_prepared(self) -> bool:
        """Whether nothing has happened yet, so that it can still be changed."""
        return self.state in {DeedState.DRAFT, DeedState.READY}

    @property
    def is_under_way(self) -> bool:
        """Whether a worker is at it, or will be in a moment."""
        return self.state in {DeedState.WAITING, DeedState.DOING, DeedState.UNDOING}

    @property
    def is_message(self) -> bool:
        """Whether it writes to people, which nobody can take back."""
        return self.kind == DeedKind.MESSAGE


class BulkLineState(models.TextChoices):
    """What became of one case in a deed on many."""

    WAITING = "waiting", _("Waits its turn")
    DONE = "done", _("Done")
    LEFT_OUT = "left_out", _("Left out")
    BY_HAND = "by_hand", _("Goes to a person")
    FAILED = "failed", _("Did not work")
    UNDONE = "undone", _("Undone")
    KEPT = "kept", _("Not undone")


class LineReason(models.TextChoices):
    """Why a case was left out, or was not done as the others."""

    PROTECTED = "protected", _("Protected identity: only by hand, by those named for it")
    CLOSED = "closed", _("The case is closed")
    NOT_ALLOWED = "not_allowed", _("You may not do this with the case")
    NOT_THEIRS = "not_theirs", _("The new owner may not see the case")
    ALREADY = "already", _("It is so already")
    NO_WAY = "no_way", _("Wants to be called or met, or no address works")
    NO_LETTERS = "no_letters", _("Wants no letters that go to many")
    NO_TEXT = "no_text", _("There is no text in their language")
    NO_PERSON = "no_person", _("There is nobody it could be for")
    CHANGED = "changed", _("Somebody has changed the case since")
    ERROR = "error", _("Something went wrong; it has been reported")


class BulkLine(models.Model):
    """One case in a deed on many: whether it was done, why not, and what it was before."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    deed = models.ForeignKey(BulkDeed, on_delete=models.CASCADE, related_name="lines")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="bulk_lines")
    state = models.CharField(max_length=10, choices=BulkLineState, default=BulkLineState.WAITING)
    reason = models.CharField(max_length=15, choices=LineReason, blank=True)
    before = models.JSONField(default=dict, help_text=_("What to put back if it is undone."))
    version_after = models.PositiveIntegerField(null=True, blank=True)
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["deed", "case"], name="case_once_in_deed")]
        indexes = [models.Index(fields=["deed", "state"], name="bulk_line_state")]

    def __str__(self) -> str:
        return f"{self.deed_id}: {self.case_id} {self.state}"
