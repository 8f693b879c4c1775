"""One world for all tests here, each test on a copy of it."""

import pytest
from django.db import transaction
from django.test import Client

from hemvist.people.models import Household
from hemvist.portal import devices
from tests.site.world import RESIDENT, STRANGER, make_world


@pytest.fixture(scope="package")
def _world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(_world, django_db_blocker):
    """The world; what a test does in it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _world
        transaction.set_rollback(True)


@pytest.fixture
def visitor(world):
    """A browser in which a role is signed in; it gets error pages instead of exceptions."""

    def enter(who):
        client = Client(raise_request_exception=False)
        if who == RESIDENT:
            _open_own_page(client, world.household)
        elif who != STRANGER:
            client.force_login(world.users[who])
        return client

    return enter


def _open_own_page(client, household):
    from django.http import HttpResponse

    response = HttpResponse()
    devices.remember(response, Household.objects.get(pk=household.pk), shared=False)
    client.cookies.update(response.cookies)
