"""The letters of upkeep: the answer to a reader."""

from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.core.models import Municipality
from hemvist.upkeep.models import Feedback


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


def _quoted(words: str) -> str:
    return "\n".join(f"> {line}" for line in words.splitlines())
