"""The short-lived codes that open a resident's own page, and what is asked for without a link."""

from typing import ClassVar

from django.db import models

from hemvist.core.models import Erasure
from hemvist.people.models import Household


class SignInCode(models.Model):
    """Six digits sent to a contact point of the household; only a keyed digest is kept."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"code {self.pk}"


class LinkRequest(models.Model):
    """Somebody who has lost the link gave an address; removed as soon as a worker has seen to it.

    A row whether or not the address is known, so that nobody can tell from the answer.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    address = models.CharField(max_length=254)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"link request {self.pk}"
