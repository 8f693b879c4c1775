"""Who reads how it goes for those who moved in."""

from django.contrib.auth.models import AnonymousUser

from hemvist.accounts.models import User
from hemvist.casework.rules import ANSWERING


def can_read_follow_up(user: User | AnonymousUser) -> bool:
    """Whether somebody reads what households say after the move."""
    return isinstance(user, User) and user.role in ANSWERING
