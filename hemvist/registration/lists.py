"""What is done with lists of people: given, read, understood, compared, brought in, taken back."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from hemvist.accounts.models import Team, User
from hemvist.audit.actions import By, record
from hemvist.audit.models import Event
from hemvist.casework.models import Case
from hemvist.core.jobs import enqueue
from hemvist.core.models import Municipality
from hemvist.directory.models import LifeArea
from hemvist.employers.models import SourceCode
from hemvist.importing import storing
from hemvist.importing.faults import CannotRead
from hemvist.importing.lines import Line, clean
from hemvist.importing.models import SourceKind
from hemvist.importing.reading import read
from hemvist.merging.actions import keep_names
from hemvist.merging.models import NameKey
from hemvist.merging.names import keys_of
from hemvist.people.actions import give_consents, protect_household
from hemvist.people.models import ContactPoint
from hemvist.registration.faults import ListFault
from hemvist.registration.many import Origin, open_many
from hemvist.registration.models import PeopleList, PeopleListState, PersonLine, PersonLineState
from hemvist.registration.understanding import Understood, guess, told_of, understand

SOURCE = "list"
MOST_LINES = 20_000
AT_ONCE = 500
CASES_AT_ONCE = 200
DAYS_KEPT = 30
SPOKEN_TO = ("case.viewed", "case.exported")


class IsBusy(Exception):
    """Somebody, or a worker, has taken this list further meanwhile."""


@transaction.atomic
def give_list(*, name: str, consent: str, file: Any, by: User, at: datetime) -> PeopleList:
    """Take in a file; a worker reads it. Raises CannotRead for one that is too large."""
    given = PeopleList.objects.create(
        name=name,
        consent=consent,
        file_name=clean(getattr(file, "name", ""))[:200],
        stored_as=storing.store(file),
        by=by,
        given_at=at,
    )
    record("people_list.given", given, by=by, at=at)
    enqueue("registration.read", people_list=given.pk)
    return given


def read_list(given: PeopleList) -> None:
    """Read the file line by line, delete it, and guess what the headings mean.

    A list read anew after a fall begins anew. What cannot be read is refused with its reason.
    """
    given.lines.all().delete()
    try:
        with storing.opened(given.stored_as) as file:
            _keep_lines(given, read(SourceKind.TABLE, file))
    except CannotRead as error:
        given.lines.all().delete()
        refuse_list(given, error)
    else:
        given.mapping = guess(given.headings)
        _advance(given, PeopleListState.READING, PeopleListState.MAPPING)
    finally:
        storing.discard(given.stored_as)
        PeopleList.objects.filter(pk=given.pk).update(stored_as="")


def refuse_list(given: PeopleList, error: CannotRead) -> None:
    """Say why a list cannot be taken in."""
    given.fault = error.fault.kept()
    given.state = PeopleListState.REFUSED
    given.save(update_fields=["fault", "state"])


def _keep_lines(given: PeopleList, lines: Iterable[Line]) -> None:
    count, source = 0, iter(lines)
    while batch := list(islice(source, AT_ONCE)):
        if not count:
            given.headings = list(batch[0].values)
        count += len(batch)
        if count > MOST_LINES:
            raise CannotRead("too_many_rows", most=MOST_LINES)
        PersonLine.objects.bulk_create(
            PersonLine(
                people_list=given,
                number=line.number,
                values={name: text for name, text in line.values.items() if text},
                faults=[ListFault(one.code, one.values).kept() for one in line.faults],
            )
            for line in batch
        )
        PeopleList.objects.filter(pk=given.pk).update(lines_done=count)
    given.save(update_fields=["headings"])


@transaction.atomic
def say_what_it_means(
    given: PeopleList,
    *,
    mapping: dict[str, str],
    team: Team | None,
    source_code: SourceCode | None,
    language: str,
    by: User,
) -> None:
    """What the headings mean, and where the people go; a worker compares. Raises IsBusy."""
    given = _in_state(given, PeopleListState.MAPPING, PeopleListState.READY)
    given.mapping, given.team, given.source_code = mapping, team, source_code
    given.language, given.state, given.fault = language, PeopleListState.COMPARING, None
    given.save()
    record("people_list.understood", given, by=by)
    enqueue("registration.compare", people_list=given.pk)


def compare_list(given: PeopleList) -> None:
    """Find out what every line would do, against the list itself and against all cases."""
    areas = words_of_areas()
    seen: dict[str, int] = {}
    lines = given.lines.order_by("number")
    for start in range(0, lines.count(), AT_ONCE):
        chunk = list(lines[start : start + AT_ONCE])
        people = [understand(line.values, given.mapping, areas) for line in chunk]
        known = _Known(people)
        for line, person in zip(chunk, people, strict=True):
            _judge(line, person, seen, known)
        _keep(chunk, ["understood", "faults", "fingerprint", "state", "same_as"])
        PeopleList.objects.filter(pk=given.pk).update(lines_done=start + len(chunk))
    _advance(given, PeopleListState.COMPARING, PeopleListState.READY)
    count_lines(given)


def words_of_areas() -> dict[str, str]:
    """The areas of life by every word that stands for them."""
    rows = LifeArea.objects.filter(can_be_sought=True).values_list("slug", "names")
    words = {slug: slug for slug, _names in rows}
    return words | {name.casefold(): slug for slug, names in rows for name in names.values()}


class _Known:
    """What is known of the people in some lines; four questions for all of them."""

    def __init__(self, people: list[Understood]) -> None:
        addresses = {value for person in people for value in person.addresses}
        points = ContactPoint.objects.filter(
            normalised__in=addresses, household__is_protected=False, household__erased_at=None
        )
        self.by_address = dict(points.values_list("normalised", "household"))
        names = {key for person in people for key in self._name_keys(person)}
        rows = NameKey.objects.filter(
            key__in=names, household__is_protected=False, household__erased_at=None
        ).values_list("key", "household__moving_on", "household")
        self.by_name = {(key, month): home for key, month, home in rows if month}
        homes = {*self.by_address.values(), *self.by_name.values()}
        cases = Case.objects.filter(household__in=homes, merged_into=None).order_by("pk")
        self.cases = {case.household_id: case for case in cases}
        prints = [person.fingerprint() for person in people]
        before = PersonLine.objects.in_state(PersonLineState.BROUGHT_IN, PersonLineState.TOUCHED)
        self.before = dict(before.filter(fingerprint__in=prints).values_list("fingerprint", "case"))

    def case_of(self, person: Understood) -> Case | None:
        """The case of somebody with the same address, or the same name and month."""
        for value in person.addresses:
            if case := self.cases.get(self.by_address.get(value, 0)):
                return case
        for key in self._name_keys(person):
            month = datetime.fromisoformat(person.moving_on).date()
            if case := self.cases.get(self.by_name.get((key, month), 0)):
                return case
        return None

    @staticmethod
    def _name_keys(person: Understood) -> set[str]:
        return keys_of([person.name], moving_on=None) if person.moving_on else set()


def _judge(line: PersonLine, person: Understood, seen: dict[str, int], known: _Known) -> None:
    read_before = [one for one in line.faults if one[0] == "too_many_cells"]
    line.understood, line.fingerprint = person.kept(), person.fingerprint()
    line.same_as, line.state = None, PersonLineState.NEW
    twin = next((seen[value] for value in person.addresses if value in seen), None)
    if person.is_faulty or read_before:
        line.state = PersonLineState.FAULTY
    elif twin is not None:
        person.fault("same_as_line", row=twin)
        line.state = PersonLineState.TWICE
    elif line.fingerprint in known.before:
        line.state, line.same_as_id = PersonLineState.BEFORE, known.before[line.fingerprint]
    elif case := known.case_of(person):
        line.state, line.same_as = PersonLineState.KNOWN, case
    if line.state != PersonLineState.FAULTY:
        seen.update(dict.fromkeys(person.addresses, line.number))
    line.faults = [*read_before, *(one.kept() for one in person.faults)]


@transaction.atomic
def ask_to_bring_in(given: PeopleList, *, takes_known: bool, by: User) -> None:
    """Let a worker make cases of the lines. Raises IsBusy."""
    given = _in_state(given, PeopleListState.READY)
    given.state, given.takes_known, given.lines_done = PeopleListState.BRINGING_IN, takes_known, 0
    given.save(update_fields=["state", "takes_known", "lines_done"])
    record("people_list.confirmed", given, by=by)
    enqueue("registration.bring_in", people_list=given.pk, by=by.pk)


def bring_in(given: PeopleList, *, by: User, at: datetime) -> int:
    """Make a case of every line that is to become one, some at a time; says how many.

    Each lot is one transaction, and its lines say what they have become: broken off in the
    middle it goes on where it was, and nobody is made twice.
    """
    states = [PersonLineState.NEW, *([PersonLineState.KNOWN] if given.takes_known else [])]
    municipality = Municipality.objects.get(pk=1)
    made = 0
    while chunk := _next_chunk(given, states):
        with transaction.atomic():
            _make_cases(given, chunk, municipality.authority, by=by, at=at)
        made += len(chunk)
        PeopleList.objects.filter(pk=given.pk).update(lines_done=made)
    _advance(given, PeopleListState.BRINGING_IN, PeopleListState.DONE)
    given.ended_at = at
    given.save(update_fields=["ended_at"])
    count_lines(given)
    record("people_list.brought_in", given, by=by, detail={"cases": made}, at=at)
    return made


def _next_chunk(given: PeopleList, states: Collection[str]) -> list[PersonLine]:
    return list(given.lines.in_state(*states).order_by("number")[:CASES_AT_ONCE])


def _make_cases(
    given: PeopleList, lines: list[PersonLine], receiver: str, *, by: User, at: datetime
) -> None:
    addresses = [line.understood.get(kind, "") for line in lines for kind in ("email", "phone")]
    hidden = ContactPoint.objects.filter(
        normalised__in=[value for value in addresses if value], household__is_protected=True
    ).select_related("household")
    protected = {point.normalised: point.household for point in hidden}
    cases = _open_cases(given, lines, by=by, at=at)
    for line, case in zip(lines, cases, strict=True):
        for kind in ("email", "phone"):
            if twin := protected.get(line.understood.get(kind, "")):
                staff = [one.pk for one in twin.named_staff.all()]
                protect_household(case.household, staff=staff, by=by)
        line.case, line.state = case, PersonLineState.BROUGHT_IN
    homes = [case.household for case in cases]
    give_consents(
        homes,
        purpose="list",
        receiver=receiver,
        wording=given.consent,
        language=given.language,
        how="list",
        by=by,
        at=at,
    )
    keep_names(home.pk for home in homes)
    mark = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    for line in lines:
        line.event_mark = mark
    _keep(lines, ["case", "state", "event_mark"])


def _keep(lines: list[PersonLine], changed: list[str]) -> None:
    """An insert that updates: a tenth of what bulk_update costs."""
    PersonLine.objects.bulk_create(
        lines, update_conflicts=True, unique_fields=["id"], update_fields=changed
    )


def _open_cases(
    given: PeopleList, lines: list[PersonLine], *, by: User, at: datetime
) -> list[Case]:
    tolds = [told_of(line.understood, language=given.language) for line in lines]
    origin = Origin(SOURCE, given.source_code, by, at)
    return open_many(tolds, origin, team=given.team)


@transaction.atomic
def ask_to_take_back(given: PeopleList, *, by: User) -> None:
    """Let a worker take the list back. Raises IsBusy."""
    given = _in_state(given, PeopleListState.DONE)
    given.state, given.lines_done = PeopleListState.UNDOING, 0
    given.save(update_fields=["state", "lines_done"])
    record("people_list.to_be_undone", given, by=by)
    enqueue("privacy.take_back_list", people_list=given.pk, by=by.pk)


def untouched(given: PeopleList) -> "QuerySet[PersonLine, PersonLine]":
    """The lines whose case nobody has worked with, and whose household has not been here."""
    return given.lines.in_state(PersonLineState.BROUGHT_IN)


def is_touched(line: PersonLine) -> bool:
    """Whether somebody has done anything with the case since it was made, or the person has."""
    case = line.case
    if case is None:
        return False
    if case.merged_into_id or not case.is_open or case.household.erased_at is not None:
        return True
    about = [("case", str(case.pk)), ("household", str(case.household_id))]
    later = Event.objects.filter(pk__gt=line.event_mark).exclude(verb__in=SPOKEN_TO)
    return any(
        later.filter(subject_type=kind, subject_id=number).exists() for kind, number in about
    )


def end_taking_back(given: PeopleList, *, by: By, at: datetime) -> None:
    """Note that all that could be taken back has been."""
    _advance(given, PeopleListState.UNDOING, PeopleListState.UNDONE)
    given.ended_at = at
    given.save(update_fields=["ended_at"])
    count_lines(given)
    record("people_list.undone", given, by=by, at=at)


@transaction.atomic
def drop_list(given: PeopleList, *, by: User) -> None:
    """Put a list aside that nobody has brought in; its lines go at once. Raises IsBusy."""
    given = _in_state(
        given, PeopleListState.MAPPING, PeopleListState.READY, PeopleListState.REFUSED
    )
    given.state = PeopleListState.DROPPED
    given.save(update_fields=["state"])
    given.lines.all().delete()
    record("people_list.dropped", given, by=by)


def count_lines(given: PeopleList) -> None:
    """Keep how many lines there are of each kind."""
    counts: dict[str, int] = {}
    for state in given.lines.values_list("state", flat=True).iterator():
        counts[state] = counts.get(state, 0) + 1
    PeopleList.objects.filter(pk=given.pk).update(counts=counts)
    given.counts = counts


def tidy(*, at: datetime) -> int:
    """Empty what was written on old lists, and delete the lines nobody brought in."""
    old = PersonLine.objects.filter(people_list__given_at__lt=at - timedelta(days=DAYS_KEPT))
    removed, _by_table = old.filter(case=None).delete()
    old.exclude(values={}).update(values={}, understood={}, faults=[])
    return removed


def _in_state(given: PeopleList, *states: PeopleListState) -> PeopleList:
    locked = PeopleList.objects.select_for_update(of=("self",)).get(pk=given.pk)
    if locked.state not in states:
        raise IsBusy
    return locked


def _advance(given: PeopleList, before: PeopleListState, after: PeopleListState) -> None:
    given.state = after
    if not PeopleList.objects.filter(pk=given.pk, state=before).update(
        state=after, mapping=given.mapping
    ):
        raise IsBusy
