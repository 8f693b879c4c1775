"""The public pages about jobs. None of them writes anything."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hemvist.core.addresses import page_at
from hemvist.core.context import our_municipality
from hemvist.core.dates import today
from hemvist.core.kept import kept_for
from hemvist.vacancies.forms import VacancyFilter
from hemvist.vacancies.linked_data import of_vacancy
from hemvist.vacancies.models import Vacancy
from hemvist.vacancies.queries import open_vacancies, others_like

VACANCIES_ON_A_PAGE = 20
GONE = 410
ABOUT = frozenset({"core", "directory", "vacancies"})
SECONDS_KEPT = 300  # the page tells how many days are left


@require_safe
@kept_for(SECONDS_KEPT, about=ABOUT)
def vacancy_list(request: HttpRequest) -> HttpResponse:
    """All jobs one can apply for; a filter that means nothing gets a sentence."""
    on = today()
    is_asked = any(name in request.GET for name in VacancyFilter.base_fields)
    form = VacancyFilter(request.GET if is_asked else None, on=on)
    is_mistaken = form.is_bound and not form.is_valid()
    filters = form.cleaned_data if form.is_bound and not is_mistaken else {}
    shown = Paginator(open_vacancies(on=on, **filters), VACANCIES_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page_at(request, number=shown.number),
        "form": form,
        "vacancies": shown,
        "is_filtered": any(filters.values()),
        "trail": [_home(), (_("Jobs"), None)],
    }
    return _render(request, "vacancies/list.html", context, status=422 if is_mistaken else 200)


@require_safe
@kept_for(SECONDS_KEPT, about=ABOUT)
def vacancy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One job; one that is no longer advertised says so, and leads on to the others."""
    found = get_object_or_404(Vacancy.objects.select_related("area"), pk=pk)
    page, municipality = page_at(request), our_municipality()
    context = {
        "page": page,
        "municipality": municipality,
        "linked_data": of_vacancy(found, municipality, url=page.canonical),
        "vacancy": found,
        "others": others_like(found, on=today()),
        "trail": [_home(), (_("Jobs"), reverse("vacancies:list")), (found.title, None)],
    }
    return _render(
        request, "vacancies/vacancy.html", context, status=200 if found.is_open else GONE
    )


def _render(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int
) -> HttpResponse:
    if "municipality" not in context:
        context["municipality"] = our_municipality()
    context = {"page": page_at(request), **context}
    return render(request, template, context, status=status)


def _home() -> tuple[str, str]:
    return _("Home"), reverse("guide:start")
