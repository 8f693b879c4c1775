"""Who may sort texts."""

from django.contrib.auth.models import AnonymousUser

from hemvist.accounts.models import User
from hemvist.casework.rules import ANSWERING


def can_sort_texts(user: User | AnonymousUser) -> bool:
    """Whether somebody may read texts that belong to no case yet, and say whose they are."""
    return isinstance(user, User) and user.role in ANSWERING
