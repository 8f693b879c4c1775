"""Sources that lists come from, each list that came, and what each of its lines would do."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemvist.core.models import Erasure
from hemvist.importing.faults import Fault


class SourceKind(models.TextChoices):
    """In which form a source gives its lists."""

    TABLE = "table", _("A table: CSV or Excel")
    HSDS = "hsds", _("Open Referral HSDS (JSON)")
    OSM = "osm", _("OpenStreetMap (GeoJSON)")
    SCHOOLS = "schools", _("Skolenhetsregistret (JSON)")
    JOBS = "jobs", _("Job advertisements of Arbetsförmedlingen (JSON)")
    STATISTICS = "statistics", _("A table of Statistics Sweden, SCB (JSON-stat)")
    KEY_FIGURES = "key_figures", _("Key figures of Kolada (JSON)")


class Source(models.Model):
    """Where lists come from, under which licence, and how their headings are to be understood.

    `mapping` holds what editors have said: headings to fields, words to kinds of places, and the
    words for figures.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(max_length=20, choices=SourceKind)
    licence = models.CharField(max_length=100)
    licence_url = models.URLField(max_length=500, blank=True)
    page = models.URLField(max_length=500)
    address = models.URLField(max_length=500, blank=True)
    is_nightly = models.BooleanField(default=False)
    mapping = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_nightly=False) | Q(kind=SourceKind.JOBS.value) & ~Q(address=""),
                name="only_jobs_with_an_address_come_nightly",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_table(self) -> bool:
        """Whether its headings have to be understood first."""
        return self.kind == SourceKind.TABLE

    @property
    def has_figures(self) -> bool:
        """Whether it gives numbers for the start page, which need words."""
        return self.kind in {SourceKind.STATISTICS, SourceKind.KEY_FIGURES}

    @property
    def has_jobs(self) -> bool:
        """Whether it gives jobs."""
        return self.kind == SourceKind.JOBS

    @property
    def has_places(self) -> bool:
        """Whether it gives places."""
        return not (self.has_figures or self.has_jobs)

    @property
    def stands_apart(self) -> bool:
        """Whether its licence asks that it is not mixed with what came from elsewhere."""
        return self.kind == SourceKind.OSM


class ImportState(models.TextChoices):
    """How far a list has come."""

    WAITING = "waiting", _("Waiting to be read")
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
    ImportState.WAITING,
    ImportState.READING,
    ImportState.COMPARING,
    ImportState.BRINGING_IN,
    ImportState.UNDOING,
}


class ImportQuerySet(models.QuerySet["Import"]):
    """Reads of imports."""

    def in_state(self, *states: str) -> Self:
        """Those that have come so far."""
        return self.filter(state__in=states)


class Import(models.Model):
    """One list that came from a source: given as a file or fetched, read, shown, brought in.

    `counts` holds how many lines there are of each state, and after it was brought in or taken
    back how many could not be.
    """

    erasure: ClassVar = Erasure.WITH_ACCOUNT

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="imports")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.WAITING)
    file_name = models.CharField(max_length=200, blank=True)
    stored_as = models.CharField(max_length=200, blank=True)
    address = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=100)
    headings = models.JSONField(default=list)
    lines_read = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    fault = models.JSONField(null=True)
    closes_missing = models.BooleanField(default=False)
    began_at = models.DateTimeField()
    brought_in_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name or self.address

    @property
    def is_working(self) -> bool:
        """Whether a worker has it now or soon."""
        return self.state in WORKING

    @property
    def can_be_mapped(self) -> bool:
        """Whether somebody may still say how it is to be understood."""
        return self.state in {ImportState.MAPPING, ImportState.READY} and not self.source.has_jobs

    @property
    def is_ready(self) -> bool:
        """Whether it can be looked at and brought in."""
        return self.state == ImportState.READY

    @property
    def is_done(self) -> bool:
        """Whether it was brought in and can be taken back."""
        return self.state == ImportState.DONE

    @property
    def is_refused(self) -> bool:
        """Whether it could not be taken in."""
        return self.state == ImportState.REFUSED

    @property
    def needs_mapping(self) -> bool:
        """Whether it waits for somebody to say how it is to be understood."""
        return self.state == ImportState.MAPPING

    @property
    def is_undone(self) -> bool:
        """Whether it was taken back."""
        return self.state == ImportState.UNDONE

    @property
    def what_is_wrong(self) -> str:
        """Why it could not be taken in, in a sentence."""
        return str(Fault.from_kept(self.fault)) if self.fault else ""


class LineState(models.TextChoices):
    """What one line of a list would do."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("As it is")
    FAULTY = "faulty", _("Faulty")
    ELSEWHERE = "elsewhere", _("Here from another source")
    GONE = "gone", _("No longer in the list")


class ImportLine(models.Model):
    """One line of a list, what it would do, and after that what was before.

    `changes` lists fields with their old and new value. `before` and `after` hold everything the
    line's place, job or figure said, so that undoing can tell whether it was changed since. Lines
    are deleted a month after their list.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    import_of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(null=True)
    values = models.JSONField(default=dict)
    read_faults = models.JSONField(default=list)
    key = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=20, choices=LineState, blank=True)
    name = models.CharField(max_length=200, blank=True)
    faults = models.JSONField(default=list)
    wanted = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    subject_id = models.UUIDField(default=uuid.uuid4)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    is_kept_back = models.BooleanField(default=False)

    class Meta:
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["import_of", "state", "number"], name="import_line_state")]

    def __str__(self) -> str:
        return self.name or str(self.number)

    @property
    def faults_in_words(self) -> list[str]:
        """What is wrong with it, each in a sentence."""
        return [str(Fault.from_kept(kept)) for kept in self.faults]
