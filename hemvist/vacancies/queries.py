"""What is read of vacancies, always in a fixed number of queries."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from hemvist.directory.models import Area
from hemvist.directory.swedish_order import in_swedish_order
from hemvist.vacancies.models import Vacancy


def open_vacancies(
    *, on: date, area: Area | None = None, field: str = "", text: str = ""
) -> QuerySet[Vacancy]:
    """What one can apply for and what fits every filter given; the last day that comes first."""
    found = Vacancy.objects.open(on=on).select_related("area")
    if area:
        found = found.filter(area=area)
    if field:
        found = found.filter(field_id=field)
    if text:
        titles, employers = (
            found.filter(title__icontains=text),
            found.filter(employer__icontains=text),
        )
        found = titles | employers | found.filter(occupation__icontains=text)
    return found


def fields_in_use(*, on: date) -> list[tuple[str, str]]:
    """The fields of work of which there is a vacancy, with their names, in Swedish order."""
    found = Vacancy.objects.open(on=on).exclude(field_id="")
    return list(
        found.order_by(in_swedish_order("field")).values_list("field_id", "field").distinct()
    )


def areas_in_use(*, on: date) -> QuerySet[Area]:
    """The areas in which there is a vacancy."""
    here = Vacancy.objects.open(on=on).filter(area=OuterRef("pk"))
    return Area.objects.filter(Exists(here)).order_by(in_swedish_order())


def others_like(vacancy: Vacancy, *, on: date, limit: int = 4) -> QuerySet[Vacancy]:
    """Other vacancies in the same field of work."""
    if not vacancy.field_id:
        return Vacancy.objects.none()
    return open_vacancies(on=on, field=vacancy.field_id).exclude(pk=vacancy.pk)[:limit]
