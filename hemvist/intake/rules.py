"""Who may change what is asked, and who works with what is offered."""

from hemvist.accounts.models import User


def can_edit_forms(user: User) -> bool:
    """Write, publish and retire forms: the one who answers for what the municipality asks."""
    return user.is_active and user.is_coordinator


def can_judge_suspected(user: User) -> bool:
    """Say whether a person sent what looks like spam; that may close its case."""
    return user.is_active and user.is_host


def can_work_offers(user: User) -> bool:
    """Read offers of help, get in touch, and say what came of them."""
    return user.is_active and user.is_host
