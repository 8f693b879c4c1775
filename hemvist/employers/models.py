"""Employers, and codes on posters, in letters and on the screens of fairs."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemvist.core.models import Erasure
from hemvist.employers.codes import LENGTH, new_code


class Employer(models.Model):
    """Somebody whose recruits move here. We know its HR function, never a named person there."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    name = models.CharField(_("name"), max_length=150, unique=True)
    contact = models.CharField(
        _("whom to contact"),
        max_length=100,
        blank=True,
        help_text=_("A function, such as the HR office; no person's name."),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    is_active = models.BooleanField(_("can be chosen"), default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CodeKind(models.TextChoices):
    """What a code hangs on."""

    CAMPAIGN = "campaign", _("Campaign")
    FAIR = "fair", _("Fair")
    VILLAGE = "village", _("Village")
    EMPLOYER = "employer", _("An employer's recruits")
    OTHER = "other", _("Something else")


class SourceCodeQuerySet(models.QuerySet["SourceCode"]):
    """Reads of codes."""

    def in_force(self, on: date) -> Self:
        """Codes whose days have come and are not over."""
        begun = Q(active_from__isnull=True) | Q(active_from__lte=on)
        lasting = Q(active_until__isnull=True) | Q(active_until__gte=on)
        return self.filter(begun, lasting)


class SourceCode(models.Model):
    """A code that enquiries can come by; no person and no device is followed by it."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    code = models.CharField(max_length=LENGTH, unique=True, default=new_code, editable=False)
    label = models.CharField(
        _("what it is called here"),
        max_length=100,
        help_text=_("Colleagues read it on the case: the fair and its year, the recruits of May."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=CodeKind)
    employer = models.ForeignKey(
        Employer,
        verbose_name=_("employer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="source_codes",
        help_text=_("Enquiries that come by the code are known as this employer's recruits."),
    )
    active_from = models.DateField(_("first day"), null=True, blank=True)
    active_until = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("After it an enquiry still goes through, but is not counted here."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SourceCodeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(active_from__isnull=True)
                | Q(active_until__isnull=True)
                | Q(active_until__gte=models.F("active_from")),
                name="source_code_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.label
