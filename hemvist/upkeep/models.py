"""What readers say of a page."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.core.models import Erasure

WORDS_LIMIT = 1_000


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Reads of feedback."""

    def to_read(self) -> "FeedbackQuerySet":
        """What somebody has written and nobody has dealt with; a bare yes or no is only counted."""
        return self.exclude(words="").filter(handled_at__isnull=True)


class Feedback(models.Model):
    """What one reader answered to "Was this useful?" on one page, and perhaps wrote.

    The address is kept without its language, so that a page's answers count together. What was
    written and the e-mail address are emptied some time after somebody has dealt with them
    (`upkeep.actions.empty_old_feedback`); the yes or no stays and says nothing about anybody.
    """

    erasure: ClassVar = Erasure.IN_TIME

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    path = models.CharField(max_length=300)
    title = models.CharField(max_length=200, help_text=_("What the page was called then."))
    language = models.CharField(max_length=10)
    was_useful = models.BooleanField()
    words = models.TextField(blank=True, max_length=WORDS_LIMIT)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.TextField(blank=True, max_length=WORDS_LIMIT * 3)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["path", "created_at"], name="feedback_of_page"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(handled_at__isnull=True) & ~models.Q(words=""),
                name="feedback_to_read",
            ),
        ]
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return self.path

    @property
    def is_handled(self) -> bool:
        """Whether somebody has dealt with it."""
        return self.handled_at is not None

    @property
    def address(self) -> str:
        """The page, in the language the reader read it in."""
        return f"/{self.language}/{self.path}"
