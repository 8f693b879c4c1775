"""What stands on a household's own page."""

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hemvist.casework.models import Case, CaseState, Need
from hemvist.documents.models import CaseFile, FileSource
from hemvist.messaging.models import Direction, Message
from hemvist.people.models import ContactKind, ContactPoint, Household
from hemvist.portal.models import SignInCode
from hemvist.privacy.section import Section
from hemvist.referrals.models import Referral

MESSAGES_A_PAGE = 20
# Of this app, which stands above privacy: what the export shows besides.
MORE_SECTIONS = [
    Section(
        "codes",
        _("Codes that opened your page"),
        SignInCode,
        "household",
        ("created_at", "expires_at", "used_at", "attempts"),
    )
]


def cases_of(household: Household) -> list[Case]:
    """A household's cases, the newest open one first; not one that goes on in another."""
    needs = Need.objects.select_related("life_area", "person")
    return list(
        Case.objects.filter(household=household, merged_into=None)
        .select_related("owner", "area", "household")
        .prefetch_related(Prefetch("needs", queryset=needs))
        .annotate(is_closed=ExpressionWrapper(Q(state=CaseState.CLOSED), BooleanField()))
        .order_by("is_closed", "-opened_at", "-pk")
    )


def messages_of(case: Case) -> QuerySet[Message]:
    """What has been said in a case, with its files, the newest first."""
    return case.conversation.messages.select_related("author").prefetch_related("files")


def papers_of(household: Household) -> QuerySet[CaseFile]:
    """The files that came from the person themselves, the newest first."""
    return CaseFile.objects.filter(
        case__household=household, source=FileSource.PERSON
    ).select_related("case")


def files_of(household: Household) -> QuerySet[CaseFile]:
    """The files they may open: what they gave us, and what went with a message of ours to them."""
    given = Q(source=FileSource.PERSON) | Q(message__direction=Direction.OUT)
    return CaseFile.objects.filter(given, case__household=household).select_related("case")


def unread_of(case: Case) -> int:
    """How many of our messages the person has not said to have read."""
    return case.conversation.messages.filter(direction=Direction.OUT, read_at=None).count()


def referrals_of(household: Household) -> QuerySet[Referral]:
    """Whom we have asked to help this household, the latest first."""
    return Referral.objects.filter(case__household=household).select_related(
        "function", "need__life_area"
    )


def masked(point: ContactPoint) -> str:
    """An address as its owner knows it again and nobody else learns it."""
    if point.kind == ContactKind.EMAIL:
        name, _at, domain = point.normalised.partition("@")
        return f"{name[:1]}•••@{domain}"
    return f"{point.normalised[:3]} ••• {point.normalised[-2:]}"
