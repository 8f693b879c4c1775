"""Pictures that editors put up."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from hemvist.core.models import Erasure


class Picture(AbstractImage):
    """A picture as it was written anew here: nothing is left of where and when it was taken."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    credit = models.CharField(
        _("who made it"),
        max_length=200,
        help_text=_("Who took or drew it, and why we may show it. Shown below the picture."),
    )

    admin_form_fields = ("title", "file", "credit", "description", "collection", "tags")


class PictureRendition(AbstractRendition):
    """A picture in one of the sizes that pages show."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
