"""Keeping filters."""

from django.db import transaction

from hemvist.accounts.models import Team, User
from hemvist.audit.actions import record
from hemvist.bulk.filters import Filters
from hemvist.bulk.models import SavedFilter


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
