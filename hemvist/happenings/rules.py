"""Who may change the calendar."""

from typing import Any

from hemvist.accounts.models import Role


def can_edit_happenings(user: Any) -> bool:
    """Editors and the coordinator."""
    return getattr(user, "role", None) in {Role.EDITOR, Role.COORDINATOR}
