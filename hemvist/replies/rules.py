"""Who may use templates, and who may change them."""

from django.contrib.auth.models import AnonymousUser

from hemvist.accounts.models import User
from hemvist.casework.rules import ANSWERING, DECIDING


def can_use_templates(user: User | AnonymousUser) -> bool:
    """Whether somebody writes to people in the municipality's name."""
    return isinstance(user, User) and user.role in ANSWERING


def can_keep_templates(user: User | AnonymousUser) -> bool:
    """Whether somebody may write and change what all colleagues send."""
    return isinstance(user, User) and user.role in DECIDING
