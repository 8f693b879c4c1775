"""What Wagtail's editor asks us for: our look, our links, and what must stay where it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from hemvist.guide.beginning import begin
from hemvist.guide.choosers import PlaceChooser, place_chooser
from hemvist.guide.links import PageLinks
from hemvist.guide.plain import tell_editor
from hemvist.guide.starting import NewPages, starting_text_for, texts_left
from hemvist.guide.translating_words import translating_words

# Wagtail's menu of settings and its reports on sites, which nobody here can use.
NOT_OFFERED = {"help", "documents", "settings"}


@hooks.register("register_admin_viewset")
def register_place_chooser() -> PlaceChooser:
    """The window in which a place of the directory is chosen."""
    return place_chooser


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own
def register_page_links(features: FeatureRegistry) -> None:
    """Links to pages of ours lead to them in the reader's language."""
    features.register_link_type(PageLinks)


@hooks.register("insert_global_admin_css")
def our_colours() -> SafeString:
    """The editor in Hemvist's colours."""
    return format_html('<link rel="stylesheet" href="{}">', static("guide/editor.css"))


@hooks.register("construct_main_menu")
def only_what_is_used(request: HttpRequest, menu_items: list[Any]) -> None:
    """Leave out of the menu what leads nowhere here."""
    menu_items[:] = [item for item in menu_items if item.name not in NOT_OFFERED]


@hooks.register("construct_homepage_panels")
def say_where_to_begin(request: HttpRequest, panels: list[Any]) -> None:
    """A newcomer sees on the first page how a page and a place are made."""
    panels.append(NewPages())


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
@hooks.register("before_move_page")
def stay_where_you_are(request: HttpRequest, page: Page, *args: Any) -> HttpResponse | None:
    """The pages that hold the others have fixed addresses that menus and links rely on."""
    if page.specific_class is None or page.specific_class.is_creatable:
        return None
    messages.error(
        request,
        _("This page holds others together and stays where it is. You can change what it says."),
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_create_page")
def begin_with_a_text(request: HttpRequest, parent: Page, kind: type[Page]) -> HttpResponse | None:
    """Offer a text to begin with, once, before the empty page."""
    return starting_text_for(request, parent, kind)


@hooks.register("register_admin_urls", order=-1)  # before the address that it stands in for
def our_addresses() -> list[URLPattern]:
    """The choice of a text to begin with, and the words of the page for translating."""
    return [
        path("begin/<int:parent_pk>/<slug:kind>/", begin, name="begin"),
        path("localize/jsi18n/", translating_words),
    ]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_how_plain(request: HttpRequest, page: Page) -> None:
    """What could be said more plainly; the editor decides."""
    tell_editor(request, page)


@hooks.register("after_publish_page")
def say_what_is_left(request: HttpRequest, page: Page) -> None:
    """An instruction from the text it began with should not be what readers get."""
    left = texts_left(page.specific)
    if left:
        messages.warning(
            request,
            _("Readers now see an instruction that was meant to be written over: “%(text)s”")
            % {"text": left[0]},
        )
