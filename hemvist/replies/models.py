"""Reply templates."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.models import Erasure
from hemvist.directory.models import LifeArea


class ReplyTemplate(models.Model):
    """A text for something that hosts write often, in one or more languages.

    `subjects` and `bodies` hold a text for each language; Swedish is always there. Somebody owns
    it and looks at it again before `review_on`. Changed only by `replies.actions`.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    name = models.CharField(_("what it is for"), max_length=100, unique=True)
    subjects = models.JSONField(default=dict, blank=True)
    bodies = models.JSONField(default=dict)
    life_area = models.ForeignKey(
        LifeArea,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reply_templates",
        verbose_name=_("need"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="reply_templates",
        verbose_name=_("who keeps it right"),
    )
    review_on = models.DateField(_("look at it again by"))
    is_active = models.BooleanField(_("can be chosen"), default=True)
    uses = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def languages(self) -> list[str]:
        """The languages it stands in."""
        return [code for code, text in self.bodies.items() if text]
