"""Who may do things to many cases, and keep filters."""

from django.contrib.auth.models import AnonymousUser

from hemvist.accounts.models import User
from hemvist.bulk.models import SavedFilter
from hemvist.casework.rules import DECIDING, can_use_desk


def can_keep_filters(user: User | AnonymousUser) -> bool:
    """Whether somebody may give a filter a name: all who have lists on the desk."""
    return can_use_desk(user)


def can_remove_filter(user: User, saved: SavedFilter) -> bool:
    """Whether somebody may remove a kept filter: whoever made it, and the coordinator."""
    return saved.owner_id == user.pk or user.is_coordinator


def can_tag(user: User | AnonymousUser) -> bool:
    """Whether somebody may say which tags a case has, and make new ones."""
    return isinstance(user, User) and user.role in DECIDING


def can_do_many(user: User | AnonymousUser) -> bool:
    """Whether somebody may do one thing to many cases: those who decide over cases at all."""
    return isinstance(user, User) and user.is_active and user.role in DECIDING


def can_do(user: User, kind: str) -> bool:
    """Whether somebody may still do this kind of deed when its turn comes."""
    return can_do_many(user)
