"""Who may say that two cases are the same, or that one is two."""

from django.contrib.auth.models import AnonymousUser

from hemvist.accounts.models import User
from hemvist.casework.rules import DECIDING


def can_regroup(user: User | AnonymousUser) -> bool:
    """Whether somebody may merge, divide and undo; it decides whose a case is."""
    return isinstance(user, User) and user.role in DECIDING
