"""The letters that go with a referral: to the function, and to the household."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.core.dates import full_day
from hemvist.messaging.actions import chosen_contact_point, queue_delivery
from hemvist.people.links import link_to
from hemvist.referrals.links import answer_link
from hemvist.referrals.models import Referral


def tell_function(
    referral: Referral, purpose: str, letter: Callable[[Referral], tuple[str, str]]
) -> None:
    """Queue one of the letters below to the function; it holds a link and no person's data."""
    function = referral.function
    with translation.override(function.language):
        subject, body = letter(referral)
    queue_delivery(
        purpose=purpose,
        language=function.language,
        subject=subject,
        body=body,
        email=function.email,
        household=referral.case.household,
    )


def letter(referral: Referral) -> tuple[str, str]:
    """What a function gets when something is referred to it."""
    return (
        _("Somebody who is moving here needs your help (%(reference)s)")
        % {"reference": referral.case.reference},
        _(
            "Hello,\n\nwe have referred a household to %(function)s. See what it is about, and "
            "answer yes or no, here:\n\n%(link)s\n\nWe hope for your answer by %(day)s. You need "
            "no account. The link is for your unit only: please do not send it on."
        )
        % {
            "function": referral.function.name,
            "link": answer_link(referral),
            "day": full_day(referral.due_at, with_year=False),
        },
    )


def reminder(referral: Referral) -> tuple[str, str]:
    """What a function gets once when its time is up."""
    return (
        _("Reminder: a household waits for your answer (%(reference)s)")
        % {"reference": referral.case.reference},
        _(
            "Hello,\n\na household we referred to %(function)s still waits for your answer. It "
            "takes a minute:\n\n%(link)s\n\nIf it is not for you, please say so there: then we "
            "can help them another way."
        )
        % {"function": referral.function.name, "link": answer_link(referral)},
    )


def withdrawal(referral: Referral) -> tuple[str, str]:
    """What a function gets when a referral is taken back."""
    return (
        _("A referral was taken back (%(reference)s)") % {"reference": referral.case.reference},
        _(
            "Hello,\n\nthe referral %(reference)s to %(function)s has been taken back. You need "
            "do nothing more. Please delete what you have noted about the household."
        )
        % {"reference": referral.case.reference, "function": referral.function.name},
    )


def tell_person(referral: Referral) -> None:
    """Queue the good news to the household, where it wants to be written to."""
    household = referral.case.household
    point = chosen_contact_point(household)
    if point is None:
        return
    with translation.override(household.language):
        subject = _("Good news about your move")
        body = _("%(function)s has agreed to help you. Read more on your own page: %(link)s") % {
            "function": referral.function.name,
            "link": link_to(household),
        }
    queue_delivery(
        household=household,
        contact_point=point,
        purpose="referral_accepted",
        language=household.language,
        subject=subject,
        body=body,
    )
