"""The page that tells people about the data, in the look and languages of the guide."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hemvist.api.house.views import api as house
from hemvist.api.hsds.views import api as hsds
from hemvist.api.open_data.datasets import datasets, doors
from hemvist.api.operations import operations_of
from hemvist.core.kept import kept_for
from hemvist.guide.addresses import page_at

DAY = 60 * 60 * 24


@require_safe
@kept_for(DAY)
def open_data(request: HttpRequest) -> HttpResponse:
    """What there is, on which terms, and every address of the APIs with what it takes."""
    described = {"hsds": operations_of(hsds), "api": operations_of(house)}
    return render(
        request,
        "api/open_data.html",
        {
            "page": page_at(request),
            "datasets": datasets(),
            "doors": [(door, described[door.name]) for door in doors()],
            "trail": [(_("Home"), reverse("guide:start")), (_("Open data"), None)],
        },
    )
