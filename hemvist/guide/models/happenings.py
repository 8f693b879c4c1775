"""The page around the list of what goes on."""

from typing import ClassVar

from hemvist.core.models import Erasure
from hemvist.guide.models.base import GuidePage


class HappeningsPage(GuidePage):
    """What is said above the list of happenings; the list itself comes from `happenings`."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    parent_page_types: ClassVar = ["guide.StartPage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = False
