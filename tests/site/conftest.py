"""One world for each file of tests here, each test on a copy of it."""

from copy import copy
from functools import partial

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from hemvist.people.models import Household
from hemvist.portal import devices
from tests.site.visits import visit_all
from tests.site.world import RESIDENT, STRANGER, VISITORS, make_world


@pytest.fixture
def db(django_db_setup, django_db_blocker):
    """A transaction that is undone; unlike pytest-django's it can lie inside the world's."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        yield world, {who: _enter(world, who).cookies for who in VISITORS}
        transaction.set_rollback(True)


@pytest.fixture
def world(_world, db):
    """The world; what a test does in it is undone."""
    return _world[0]


def _browser():
    """Says where its forms come from, as every browser does."""
    return Client(raise_request_exception=False, headers={"Sec-Fetch-Site": "same-origin"})


def _enter(world, who):
    client = _browser()
    if who == RESIDENT:
        _open_own_page(client, world.household)
    elif who != STRANGER:
        client.force_login(world.users[who])
    return client


@pytest.fixture
def visitor(_world, world):
    """A browser in which a role is signed in; it gets error pages instead of exceptions."""

    def enter(who):
        client = _browser()
        client.cookies = copy(_world[1][who])
        return client

    return enter


@pytest.fixture(scope="session")
def visits(django_db_setup, django_db_blocker):
    """What every visitor got at every address, in a world that is gone again."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        seen = visit_all(world, partial(_enter, world))
        transaction.set_rollback(True)
    return seen


def _open_own_page(client, household):
    response = HttpResponse()
    devices.remember(response, Household.objects.get(pk=household.pk), shared=False)
    client.cookies.update(response.cookies)
