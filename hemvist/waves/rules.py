"""Who leads a wave, and who watches it."""

from django.contrib.auth.models import AnonymousUser

from hemvist.accounts.models import User
from hemvist.casework.rules import DECIDING


def can_watch_waves(user: User | AnonymousUser) -> bool:
    """Whether somebody sees how a wave goes: all who work cases."""
    return isinstance(user, User) and user.is_active and user.role in DECIDING


def can_lead_waves(user: User | AnonymousUser) -> bool:
    """Whether somebody may begin a wave and act in it for all at once."""
    return isinstance(user, User) and user.is_active and user.is_coordinator
