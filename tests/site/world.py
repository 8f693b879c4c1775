"""A small municipality with one of everything, for tests of all pages."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import uuid4

from wagtail.models import Page

from hemvist.accounts.models import Absence, Role, User
from hemvist.audit.actions import Actor, seal
from hemvist.bulk.actions import choose_cases
from hemvist.bulk.models import SavedFilter
from hemvist.casework.actions import add_note
from hemvist.casework.calling import log_call
from hemvist.casework.models import CallOutcome, Case
from hemvist.casework.noting import add_task, pin_fact
from hemvist.core.dates import today
from hemvist.core.models import CalendarDay
from hemvist.demo.factories import (
    NOW,
    a_case,
    a_feedback,
    a_function,
    a_happening,
    a_household,
    a_keeper,
    a_message,
    a_municipality,
    a_page,
    a_published_form,
    a_referral,
    a_source_code,
    a_team,
    a_user,
    a_vacancy,
    an_area,
    an_enquiry,
    an_offer,
)
from hemvist.directory.actions import usual_unit
from hemvist.directory.models import (
    Accessibility,
    Category,
    CostOption,
    EligibilityRule,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    SpecialDay,
    Taxonomy,
    TaxonomyTerm,
)
from hemvist.favourites.actions import save_thing, share_list
from hemvist.follow_up.links import answer_link as check_in_link
from hemvist.follow_up.models import CheckIn
from hemvist.happenings.actions import save_source
from hemvist.happenings.models import CalendarSource
from hemvist.inbox.models import IncomingMail
from hemvist.intake.publishing import begin_draft
from hemvist.keeping.actions import propose_changes
from hemvist.keeping.links import keeper_link
from hemvist.merging.actions import merge_cases
from hemvist.messaging.group_mail import leave_out_link
from hemvist.messaging.models import Delivery
from hemvist.people.actions import protect_household
from hemvist.people.links import token_for
from hemvist.people.models import Consent, Household
from hemvist.referrals.links import answer_link
from hemvist.registration.models import PeopleList, Registration
from hemvist.replies.models import ReplyTemplate
from hemvist.routing.actions import publish_draft, save_draft
from hemvist.search.models import Concept, Term
from hemvist.texts.models import IncomingText
from hemvist.upkeep.models import GlossaryTerm, HappeningProposal, OutsideLink
from hemvist.upkeep.reviews import link_for
from hemvist.waves.actions import begin_wave
from hemvist.writing.models import Draft
from tests.documents.making import a_file
from tests.importing.made import a_list
from tests.inbox.making import a_mail, answer_to, arrive
from tests.merging.making import kept_of

# What nobody may read anywhere but the staff named for the household.
SECRET = "Zq7skyddad"

STRANGER, NAMED, RESIDENT = "stranger", "named host", "resident"
ROLES = [role.value for role in Role]
VISITORS = [STRANGER, RESIDENT, *ROLES, NAMED]


@dataclass
class World:
    """The people who knock at doors, and what is behind the doors."""

    users: dict[str, User]
    household: Household
    case: Case
    protected: Case
    named_for: dict[str, object] = field(default_factory=dict)


def make_world():
    a_municipality()
    front, village = a_team("Mottagningen", is_front_door=True), a_team("Råbäcken")
    users = {role: a_user(f"Förnamn {role}", role=Role(role)) for role in ROLES}
    users["service_point"].teams.set([village])
    users["host"].teams.set([front])
    users[NAMED] = a_user("Enda Invigda", role=Role.HOST, teams=[front])
    area = an_area("lillby", name="Lillby")
    case = a_case(area=area, owner=users["host"], team=village)
    protected = a_case(
        a_household(f"{SECRET} Andersson", email=f"{SECRET}@example.org"),
        owner=users[NAMED],
        team=front,
        other_information=f"{SECRET} om oss",
    )
    _live_through(case, "Hej")
    _live_through(protected, SECRET)
    return _finish(World(users, case.household, case, protected), users)


def _live_through(case, words):
    by = case.owner
    a_message(case, body=f"{words} undrar en sak")
    a_message(case, by=by, body=f"{words} får ett svar")
    add_note(case, body=f"{words} verkar nöjd", by=by, at=NOW, mentions=[by])
    pin_fact(case, body=f"{words} ringer efter fyra", by=by, at=NOW)
    add_task(case, what=f"{words} får blanketten", on=today(), assignee=by, by=by, at=NOW)
    log_call(
        case,
        outcome=CallOutcome.TALKED,
        is_incoming=False,
        summary=f"{words} ringde",
        by=by,
        at=NOW,
    )


def _finish(world, users):
    function = a_function(staff=[users["receiver"]])
    other = a_function("Bostadsbolaget", email="bostad@norrby.example")
    referral = a_referral(world.case, function=function, by=users["host"])
    elsewhere = a_referral(
        world.protected, function=function, by=users[NAMED], question=f"{SECRET} behöver hjälp"
    )
    # The threat came after the household had been referred.
    protect_household(world.protected.household, staff=[users[NAMED].pk], by=users[NAMED])
    place = _a_place(world.case.area)
    a_page("life/school/apply", title="Ansök till skolan")
    keeper = a_keeper(place)
    draft = an_enquiry()
    sent = an_enquiry(state="sent", sent_at=NOW, case=world.case, suspicion="many")
    check_in = CheckIn.objects.create(
        case=world.case, milestone="2w", due_on=NOW.date(), state="asked", asked_at=NOW
    )
    former = a_user("Förra Kollegan", role=Role.HOST, is_active=False)
    more = a_case(a_household("Mira Exempel"), owner=users["host"])
    merged = _a_merge(users["host"])
    seal()
    world.named_for = {
        "other reference": more.reference,
        "regrouping": merged.pk,
        "people list": PeopleList.objects.create(
            name="Mässan", consent="Ja", by=users["host"], given_at=NOW, state="mapping"
        ).pk,
        "registration key": _a_registration(world.case, users["citizen_services"]).key,
        "concept": "preschool",
        "calendar day": CalendarDay.objects.create(day=date(2099, 1, 6), names={"sv": "Dag"}).pk,
        "absence": _a_holiday(users["host"], users["coordinator"]).pk,
        "set of rules": _some_rules(users["coordinator"]),
        "search term": _a_term(),
        "reference": world.case.reference,
        "register number": world.case.register_entries.first().number,
        "protected reference": world.protected.reference,
        "need": world.case.needs.first().pk,
        "member": world.household.people.filter(is_contact=False).first().pk,
        "file": a_file(world.case).pk,
        "fact": world.case.sticky_facts.get().pk,
        "task": world.case.tasks.get().pk,
        "mention": world.case.notes.get().mentions.get().pk,
        "colleague": users["host"].pk,
        "check-in": check_in.pk,
        "check-in token": check_in_link(check_in).rstrip("/").rpartition("/")[2],
        "message": world.case.conversation.messages.order_by("pk")[0].pk,
        "leaving draft": Draft.objects.create(
            case=world.case,
            author=users["host"],
            body="Hej",
            state="leaving",
            changed_at=NOW,
            leave_at=NOW,
        ).pk,
        "text": IncomingText.objects.create(
            provider_id="s1", number="+46701740600", body="Hej", received_at=NOW, state="unsorted"
        ).pk,
        "reply template": _a_template(users["host"]).pk,
        "former colleague": former.pk,
        "referral": referral.pk,
        "other referral": elsewhere.pk,
        "function": other.pk,
        "answer token": answer_link(referral).rstrip("/").rsplit("/", 1)[-1],
        "own token": token_for(world.household),
        "mail": _a_mail(more),
        "mail message": IncomingMail.objects.get(state="landed").message_id,
        "mail part": 1,
        "letters token": leave_out_link(world.household).rstrip("/").rsplit("/", 1)[-1],
        "life area": world.case.needs.first().life_area_id,
        "area": world.case.area_id,
        "place": place.slug,
        "keeper token": keeper_link(keeper).rstrip("/").rsplit("/", 1)[-1],
        "proposal": propose_changes(keeper, changes={}, words="Nya tider.", at=NOW).pk,
        "kind of source": "table",
        "source": (listed := a_list(by=users["editor"])).source_id,
        "list": listed.pk,
        "done list": a_list(by=users["editor"], state="done").pk,
        "vacancy": a_vacancy(area=world.case.area).pk,
        **_a_calendar(world.case.area),
        "shared list": _a_shared_list(world.case.area).key,
        "feedback": a_feedback().pk,
        "happening proposal": HappeningProposal.objects.create(
            title="Julkonsert",
            starts_at=NOW,
            whereabouts="Kyrkan",
            organizer="Kören",
            email="kor@example.org",
            language="sv",
            created_at=NOW,
        ).pk,
        "glossary term": GlossaryTerm.objects.create(term="Bodenbo").pk,
        "outside link": OutsideLink.objects.create(
            url="https://example.org/", host="example.org", look_at=NOW, state="broken"
        ).pk,
        "page": "life/school/apply",
        "page number": Page.objects.get(url_path="/sv/life/school/apply/").pk,
        "into": "en",
        "review token": link_for(Page.objects.get(url_path="/sv/life/school/apply/").specific),
        "picture": "images/none.jpg",
        "enquiry": draft.public_id,
        "sent enquiry": sent.public_id,
        "suspected enquiry": sent.pk,
        "form": "student",
        "form number": begin_draft(
            a_published_form("student"), by=users["coordinator"], at=NOW
        ).number,
        "form section": "studies",
        "offer": an_offer(team=world.case.team).pk,
        "step": "needs",
        "consent": Consent.objects.get(household=world.household).pk,
        "hue": 200,
        "look": "look",
        "readers": "sv",
        "theme": "auto",
        "employer number": (code := a_source_code()).employer_id,
        "source code": code.pk,
        "saved filter": SavedFilter.objects.create(
            owner=users["coordinator"], page="cases", name="Ukrainska", query="language=uk"
        ).pk,
        "bulk deed": choose_cases(
            Case.objects.filter(pk=world.case.pk), kind="tag", by=users["coordinator"], at=NOW
        ).pk,
        "wave": begin_wave(
            name="Gruvan 2027",
            kind="employer",
            employer=code.employer,
            query="",
            by=users["coordinator"],
            at=NOW,
        ).pk,
        "uid": "1",
        "key": "made-up",
        "key number": 1,
        "failed letter": 1,
        "kind of letter": "sms",
        "letter": str(Delivery.objects.first().pk),
        **_for_other_systems(place),
    }
    return world


def _a_holiday(user, by):
    """Days next month on which a host is away."""
    first_on = today() + timedelta(days=30)
    return Absence.objects.create(
        user=user, first_on=first_on, last_on=first_on, made_by=by, made_at=NOW
    )


def _some_rules(by):
    """Rules in force and a draft of the next; the number of those in force."""
    draft = save_draft(text="annars → kön", note="", by=by, at=NOW, version=None)
    in_force = publish_draft(by=by, at=NOW, version=draft.version)
    save_draft(text="annars → Mottagningen", note="", by=by, at=NOW, version=None)
    return in_force.number


def _a_registration(case, by):
    return Registration.objects.create(
        case=case, kind="desk", is_new=True, language="sv", was_informed=True, by=by, at=NOW
    )


def _a_merge(by):
    case = a_case(a_household("Mira Exempel"), owner=by)
    gone = a_case(a_household("Mira Exempel"), owner=by)
    return merge_cases(case, other=gone, kept=kept_of(case), by=by, at=NOW)


def _a_calendar(area):
    happening = a_happening(area=area)
    source = save_source(CalendarSource(name="Byaföreningen"), by=Actor.SYSTEM)
    day = today()
    return {
        "happening": happening.slug,
        "happening number": happening.pk,
        "calendar source": source.pk,
        "year": day.year,
        "month": day.month,
    }


def _for_other_systems(place):
    taxonomy = Taxonomy.objects.create(name="Norrby ord")
    term = TaxonomyTerm.objects.create(taxonomy=taxonomy, code="skola", names={"sv": "Skola"})
    return {
        "service": str(place.pk),
        "organization": str(place.organization_id),
        "service at location": str(place.at_locations.get().pk),
        "taxonomy": str(taxonomy.pk),
        "term": str(term.pk),
        "kind of object": "service",
        "ending": "ttl",
        "rest": "no/such",
        "map": "places-1",
    }


def _a_shared_list(area):
    mine = save_thing(None, kind="area", key=area.pk)
    return share_list(mine, with_notes=False)


def _a_place(area):
    category = Category.objects.create(
        code="school",
        names={"sv": "Skola", "en": "School"},
        plural_names={"sv": "Skolor", "en": "Schools"},
        life_area_id="school",
    )
    organization = Organization.objects.create(name="Norrby kommun")
    service = Service.objects.create(
        organization=organization, slug="lillby-skola", name="Lillby skola", category=category
    )
    location = Location.objects.create(name="Lillby skola", area=area)
    at = ServiceAtLocation.objects.create(service=service, location=location)
    _say_everything(at)
    return service


def _say_everything(at):
    """One of every part that the page of a place shows."""
    of = {"service": at.service}
    Schedule.objects.create(**of, byday="MO,TU", opens_at=time(8), closes_at=time(16))
    SpecialDay.objects.create(**of, first_day=NOW.date(), last_day=date(2036, 1, 1))
    Phone.objects.create(service_at_location=at, number="08-465 004 01")
    EligibilityRule.objects.create(**of, kind="age", minimum=6)
    EligibilityRule.objects.create(**of, kind="personal_number")
    CostOption.objects.create(**of, amount=100, options={"sv": "Mat", "en": "Meals"})
    Accessibility.objects.create(location=at.location, need="pram", answer="partly")
    ServiceCapacity.objects.create(
        **of, unit=usual_unit(), status="limited", updated=NOW, holds_until=date(2036, 1, 1)
    )


def _a_mail(case):
    files = [("plan.pdf", b"%PDF-1.7 %%EOF", "application/pdf")]
    arrive(answer_to(case, sender="mira@example.org", Message_ID="<1@example.org>"), at=NOW)
    mail = arrive(
        a_mail(
            to="info@norrby.example", html="<p>Hej</p>", files=files, Message_ID="<2@example.org>"
        ),
        at=NOW,
    )
    return mail.pk


def _a_template(owner):
    return ReplyTemplate.objects.create(
        name="Hälsning",
        bodies={"sv": "Hej {namn}!"},
        owner=owner,
        review_on=NOW.date() + timedelta(days=30),
    )


def _a_term():
    concept = Concept.objects.create(code="preschool", names={"sv": "förskola"})
    term = Term.objects.create(concept=concept, language="sv", text="dagis", source="ours")
    return term.pk


# What is of the right form but stands for nothing.
NOTHING = {
    "concept": "nothing",
    "search term": 999_999,
    "reference": "HV-26-99999",
    "register number": "1999-999999",
    "other reference": "HV-26-99999",
    "regrouping": 999_999,
    "registration key": uuid4(),
    "people list": 999_999,
    "protected reference": "HV-26-99999",
    "need": 999_999,
    "colleague": 999_999,
    "check-in": 999_999,
    "check-in token": "no-such-token",
    "message": 999_999,
    "leaving draft": 999_999,
    "text": 999_999,
    "reply template": 999_999,
    "former colleague": 999_999,
    "referral": 999_999,
    "other referral": 999_999,
    "function": 999_999,
    "answer token": "x" * 40,
    "own token": "x" * 40,
    "letters token": "x" * 40,
    "mail": 999_999,
    "mail message": 999_999,
    "mail part": 99,
    "life area": "no-such",
    "area": "no-such",
    "place": "no-such",
    "keeper token": "x" * 40,
    "proposal": 999_999,
    "vacancy": uuid4(),
    "happening": "no-such",
    "happening number": uuid4(),
    "calendar source": 999_999,
    "year": 1066,
    "month": 13,
    "kind of source": "no-such",
    "source": 999_999,
    "list": 999_999,
    "done list": 999_999,
    "shared list": uuid4(),
    "feedback": uuid4(),
    "happening proposal": uuid4(),
    "glossary term": 999_999,
    "outside link": 999_999,
    "page number": 999_999,
    "saved filter": 999_999,
    "bulk deed": 999_999,
    "wave": 999_999,
    "source code": 999_999,
    "employer number": 999_999,
    "into": "xx",
    "review token": "x" * 40,
    "page": "life/school/no-such",
    "enquiry": uuid4(),
    "sent enquiry": uuid4(),
    "suspected enquiry": 999_999,
    "form": "no-such-form",
    "form number": 999_999,
    "form section": "no-such",
    "offer": 999_999,
    "step": "no-such",
    "consent": 999_999,
    "service": str(uuid4()),
    "organization": str(uuid4()),
    "service at location": str(uuid4()),
    "taxonomy": str(uuid4()),
    "term": str(uuid4()),
    "kind of object": "no-such",
    "ending": "no-such",
}
