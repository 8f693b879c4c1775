"""The invented staff of the demo municipality, and the functions that receive referrals.

No one of these names works there. All of them sign in with `PASSWORD`, in the demo only.
"""

import tomllib
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from hemvist.accounts.actions import keep_groups
from hemvist.accounts.models import Role, Team, User
from hemvist.directory.models import LifeArea
from hemvist.referrals.actions import save_function
from hemvist.referrals.models import Function
from hemvist.routing.actions import publish_draft, save_draft
from hemvist.routing.models import RuleSet

FILE = Path(__file__).parent / "texts" / "staff.toml"
PASSWORD = "norrsken-over-Boden"  # noqa: S105 - for invented people on one's own machine


@transaction.atomic
def load_staff() -> list[User]:
    """Write down teams, staff and receiving functions; running it again changes nothing."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for row in rows["teams"]:
        front_door = row.get("is_front_door", False)
        if not (front_door and Team.objects.filter(is_front_door=True).exists()):
            Team.objects.get_or_create(name=row["name"], defaults={"is_front_door": front_door})
    password = make_password(PASSWORD)
    users = [_load_user(row, password) for row in rows["staff"]]
    for row in rows["functions"]:
        _load_function(row)
    _load_rules(rows["rules"])
    return users


def logins() -> list[tuple[str, str, str]]:
    """Role, name and e-mail of everybody who can sign in to the demo."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["staff"]
    return [(str(Role(row["role"]).label), row["name"], row["email"]) for row in rows]


def _load_user(row: dict[str, Any], password: str) -> User:
    teams = row.pop("teams", [])
    user, is_new = User.objects.get_or_create(
        email=row.pop("email"), defaults={**row, "password": password}
    )
    if is_new:
        user.teams.set(Team.objects.filter(name__in=teams))
        keep_groups(user)
    return user


def _load_rules(text: str) -> None:
    if RuleSet.objects.exists():
        return
    by, at = User.objects.filter(role=Role.COORDINATOR).earliest("pk"), timezone.now()
    draft = save_draft(text=text, note="", by=by, at=at, version=None)
    publish_draft(by=by, at=at, version=draft.version)


def _load_function(row: dict[str, Any]) -> None:
    if Function.objects.filter(name=row["name"]).exists():
        return
    life_areas = LifeArea.objects.filter(slug__in=row.pop("life_areas"))
    staff = User.objects.filter(email__in=row.pop("staff", []))
    actor = User.objects.filter(role=Role.COORDINATOR).earliest("pk")
    function = save_function(Function(**row), life_areas=list(life_areas), by=actor)
    function.staff.set(staff)
