"""Plain functions that make one thing each, for tests and for trying something in a shell.

Each goes through the real actions, gives what it is not told a sensible value, and makes what
the thing cannot be without. Nothing is random: two tests that ask for the same get the same.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.text import slugify

from hemvist.accounts.actions import keep_groups
from hemvist.accounts.models import Role, Team, User
from hemvist.audit.actions import Actor, By
from hemvist.casework.actions import Wish, open_case, receive_message, write_to_person
from hemvist.casework.models import Case, Need
from hemvist.core.dates import today
from hemvist.core.models import Municipality, OpeningHours
from hemvist.core.working_time import ZONE
from hemvist.demo.page_tree import Tree
from hemvist.directory.actions import save_rows
from hemvist.directory.models import (
    Area,
    Category,
    Keeper,
    LifeArea,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)
from hemvist.employers.models import Employer, SourceCode
from hemvist.guide.models import (
    AnswersPage,
    AreasPage,
    ArticlePage,
    GuidePage,
    GuidesPage,
    LifeAreaPage,
    LifePage,
    StartPage,
    StoriesPage,
)
from hemvist.happenings.actions import save_happening
from hemvist.happenings.models import Happening
from hemvist.intake.models import Enquiry, FormVersion, Offer, VersionState
from hemvist.intake.publishing import bring_in_ready_forms
from hemvist.keeping.actions import appoint_keeper
from hemvist.messaging.models import Message, MessageChannel
from hemvist.people.actions import Contact, make_household, protect_household
from hemvist.people.models import Household
from hemvist.referrals.actions import Agreement, make_referral
from hemvist.referrals.models import Function, Referral, SharedField
from hemvist.upkeep.actions import add_words, give_feedback
from hemvist.upkeep.models import Feedback
from hemvist.vacancies.models import Vacancy

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, ten in the morning in Sweden
PASSWORD = "a-long-password-for-tests"  # noqa: S105 - opens nothing but test rows


def a_municipality(**fields: Any) -> Municipality:
    """The municipality, open Monday to Friday 8 to 16, with its front-door team."""
    for weekday in range(5):
        OpeningHours.objects.get_or_create(
            weekday=weekday, opens=time(8), defaults={"closes": time(16)}
        )
    a_team("Mottagningen", is_front_door=True)
    values = {
        "name": "Norrby",
        "authority": "Norrby kommun",
        "service_names": {"sv": "Inflyttningsservice", "en": "Relocation service"},
        "phone": "08-465 004 00",
        "email": "inflyttning@norrby.example",
        "data_protection_email": "dataskydd@norrby.example",
        "languages": ["sv", "en", "fi", "ar", "uk"],
        **fields,
    }
    return Municipality.objects.update_or_create(pk=1, defaults=values)[0]


ABOVE: dict[str, type[GuidePage]] = {
    "": StartPage,
    "life": LifePage,
    "guides": GuidesPage,
    "areas": AreasPage,
    "stories": StoriesPage,
    "answers": AnswersPage,
}


def a_page(
    path: str,
    *,
    kind: type[GuidePage] = ArticlePage,
    language: str = "sv",
    tree: Tree | None = None,
    **fields: Any,
) -> Any:
    """A published page of the guide, with the pages above it; a page of an area has its row."""
    tree = tree or Tree()
    steps = path.split("/")
    for above in ["", *("/".join(steps[:end]) for end in range(1, len(steps)))]:
        if tree.at(language, above) is None:
            _a_page_above(tree, above, language)
    return tree.put(kind, language, path, **{"title": path, "summary": f"Om {path}", **fields})


def _a_page_above(tree: Tree, path: str, language: str) -> None:
    fields: dict[str, Any] = {"title": path or "Start", "summary": f"Om {path}"}
    if path in ABOVE:
        tree.put(ABOVE[path], language, path, **fields)
    else:
        tree.put(LifeAreaPage, language, path, life_area_id=path.split("/")[1], **fields)


def a_team(name: str = "Inflyttning", *, is_front_door: bool = False) -> Team:
    """A team; the front door is the same one however often it is asked for."""
    if is_front_door:
        return Team.objects.get_or_create(is_front_door=True, defaults={"name": name})[0]
    return Team.objects.get_or_create(name=name)[0]


def a_user(
    name: str = "Hedvig Exempel",
    *,
    role: Role = Role.HOST,
    email: str = "",
    teams: Sequence[Team] = (),
    password: str = PASSWORD,
    **fields: Any,
) -> User:
    """A member of staff who can sign in with `PASSWORD`; always a new one."""
    user = User.objects.create_user(
        email or f"{role}{User.objects.count() + 1}@norrby.example",
        password,
        name=name,
        role=role,
        **fields,
    )
    user.teams.set(teams)
    keep_groups(user)
    return user


def a_life_area(slug: str = "school", **fields: Any) -> LifeArea:
    """An area of life, found again by its slug."""
    words = slug.capitalize()
    values = {"names": {"sv": words, "en": words}, "summaries": {}, **fields}
    return LifeArea.objects.get_or_create(slug=slug, defaults=values)[0]


def an_area(slug: str = "lillby", **fields: Any) -> Area:
    """A part of the municipality, found again by its slug."""
    values = {"name": slug.capitalize(), **fields}
    return Area.objects.get_or_create(slug=slug, defaults=values)[0]


def a_household(
    name: str = "Mira Exempel",
    *,
    language: str = "sv",
    channels: Sequence[str] = ("email",),
    email: str = "mira@example.org",
    phone: str = "070-174 06 05",
    other_adults: int = 1,
    child_ages: Sequence[int] = (4, 9),
    origin: str = "sweden",
    moving_on: date | None = None,
    staff: Sequence[User] = (),
    on: date | None = None,
    **contact: Any,
) -> Household:
    """Two adults and two children who want e-mail. Protected when `staff` are named for it."""
    household = make_household(
        name=name,
        contact=Contact(channels=channels, language=language, email=email, phone=phone, **contact),
        other_adults=other_adults,
        child_ages=child_ages,
        origin=origin,
        moving_on=moving_on,
        on=on or NOW.date(),
        by=Actor.RESIDENT,
    )
    if staff:
        protect_household(household, staff=[user.pk for user in staff], by=Actor.SYSTEM)
    return household


def a_case(
    household: Household | None = None,
    *,
    owner: User | None = None,
    team: Team | None = None,
    life_areas: Sequence[str] = ("school",),
    at: datetime = NOW,
    by: By = Actor.RESIDENT,
    **fields: Any,
) -> Case:
    """A new case with a need for each area of life; in the front door's queue unless owned."""
    if not Municipality.objects.exists():
        a_municipality()
    household = household or a_household()
    contact = household.people.get(is_contact=True)
    wishes = [Wish(life_area=a_life_area(slug)) for slug in life_areas]
    return open_case(
        household,
        **{"title": contact.name, **fields},
        wishes=wishes,
        team=team,
        owner=owner,
        at=at,
        by=by,
    )


def a_message(
    case: Case | None = None,
    *,
    by: User | None = None,
    body: str = "Finns det plats på förskolan i augusti?",
    at: datetime = NOW,
    channel: str = MessageChannel.WEB,
    key: UUID | None = None,
) -> Message:
    """What the person says, or with `by` what a host writes to them."""
    case = case or a_case()
    if by is not None:
        return write_to_person(case, body=body, by=by, at=at, key=key)
    return receive_message(case, body=body, channel=channel, at=at, key=key)


def a_function(
    name: str = "Skolkontoret",
    *,
    life_areas: Sequence[str] = ("school",),
    needs_to_know: Sequence[str] = (SharedField.NAME, SharedField.EMAIL, SharedField.CHILDREN),
    staff: Sequence[User] = (),
    email: str = "skolkontoret@norrby.example",
    **fields: Any,
) -> Function:
    """A unit that receives referrals; always a new one, so name the second differently."""
    function = Function.objects.create(
        name=name, email=email, needs_to_know=list(needs_to_know), **fields
    )
    function.life_areas.set([a_life_area(slug) for slug in life_areas])
    function.staff.set(staff)
    return function


def a_referral(
    case: Case | None = None,
    *,
    function: Function | None = None,
    need: Need | None = None,
    by: User | None = None,
    question: str = "Kan ni ringa om en plats i augusti?",
    fields: Sequence[str] | None = None,
    at: datetime = NOW,
) -> Referral:
    """A referral of the case's first need, with all that the function needs to know."""
    case = case or a_case()
    function = function or a_function()
    return make_referral(
        case,
        function=function,
        need=need or case.needs.first(),
        question=question,
        fields=function.needs_to_know if fields is None else fields,
        agreement=Agreement(wording="Ni får ge dem mina uppgifter.", how="phone"),
        by=by or case.owner or a_user(),
        at=at,
    )


def an_enquiry(
    *, language: str = "sv", answers: dict[str, Any] | None = None, **fields: Any
) -> Enquiry:
    """A draft of the form; without `answers`, one that has only been started."""
    fields.setdefault("form_version", a_published_form())
    return Enquiry.objects.create(language=language, answers=answers or {}, **fields)


def an_offer(name: str = "Byaföreningen", *, team: Team | None = None, **fields: Any) -> Offer:
    """An association that wants to help, as its form says it."""
    values: dict[str, Any] = {
        "reference": f"HV-26-E{Offer.objects.count() + 1:04d}",
        "form_version": a_published_form("association"),
        "email": "styrelsen@norrby.example",
        "channels": ["email"],
        "language": "sv",
        "answers": {"association": {"text": name}, "help": {"choices": ["language"]}},
        "next_step_on": today(),
        "created_at": NOW,
    }
    team = team or Team.objects.get(is_front_door=True)
    return Offer.objects.create(name=name, team=team, **{**values, **fields})


def a_published_form(slug: str = "enquiry") -> FormVersion:
    """One of the forms that come along, as it is asked now."""
    bring_in_ready_forms(by=Actor.SYSTEM, at=timezone.now())
    return FormVersion.objects.get(form__slug=slug, state=VersionState.PUBLISHED)


def a_vacancy(
    title: str = "Bagare",
    *,
    employer: str = "Norrby Bröd",
    days_left: int | None = 10,
    source: str = "jobs",
    **fields: Any,
) -> Vacancy:
    """A job one can apply for ten days more; always a new one."""
    values: dict[str, Any] = {
        "external_id": f"{source}-{Vacancy.objects.count() + 1}",
        "source_name": "Platsbanken",
        "licence": "CC0 1.0",
        "occupation": "Bagare/Konditor",
        "field_id": "ScKy_FHB_7wT",
        "field": "Hotell, restaurang, storhushåll",
        "url": "https://jobs.example/1",
        "deadline": None if days_left is None else today() + timedelta(days=days_left),
        **fields,
    }
    return Vacancy.objects.create(title=title, employer=employer, source=source, **values)


def a_feedback(
    words: str = "When does it open on Saturdays?",
    *,
    email: str = "reader@example.org",
    was_useful: bool = False,
    path: str = "places/simhallen/",
    language: str = "en",
    at: datetime = NOW,
) -> Feedback:
    """What a reader said of a page; without words only a yes or no. Always a new one."""
    feedback = give_feedback(
        path=path, title="Simhallen", language=language, was_useful=was_useful, at=at
    )
    if words:
        add_words(feedback, words=words, email=email)
        feedback.refresh_from_db()
    return feedback


def a_happening(title: str = "Språkcafé", **fields: Any) -> Happening:
    """Something that goes on every week from tomorrow at six in the evening."""
    tomorrow = timezone.now().astimezone(ZONE).date() + timedelta(days=1)
    values = {
        "slug": slugify(title),
        "titles": {"sv": title, "en": f"{title} (en)"},
        "starts_at": datetime.combine(tomorrow, time(18), ZONE),
        "ends_at": datetime.combine(tomorrow, time(20), ZONE),
        "rule": "FREQ=WEEKLY",
        "source_url": "https://norrby.example/kalender",
        "checked_on": tomorrow,
        **fields,
    }
    return save_happening(Happening(**values), by=Actor.SYSTEM)


def a_place(slug: str = "byskolan", **fields: Any) -> Service:
    """A service at a location, published with its source, checked on the day of `NOW`."""
    LifeArea.objects.get_or_create(pk="school", defaults={"names": {"sv": "Skola", "en": "School"}})
    school = {"names": {"sv": "Skola", "en": "School"}, "life_area_id": "school"}
    category, _ = Category.objects.get_or_create(pk="school", defaults=school)
    organization, _ = Organization.objects.get_or_create(name="Norrby kommun")
    where = {"source_url": "https://norrby.example/skolor", "checked_on": NOW.date()}
    values = {"slug": slug, "name": "Byskolan", "category": category} | where | fields
    service = Service(organization=organization, **values)
    location = Location(name=service.name, **where)
    at = ServiceAtLocation(service=service, location=location, **where)
    for row in (service, location, at):
        save_rows([row], by=Actor.SYSTEM)
    return service


def an_employer(name: str = "Gruvbolaget", **fields: Any) -> Employer:
    """An employer, the same one when it is there already."""
    values = {"contact": "HR", "email": "hr@gruvbolaget.example", **fields}
    return Employer.objects.get_or_create(name=name, defaults=values)[0]


def a_source_code(label: str = "Rekryter i maj", **fields: Any) -> SourceCode:
    """A code for an employer's recruits, or for whatever else is said."""
    if fields.get("kind", "employer") == "employer":
        fields = {"kind": "employer", "employer": an_employer(), **fields}
    return SourceCode.objects.create(label=label, **fields)


def a_keeper(service: Service | None = None, **fields: Any) -> Keeper:
    """Somebody who answers for a place: the school's own address."""
    values = {"user": None, "email": "skolan@norrby.example", "language": "en"} | fields
    return appoint_keeper(service or a_place(), **values, by=Actor.SYSTEM)
