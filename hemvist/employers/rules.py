"""Who may keep employers and codes."""

from django.contrib.auth.models import AnonymousUser

from hemvist.accounts.models import User


def can_keep_sources(user: User | AnonymousUser) -> bool:
    """Whether somebody may add employers and codes, and see how many enquiries came by them."""
    return isinstance(user, User) and user.is_active and user.is_coordinator
