"""Who may send a referral and who may answer one."""

from hemvist.accounts.models import Role, User
from hemvist.casework.models import Case
from hemvist.referrals.models import Referral


def can_refer(user: User, case: Case) -> bool:
    """Whether somebody may hand a need of this case to a function, or take it back."""
    return user.is_host


def can_answer(user: User, referral: Referral) -> bool:
    """Whether somebody may answer for the function a referral was sent to."""
    return user.role == Role.RECEIVER


def can_manage_functions(user: User) -> bool:
    """Whether somebody may add and change receiving functions."""
    return user.is_coordinator
