"""What those who have moved here tell."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from hemvist.core.models import Erasure
from hemvist.directory.models import Area
from hemvist.guide.models.base import GuidePage


class StoriesPage(GuidePage):
    """The list of stories, the newest first."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    parent_page_types: ClassVar = ["guide.StartPage"]
    subpage_types: ClassVar = ["guide.StoryPage"]
    is_creatable = False
    promote_panels: ClassVar = GuidePage.promote_panels[1:]  # its address is fixed

    class Meta:
        verbose_name = _("page of stories")
        verbose_name_plural = _("pages of stories")


class StoryPage(GuidePage):
    """One household's story, told with their leave."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    is_invented = models.BooleanField(
        _("an invented example"),
        default=False,
        help_text=_("The page then says that these people do not exist."),
    )

    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Where they live. The story then stands with that area, too."),
    )

    content_panels: ClassVar = [
        *GuidePage.content_panels,
        FieldPanel("area"),
        FieldPanel("is_invented"),
    ]
    override_translatable_fields: ClassVar = [
        *GuidePage.override_translatable_fields,
        SynchronizedField("area", overridable=False),
        SynchronizedField("is_invented", overridable=False),
    ]
    parent_page_types: ClassVar = ["guide.StoriesPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
