"""Choosing a place of the directory in the editor, by a part of its name."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import ChooserBlock

from hemvist.core.read_once import read_once
from hemvist.directory.models import Service
from hemvist.directory.queries import places
from hemvist.directory.whole_places import places_numbered


class NameFilter(BaseFilterForm):
    """A part of the name."""

    # Wagtail's window looks while one types in the box that is called q, and in no other.
    q = forms.CharField(label=_("A part of the name"), required=False, max_length=100)

    def filter(self, objects: Any) -> QuerySet[Service]:
        """The public places with these letters in their name."""
        return places(text=self.cleaned_data.get("q") or "")


class CountedPlaces(WagtailPaginator):
    """The pages of the list, which say how many places there are."""

    @property
    def items_count_label(self) -> str:
        """In words, below the list."""
        return ngettext("%(number)s place", "%(number)s places", self.count) % {
            "number": self.count
        }


def _area_of(place: Service) -> str:
    there = place.whereabouts
    return str(there.area) if there and there.area else ""


class _Places(BaseChooseView):
    """Public places, in Swedish order."""

    filter_form_class = NameFilter
    paginator_class = CountedPlaces

    def get_object_list(self) -> QuerySet[Service]:
        """All of them."""
        return places()

    @property
    def title_column(self) -> Column:
        """What Wagtail calls a title is a place's name."""
        column: Column = super().title_column
        column.label = _("Name")
        return column

    @property
    def columns(self) -> list[Column]:
        """The name, and what tells two places with like names apart."""
        where = Column("area", label=_("Area"), accessor=_area_of)
        return [*super().columns, Column("category", label=_("Kind of place")), where]


class ChoosePlace(ChooseViewMixin, CreationFormMixin, _Places):
    """The window in which a place is chosen."""


class FoundPlaces(ChooseResultsViewMixin, CreationFormMixin, _Places):
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


@read_once(most=300)
def _places(numbers: tuple[uuid.UUID, ...]) -> dict[uuid.UUID, Service]:
    """With where they are, in two queries."""
    return {place.pk: place for place in places_numbered(numbers)}


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
        found = _places(tuple(number for number in numbers if number))
        return [found.get(number) if number else None for number in numbers]

    def get_translatable_segments(self, value: Service | None) -> list[Any]:
        """None: a place is the same one in every language, and its name is never translated."""
        return []

    def restore_translated_segments(self, value: Service, segments: list[Any]) -> Service:
        """The same place; also where a page was given for translation before there were none."""
        return value

    class Meta:
        icon = "home"
