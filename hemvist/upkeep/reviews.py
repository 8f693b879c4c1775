"""Which pages are due to be read again, and the link with which their owner answers."""

from datetime import date, timedelta

from django.core import signing
from django.db.models import DateField, F, Func, IntegerField, Q
from django.db.models.functions import Cast
from wagtail.models import Page

from hemvist.guide.models import GuidePage
from hemvist.upkeep.translations import SOURCE, page_types

SALT = "hemvist.upkeep.review"
LINK_DAYS = 60


class LinkIsOld(Exception):
    """The link has run out, or the page has been checked since, or it is not ours."""


def pages_to_review(*, on: date) -> list[GuidePage]:
    """The published source pages that are due, those never checked first, then the longest due.

    One query for each type of page.
    """
    due_on = Cast(
        F("checked_on")
        + Func(
            Cast("review_months", IntegerField()),
            template="make_interval(months => %(expressions)s)",
            output_field=DateField(),
        ),
        DateField(),
    )
    found: list[GuidePage] = []
    for model in page_types():
        rows = model.objects.live().filter(locale__language_code=SOURCE)
        rows = rows.annotate(due_on=due_on).filter(Q(due_on__lte=on) | Q(checked_on=None))
        found += rows.select_related("owner")
    return sorted(found, key=lambda page: (page.review_on or date.min, page.title))


def link_for(page: GuidePage) -> str:
    """What names a page in the link to its owner; good until the page is checked."""
    return signing.dumps([page.pk, str(page.checked_on)], salt=SALT)


def page_of(token: str) -> GuidePage:
    """The page a link stands for. Raises LinkIsOld."""
    try:
        pk, checked_on = signing.loads(token, salt=SALT, max_age=timedelta(days=LINK_DAYS))
    except (signing.BadSignature, ValueError) as mistake:
        raise LinkIsOld from mistake
    page = Page.objects.live().filter(pk=pk).specific().first()
    if not isinstance(page, GuidePage) or str(page.checked_on) != checked_on:
        raise LinkIsOld
    return page
