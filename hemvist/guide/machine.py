"""Which pages stand as a machine translated them, so that their readers are told."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from wagtail.models import Page

from hemvist.core.read_once import read_once
from hemvist.guide.models import MachineText


@transaction.atomic
def mark_machine_texts(translation_key: UUID, languages: Collection[str]) -> None:
    """Of the copies of one page, mark those in these languages, and no others."""
    copies = Page.objects.filter(translation_key=translation_key)
    wanted = copies.filter(locale__language_code__in=languages)
    MachineText.objects.filter(page__in=copies).exclude(page__in=wanted).delete()
    MachineText.objects.bulk_create(
        [MachineText(page=page) for page in wanted], ignore_conflicts=True
    )


def is_machine_text(page: Page) -> bool:
    """Whether a page, or a part of it, is a machine's and nobody has read it yet."""
    return page.pk in _machine_texts()


@read_once()
def _machine_texts() -> frozenset[int]:
    """All of them; there are few, and fewer from day to day."""
    return frozenset(MachineText.objects.values_list("page_id", flat=True))
