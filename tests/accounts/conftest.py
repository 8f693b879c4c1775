"""Staff to sign in as, and the jobs their deeds ask for."""

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from hemvist.accounts.models import Role, Team, User
from hemvist.core.models import Municipality

LOGIN = "/accounts/login/"
PASSWORD = "korvgryta-norrsken-spark-9"


@pytest.fixture(autouse=True)
def municipality(db):
    return Municipality.objects.create(
        pk=1,
        name="Norrby",
        authority="Norrby kommun",
        service_names={"sv": "Inflyttningsservice", "en": "Relocation service"},
        phone="0900-100 00",
        email="flytta@norrby.example",
        languages=["sv", "en"],
    )


def make_user(role=Role.HOST, email="", password=PASSWORD, **fields):
    email = email or f"{role}@norrby.example"
    return User.objects.create_user(
        email, password, name=fields.pop("name", f"Anna {role}"), role=role, **fields
    )


def sign_in(client, user, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": user.email, "password": password, **more})


@pytest.fixture
def host(db):
    return make_user(Role.HOST)


@pytest.fixture
def coordinator(db):
    return make_user(Role.COORDINATOR)


@pytest.fixture
def team(db):
    return Team.objects.create(name="Värdarna")


def jobs(task):
    """The arguments of the jobs asked for, the oldest first."""
    asked = ProcrastinateJob.objects.filter(task_name=task).order_by("id")
    return list(asked.values_list("args", flat=True))


def work(task):
    """Do the jobs of one kind, as a worker would."""
    for arguments in jobs(task):
        app.tasks[task].func(**arguments)
