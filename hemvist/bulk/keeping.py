"""Keeping filters, and up to where one has seen what is on a list."""

from datetime import datetime

from django.db import transaction

from hemvist.accounts.models import Team, User
from hemvist.audit.actions import record
from hemvist.bulk.filters import Filters
from hemvist.bulk.models import FilteredPage, SavedFilter, SeenList


@transaction.atomic
def save_filter(*, name: str, page: str, filters: Filters, team: Team | None, by: User) -> None:
    """Give a filter a name, for oneself or for a team; the same name on a page is replaced."""
    saved, _is_new = SavedFilter.objects.update_or_create(
        owner=by, page=page, name=name, defaults={"query": filters.query, "team": team}
    )
    record("savedfilter.saved", saved, by=by)


@transaction.atomic
def remove_filter(saved: SavedFilter, *, by: User) -> None:
    """Remove a kept filter; no case is touched by that."""
    record("savedfilter.removed", saved, by=by)
    saved.delete()


@transaction.atomic
def see_list(*, page: FilteredPage, filters: Filters, mark: int, by: User, at: datetime) -> None:
    """Say that all on a list is seen, as far as it had come when the page was shown.

    What has happened since is still new; somebody who says it twice never goes back.
    """
    which = {"colleague": by, "page": page, "query": filters.query[:500]}
    seen, is_new = SeenList.objects.select_for_update().get_or_create(
        **which, defaults={"mark": mark, "seen_at": at}
    )
    if not is_new and mark > seen.mark:
        seen.mark, seen.seen_at = mark, at
        seen.save(update_fields=["mark", "seen_at"])
    record("seenlist.seen", seen, by=by)
