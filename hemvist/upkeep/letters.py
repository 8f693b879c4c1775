"""The letters of upkeep: the answer to a reader, and the question to a page's owner."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.accounts.models import User
from hemvist.core.dates import full_day
from hemvist.core.models import Municipality
from hemvist.guide.models import GuidePage
from hemvist.upkeep.models import Feedback, HappeningProposal
from hemvist.upkeep.reviews import link_for


def feedback_answer(feedback: Feedback) -> tuple[str, str]:
    """Subject and body of what a reader gets, in the language of the page they read.

    What the colleague wrote stands as it is; it is in whatever language they chose.
    """
    municipality = Municipality.objects.get(pk=1)
    with translation.override(feedback.language):
        body = _(
            "Hello,\n\nyou wrote to us about the page %(title)s:\n\n%(words)s\n\nOur answer:\n\n"
            "%(answer)s\n\nThank you for helping us to keep the guide true.\n%(authority)s"
        ) % {
            "title": feedback.title,
            "words": _quoted(feedback.words),
            "answer": feedback.answer,
            "authority": municipality.authority,
        }
        subject = _("About what you wrote: %(title)s") % {"title": feedback.title}
    return subject, body


def proposal_decided(proposal: HappeningProposal) -> tuple[str, str]:
    """Subject and body of what the proposer of a happening gets, in the language they wrote in."""
    municipality = Municipality.objects.get(pk=1)
    with translation.override(proposal.language):
        subject = _("About your happening: %(title)s") % {"title": proposal.title}
        if proposal.happening:
            address = reverse("happenings:happening", args=[proposal.happening.slug])
            words = _(
                "Hello,\n\nwhat you proposed is in the calendar now:\n\n%(title)s\n%(address)s\n\n"
                "If something changes, answer this letter or call us.\n%(authority)s"
            )
            said = {"address": settings.SITE_URL + address}
        else:
            words = _(
                "Hello,\n\nwe have not put this into the calendar:\n\n%(title)s\n\n%(words)s\n\n"
                "%(authority)s"
            )
            said = {"words": proposal.words}
        body = words % {"title": proposal.title, "authority": municipality.authority, **said}
    return subject, body


def review(pages: Sequence[GuidePage], *, owner: User, on: date) -> tuple[str, str]:
    """Ask the owner whether their pages are still right, with a link for each."""
    with translation.override(owner.language):
        lines = [_line(page) for page in pages]
        subject = _("Is this still right? Pages you answer for")
        body = _(
            "Hello %(name)s,\n\nyou answer for these pages of the guide, and it is time to read "
            "them again. Behind each link there are two buttons: still right, and change.\n\n"
            "%(pages)s\n\nThank you."
        ) % {"name": owner.name, "pages": "\n\n".join(lines)}
    return subject, body


def _line(page: GuidePage) -> str:
    address = settings.SITE_URL + reverse("useful:review", args=[link_for(page)])
    if page.checked_on is None:
        return f"{page.title}\n{address}"
    checked = _("last checked on %(day)s") % {"day": full_day(page.checked_on)}
    return f"{page.title} ({checked})\n{address}"


def _quoted(words: str) -> str:
    return "\n".join(f"> {line}" for line in words.splitlines())
