"""Who is doing something on a page of a case right now, so that two do not write at once.

A page that is open says so every few seconds. Nobody is asked; a minute of silence and they are
gone. Nothing depends on it: what two people save is held apart by `casework.side_by_side`.
"""

from datetime import datetime, timedelta

from hemvist.accounts.models import User
from hemvist.casework.models import Case, Doing, Presence

GONE_AFTER = timedelta(seconds=60)
KEPT = timedelta(hours=1)


def say_here(case: Case, *, doing: Doing, by: User, at: datetime) -> None:
    """Note that somebody is on a page of a case; who was silent for long has come anew."""
    here, is_new = Presence.objects.get_or_create(
        case=case, colleague=by, doing=doing, defaults={"since": at, "seen_at": at}
    )
    if not is_new:
        here.since = at if at - here.seen_at > GONE_AFTER else here.since
        here.seen_at = at
        here.save(update_fields=["since", "seen_at"])


def say_gone(case: Case, *, doing: Doing, by: User) -> None:
    """Note that somebody has left the page, or saved what they wrote there."""
    Presence.objects.filter(case=case, colleague=by, doing=doing).delete()


def others_here(case: Case, *, besides: User, at: datetime) -> list[Presence]:
    """Who else is doing something in a case now, those who began first at the top."""
    here = Presence.objects.filter(case=case, seen_at__gt=at - GONE_AFTER)
    return list(here.exclude(colleague=besides).select_related("colleague"))


def forget_who_was_here(*, at: datetime) -> int:
    """Remove what tells nobody anything any more; says how much."""
    return Presence.objects.filter(seen_at__lt=at - KEPT).delete()[0]
