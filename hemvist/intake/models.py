"""Forms and their versions; enquiries, from the first answer to the case they became."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Team, User
from hemvist.casework.models import Case, RegisterEntry
from hemvist.core.models import Erasure
from hemvist.core.translated import spoken
from hemvist.directory.models import Area
from hemvist.intake.definition import Definition, read
from hemvist.messaging.models import Delivery


class FormKind(models.TextChoices):
    """Who a form is for."""

    ENQUIRY = "enquiry", _("Everybody who thinks of moving here")
    RECRUIT = "recruit", _("An employer's recruit")
    VILLAGE = "village", _("Somebody who asks about a village")
    RETURNER = "returner", _("Somebody who moves back")
    STUDENT = "student", _("A student")
    ASSOCIATION = "association", _("An association that wants to help")
    LANDLORD = "landlord", _("Somebody who has a home to let or sell")


OFFERING = {FormKind.ASSOCIATION, FormKind.LANDLORD}


class Form(models.Model):
    """A form with an address of its own; what it asks stands in its versions."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    slug = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=15, choices=FormKind)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """Its first page. The enquiry's is the front door of them all."""
        if self.slug == FormKind.ENQUIRY:
            return reverse("intake:start")
        return reverse("intake:start_form", args=[self.slug])

    @property
    def is_offer(self) -> bool:
        """Whether what is sent is an offer of help, and not a household's wish to move."""
        return self.kind in OFFERING


class VersionState(models.TextChoices):
    """A draft is written; a published one is asked; a retired one was asked once."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class FormVersion(models.Model):
    """What a form asks, from when it is published until it is retired.

    The document of a version that was ever published never changes; the database refuses it.
    `edit` counts the changes of a draft, so that two editors notice each other. Changed only by
    `intake.publishing`.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    document = models.JSONField()
    confirmed = models.JSONField(
        default=list, help_text=_("Warnings that an editor has read and answers for.")
    )
    edit = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["form", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_once"),
            models.UniqueConstraint(
                fields=["form"],
                condition=models.Q(state="published"),
                name="one_published_version",
            ),
            models.UniqueConstraint(
                fields=["form"], condition=models.Q(state="draft"), name="one_draft_version"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(published_at__isnull=False),
                name="published_version_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.state == VersionState.DRAFT

    @property
    def is_published(self) -> bool:
        """Whether it is what is asked now."""
        return self.state == VersionState.PUBLISHED

    @property
    def was_never_asked(self) -> bool:
        """Whether the form has no version besides this draft."""
        return self.is_draft and not self.form.versions.exclude(pk=self.pk).exists()

    @cached_property
    def definition(self) -> Definition:
        """The document, read. Raises NotADefinition."""
        return read(self.document)

    @property
    def name(self) -> str:
        """What it is called, in the reader's language."""
        return spoken(self.document.get("name") or {})[0]


class EnquiryState(models.TextChoices):
    """A draft can be gone on with; a sent one can only be looked at."""

    DRAFT = "draft", _("Not sent yet")
    SENT = "sent", _("Sent")


class Suspicion(models.TextChoices):
    """Why a machine may have sent it; never a reason to stop what an honest person wrote."""

    TRAPPED = "trapped", _("Filled in the box no person sees")
    TOO_FAST = "too_fast", _("Filled in faster than one can read")
    MANY = "many", _("Many were begun from the same network")


class Verdict(models.TextChoices):
    """What a person said of an enquiry that looked like spam; it can be taken back."""

    PERSON = "person", _("A person")
    SPAM = "spam", _("Spam")


class Enquiry(models.Model):
    """One person's answers to a form, kept from the first page on.

    `public_id` is in the address and in the link to go on later. A draft nobody touches is
    removed after `intake.actions.DRAFT_DAYS`; it keeps the version of the form it was begun on.
    Sending makes a case, once, however often pressed.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, related_name="enquiries"
    )
    state = models.CharField(max_length=10, choices=EnquiryState, default=EnquiryState.DRAFT)
    language = models.CharField(max_length=10)
    answers = models.JSONField(default=dict, help_text=_("Clean values by the name of the page."))
    more = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("Answers that have no field of their own in the case."),
    )
    brought = models.JSONField(
        default=list, blank=True, help_text=_("What was saved in the guide: titles and addresses.")
    )
    source = models.CharField(max_length=40, blank=True)
    suspicion = models.CharField(max_length=10, choices=Suspicion, blank=True, db_default="")
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True, db_default="")
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    case = models.OneToOneField(
        Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiry"
    )

    class Meta:
        verbose_name_plural = "enquiries"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft", sent_at__isnull=True)
                | models.Q(state="sent", sent_at__isnull=False),
                name="sent_enquiry_says_when",
            )
        ]
        indexes = [
            models.Index(
                fields=["changed_at"], condition=models.Q(state="draft"), name="enquiry_draft"
            ),
            models.Index(
                fields=["sent_at"],
                condition=~models.Q(suspicion=""),
                name="enquiry_suspected",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_sent(self) -> bool:
        """Whether it has become a case or an offer, and can only be looked at."""
        return self.state == EnquiryState.SENT

    @property
    def verdict_tone(self) -> str:
        """How the verdict is coloured, beside the words."""
        return "bad" if self.verdict == Verdict.SPAM else "good"


class OfferState(models.TextChoices):
    """What became of an offer of help; only new and contacted ones still ask for somebody."""

    NEW = "new", _("New")
    CONTACTED = "contacted", _("In contact")
    USED = "used", _("Taken up")
    DECLINED = "declined", _("Declined")


OFFER_TONES = {
    OfferState.NEW: "info",
    OfferState.CONTACTED: "neutral",
    OfferState.USED: "good",
    OfferState.DECLINED: "neutral",
}


class OfferQuerySet(models.QuerySet["Offer"]):
    """Reads of offers; every page starts from `visible_to`."""

    def visible_to(self, user: User) -> Self:
        """Those who work cases may introduce households, and so read what is offered."""
        return self.all() if user.is_host else self.none()

    def open(self) -> Self:
        """Offers that somebody still has to do something about."""
        return self.filter(state__in=[OfferState.NEW, OfferState.CONTACTED])


class Offer(models.Model):
    """An association or a landlord who wants to help; work for a person, as a case is.

    An open one has a team, and a day on which somebody does the next thing. Whoever offered can
    have it erased at any time, and it is emptied `offers.KEPT_DAYS` after it was closed. Changed
    only by `intake.offers`.
    """

    erasure: ClassVar = Erasure.IN_TIME

    reference = models.CharField(max_length=20, unique=True)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="offers")
    enquiry = models.OneToOneField(
        Enquiry, null=True, blank=True, on_delete=models.SET_NULL, related_name="offer"
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    channels = models.JSONField(default=list, help_text=_("Ways of contact, the best first."))
    language = models.CharField(max_length=10)
    answers = models.JSONField(default=dict)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL)
    may_be_spam = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.NEW)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="offers")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_offers",
        verbose_name=_("owner"),
    )
    next_step_on = models.DateField(_("next step on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    register_entry = models.OneToOneField(
        RegisterEntry, null=True, on_delete=models.PROTECT, related_name="offer"
    )
    receipt = models.OneToOneField(
        Delivery, null=True, blank=True, on_delete=models.SET_NULL, related_name="offer"
    )
    receipt_failure = models.CharField(
        max_length=300, blank=True, db_default="", help_text=_("Why the receipt did not arrive.")
    )
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["next_step_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["used", "declined"], closed_at__isnull=False)
                | models.Q(state__in=["new", "contacted"], next_step_on__isnull=False),
                name="open_offer_has_a_next_step",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_step_on"],
                condition=models.Q(state__in=["new", "contacted"]),
                name="offer_open",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in (OfferState.NEW, OfferState.CONTACTED)

    @property
    def tone(self) -> str:
        """How its state is coloured, beside the words."""
        return OFFER_TONES[OfferState(self.state)]

    @property
    def is_new(self) -> bool:
        """Whether nobody has been in touch yet."""
        return self.state == OfferState.NEW

    @property
    def is_erased(self) -> bool:
        """Whether nothing is left of who offered what."""
        return self.erased_at is not None
