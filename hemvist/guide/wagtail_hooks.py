"""What Wagtail's editor asks us for."""

from wagtail import hooks

from hemvist.guide.choosers import PlaceChooser, place_chooser


@hooks.register("register_admin_viewset")
def register_place_chooser() -> PlaceChooser:
    """The window in which a place of the directory is chosen."""
    return place_chooser
