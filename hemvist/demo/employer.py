"""An invented employer whose recruits move here, and the time it put its start off.

The wave is over: everybody was told, called and asked again, and the page shows how it went.
"""

from datetime import date, datetime, time, timedelta

from hemvist.accounts.models import Role, User
from hemvist.bulk.actions import begin_deed, describe_deed
from hemvist.bulk.doing import do_batch
from hemvist.bulk.filters import Filters
from hemvist.bulk.keeping import save_filter
from hemvist.bulk.models import BulkDeed, DeedKind, FilteredPage
from hemvist.casework.models import Case, CaseQuerySet, CaseState, Need, NeedState, Task
from hemvist.casework.needs import change_need
from hemvist.casework.noting import finish_task
from hemvist.core.working_time import ZONE
from hemvist.employers.actions import save_employer, save_source_code
from hemvist.employers.models import CodeKind, Employer, SourceCode
from hemvist.messaging.models import Delivery, DeliveryState
from hemvist.waves.actions import begin_wave, end_wave, find_households, prepare_step
from hemvist.waves.models import Wave, WaveKind
from hemvist.waves.playbook import step_called

BEGAN, ENDED = 48, 20
RECRUITS, BY_THE_FAIR = 8, 4
NAME = "Polstjärnan Stål"
WAVE = "Polstjärnan skjuter upp starten till mars"
LETTER = {
    "sv": {
        "subject": "Starten skjuts upp, vi finns kvar",
        "body": "Hej {name}!\n\nPolstjärnan Stål börjar i mars i stället för i januari. Din plats"
        " är kvar. Vi flyttar fram det vi planerat med bostad och förskola, och {host} ringer dig"
        " den här veckan.\n\n{municipality}",
    },
    "en": {
        "subject": "The start is put off, and we are still here",
        "body": "Hello {name},\n\nPolstjärnan Stål begins in March instead of January. Your place"
        " is kept. We move what we have planned with home and preschool, and {host} phones you"
        " this week.\n\n{municipality}",
    },
}


def load_employer(*, on: date) -> None:
    """Write down the employer, its codes, its recruits and what happened; once."""
    if Employer.objects.exists() or _recruits().count() < RECRUITS:
        return
    boss = User.objects.filter(role=Role.COORDINATOR).earliest("pk")
    employer = save_employer(
        Employer(name=NAME, contact="Personalkontoret", email="personal@polstjarnan.example"),
        by=boss,
    )
    recruits = save_source_code(
        SourceCode(label="Nyanställda 2027", kind=CodeKind.EMPLOYER, employer=employer), by=boss
    )
    fair = save_source_code(
        SourceCode(
            label="Flyttmässan i Solna", kind=CodeKind.FAIR, active_until=on + timedelta(days=40)
        ),
        by=boss,
    )
    pks = list(_recruits().values_list("pk", flat=True)[: RECRUITS + BY_THE_FAIR])
    Case.objects.filter(pk__in=pks[:RECRUITS]).update(employer=employer, source_code=recruits)
    Case.objects.filter(pk__in=pks[RECRUITS:]).update(source_code=fair)
    _put_off(employer, by=boss, on=on)
    save_filter(
        name="Polstjärnans folk",
        page=FilteredPage.CASES,
        filters=Filters(state="open", employer=str(employer.pk)),
        team=boss.teams.first(),
        by=boss,
    )


def _recruits() -> CaseQuerySet:
    """Open cases that were there when it happened, of whom we may tell an employer's story."""
    open_cases = Case.objects.open().filter(owner__isnull=False, household__is_protected=False)
    return open_cases.exclude(state=CaseState.NEW).order_by("opened_at", "pk")


def _put_off(employer: Employer, *, by: User, on: date) -> None:
    began = datetime.combine(on - timedelta(days=BEGAN), time(8, 40), ZONE)
    wave = begin_wave(
        name=WAVE, kind=WaveKind.EMPLOYER, employer=employer, query="", by=by, at=began
    )
    _do(find_households(wave, by=by, at=began), by=by, at=began)
    _write(wave, by=by, at=began + timedelta(hours=1))
    call = step_called(wave.kind, "call")
    deed = prepare_step(wave, kind=DeedKind.TASK, step=call, by=by, at=began)
    _do(deed, by=by, at=began + timedelta(hours=2))
    _homes_again(wave, by=by, at=began + timedelta(days=1))
    for place, task in enumerate(Task.objects.filter(created_at=began + timedelta(hours=2))):
        when = began + timedelta(days=1 + place % 4, hours=place % 5)
        finish_task(task, by=task.case.owner or by, at=when)
    end_wave(wave, by=by, at=began + timedelta(days=BEGAN - ENDED))


def _homes_again(wave: Wave, *, by: User, at: datetime) -> None:
    """Whoever had a home for January needs another until March; nearly all find one in a month."""
    deed = prepare_step(wave, kind=DeedKind.NEED, step=None, by=by, at=at)
    told = {"life_area": "housing", "whom": "household", "note": "Boende fram till mars"}
    _do(describe_deed(deed, detail=told), by=by, at=at)
    needs = Need.objects.filter(case__tags__tag=wave.tag_id, life_area="housing", person=None)
    found = list(needs.select_related("case__owner").order_by("pk"))
    for place, need in enumerate(found[1:]):
        when = at + timedelta(days=3 + 4 * place)
        change_need(need, state=NeedState.MET, by=need.case.owner or by, at=when)


def _write(wave: Wave, *, by: User, at: datetime) -> None:
    """The letter went out then, so the worker has nothing left to send."""
    last = Delivery.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    deed = prepare_step(wave, kind=DeedKind.MESSAGE, step=None, by=by, at=at)
    deed = describe_deed(deed, detail={"texts": LETTER, "instead": "en", "by_hand": False})
    _do(deed, by=by, at=at)
    Delivery.objects.filter(pk__gt=last).update(
        state=DeliveryState.SENT, sent_at=at + timedelta(minutes=3), created_at=at, attempts=1
    )


def _do(deed: BulkDeed, *, by: User, at: datetime) -> None:
    deed = begin_deed(deed, by=by, at=at)
    when = deed.begins_at or at
    while do_batch(deed.pk, at=when):
        pass
