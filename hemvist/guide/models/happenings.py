"""The page around the list of what goes on."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from hemvist.core.models import Erasure
from hemvist.guide.models.base import GuidePage


class HappeningsPage(GuidePage):
    """What is said above the list of happenings; the list itself comes from `happenings`."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    parent_page_types: ClassVar = ["guide.StartPage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = False
    promote_panels: ClassVar = GuidePage.promote_panels[1:]  # its address is fixed

    class Meta:
        verbose_name = _("page of happenings")
        verbose_name_plural = _("pages of happenings")
