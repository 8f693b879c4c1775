"""The rows that the tests of a person's own pages start from."""

from datetime import UTC, datetime, time

from hemvist.accounts.models import Role, Team, User
from hemvist.audit.actions import Actor
from hemvist.casework.actions import Wish, open_case
from hemvist.core.models import Municipality, OpeningHours
from hemvist.directory.models import LifeArea
from hemvist.people.actions import Contact, make_household

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def make_municipality():
    for weekday in range(5):
        OpeningHours.objects.get_or_create(
            weekday=weekday, opens=time(8), defaults={"closes": time(16)}
        )
    Team.objects.get_or_create(name="Front door", is_front_door=True)
    return Municipality.objects.update_or_create(
        pk=1,
        defaults={
            "name": "Norrby",
            "authority": "Norrby kommun",
            "service_names": {"sv": "Flytta till Norrby", "en": "Move to Norrby"},
            "phone": "0921-100 00",
            "email": "service@norrby.example",
            "data_protection_email": "dpo@norrby.example",
            "languages": ["sv", "en", "fi", "ar", "uk"],
        },
    )[0]


def make_host(name="Hedvig Host", **fields):
    return User.objects.create_user(
        f"{name.split(maxsplit=1)[0].lower()}@norrby.example",
        name=name,
        role=Role.HOST,
        title="Relocation host",
        phone="0921-100 01",
        **fields,
    )


def make_family(name="Marker Markersson", *, email="marker@example.org", phone="", **choice):
    choice = {"channels": ["email"], "language": "en", **choice}
    return make_household(
        name=name,
        contact=Contact(email=email, phone=phone, **choice),
        other_adults=1,
        child_ages=[4, 11],
        origin="eu",
        by=Actor.RESIDENT,
    )


def make_case(household, *, owner=None, at=NOW, title="Marker Markersson"):
    school, _new = LifeArea.objects.get_or_create(
        slug="school", defaults={"names": {"sv": "Skola", "en": "School"}}
    )
    return open_case(
        household,
        title=title,
        wishes=[Wish(life_area=school, note="Marker note on school")],
        at=at,
        by=Actor.RESIDENT,
        owner=owner,
        other_information="Marker other information",
    )
