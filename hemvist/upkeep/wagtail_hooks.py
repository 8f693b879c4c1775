"""What the editor gets of upkeep: the way to it, what waits there, words for the history."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from hemvist.accounts.models import User
from hemvist.core.dates import today
from hemvist.upkeep.queries import work_at_a_glance
from hemvist.upkeep.rules import can_keep_up


class KeepersItem(MenuItem):
    """A way out of the editor, for those who keep the guide true."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the one who is signed in may."""
        return isinstance(request.user, User) and can_keep_up(request.user)


class Waiting(Component):
    """On the editor's first page: what keeps the guide true, with how much waits."""

    order = 20
    template_name = "upkeep/editor_home.html"

    def __init__(self, by: User) -> None:
        self.by = by

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The kinds of upkeep, counted."""
        return {"groups": work_at_a_glance(self.by, on=today())}


@hooks.register("register_admin_menu_item")
def calendar_item() -> MenuItem:
    """Below the places."""
    address = reverse("calendar_editing:happenings")
    return KeepersItem(_("Calendar"), address, name="calendar", icon_name="calendar", order=220)


@hooks.register("register_admin_menu_item")
def upkeep_item() -> MenuItem:
    """Below the calendar."""
    return KeepersItem(
        _("Upkeep"), reverse("upkeep:hub"), name="upkeep", icon_name="check", order=230
    )


@hooks.register("construct_homepage_panels")
def say_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """Whoever opens the editor sees what is to be done."""
    if isinstance(request.user, User) and can_keep_up(request.user):
        panels.append(Waiting(request.user))


@hooks.register("register_log_actions")
def register_deeds(actions: Any) -> None:
    """In the page's own history it stands too that somebody has checked it."""
    actions.register_action(
        "hemvist.confirmed", _("Say that it is still right"), _("Said that it is still right")
    )
