"""Areas of the municipality and villages with a service point."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock
from wagtail.fields import RichTextField, StreamField
from wagtail_localize.fields import SynchronizedField

from hemvist.core.models import Erasure
from hemvist.directory.models import Area, Service
from hemvist.guide.blocks import SHORT_FEATURES, DistanceBlock
from hemvist.guide.choosers import PlaceChooserWidget
from hemvist.guide.models.base import PLAIN, GuidePage


class AreasPage(GuidePage):
    """The list of all areas."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    parent_page_types: ClassVar = ["guide.StartPage"]
    subpage_types: ClassVar = ["guide.AreaPage", "guide.VillagePage"]
    is_creatable = False
    promote_panels: ClassVar = GuidePage.promote_panels[1:]  # its address is fixed

    class Meta:
        verbose_name = _("page of areas")
        verbose_name_plural = _("pages of areas")


class AboutArea(GuidePage):
    """What is told of a part of the municipality; below it its places stand by themselves."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The area in the directory. Its name and its places come from there."),
    )
    highlights = StreamField(
        [("highlight", CharBlock(label=_("Highlight"), max_length=140))],
        verbose_name=_("what is special here"),
        blank=True,
        max_num=5,
        help_text=_("Up to five, each in a few words."),
    )
    distances = StreamField(
        [("distance", DistanceBlock())],
        verbose_name=_("distances"),
        blank=True,
        help_text=_("How far it is to what people ask about."),
    )
    who_lives_here = RichTextField(
        _("who lives here"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_("Families, students, retired people: what a newcomer would meet."),
    )
    school_catchment = RichTextField(
        _("which school children go to"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_(
            "The school and preschool that children here belong to, and how they get there."
        ),
    )

    content_panels: ClassVar = [
        FieldPanel("area"),
        *GuidePage.content_panels[:2],
        FieldPanel("highlights"),
        FieldPanel("body"),
        FieldPanel("distances"),
        FieldPanel("who_lives_here"),
        FieldPanel("school_catchment"),
        PLAIN,
    ]
    parent_page_types: ClassVar = ["guide.AreasPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def full_clean(self, *args: object, **kwargs: object) -> None:
        """Its address is that of the area, which stood before the page did."""
        self.slug: str = self.area_id or self.slug
        super().full_clean(*args, **kwargs)


class AreaPage(AboutArea):
    """The text about a district or a village."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    class Meta:
        verbose_name = _("page about an area")
        verbose_name_plural = _("pages about areas")


class VillagePage(AboutArea):
    """The text about a village in which an association helps on the municipality's behalf."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    service_point = models.ForeignKey(
        Service,
        verbose_name=_("service point"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Where one gets help in the village."),
    )

    content_panels: ClassVar = [
        *AboutArea.content_panels,
        FieldPanel("service_point", widget=PlaceChooserWidget),
    ]
    override_translatable_fields: ClassVar = [
        *AboutArea.override_translatable_fields,
        SynchronizedField("service_point", overridable=False),
    ]

    class Meta:
        verbose_name = _("page about a village")
        verbose_name_plural = _("pages about villages")
