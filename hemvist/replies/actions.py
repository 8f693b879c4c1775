"""Keeping templates, and counting their use."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from hemvist.accounts.models import User
from hemvist.audit.actions import By, record
from hemvist.replies.models import ReplyTemplate

REVIEW_DAYS = 180


class TemplateHasChanged(Exception):
    """Somebody saved the template while another was writing in it; `saved` is what they wrote."""

    def __init__(self, saved: ReplyTemplate) -> None:
        super().__init__()
        self.saved = saved


@transaction.atomic
def save_template(template: ReplyTemplate, *, version: int, by: By) -> ReplyTemplate:
    """Add or change a template; `version` is the one the writer began from.

    Raises TemplateHasChanged, and saves nothing, when it is another by now.
    """
    if template.pk:
        saved = ReplyTemplate.objects.select_for_update().get(pk=template.pk)
        if saved.version != version:
            raise TemplateHasChanged(saved)
    template.version = version + 1
    template.save()
    record("replytemplate.saved", template, by=by)
    return template


@transaction.atomic
def confirm_template(template: ReplyTemplate, *, by: User, on: date) -> None:
    """Say that a text is still right; it is looked at again half a year later."""
    template.review_on = on + timedelta(days=REVIEW_DAYS)
    template.save(update_fields=["review_on"])
    record("replytemplate.confirmed", template, by=by)


def count_use(template: ReplyTemplate) -> None:
    """Count that somebody took it into a message; what is used most is offered first."""
    ReplyTemplate.objects.filter(pk=template.pk).update(uses=F("uses") + 1)
