"""Areas of life, and the articles and guides below them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from hemvist.core.models import Erasure
from hemvist.directory.models import LifeArea
from hemvist.guide.blocks import StepBlock
from hemvist.guide.models.base import PLAIN, GuidePage


class LifePage(GuidePage):
    """The list of all areas of life."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    parent_page_types: ClassVar = ["guide.StartPage"]
    subpage_types: ClassVar = ["guide.LifeAreaPage"]
    is_creatable = False
    promote_panels: ClassVar = GuidePage.promote_panels[1:]  # its address is fixed

    class Meta:
        verbose_name = _("page about life here")
        verbose_name_plural = _("pages about life here")


class LifeAreaPage(GuidePage):
    """The text about one area of life; below it the directory's places stand by themselves."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    life_area = models.ForeignKey(
        LifeArea,
        verbose_name=_("area of life"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Which places are listed below the text."),
    )

    content_panels: ClassVar = [FieldPanel("life_area"), *GuidePage.content_panels]
    parent_page_types: ClassVar = ["guide.LifePage"]
    subpage_types: ClassVar = ["guide.ArticlePage", "guide.StepsPage"]

    class Meta:
        verbose_name = _("page about an area of life")
        verbose_name_plural = _("pages about areas of life")

    def full_clean(self, *args: object, **kwargs: object) -> None:
        """Its address is that of the area of life, which stood before the page did."""
        self.slug: str = self.life_area_id or self.slug
        super().full_clean(*args, **kwargs)


class GuidesPage(GuidePage):
    """The list of guides that belong to no one area of life: moving here from somewhere."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    parent_page_types: ClassVar = ["guide.StartPage"]
    subpage_types: ClassVar = ["guide.StepsPage", "guide.ArticlePage"]
    is_creatable = False
    promote_panels: ClassVar = GuidePage.promote_panels[1:]  # its address is fixed

    class Meta:
        verbose_name = _("page of guides")
        verbose_name_plural = _("pages of guides")


class ArticlePage(GuidePage):
    """One subject, told so that it can be read in a few minutes."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    parent_page_types: ClassVar = ["guide.LifeAreaPage", "guide.GuidesPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class StepsPage(GuidePage):
    """How to do something, one step after the other."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    steps = StreamField(
        [("step", StepBlock())],
        verbose_name=_("steps"),
        blank=True,
        help_text=_("One thing to do in each step, in the order in which it is done."),
    )

    content_panels: ClassVar = [
        *GuidePage.content_panels[:2],
        FieldPanel("steps"),
        FieldPanel("body", help_text=_("What is good to know besides. May be left empty.")),
        PLAIN,
    ]
    parent_page_types: ClassVar = ["guide.LifeAreaPage", "guide.GuidesPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("step-by-step guide")
        verbose_name_plural = _("step-by-step guides")
