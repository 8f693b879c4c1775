"""Choosing a place of the directory in the editor, by a part of its name."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import ChooserBlock

from hemvist.directory.models import Service
from hemvist.directory.queries import places


class NameFilter(BaseFilterForm):
    """A part of the name."""

    text = forms.CharField(label=_("Name"), required=False, max_length=100)

    def filter(self, objects: Any) -> QuerySet[Service]:
        """The public places with these letters in their name."""
        return places(text=self.cleaned_data.get("text") or "")


class _Places:
    """Public places, in Swedish order."""

    filter_form_class = NameFilter

    def get_object_list(self) -> QuerySet[Service]:
        """All of them."""
        return places()


class ChoosePlace(_Places, ChooseView):
    """The window in which a place is chosen."""


class FoundPlaces(_Places, ChooseResultsView):
    """The list in it, when something was typed."""


class PlaceChooser(ChooserViewSet):
    """The addresses of choosing."""

    model = Service
    icon = "home"
    choose_one_text = _("Choose a place")
    choose_another_text = _("Choose another place")
    choose_view_class = ChoosePlace
    choose_results_view_class = FoundPlaces
    register_widget = False


place_chooser = PlaceChooser("place_chooser", url_prefix="choose-place")


_Widget: Any = place_chooser.widget_class


class PlaceChooserWidget(_Widget):
    """The button that opens the window."""

    def get_value_data_from_instance(self, instance: Service) -> dict[str, Any]:
        """What the page's script is told of a place."""
        told: dict[str, Any] = super().get_value_data_from_instance(instance)
        return {**told, "id": str(told["id"])}


class PlaceChooserBlock(ChooserBlock):
    """A place; kept by its number, so that it follows when it is renamed."""

    target_model = Service

    @cached_property
    def widget(self) -> Any:
        """The button that opens the window."""
        return PlaceChooserWidget()

    def get_prep_value(self, value: Any) -> str | None:
        """Its number as text, for JSON has no other."""
        number = super().get_prep_value(value)
        return None if number is None else str(number)

    def bulk_to_python(self, values: Iterable[Any]) -> list[Service | None]:
        """The places of a list; a page keeps their numbers as text, the directory as numbers."""
        numbers = [uuid.UUID(str(value)) if value else None for value in values]
        return list(super().bulk_to_python(numbers))

    class Meta:
        icon = "home"
