"""Beginning a wave, acting in it for all its households, and ending it."""

from datetime import datetime

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.bulk.actions import choose_cases, describe_deed
from hemvist.bulk.filters import OPEN, Filters
from hemvist.bulk.models import BulkDeed, DeedKind
from hemvist.bulk.tagging import make_tag
from hemvist.casework.models import Case
from hemvist.core.dates import local_day
from hemvist.employers.models import Employer
from hemvist.waves.models import Wave
from hemvist.waves.playbook import Step


class WaveIsOver(Exception):
    """Nothing more is done in a wave that has ended."""


@transaction.atomic
def begin_wave(
    *, name: str, kind: str, employer: Employer | None, query: str, by: User, at: datetime
) -> Wave:
    """Begin a wave: its name becomes the tag that its households will carry.

    With an employer and no filter of its own it is about that employer's people.
    """
    filters = Filters.from_text(query)
    if not filters and employer is not None:
        filters = Filters(employer=str(employer.pk), state=OPEN)
    wave = Wave.objects.create(
        name=name,
        kind=kind,
        employer=employer,
        query=filters.query,
        tag=make_tag(name, by=by),
        by=by,
        began_at=at,
    )
    record("wave.begun", wave, by=by, at=at)
    return wave


@transaction.atomic
def find_households(wave: Wave, *, by: User, at: datetime) -> BulkDeed:
    """Prepare to mark all it concerns that are not marked yet.

    Raises NothingChosen when there are no more, TooMany when a filter has to be narrowed.
    """
    cases = Filters.from_text(wave.query).narrow(Case.objects.visible_to(by))
    cases = cases.exclude(tags__tag=wave.tag_id)
    deed = choose_cases(cases, kind=DeedKind.TAG, by=by, at=at, query=wave.query)
    return _keep(wave, describe_deed(deed, detail={"tag": wave.tag_id}))


@transaction.atomic
def prepare_step(
    wave: Wave, *, kind: DeedKind, step: Step | None, by: User, at: datetime
) -> BulkDeed:
    """Prepare a deed on all open cases of a wave, as the playbook proposes it or from nothing.

    Nothing happens before somebody has looked at it. Raises WaveIsOver, NothingChosen, TooMany.
    """
    if not wave.is_going_on:
        raise WaveIsOver
    cases = Case.objects.visible_to(by).open().filter(tags__tag=wave.tag_id)
    deed = choose_cases(cases, kind=kind, by=by, at=at, query=f"tag={wave.tag_id}")
    proposed = step.detail(local_day(at)) if step else None
    if proposed is not None:
        deed = describe_deed(deed, detail=proposed)
    return _keep(wave, deed)


def _keep(wave: Wave, deed: BulkDeed) -> BulkDeed:
    wave.deeds.add(deed)
    return deed


@transaction.atomic
def end_wave(wave: Wave, *, by: User, at: datetime) -> Wave:
    """Say that it is over; the cases keep its tag and go on as any other. Twice is once."""
    wave = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    if wave.is_going_on:
        wave.ended_at = at
        wave.save(update_fields=["ended_at"])
        record("wave.ended", wave, by=by, at=at)
    return wave
