"""Which cases may be the same, and exactly what merging or dividing them moved."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.casework.models import Case
from hemvist.core.models import Erasure
from hemvist.merging.likeness import in_words
from hemvist.people.models import Household


class NameKey(models.Model):
    """One way in which a household's name can be found again; made anew from the name.

    See `merging.names`. Kept by `merging.actions.keep_names`.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="name_keys")
    key = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "household"], name="name_key_once")]

    def __str__(self) -> str:
        return f"name key {self.pk}"


class ResemblanceQuerySet(models.QuerySet["Resemblance"]):
    """Reads of resemblances."""

    def undecided(self) -> Self:
        """Pairs of open cases of which nobody has said what they are."""
        return self.filter(is_different=False, first__closed_at=None, second__closed_at=None)

    def visible_to(self, user: User) -> Self:
        """Pairs of which somebody may know both; never a household with protected identity."""
        known = Case.objects.visible_to(user).filter(household__is_protected=False)
        return self.filter(first__in=known, second__in=known)


class Resemblance(models.Model):
    """Two cases that may be the same, and whether somebody has said that they are not.

    `reasons` holds codes, never the name or the address they share. `first` is the older case.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    first = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="resembled_by")
    second = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="resembles")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField()
    is_different = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ResemblanceQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="resemblance_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="older_case_first"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-score", "-id"],
                condition=models.Q(is_different=False),
                name="resemblance_undecided",
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"

    def in_words(self) -> list[str]:
        """What is alike."""
        return in_words(self.reasons)


class RegroupingKind(models.TextChoices):
    """The two ways in which households are put together anew."""

    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Divided")


class KnownHow(models.TextChoices):
    """How we know that two cases are the same household's."""

    SAME_HOUSEHOLD = "same_household", _("It is one household with two cases")
    SHARED_ADDRESS = "shared_address", _("Both gave the same address or number")
    BY_PHONE = "by_phone", _("They said so on the telephone")
    IN_PERSON = "in_person", _("They said so when we met")
    IN_WRITING = "in_writing", _("They wrote it to us")


class RegroupingQuerySet(models.QuerySet["Regrouping"]):
    """Reads of merges and divisions; every page starts from `visible_to`."""

    def visible_to(self, user: User) -> Self:
        """Those of cases one may know of."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def standing(self) -> Self:
        """Those that nobody has undone."""
        return self.filter(undone_at=None)

    def about(self, case: Case) -> Self:
        """Those in which a case has a part, the latest first."""
        return self.filter(models.Q(case=case) | models.Q(other=case)).order_by("-pk")


class Regrouping(models.Model):
    """One merge of two cases, or one division of a case in two.

    `case` goes on: the one kept, or the one that was divided. `other` is the one that closed as
    the same, or the new one. `marks` say how far every table had come, so that what was added
    later is known; `versions` are those of the households' links before, after, and when undone.
    `told` is what could not be put back, and why.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    kind = models.CharField(max_length=10, choices=RegroupingKind)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="regroupings")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="regrouped_by")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    other_household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    known_how = models.CharField(max_length=20, choices=KnownHow, blank=True)
    marks = models.JSONField(default=dict)
    versions = models.JSONField(default=dict)
    told = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RegroupingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_merge(self) -> bool:
        """Whether two became one, and not one two."""
        return self.kind == RegroupingKind.MERGE

    @property
    def is_standing(self) -> bool:
        """Whether nobody has undone it."""
        return self.undone_at is None

    @property
    def waits_for_proof(self) -> bool:
        """Whether the household itself has not said yet that it is the same."""
        return self.is_standing and self.known_how == KnownHow.SHARED_ADDRESS


class MovedValue(models.Model):
    """One column of one row that a merge or a division changed: what it was, what it became."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    regrouping = models.ForeignKey(Regrouping, on_delete=models.CASCADE, related_name="values")
    table = models.CharField(max_length=80)
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=80)
    was = models.JSONField(null=True)
    became = models.JSONField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column}"
