"""What every page has: a summary, an owner, when it was checked, and where its facts come from."""

import re
from datetime import date
from typing import Any, ClassVar

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from hemvist.core.editions import NEW_AND_GONE
from hemvist.core.models import Erasure
from hemvist.guide.blocks import Body, SourceBlock
from hemvist.guide.plain import PlainPanel

REVIEW_MONTHS = 6
PROVISIONAL = re.compile(r"new-[a-z2-9]{6}")
PLAIN = PlainPanel(heading=_("Plain Swedish"))


def unnamed() -> set[str]:
    """What a page is called, in each language, before somebody gives it a title."""
    names = set()
    for code, _language in settings.LANGUAGES:
        with override(code):
            names.add(gettext("New page"))
    return names


class GuidePage(Page):
    """A page of the guide, in one language.

    Its address is its place in the tree: the start page of a language is called as the language,
    and every other page has the same name in all languages. `owner` is who answers for it.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = NEW_AND_GONE  # the rest: see `own_text`

    summary = models.TextField(
        _("summary"),
        max_length=300,
        help_text=_(
            "One or two sentences: what the reader learns here. Shown in lists and search."
        ),
    )
    body = StreamField(
        Body(),
        verbose_name=_("text"),
        blank=True,
        help_text=_("Write what the reader needs first. Short sentences, one thing at a time."),
    )
    drawing = models.SlugField(
        _("drawing"),
        max_length=60,
        blank=True,
        help_text=_("The name of one of the drawings that come with the product."),
    )
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Decoration at the top of the page. It takes the place of the drawing."),
    )
    authority = models.CharField(
        _("responsible authority"),
        max_length=120,
        blank=True,
        help_text=_("Who decides in this matter. Empty means the municipality."),
    )
    review_months = models.PositiveSmallIntegerField(
        _("months between checks"),
        default=REVIEW_MONTHS,
        validators=[MinValueValidator(1), MaxValueValidator(36)],
        help_text=_("After so many months somebody looks whether the page is still right."),
    )
    checked_on = models.DateField(
        _("checked on"),
        null=True,
        blank=True,
        help_text=_("The day somebody last made sure that everything here is right."),
    )
    gateway_code = models.CharField(
        _("code of the topic"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[A-X][1-9][0-9]?$", _("A letter and a number, like D1."))],
        help_text=_("As in annex I or II of regulation (EU) 2018/1724, like D1. Empty: not in it."),
    )
    gateway_topic = models.CharField(
        _("the topic in words"),
        max_length=200,
        blank=True,
        help_text=_("In English, as the annex says it."),
    )
    sources = StreamField(
        [("source", SourceBlock())],
        verbose_name=_("sources"),
        blank=True,
        help_text=_("Where the facts of this page come from."),
    )

    content_panels: ClassVar = [
        FieldPanel("title", help_text=_("What the page is about, in the reader's words.")),
        FieldPanel("summary"),
        FieldPanel("body"),
        PLAIN,
    ]
    promote_panels: ClassVar = [
        FieldPanel("slug", help_text=_("The last part of the address, the same in all languages.")),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("drawing")], heading=_("Picture")),
    ]
    settings_panels: ClassVar = [
        *Page.settings_panels,
        FieldPanel("owner", help_text=_("Who answers for this page and is asked to check it.")),
        FieldPanel("checked_on"),
        FieldPanel("review_months"),
        FieldPanel("authority"),
        FieldPanel("sources"),
        MultiFieldPanel(
            [FieldPanel("gateway_code"), FieldPanel("gateway_topic")],
            heading=_("Single Digital Gateway"),
        ),
    ]
    override_translatable_fields: ClassVar = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("drawing", overridable=False),
        SynchronizedField("picture", overridable=False),
        SynchronizedField("review_months", overridable=False),
        SynchronizedField("checked_on", overridable=False),
        SynchronizedField("sources", overridable=False),
        SynchronizedField("gateway_code", overridable=False),
        SynchronizedField("gateway_topic", overridable=False),
        SynchronizedField("search_description", overridable=False),
        SynchronizedField("seo_title", overridable=False),
        SynchronizedField("show_in_menus", overridable=False),
    ]

    class Meta:
        abstract = True

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str]:
        """The address is the place in the tree, whatever language is spoken now."""
        return 0, settings.SITE_URL, self.url_path

    def get_url(self, request: Any = None, current_site: Any = None) -> str:
        """The address on this site."""
        return self.url_path

    url = property(get_url)

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """What the editor's preview shows; the public comes by `guide.views.page`."""
        from hemvist.guide.showing import show_preview  # which needs this module

        return show_preview(request, self)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """A page begun with a text takes its address from its title once it is given one."""
        if PROVISIONAL.fullmatch(self.slug) and self.title not in unnamed():  # type: ignore[has-type]
            self.slug = ""  # and Wagtail makes one of the title
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """A topic is a code with its words, or neither."""
        super().clean()
        if bool(self.gateway_code) != bool(self.gateway_topic):
            missing = "gateway_topic" if self.gateway_code else "gateway_code"
            raise ValidationError({missing: _("Write both the code and the topic, or neither.")})

    @property
    def review_on(self) -> date | None:
        """The day on which somebody should look at it again."""
        if self.checked_on is None:
            return None
        return self.checked_on + relativedelta(months=self.review_months)


class FormerAddress(models.Model):
    """An address that a page had before it was renamed or moved; it leads on to the page."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    path = models.CharField(max_length=500, unique=True)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="former_addresses")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "former addresses"

    def __str__(self) -> str:
        return self.path


class MachineText(models.Model):
    """A page that a machine translated, at least in part, and that no person has read since."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    page = models.OneToOneField(Page, primary_key=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.page_id)


class PageFile(models.Model):
    """A file that a page was loaded from; it is loaded again only when it says something else."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    path = models.CharField(max_length=500, unique=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.path
