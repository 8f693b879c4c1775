"""The filters of the list of places."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.core.translated import spoken
from hemvist.directory.models import Area, Category
from hemvist.directory.queries import categories_in_use, in_swedish_order


class CategoryChoice(forms.ModelChoiceField):
    """A choice of kinds of places, in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """The word for many of the kind."""
        return spoken(obj.plural_names or obj.names)[0]


class PlaceFilter(forms.Form):
    """Kind, area and a part of the name; every one may be left empty."""

    hide_optional = True

    category = CategoryChoice(
        label=_("Kind of place"),
        queryset=Category.objects.none(),
        empty_label=_("All kinds"),
        required=False,
        error_messages={
            "invalid_choice": _("There is no such kind of place. Choose one in the list.")
        },
    )
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.none(),
        empty_label=_("The whole municipality"),
        required=False,
        error_messages={"invalid_choice": _("There is no such area. Choose one in the list.")},
    )
    text = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Write at most 100 characters of the name.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("category").queryset = categories_in_use()
        self._choices("area").queryset = Area.objects.order_by(in_swedish_order())

    def _choices(self, name: str) -> forms.ModelChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        return field
