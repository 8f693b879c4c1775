"""The filters of the list of jobs."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.directory.models import Area
from hemvist.vacancies.queries import areas_in_use, fields_in_use


class VacancyFilter(forms.Form):
    """Field of work, area, and words of the title, the employer or the occupation."""

    hide_optional = True

    field = forms.ChoiceField(
        label=_("Field of work"),
        required=False,
        error_messages={
            "invalid_choice": _("There is no job in that field now. Choose one in the list.")
        },
    )
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.none(),
        empty_label=_("The whole municipality"),
        required=False,
        error_messages={
            "invalid_choice": _("There is no job in that area now. Choose one in the list.")
        },
    )
    text = forms.CharField(
        label=_("Occupation or employer"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Write at most 100 characters.")},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, area = self.fields["field"], self.fields["area"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        assert isinstance(area, forms.ModelChoiceField)  # noqa: S101
        field.choices = [("", _("All fields")), *fields_in_use(on=on)]
        area.queryset = areas_in_use(on=on)
