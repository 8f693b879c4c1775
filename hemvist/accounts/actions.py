"""Everything that changes who works here and how they get in.

Accounts lies below audit, so a deed is written down by a job named "audit.record_account",
asked for in the transaction of the deed.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from hemvist.accounts.models import EDITORS, PUBLISHERS, Role, Team, User
from hemvist.core.jobs import enqueue

FORGOTTEN_FOR = 60 * 60 * 24  # longer than every limit on wrong passwords


class EmailIsTaken(Exception):
    """Somebody here already signs in with this address."""


class LastCoordinator(Exception):
    """Without this person nobody could manage the service any more."""


class IsOneself(Exception):
    """A person cannot end their own access, and so not lock themselves out by mistake."""


def normal(email: str) -> str:
    """An address in the form in which accounts are compared."""
    return email.strip().lower()


@transaction.atomic
def make_coordinator(*, email: str, name: str, password: str, language: str = "sv") -> User:
    """Make the first user of an installation; all others are invited by one who is in.

    Raises EmailIsTaken.
    """
    if User.objects.filter(email=normal(email)).exists():
        raise EmailIsTaken
    user = User.objects.create_user(
        normal(email), password, name=name, role=Role.COORDINATOR, language=language
    )
    keep_groups(user)
    _record("user.made", user, by=None, role=user.role)
    return user


@transaction.atomic
def invite_user(
    *, email: str, name: str, role: str, teams: Iterable[Team] = (), by: User, **more: Any
) -> User:
    """Give a colleague an account and send them the link to choose a password.

    Raises EmailIsTaken.
    """
    if User.objects.filter(email=normal(email)).exists():
        raise EmailIsTaken
    user = User.objects.create_user(normal(email), None, name=name, role=role, **more)
    user.teams.set(teams)
    keep_groups(user)
    _record("user.invited", user, by=by, role=role, teams=_numbers(user))
    ask_for_link(user, reason="invitation")
    return user


@transaction.atomic
def send_new_link(user: User, *, by: User) -> None:
    """Send the link to choose a password once more."""
    _record("user.link_sent", user, by=by)
    ask_for_link(user, reason="reset" if user.has_usable_password() else "invitation")


@transaction.atomic
def change_user(
    user: User, *, name: str, role: str, teams: Iterable[Team], by: User, **more: Any
) -> None:
    """Change what a colleague is called, is here for, and which queues are theirs.

    A new role holds from the next page on. Raises LastCoordinator.
    """
    if role != Role.COORDINATOR:
        _must_not_be_last_coordinator(user)
    for field, value in {"name": name, "role": role, **more}.items():
        setattr(user, field, value)
    user.save(update_fields=["name", "role", *more])
    user.teams.set(teams)
    keep_groups(user)
    _record("user.changed", user, by=by, role=role, teams=_numbers(user))


def keep_groups(user: User) -> None:
    """Give a person the editor's rights that go with their role, and take away all others."""
    names = []
    if user.role == Role.EDITOR:
        names = [EDITORS] if user.needs_approval else [EDITORS, PUBLISHERS]
    elif user.role == Role.COORDINATOR:
        names = [PUBLISHERS]
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in names])


@transaction.atomic
def deactivate_user(user: User, *, by: User) -> None:
    """End a colleague's access at once, on every device; their name stays where it stands.

    What they had in hand is not accounts' to know: the desk hands it over first. Raises
    IsOneself and LastCoordinator.
    """
    if user == by:
        raise IsOneself
    _must_not_be_last_coordinator(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    _record("user.deactivated", user, by=by)


@transaction.atomic
def reactivate_user(user: User, *, by: User) -> None:
    """Let a colleague in again, with the password and second factor they had."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    _record("user.reactivated", user, by=by)


@transaction.atomic
def remove_second_factor(user: User, *, by: User) -> None:
    """Help somebody who lost their telephone or key; they set up a new one when they sign in."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    ask_for_notice(user, notice="second_factor_removed")
    _record("user.second_factor_removed", user, by=by)


@transaction.atomic
def let_in(user: User, *, by: User) -> None:
    """End the wait after too many wrong passwords."""
    forget_failures(user)
    _record("user.let_in", user, by=by)


def end_sessions(user: User) -> None:
    """Sign a person out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def forget_failures(user: User) -> None:
    """Count this address's wrong passwords from nothing again, wherever they were tried."""
    cache.set(_failures_key(user.email), failures_forgotten(user.email) + 1, FORGOTTEN_FOR)


def failures_forgotten(email: str) -> int:
    """How often the failures of an address have been forgotten lately."""
    forgotten: int = cache.get(_failures_key(email), 0)
    return forgotten


def _failures_key(email: str) -> str:
    return "accounts:forgotten:" + hashlib.sha256(normal(email).encode()).hexdigest()


def ask_for_link(user: User, *, reason: str) -> None:
    """Have the worker send a link to choose a password, for an invitation or a reset."""
    enqueue("accounts.send_link", user=user.pk, reason=reason)


def ask_for_notice(user: User, *, notice: str) -> None:
    """Have the worker tell a person that how they sign in was changed."""
    enqueue("accounts.send_notice", user=user.pk, notice=notice)


def note_sign_in(user: User) -> None:
    """Write down that a person has signed in."""
    _record("user.signed_in", user, by=user)


def note_failed_sign_in(email: str) -> None:
    """Write down that somebody gave a wrong password, for whose account if it is anybody's.

    Never the address itself: people type passwords and other people's addresses there.
    """
    user = User.objects.filter(email=normal(email)).first()
    enqueue(
        "audit.record_failed_sign_in", user=user.pk if user else 0, at=timezone.now().isoformat()
    )


def note_second_factor(user: User, *, notice: str) -> None:
    """Write down that a person has changed their own second step."""
    _record(f"user.{notice}", user, by=user)


def note_new_password(user: User) -> None:
    """Write down that a person has chosen a new password."""
    _record("user.password_changed", user, by=user)


def _record(verb: str, user: User, *, by: User | None, **detail: str) -> None:
    enqueue(
        "audit.record_account",
        verb=verb,
        user=user.pk,
        by=by.pk if by else 0,
        at=timezone.now().isoformat(),
        **detail,
    )


def _numbers(user: User) -> str:
    return ",".join(str(pk) for pk in user.teams.order_by("pk").values_list("pk", flat=True))


def _must_not_be_last_coordinator(user: User) -> None:
    """Locks the coordinators' rows, so that two of them cannot remove each other at once."""
    coordinators = User.objects.filter(role=Role.COORDINATOR, is_active=True)
    if list(coordinators.select_for_update().order_by("pk")) == [user]:
        raise LastCoordinator
