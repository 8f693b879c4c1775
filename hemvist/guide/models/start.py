"""The first page of each language."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from hemvist.core.models import Erasure
from hemvist.guide.models.base import PLAIN, GuidePage


class StartPage(GuidePage):
    """The root of a language; its slug is the language's code. Made when pages are loaded."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    lead = models.TextField(
        _("lead"),
        max_length=300,
        blank=True,
        help_text=_("The sentence below the greeting. Empty shows the product's own."),
    )

    content_panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("lead"),
        FieldPanel("summary"),
        FieldPanel("body"),
        PLAIN,
    ]
    parent_page_types: ClassVar = [Page]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = False
    promote_panels: ClassVar = GuidePage.promote_panels[1:]  # its address is fixed
    # The slug is neither translated nor kept in step: it is each language's own code.
    translatable_fields: ClassVar = [
        TranslatableField("title"),
        TranslatableField("summary"),
        TranslatableField("lead"),
        TranslatableField("body"),
        SynchronizedField("checked_on", overridable=False),
        SynchronizedField("review_months", overridable=False),
    ]

    class Meta:
        verbose_name = _("start page")
        verbose_name_plural = _("start pages")
