"""Making one case of two, and saying that two are two. Dividing and undoing stand beside."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework.clock import promise_of
from hemvist.casework.models import Case, CaseState, CloseReason
from hemvist.merging.deciding import Kept, earliest
from hemvist.merging.models import (
    KnownHow,
    NameKey,
    Regrouping,
    RegroupingKind,
    Resemblance,
)
from hemvist.merging.moving import Mover, marks_of, raise_versions
from hemvist.merging.names import keys_of
from hemvist.merging.queries import candidates, parts_of, traits_of
from hemvist.messaging.models import Conversation
from hemvist.people.models import ContactChoice, ContactPoint, Household

ASKED = {KnownHow.BY_PHONE, KnownHow.IN_PERSON, KnownHow.IN_WRITING}
MOST_PAIRS = 20  # of one case that are written down
STOPPED = {
    "state": CaseState.CLOSED,
    "close_reason": CloseReason.DUPLICATE,
    "first_unanswered_at": None,
    "answer_due_at": None,
    "paused_at": None,
    "paused_until": None,
    "next_step": "",
    "next_step_note": "",
    "next_step_on": None,
}


class CannotMerge(Exception):
    """These two cannot become one; `why` is one of the codes in `WHY_NOT`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def merge_cases(
    case: Case,
    *,
    other: Case,
    kept: Kept,
    by: User,
    at: datetime,
    asked_how: str = "",
    versions: tuple[int, int] | None = None,
) -> Regrouping:
    """Let one case go on for both: all that belongs to the other moves here, and it closes.

    Every value that is changed is written down, so that `undoing.undo_merge` can put it back.
    Links and devices of both households stop working as they are, and until the household has
    said that it is the same one, only an address that both gave lets anybody in. Raises
    CannotMerge.
    """
    case, other = lock_both(case, other)
    known_how = _checked(case, other, asked_how, versions)
    was_paused = any(promise_of(one).is_paused(at) for one in (case, other))
    regrouping = note_regrouping(
        RegroupingKind.MERGE, case, other, known_how=known_how, by=by, at=at
    )
    mover = Mover(regrouping)
    if case.household != other.household:
        _join_households(mover, regrouping, kept)
    mover.move_all(Conversation, other.conversation_id, case.conversation_id)
    mover.move_all(Case, other.pk, case.pk)
    _keep(mover, case, other, kept, at)
    mover.finish()
    keep_names([regrouping.household_id, regrouping.other_household_id])
    for one, its in ((case, other), (other, case)):
        verb = "case.merged" if one is case else "case.merged_away"
        record(verb, one, by=by, detail={"other": its.reference, "how": str(known_how)}, at=at)
    if was_paused:
        record("case.resumed", case, by=by, at=at)
    return regrouping


def note_regrouping(
    kind: RegroupingKind, case: Case, other: Case, *, by: User, at: datetime, known_how: str = ""
) -> Regrouping:
    """Write down that two cases are regrouped, and how far every table has come by then."""
    return Regrouping.objects.create(
        kind=kind,
        case=case,
        other=other,
        household=case.household,
        other_household=other.household,
        known_how=known_how,
        marks=marks_of([case, case.conversation, case.household]),
        by=by,
        at=at,
    )


def lock_both(*cases: Case) -> list[Case]:
    """The cases with their households as they are now, and nobody else's until we are done."""
    homes = sorted({case.household_id for case in cases})
    rows = Household.objects.select_for_update(no_key=True).filter(pk__in=homes).order_by("pk")
    locked_homes = {row.pk: row for row in rows}
    its = Case.objects.select_for_update(of=("self",)).select_related("conversation")
    wanted = its.filter(Q(pk__in=[one.pk for one in cases]) | Q(household__in=homes))
    found = {row.pk: row for row in wanted.order_by("pk")}
    for row in found.values():
        row.household = locked_homes.get(row.household_id, row.household)
    return [found[case.pk] for case in cases]


def _checked(case: Case, other: Case, asked_how: str, versions: tuple[int, int] | None) -> str:
    """How we know that they are the same. Raises CannotMerge."""
    if case == other or case.merged_into_id == other.pk or other.merged_into_id == case.pk:
        raise CannotMerge("same")
    for one in (case, other):
        if one.household.erased_at is not None:
            raise CannotMerge("erased")
        if one.household.is_protected:
            raise CannotMerge("protected")
        if not one.is_open:
            raise CannotMerge("closed")
    if versions is not None and versions != (case.version, other.version):
        raise CannotMerge("changed")
    if case.household == other.household:
        return KnownHow.SAME_HOUSEHOLD
    if asked_how in ASKED:
        return asked_how
    if not shared_addresses(case.household, other.household):
        raise CannotMerge("not_asked")
    return KnownHow.SHARED_ADDRESS


def shared_addresses(one: Household, other: Household) -> set[tuple[str, str]]:
    """The addresses that both households gave, and of which we know that they are theirs."""
    ones, others = (
        set(home.contact_points.shared().values_list("kind", "normalised")) for home in (one, other)
    )
    return ones & others


def _join_households(mover: Mover, regrouping: Regrouping, kept: Kept) -> None:
    household, other = regrouping.household, regrouping.other_household
    shared = shared_addresses(household, other)
    before = {"household": household.link_version, "other": other.link_version}
    for person, same in kept.pairs.items():
        mover.join(person, same)
    for person in other.people.filter(is_contact=True).exclude(pk__in=_pks(kept.pairs)):
        mover.set(person, is_contact=False)
    if regrouping.known_how == KnownHow.SHARED_ADDRESS:
        points = ContactPoint.objects.filter(household__in=[household, other])
        for point in points.order_by("pk"):
            mover.set(point, is_unproven=(point.kind, point.normalised) not in shared)
    _join_choices(mover, household, other, theirs_holds=kept.contact_of_other)
    mover.set(household, origin=kept.origin, moving_on=kept.moving_on, language=kept.language)
    mover.move_all(Household, other.pk, household.pk, besides=list(kept.pairs))
    raise_versions(household, other)
    after = {"household": household.link_version, "other": other.link_version}
    regrouping.versions = {"before": before, "after": after}
    regrouping.save(update_fields=["versions"])


def _pks(rows: Iterable[Any]) -> list[int]:
    return [row.pk for row in rows]


def _join_choices(
    mover: Mover, household: Household, other: Household, *, theirs_holds: bool
) -> None:
    """How one of them wants to be contacted holds for both; where one has no choice it moves.

    If either wants nothing in letters of what was said, nothing stands in them.
    """
    mine = ContactChoice.objects.filter(household=household).first()
    theirs = ContactChoice.objects.filter(household=other).first()
    if mine is None or theirs is None:
        return
    columns: list[Any] = list(ContactChoice._meta.concrete_fields) if theirs_holds else []
    values = {
        column.name: getattr(theirs, column.attname)
        for column in columns
        if not column.primary_key and column.name != "household"
    }
    mover.set(mine, **{**values, "no_content": mine.no_content or theirs.no_content})


def _keep(mover: Mover, case: Case, other: Case, kept: Kept, at: datetime) -> None:
    """Give the kept case what was chosen and the earlier clock, and close the other one."""
    clock = earliest(case, other, at=at)
    waits = clock.first_unanswered_at is not None and case.state == CaseState.WAITING
    texts = [text for text in (case.other_information, other.other_information) if text]
    mover.set(
        case,
        state=CaseState.ACTIVE if waits else case.state,
        team=kept.team,
        owner=kept.owner,
        area=kept.area,
        employer=case.employer_id or other.employer_id,
        source_code=case.source_code_id or other.source_code_id,
        next_step=kept.next_step,
        next_step_on=kept.next_step_on,
        next_step_note=kept.next_step_note,
        other_information="\n\n".join(dict.fromkeys(texts)),
        **vars(clock),
    )
    mover.set(other, closed_at=at, merged_into=case, **STOPPED)
    for one in (case, other):
        one.version += 1
        one.save(update_fields=["version"])


@transaction.atomic
def confirm_same(regrouping: Regrouping, *, how: str, by: User, at: datetime) -> None:
    """The household has said that both are it: every address it gave lets it in again."""
    locked = Regrouping.objects.select_for_update().get(pk=regrouping.pk)
    if how not in ASKED or not locked.waits_for_proof:
        return
    locked.known_how = how
    locked.save(update_fields=["known_how"])
    unproven = ContactPoint.objects.filter(household=locked.household, is_unproven=True)
    unproven.update(is_unproven=False)
    record("case.proven_same", locked.case, by=by, detail={"how": how}, at=at)


@transaction.atomic
def tell_apart(case: Case, *, other: Case, by: User, at: datetime) -> None:
    """Remember that two cases are not the same, so that nobody is asked again."""
    first, second = sorted((case, other), key=lambda one: one.pk)
    Resemblance.objects.update_or_create(
        first=first,
        second=second,
        defaults={"is_different": True, "decided_by": by, "decided_at": at},
        create_defaults={
            **{"is_different": True, "decided_by": by, "decided_at": at},
            **{"score": 0, "reasons": [], "found_at": at},
        },
    )
    record("case.told_apart", first, by=by, detail={"other": second.reference}, at=at)


def keep_names(households: Iterable[int]) -> int:
    """Write anew under which keys these households are found; says how many had other ones."""
    pks = list(households)
    homes = Household.objects.filter(pk__in=pks)
    traits = traits_of(homes)
    kept: dict[int, set[str]] = {pk: set() for pk in pks}
    for pk, key in NameKey.objects.filter(household__in=pks).values_list("household", "key"):
        kept[pk].add(key)
    changed, rows = 0, []
    for pk in pks:
        names = traits[pk].names if pk in traits else ()
        keys = keys_of(names, moving_on=traits[pk].moving_on) if names else set()
        if keys != kept[pk]:
            changed += 1
            NameKey.objects.filter(household=pk, key__in=kept[pk] - keys).delete()
            rows += [NameKey(household_id=pk, key=key) for key in keys - kept[pk]]
    NameKey.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5_000)
    return changed


def look_for_same(households: Iterable[int], *, at: datetime) -> int:
    """Write down which cases resemble the open ones of these households; says how many pairs.

    What was written down before and no longer holds goes, unless somebody has said that they are
    two. A closed case that resembles is for its twin's page alone.
    """
    cases = Case.objects.open().filter(household__in=list(households)).select_related("household")
    pairs: dict[tuple[int, int], Resemblance] = {}
    for case in cases:
        found = candidates(case, most=MOST_PAIRS)
        if len(found) < MOST_PAIRS:
            _forget_pairs(case, besides=[one.case.pk for one in found])
        for one in found:
            first, second = sorted((case.pk, one.case.pk))
            pairs[first, second] = Resemblance(
                first_id=first, second_id=second, score=one.score, reasons=one.codes, found_at=at
            )
    Resemblance.objects.bulk_create(
        pairs.values(),
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["score", "reasons"],
    )
    return len(pairs)


def _forget_pairs(case: Case, *, besides: list[int]) -> None:
    old = Resemblance.objects.filter(is_different=False)
    old = old.filter(Q(first=case) | Q(second=case))
    old.exclude(first__in=besides).exclude(second__in=besides).delete()


@transaction.atomic
def forget_household(household: Household) -> list[Household]:
    """Delete what merges and divisions wrote down about a household that is being erased.

    Gives the households that had become a part of it, so that they are emptied too.
    """
    parts = parts_of(household)
    cases = Case.objects.filter(household=household)
    Regrouping.objects.filter(
        Q(case__in=cases) | Q(other__in=cases) | Q(household=household)
    ).delete()
    Resemblance.objects.filter(Q(first__in=cases) | Q(second__in=cases)).delete()
    NameKey.objects.filter(household__in=[household, *parts]).delete()
    return parts
