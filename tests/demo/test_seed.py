"""`manage.py seed`, as somebody types it."""

import pytest
from django.core.management import CommandError, call_command

from hemvist.casework.models import Case
from hemvist.demo.factories import a_household
from hemvist.demo.staff import logins
from hemvist.people.models import Household

pytestmark = pytest.mark.django_db
FEW = {"households": 20, "on": "2026-11-23"}


def test_it_refuses_politely_when_households_are_there(db):
    a_household()

    with pytest.raises(CommandError, match=r"nothing was changed.*--more.*--fresh"):
        call_command("seed", **FEW)

    assert Household.objects.count() == 1


def test_it_fills_adds_and_starts_afresh(capsys):
    counts = []
    for option in ({}, {"more": True, "random_seed": 2}, {"fresh": True}):
        call_command("seed", "--on=2026-11-23", "--households=20", **option)
        counts.append(Case.objects.count())

    assert counts == [20, 40, 20]
    assert "20 households in" in capsys.readouterr().out


def test_it_never_does_anything_in_production(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production"):
        call_command("seed", fresh=True)


def test_every_role_can_be_tried():
    from hemvist.accounts.models import Role, User

    call_command("seed", "--on=2026-11-23", "--households=20")

    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)
    assert {email for _role, _name, email in logins()} == set(
        User.objects.values_list("email", flat=True)
    )
