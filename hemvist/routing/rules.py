"""Who may write the rules, and who may say that somebody is away."""

from django.contrib.auth.models import AnonymousUser

from hemvist.accounts.models import User


def can_write_rules(user: User | AnonymousUser) -> bool:
    """Whether somebody may change, try and publish the rules."""
    return isinstance(user, User) and user.is_coordinator


def can_be_away(user: User | AnonymousUser) -> bool:
    """Whether somebody has cases that have to be in good hands while they are away."""
    return isinstance(user, User) and user.is_host
