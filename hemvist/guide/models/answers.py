"""Questions and answers: one text for residents and for those who answer the telephone."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from hemvist.core.models import Erasure
from hemvist.guide.blocks import AnswerBody
from hemvist.guide.models.base import PLAIN, GuidePage


class AnswersPage(GuidePage):
    """The list of questions."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    parent_page_types: ClassVar = ["guide.StartPage"]
    subpage_types: ClassVar = ["guide.AnswerPage"]
    is_creatable = False
    promote_panels: ClassVar = GuidePage.promote_panels[1:]  # its address is fixed

    class Meta:
        verbose_name = _("page of questions")
        verbose_name_plural = _("pages of questions")


class AnswerPage(GuidePage):
    """One question and its answer; its internal notes are for colleagues only."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    body = StreamField(
        AnswerBody(),
        verbose_name=_("answer"),
        blank=True,
        help_text=_("Answer in the first sentence. Internal notes are never shown to the public."),
    )

    content_panels: ClassVar = [
        FieldPanel("title", help_text=_("The question as people ask it.")),
        FieldPanel("summary", help_text=_("The short answer.")),
        FieldPanel("body"),
        PLAIN,
    ]
    parent_page_types: ClassVar = ["guide.AnswersPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")

    @property
    def internal_notes(self) -> list[Any]:
        """What colleagues read; for staff pages only."""
        return [block.value for block in self.body if block.block_type == "internal"]
