"""What readers say of a page and what becomes of it; looking at the addresses outside."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import polib
from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail_localize.models import Translation

from hemvist.accounts.models import User
from hemvist.audit.actions import Actor, record
from hemvist.core.fetching import FetchingFailed, IPAddress, Reached, is_public, reach
from hemvist.core.jobs import enqueue
from hemvist.guide.machine import mark_machine_texts
from hemvist.guide.models import GuidePage
from hemvist.messaging.actions import queue_delivery
from hemvist.upkeep import letters
from hemvist.upkeep.links import outside_links
from hemvist.upkeep.models import (
    Feedback,
    GlossaryTerm,
    LinkState,
    OutsideLink,
    PageTranslation,
    TranslationState,
)
from hemvist.upkeep.reviews import pages_to_review
from hemvist.upkeep.translation_files import Checked, check
from hemvist.upkeep.translations import Names, source_pages, stand_of
from hemvist.upkeep.xliff import Document

WORDS_KEPT_DAYS = 90
LOOK_EVERY = timedelta(days=7)
LOOK_AGAIN = timedelta(hours=6)  # a server may be down for a night
PAUSE = 1.0  # second between two looks at the same host
# The page is there, but not for machines.
NOT_FOR_MACHINES = {401, 403, 405, 406, 429, 999}


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
def report_barrier(
    *, path: str, title: str, language: str, words: str, email: str, at: datetime
) -> Feedback:
    """Take a report that a page keeps somebody out; it is work for the editors until answered.

    The law asks for a way to report and an answer (lag 2018:1937).
    """
    return Feedback.objects.create(
        path=path,
        title=title,
        language=language,
        was_useful=False,
        is_barrier=True,
        words=words,
        email=email,
        created_at=at,
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


@transaction.atomic
def collect_links(*, at: datetime) -> int:
    """Note every address outside that is named anywhere now, and forget those named no longer.

    Says how many there are. New ones are looked at next.
    """
    found = outside_links()
    OutsideLink.objects.exclude(url__in=found).delete()
    rows = [
        OutsideLink(url=url, host=urlsplit(url).hostname or "", uses=uses, look_at=at)
        for url, uses in found.items()
    ]
    OutsideLink.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["url"], update_fields=["uses", "host"]
    )
    return len(rows)


def look_at_links(
    *,
    at: datetime,
    most: int,
    pause: float = PAUSE,
    is_allowed: Callable[[IPAddress], bool] = is_public,
) -> int:
    """Look at the addresses that are due, politely; says how many. Only a worker does this.

    One failure means nothing yet: it is broken when it fails again hours later.
    """
    links = list(OutsideLink.objects.due(at=at)[:most])
    called: set[str] = set()
    for link in links:
        if link.host in called:
            time.sleep(pause)
        called.add(link.host)
        _look_at(link, at=at, is_allowed=is_allowed)
    return len(links)


def _look_at(link: OutsideLink, *, at: datetime, is_allowed: Callable[[IPAddress], bool]) -> None:
    reached, trouble = Reached(0), ""
    try:
        reached = reach(link.url, is_allowed=is_allowed)
    except FetchingFailed as failure:
        trouble = str(failure)[:200]
    works = 200 <= reached.status < 400 or reached.status in NOT_FOR_MACHINES
    link.status, link.trouble, link.looked_at = reached.status or None, trouble, at
    link.moved_to = reached.moved_to[:500] if works and reached.moved_to != link.url else ""
    if works:
        link.state = LinkState.MOVED if link.moved_to else LinkState.WORKS
        link.failing_since = None
    else:
        link.state = LinkState.BROKEN if link.failing_since else LinkState.SHAKY
        link.failing_since = link.failing_since or at
    link.look_at = at + (LOOK_AGAIN if link.state == LinkState.SHAKY else LOOK_EVERY)
    link.save()


@transaction.atomic
def save_term(term: GlossaryTerm, *, by: User) -> GlossaryTerm:
    """Add a word to the glossary or change it; the pages are compared anew by a worker."""
    term.save()
    record("glossaryterm.saved", term, by=by)
    _compare_soon()
    return term


@transaction.atomic
def remove_term(term: GlossaryTerm, *, by: User) -> None:
    """Take a word out of the glossary; what has been translated stays as it is."""
    record("glossaryterm.removed", term, by=by)
    term.delete()
    _compare_soon()


def _compare_soon() -> None:
    """Unless it waits to be done already, and will see this word as well."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        enqueue("upkeep.compare_translations", timestamp=int(time.time()))


@transaction.atomic
def leave_link(link: OutsideLink, *, until: date | None, by: User) -> None:
    """Say that an address is left as it is until a day; with None it is shown again."""
    link.left_until = until
    link.save(update_fields=["left_until"])
    record("outsidelink.left" if until else "outsidelink.shown", link, by=by)


@transaction.atomic
def look_again(link: OutsideLink, *, at: datetime) -> None:
    """Let the worker look at an address next."""
    OutsideLink.objects.filter(pk=link.pk).update(look_at=at)


@transaction.atomic
def compare_translations(*, at: datetime, pages: Iterable[Page] | None = None) -> int:
    """Write down how the pages stand in every language; without `pages`, all of them.

    Says how many pages were compared. Whether a page still stands as a machine wrote it is told
    to the guide, which tells its readers.
    """
    names, compared = Names(), []
    for page in source_pages() if pages is None else pages:
        stands = list(stand_of(page, names, at=at))
        PageTranslation.objects.bulk_create(
            stands,
            update_conflicts=True,
            unique_fields=["page", "language"],
            update_fields=["state", "done", "total", "lost_names", "compared_at"],
        )
        by_machine = {row.language for row in stands if row.state == TranslationState.MACHINE}
        mark_machine_texts(page.translation_key, by_machine)
        compared.append(page.pk)
    if pages is None:
        PageTranslation.objects.exclude(page__in=compared).delete()
    return len(compared)


@transaction.atomic
def take_translation(translation: Translation, document: Document, *, by: User) -> Checked:
    """Bring in what a translator has sent back; nothing is published by that.

    Raises NotATranslation when it is of another page or in another language.
    """
    found = check(document, translation)
    file = polib.POFile()
    file += [
        polib.POEntry(msgid=unit.source, msgctxt=unit.place, msgstr=unit.target)
        for unit in found.taken
    ]
    translation.import_po(file, user=by, tool_name="XLIFF")
    page = translation.source.get_source_instance()
    record("page.translation_taken", page, by=by, detail={"language": document.target_language})
    return found


@transaction.atomic
def confirm_page(page: GuidePage, *, on: date, by: User | None) -> None:
    """Write down that somebody has read a page and that it is still right, in all languages.

    What is being drafted stays a draft: only the day is changed, in what is published and in the
    draft. `by` is None when the owner answered by the link in their letter.
    """
    for copy in (page, *page.get_translations().specific()):
        type(copy).objects.filter(pk=copy.pk).update(checked_on=on)
        draft = copy.latest_revision
        if draft is not None:
            draft.content["checked_on"] = on.isoformat()
            draft.save(update_fields=["content"])
    log(instance=page, action="hemvist.confirmed", user=by)
    record("page.confirmed", page, by=by or page.owner or Actor.SYSTEM)


@transaction.atomic
def ask_owners(*, on: date) -> int:
    """Write to everybody who owns pages that are due to be read again; says to how many.

    One letter a month to each, with a link for each page. A page without an owner who works here
    stays on the editors' list.
    """
    due: dict[User, list[GuidePage]] = defaultdict(list)
    for page in pages_to_review(on=on):
        if page.owner is not None and page.owner.is_active:
            due[page.owner].append(page)
    for owner, pages in due.items():
        subject, body = letters.review(pages, owner=owner, on=on)
        queue_delivery(
            purpose="page.review",
            email=owner.email,
            language=owner.language,
            subject=subject,
            body=body,
        )
    return len(due)
