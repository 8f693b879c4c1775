"""What a referral would share, and which functions fit a case."""

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from hemvist.casework.models import Case, NeedState
from hemvist.people.models import ContactKind, Household
from hemvist.people.phone import readable
from hemvist.referrals.models import Function, SharedField

SETTLED = [NeedState.MET, NeedState.DECLINED, NeedState.NOT_NEEDED]


def functions_for(case: Case) -> QuerySet[Function]:
    """Active functions, those that serve an unsettled need of the case first."""
    open_areas = case.needs.exclude(state__in=SETTLED).values("life_area")
    return (
        Function.objects.active()
        .annotate(fits=Count("life_areas", filter=Q(life_areas__in=open_areas), distinct=True))
        .order_by("-fits", "name")
    )


def shared_texts(case: Case, fields: Sequence[str], *, language: str) -> dict[str, str]:
    """What the chosen fields say about a case, in the function's language.

    A field about which nothing is known is left out. This is both the preview the host approves
    and the copy the function sees.
    """
    with translation.override(language):
        texts = {field: _TEXTS[SharedField(field)](case) for field in fields}
    return {field: text for field, text in texts.items() if text}


def _name(case: Case) -> str:
    contact = case.household.people.filter(is_contact=True).first()
    return contact.name if contact else ""


def _address(household: Household, kind: ContactKind) -> str:
    point = household.contact_points.shared().filter(kind=kind).order_by("pk").first()
    return point.normalised if point else ""


def _email(case: Case) -> str:
    return _address(case.household, ContactKind.EMAIL)


def _phone(case: Case) -> str:
    return readable(_address(case.household, ContactKind.PHONE))


def _language(case: Case) -> str:
    name = str(get_language_info(case.household.language)["name_translated"])
    choice = getattr(case.household, "contact_choice", None)
    if choice and choice.needs_interpreter:
        return _("%(language)s, with an interpreter") % {"language": name}
    return name


def _moving(case: Case) -> str:
    day = case.household.moving_on
    return date_format(day, "F Y") if day else ""


def _origin(case: Case) -> str:
    return str(case.household.get_origin_display())


def _adults(case: Case) -> str:
    count = case.household.people.present().filter(is_child=False).count()
    return ngettext("%(count)d adult", "%(count)d adults", count) % {"count": count}


def _children(case: Case) -> str:
    children = case.household.people.present().filter(is_child=True).order_by("age")
    ages = [str(child.age_now) for child in children if child.age_now is not None]
    if not ages:
        return ""
    return ngettext(
        "%(count)d child, aged %(ages)s", "%(count)d children, aged %(ages)s", len(ages)
    ) % {
        "count": len(ages),
        "ages": ", ".join(ages),
    }


def _area(case: Case) -> str:
    return case.area.name if case.area else ""


_TEXTS = {
    SharedField.NAME: _name,
    SharedField.EMAIL: _email,
    SharedField.PHONE: _phone,
    SharedField.LANGUAGE: _language,
    SharedField.MOVING: _moving,
    SharedField.ORIGIN: _origin,
    SharedField.ADULTS: _adults,
    SharedField.CHILDREN: _children,
    SharedField.AREA: _area,
}
