"""Who may do what with a case; what one may see at all is `Case.objects.visible_to`."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from hemvist.accounts.models import Role, User
from hemvist.casework.models import Case

# Citizen services answer and register for the hosts; they do not decide whose a case is.
ANSWERING = {Role.HOST, Role.COORDINATOR, Role.CITIZEN_SERVICES}
DECIDING = {Role.HOST, Role.COORDINATOR}
AT_THE_DESK = {*ANSWERING, Role.SERVICE_POINT}
REGISTER_READERS = {*ANSWERING, Role.AUDITOR}


def can_use_desk(user: User | AnonymousUser) -> bool:
    """Whether there is anything on the desk for this person."""
    return isinstance(user, User) and user.role in AT_THE_DESK


def can_know_of(user: User, case: Case) -> bool:
    """Whether a case that is at hand is one of those visible to somebody.

    A host may know of every household without protected identity; only for others it is asked.
    """
    if user.is_host and not case.household.is_protected:
        return True
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def can_read(user: User, case: Case) -> bool:
    """Whether somebody may open a case and see how it stands."""
    return user.role in AT_THE_DESK


def can_read_all(user: User, case: Case) -> bool:
    """Whether somebody may read what was said, and the notes of colleagues.

    A service point is run by an association, not by the authority: it sees whom to help with
    what, and what it wrote itself.
    """
    return user.role in ANSWERING


def can_note(user: User, case: Case) -> bool:
    """Whether somebody may leave a note or log a call."""
    return user.role in AT_THE_DESK


def can_pin(user: User, case: Case) -> bool:
    """Whether somebody may put facts on top of a case, or take them down."""
    return user.role in ANSWERING


def can_write(user: User, case: Case) -> bool:
    """Whether somebody may write to the person in the municipality's name."""
    return user.role in ANSWERING


def can_plan(user: User, case: Case) -> bool:
    """Whether somebody may set the next step and say how the needs stand."""
    return user.role in ANSWERING


def can_count_needs(user: User | AnonymousUser) -> bool:
    """Whether somebody may see what is looked for in all cases, also where it is one household's.

    A service point is no part of the authority.
    """
    return isinstance(user, User) and user.role in ANSWERING


def can_assign(user: User, case: Case) -> bool:
    """Whether somebody may take a case, hand it on, or put it back in the queue."""
    return user.role in DECIDING


def can_close(user: User, case: Case) -> bool:
    """Whether somebody may close a case or open it again."""
    return user.role in DECIDING


def can_keep_out(user: User) -> bool:
    """Whether somebody may decide what is kept out of the public part of the register."""
    return user.role in ANSWERING


def can_read_register(user: User | AnonymousUser) -> bool:
    """Whether somebody may read the public register with what is kept out of its public part."""
    return isinstance(user, User) and user.role in REGISTER_READERS


def colleagues_who_see(case: Case) -> QuerySet[User]:
    """Everybody who works here and may know of a case; the other way round of `visible_to`."""
    village = Q(role=Role.SERVICE_POINT, teams=case.team_id)
    colleagues = User.objects.filter(Q(role__in=ANSWERING) | village, is_active=True)
    return _named(case, colleagues).order_by("name", "pk").distinct()


def colleagues_who_read(case: Case) -> QuerySet[User]:
    """Those of them who may read what colleagues write about it."""
    colleagues = User.objects.filter(role__in=ANSWERING, is_active=True)
    return _named(case, colleagues).order_by("name", "pk")


def _named(case: Case, colleagues: QuerySet[User]) -> QuerySet[User]:
    """Of those, the ones named for a household with protected identity."""
    if case.household.is_protected:
        return colleagues.filter(pk__in=case.household.named_staff.values("pk"))
    return colleagues
