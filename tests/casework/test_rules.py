"""Who may do what with a case."""

import pytest
from django.contrib.auth.models import AnonymousUser

from hemvist.accounts.models import Role, User
from hemvist.casework import rules
from hemvist.casework.models import Case

EVERYTHING = {"read", "read_all", "note", "write", "plan", "assign", "close"}
MAY = {
    Role.HOST: EVERYTHING,
    Role.COORDINATOR: EVERYTHING,
    Role.CITIZEN_SERVICES: {"read", "read_all", "note", "write", "plan"},
    Role.SERVICE_POINT: {"read", "note"},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_do_what_it_is_here_for_and_nothing_else(role):
    user, case = User(role=role), Case()

    may = {deed for deed in EVERYTHING if getattr(rules, f"can_{deed}")(user, case)}

    assert may == MAY.get(role, set())


def test_the_desk_is_for_those_who_work_cases():
    assert {role for role in Role if rules.can_use_desk(User(role=role))} == set(MAY)
    assert not rules.can_use_desk(AnonymousUser())


def test_the_register_is_read_by_the_authority_and_its_auditor():
    readers = {role for role in Role if rules.can_read_register(User(role=role))}

    assert readers == {Role.HOST, Role.COORDINATOR, Role.CITIZEN_SERVICES, Role.AUDITOR}
    assert not rules.can_read_register(AnonymousUser())
