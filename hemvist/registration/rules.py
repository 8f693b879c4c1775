"""Who may register people, and who may bring in lists of them."""

from django.contrib.auth.models import AnonymousUser

from hemvist.accounts.models import User
from hemvist.casework.rules import AT_THE_DESK, DECIDING


def can_register(user: User | AnonymousUser) -> bool:
    """Whether somebody may write down a person who came or telephoned."""
    return isinstance(user, User) and user.role in AT_THE_DESK


def can_bring_people(user: User | AnonymousUser) -> bool:
    """Whether somebody may bring in a list of people."""
    return isinstance(user, User) and user.role in DECIDING
