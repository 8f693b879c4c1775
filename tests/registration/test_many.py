"""Many at once are written exactly as one by one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine

from hemvist.audit.models import Event
from hemvist.casework.models import Case
from hemvist.demo import factories as make
from hemvist.demo.factories import NOW
from hemvist.employers.models import SourceCode
from hemvist.intake.opening import Told, open_told_case
from hemvist.people.actions import Contact
from hemvist.registration.many import Origin, open_many
from tests.merging.making import picture
from tests.routing.test_actions import a_service, in_force

DIFFERS = {"id", "public_id", "reference", "number", "created_at"}


def told(name="Mira Ek", **wishes):
    addresses = {"email": "Mira@example.org", "phone": "070-174 06 05"}
    contact = Contact(channels=["email", "phone"], language="uk", **addresses, **wishes)
    return Told(
        name=name,
        contact=contact,
        adults=2,
        ages=[4, 9],
        moving_on=date(2027, 3, 1),
        wishes={"school": [], "no-such": []},
        text="Вітаю",
    )


def rows_of(case):
    """Every row, without its number and those of others."""
    return sorted(
        (
            table,
            sorted((k, repr(v)) for k, v in row.items() if k not in DIFFERS and k[-3:] != "_id"),
        )
        for (table, _pk), row in picture(case).items()
    )


def told_by_the_log(case):
    about = [("case", str(case.pk)), ("household", str(case.household_id))]
    return sorted(
        (event.verb, event.at, event.actor_id, repr(event.detail))
        for kind, number in about
        for event in Event.objects.filter(subject_type=kind, subject_id=number)
    )


@pytest.mark.django_db
def test_made_together_they_are_as_made_one_by_one():
    make.a_municipality()
    make.a_life_area("school")
    host, team = make.a_user(), make.a_team("Mässan")
    code = SourceCode.objects.create(label="Mässan", kind="fair")
    common = {"source": "list", "source_code": code, "by": host, "at": NOW}
    with time_machine.travel(NOW, tick=False):
        alone = open_told_case(told(), language="uk", team=team, **common)
        together = open_many([told("Någon Annan"), told()], Origin(**common), team=team)[1]

    assert rows_of(together) == rows_of(alone)
    assert told_by_the_log(together) == told_by_the_log(alone)
    assert together.reference == "HV-26-00003"
    assert together.register_entries.get().number == "2026-000003"


@pytest.mark.django_db
def test_the_rules_share_them_out_as_if_they_had_come_one_after_the_other():
    service = a_service()
    rules = (
        "språk är ukrainska → team Mottagningen, den med minst att göra\nannars → team Mottagningen"
    )
    in_force(rules, by=service["boss"])
    common = {"source": "list", "source_code": None, "by": service["boss"], "at": NOW}
    names = ["Mira Ek", "Nils Ek", "Olga Ek", "Pia Ek"]
    with time_machine.travel(NOW, tick=False):
        alone = [open_told_case(told(name), language="uk", **common) for name in names]
        Case.objects.update(owner=None)
        together = open_many([told(name) for name in names], Origin(**common))

    assert [case.owner_id for case in together] == [case.owner_id for case in alone]
    assert len({case.owner_id for case in together}) == 2
    for one, other in zip(together, alone, strict=True):
        assert rows_of(one) == rows_of(other)
        assert one.routing_decisions.get().because == other.routing_decisions.get().because


@pytest.mark.django_db
def test_a_rule_may_ask_for_everything_that_a_line_of_the_list_says():
    service = a_service()
    employer = make.an_employer("Gruvan")
    code = SourceCode.objects.create(label="Mässan", kind="fair", employer=employer)
    everything = (
        "språk är ukrainska och behov innehåller skola och arbetsgivare är Gruvan"
        ' och källa är "Mässan" och barn är 2 och barnets ålder är högst 4 och vuxna är 2'
        " och månader till flytt är 4 och tolk behövs och återkommer"
    )
    in_force(f'{everything} → "Samira Sol"\nannars → kön', by=service["boss"])
    origin = Origin(source="list", source_code=code, by=service["boss"], at=NOW)
    before = replace(origin, at=NOW - timedelta(days=1))
    with time_machine.travel(NOW, tick=False):
        (earlier,) = open_many([told()], before, team=service["front"])
        (case,) = open_many([told(needs_interpreter=True)], origin)

    assert (earlier.owner, case.owner) == (None, service["samira"])
    assert not earlier.routing_decisions.exists()
