"""What Wagtail's editor asks us for: the words for what upkeep does to a page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_deeds(actions: Any) -> None:
    """In the page's own history it stands too that somebody has checked it."""
    actions.register_action(
        "hemvist.confirmed", _("Say that it is still right"), _("Said that it is still right")
    )
