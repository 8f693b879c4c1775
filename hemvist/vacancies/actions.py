"""What changes vacancies."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hemvist.audit.actions import By, record_all
from hemvist.vacancies.models import Vacancy

DAYS_KEPT = 60


@transaction.atomic
def save_vacancies(vacancies: Sequence[Vacancy], *, by: By) -> None:
    """Add or change vacancies, a few queries for all of them.

    One that is as it was is not touched; one that is there twice is saved as it stands last.
    """
    wanted = {vacancy.pk: vacancy for vacancy in vacancies}
    kept = Vacancy.objects.in_bulk(list(wanted))
    changed = [
        row for pk, row in wanted.items() if pk not in kept or _values(kept[pk]) != _values(row)
    ]
    for row in changed:
        row.clean_fields()
    Vacancy.objects.bulk_create([row for row in changed if row.pk not in kept], batch_size=1_000)
    names = [field.name for field in Vacancy._meta.concrete_fields if not field.primary_key]
    old = [row for row in changed if row.pk in kept]
    if old:
        Vacancy.objects.bulk_create(
            old, update_conflicts=True, unique_fields=["pk"], update_fields=names
        )
    record_all([("vacancy.saved", row) for row in changed], by=by)


@transaction.atomic
def withdraw_vacancies(vacancies: Iterable[Vacancy], *, on: date, by: By) -> None:
    """Show them no longer: their source has taken them back."""
    found = Vacancy.objects.filter(
        pk__in=[vacancy.pk for vacancy in vacancies], withdrawn_on__isnull=True
    )
    withdrawn = list(found)
    found.update(withdrawn_on=on, changed_at=timezone.now())
    record_all([("vacancy.withdrawn", row) for row in withdrawn], by=by)


@transaction.atomic
def remove_vacancies(pks: Iterable[UUID], *, by: By) -> None:
    """Take out vacancies that should never have come in."""
    found = Vacancy.objects.filter(pk__in=list(pks))
    removed = list(found)
    record_all([("vacancy.removed", row) for row in removed], by=by)
    found.delete()


@transaction.atomic
def forget_old_vacancies(*, on: date) -> int:
    """Delete what nobody has been able to apply for in two months; says how many there were.

    Nothing is noted about it: that an advertisement ran out is no deed of anybody's.
    """
    before = on - timedelta(days=DAYS_KEPT)
    past = Q(deadline__lt=before) | Q(withdrawn_on__lt=before)
    return Vacancy.objects.filter(past).delete()[0]


def _values(row: Vacancy) -> dict[str, Any]:
    names = {field.attname for field in row._meta.concrete_fields} - {"changed_at"}
    return {name: getattr(row, name) for name in names}
