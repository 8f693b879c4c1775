"""What readers say of a page, the addresses outside, and how the translations stand."""

import uuid
from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from hemvist.accounts.models import User
from hemvist.core.models import Erasure
from hemvist.directory.models import Area
from hemvist.happenings.models import Happening

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
    is_barrier = models.BooleanField(
        default=False, help_text=_("Tells of something that keeps somebody out.")
    )
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


class LinkState(models.TextChoices):
    """What came of the last looks at an address."""

    UNKNOWN = "unknown", _("Not looked at yet")
    WORKS = "works", _("Works")
    MOVED = "moved", _("Has moved for good")
    SHAKY = "shaky", _("Failed once; looked at again soon")
    BROKEN = "broken", _("Does not work")


class OutsideLinkQuerySet(models.QuerySet["OutsideLink"]):
    """Reads of links."""

    def due(self, *, at: datetime) -> "OutsideLinkQuerySet":
        """Those to look at now, the longest due first."""
        return self.filter(look_at__lte=at).order_by("look_at")

    def to_mend(self, *, on: date) -> "OutsideLinkQuerySet":
        """Those an editor should do something about; not those left be for now."""
        wrong = self.filter(state__in=[LinkState.BROKEN, LinkState.MOVED])
        return wrong.exclude(left_until__gt=on)


class OutsideLink(models.Model):
    """An address outside that the guide or the directory names, and whether it still answers.

    Made and removed by `upkeep.actions.collect_links`; looked at by a worker.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    url = models.URLField(max_length=500, unique=True)
    host = models.CharField(max_length=255, editable=False)
    uses = models.JSONField(
        default=list, help_text=_("Where it stands: pairs of a name and an address.")
    )
    state = models.CharField(max_length=10, choices=LinkState, default=LinkState.UNKNOWN)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True)
    moved_to = models.URLField(max_length=500, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    look_at = models.DateTimeField(db_index=True)
    left_until = models.DateField(null=True, blank=True)

    objects = OutsideLinkQuerySet.as_manager()

    class Meta:
        ordering = ["host", "url"]

    def __str__(self) -> str:
        return self.url


class TranslationState(models.TextChoices):
    """How a page stands in one language, the worst first."""

    MISSING = "missing", _("Missing")
    OUTDATED = "outdated", _("Outdated")
    INCOMPLETE = "incomplete", _("Begun")
    MACHINE = "machine", _("Translated by a machine")
    BY_HAND = "by_hand", _("Written by itself")
    CURRENT = "current", _("Up to date")


TO_TRANSLATE = [
    TranslationState.MISSING,
    TranslationState.OUTDATED,
    TranslationState.INCOMPLETE,
    TranslationState.MACHINE,
]


class PageTranslation(models.Model):
    """How one page stands in one language, by comparing what it says with what was translated.

    Derived from the texts alone (`upkeep.translations`), never from who saved what and when, so
    a page that was saved without changing a word stays up to date. Made anew by a worker.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="stands")
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=TranslationState)
    done = models.PositiveSmallIntegerField(default=0, help_text=_("Texts translated."))
    total = models.PositiveSmallIntegerField(default=0, help_text=_("Texts in all."))
    lost_names = models.JSONField(
        default=list, help_text=_("Names in the source that the translation does not have.")
    )
    compared_at = models.DateTimeField()

    class Meta:
        ordering = ["page__path", "language"]
        constraints = [
            models.UniqueConstraint(fields=["page", "language"], name="page_stands_once_a_language")
        ]
        indexes = [models.Index(fields=["language", "state"], name="translation_to_do")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.language}"

    copy_pk: int | None = None  # the page in this language, where a list has asked for it

    @property
    def is_work(self) -> bool:
        """Whether somebody should do something about it."""
        return self.state in TO_TRANSLATE or bool(self.lost_names)


class GlossaryTerm(models.Model):
    """A word that is the same in every language, or has fixed translations in some.

    The names of places, areas and organisations in the directory need no row unless one of them
    may be translated all the same, as an office's may. In a language there may be several words,
    with commas between; the first is the one that a machine writes.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    term = models.CharField(
        _("word"), max_length=100, unique=True, help_text=_("As it stands in the Swedish text.")
    )
    translations = models.JSONField(default=dict, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term

    def words_in(self, language: str) -> list[str]:
        """What it may be called in a language, besides its own name."""
        parts = self.translations.get(language, "").split(",")
        return [part.strip() for part in parts if part.strip()]

    @property
    def named(self) -> list[tuple[str, str]]:
        """Its translations, with the codes of their languages."""
        return sorted((code, words) for code, words in self.translations.items() if words)


class ProposalOutcome(models.TextChoices):
    """What became of something that was proposed for the calendar."""

    WAITING = "waiting", _("To be decided")
    PUBLISHED = "published", _("In the calendar")
    DECLINED = "declined", _("Declined")


class HappeningProposal(models.Model):
    """Something that an association wants to have in the calendar, until an editor has decided.

    Who proposed it is emptied some time after the decision (`proposing.empty_old_proposals`).
    """

    erasure: ClassVar = Erasure.IN_TIME

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, max_length=WORDS_LIMIT * 2)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    is_all_day = models.BooleanField(default=False)
    whereabouts = models.CharField(max_length=200)
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cost = models.CharField(max_length=100, blank=True)
    link = models.URLField(max_length=500, blank=True)
    welcomes_newcomers = models.BooleanField(default=False)
    organizer = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=10, choices=ProposalOutcome, default=ProposalOutcome.WAITING
    )
    words = models.TextField(blank=True, max_length=WORDS_LIMIT)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    happening = models.ForeignKey(
        Happening, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["outcome", "created_at"], name="proposal_to_decide")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.outcome == ProposalOutcome.WAITING


class AnswerUse(models.Model):
    """How often an answer was taken into a message on one day; not by whom or for whom."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="uses")
    day = models.DateField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["page", "day"], name="answer_use_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.day}"
