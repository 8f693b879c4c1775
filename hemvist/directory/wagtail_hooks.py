"""What Wagtail's editor gets of the directory: the pages about places, and the way to them."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from hemvist.accounts.models import User
from hemvist.directory.rules import can_edit_places


class PlacesItem(MenuItem):
    """The way to the places, for those who may change them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the one who is signed in may."""
        return isinstance(request.user, User) and can_edit_places(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """The pages, under a namespace that a letter or a page above can name."""
    return [path("places/", include("hemvist.directory.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """In the main menu, below the pages."""
    return PlacesItem(_("Places"), reverse("place_editor:list"), icon_name="home", order=210)
