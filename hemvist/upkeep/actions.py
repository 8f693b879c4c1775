"""What readers say of a page, and what becomes of it."""

from datetime import datetime, timedelta

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.messaging.actions import queue_delivery
from hemvist.upkeep import letters
from hemvist.upkeep.models import Feedback

WORDS_KEPT_DAYS = 90


class AlreadyHandled(Exception):
    """A colleague has dealt with it meanwhile."""


class NobodyToAnswer(Exception):
    """The reader left no address."""


@transaction.atomic
def give_feedback(
    *, path: str, title: str, language: str, was_useful: bool, at: datetime
) -> Feedback:
    """Count one answer to "Was this useful?"; nothing about the reader is noted."""
    return Feedback.objects.create(
        path=path, title=title, language=language, was_useful=was_useful, created_at=at
    )


@transaction.atomic
def add_words(feedback: Feedback, *, words: str, email: str) -> None:
    """Take what the reader wrote; from now on it is work for the page's owner.

    The same page sent twice is the same words. Raises AlreadyHandled.
    """
    feedback = _locked(feedback)
    feedback.words, feedback.email = words, email
    feedback.save(update_fields=["words", "email"])


@transaction.atomic
def answer_feedback(feedback: Feedback, *, answer: str, by: User, at: datetime) -> None:
    """Write back to the reader, and be done with it. Raises AlreadyHandled, NobodyToAnswer."""
    feedback = _locked(feedback)
    if not feedback.email:
        raise NobodyToAnswer
    feedback.answer = answer
    _handle(feedback, by=by, at=at)
    subject, body = letters.feedback_answer(feedback)
    queue_delivery(
        purpose="feedback.answer",
        email=feedback.email,
        language=feedback.language,
        subject=subject,
        body=body,
    )


@transaction.atomic
def close_feedback(feedback: Feedback, *, by: User, at: datetime) -> None:
    """Be done with it without writing back. Raises AlreadyHandled."""
    _handle(_locked(feedback), by=by, at=at)


@transaction.atomic
def reopen_feedback(feedback: Feedback, *, by: User) -> None:
    """Put it back among what is to be read; a letter that was sent is not taken back."""
    feedback = Feedback.objects.select_for_update().get(pk=feedback.pk)
    feedback.handled_at = feedback.handled_by = None
    feedback.save(update_fields=["handled_at", "handled_by"])
    record("feedback.reopened", feedback, by=by)


@transaction.atomic
def empty_old_feedback(*, at: datetime) -> int:
    """Forget what readers wrote and where they can be reached, 90 days after it was dealt with."""
    old = Feedback.objects.filter(handled_at__lt=at - timedelta(days=WORDS_KEPT_DAYS))
    return old.exclude(words="", email="", answer="").update(words="", email="", answer="")


def _locked(feedback: Feedback) -> Feedback:
    found = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if found.is_handled:
        raise AlreadyHandled
    return found


def _handle(feedback: Feedback, *, by: User, at: datetime) -> None:
    feedback.handled_at, feedback.handled_by = at, by
    feedback.save(update_fields=["handled_at", "handled_by", "answer"])
    record("feedback.handled", feedback, by=by)
