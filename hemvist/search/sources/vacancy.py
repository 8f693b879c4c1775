"""Jobs one can still apply for."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemvist.core.dates import today
from hemvist.core.prepared import Prepared
from hemvist.search.drafts import Draft, Keys, Source
from hemvist.search.still_public import ANY_UUIDS, is_among, uuids
from hemvist.vacancies.models import Vacancy

AT_A_TIME = 500


def drafts(keys: Keys | None) -> Iterator[Draft]:
    """Every open job. Its source does not tell the language; in Sweden it is Swedish."""
    found = Vacancy.objects.open(on=today()).select_related("area").order_by("pk")
    found = found if keys is None else found.filter(pk__in=keys)
    for job in found.iterator(chunk_size=AT_A_TIME):
        yield Draft(
            kind="vacancy",
            key=str(job.pk),
            language="sv",
            title=job.title,
            summary=job.employer,
            keywords=tuple(dict.fromkeys(word for word in (job.occupation, job.field) if word)),
            body=" ".join([job.locality, job.area.name if job.area else ""]),
            about=("vacancy",),
            url_name="vacancies:vacancy",
            url_args=(str(job.pk),),
            area=job.area_id or "",
            kilometres=job.area.kilometres_to_centre if job.area else None,
            weight=0.9,
        )


_public: Any = Prepared(
    lambda keys, on: (
        Vacancy.objects.open(on=on).filter(is_among("pk", keys)).values_list("pk", flat=True)
    ),
    keys=ANY_UUIDS,
    on=date(2000, 1, 1),
)


def public(keys: Keys) -> set[str]:
    """Those whose last day has not passed, today."""
    return {str(pk) for pk in _public.first_column(keys=uuids(keys), on=today())}


SOURCE = Source(
    kind="vacancy",
    label=_("Job"),
    label_many=_("Jobs"),
    icon="work",
    drafts=drafts,
    public=public,
    own_row="vacancy",
)
