"""What each kind of deed does to one case, why it might not, and how it is taken back.

Each is done by the same action as when a host does it on the page of the case.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from hemvist.accounts.models import Team, User
from hemvist.audit.actions import By
from hemvist.bulk.models import BulkDeed, BulkLine, DeedKind, LineReason, Tag
from hemvist.bulk.reach import can_be_written_to, want_no_letters
from hemvist.bulk.tagging import tag_case, untag_case
from hemvist.bulk.texts import filled
from hemvist.casework.actions import (
    CaseHasChanged,
    NotATeamMember,
    assign_case,
    close_case,
    locked,
    set_next_step,
)
from hemvist.casework.models import Case, CloseReason, Need, NeedState, NextStep, Task
from hemvist.casework.needs import add_need, change_need
from hemvist.casework.noting import add_task
from hemvist.casework.putting_back import (
    difference,
    put_back,
    snapshot,
    take_back_need,
    take_back_task,
)
from hemvist.casework.telling import CannotBeWrittenTo, have_reached_by_hand, tell_household
from hemvist.core.models import Municipality
from hemvist.directory.models import LifeArea
from hemvist.messaging.actions import chosen_contact_point
from hemvist.people.models import Person

SETTLED = {NeedState.MET, NeedState.DECLINED, NeedState.NOT_NEEDED, NeedState.NOT_POSSIBLE}
UNMET = ("unmet_reason", "unmet_words")
ADULTS, HOUSEHOLD = "adults", "household"


class LeftOut(Exception):
    """The deed is not for this case; `reason` says why."""

    def __init__(self, reason: LineReason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Deed:
    """One kind of deed with all it needs to know, ready to be done to any number of cases."""

    row: BulkDeed
    by: User
    for_closed: ClassVar[bool] = False
    is_one_action: ClassVar[bool] = True

    @classmethod
    def of(cls, row: BulkDeed) -> "Deed":
        """The deed a row stands for."""
        return cls(row, row.by, **cls.read(row.detail))

    @classmethod
    def read(cls, detail: dict[str, Any]) -> dict[str, Any]:
        """What the row keeps by number, as the things themselves."""
        raise NotImplementedError

    def hindrance(self, case: Case) -> LineReason | None:
        """Why this case would be left out; what can only be seen while doing it is not told."""
        if case.household.is_protected:
            return LineReason.PROTECTED
        if not case.is_open and not self.for_closed:
            return LineReason.CLOSED
        return self.further_hindrance(case)

    def further_hindrance(self, case: Case) -> LineReason | None:
        """What else hinders this kind of deed."""
        return None

    def hindrances(self, cases: list[Case]) -> dict[int, LineReason]:
        """The hindrances of many cases at once, by the number of the case."""
        found = ((case.pk, self.hindrance(case)) for case in cases)
        return {pk: reason for pk, reason in found if reason is not None}

    def do(self, case: Case, line: BulkLine, *, at: datetime) -> None:
        """Do it, and keep in the line what it takes to undo it: nothing that others did before."""
        before = snapshot(locked(case))
        after = self.act(case, at=at)
        line.before = difference(before, snapshot(after))
        line.version_after = after.version

    def act(self, case: Case, *, at: datetime) -> Case:
        """Do it with the action of one case; returns the case as it is then."""
        raise NotImplementedError

    def undo(self, case: Case, line: BulkLine, *, by: By, at: datetime) -> None:
        """Take it back. Raises CaseHasChanged when somebody has gone on with the case."""
        put_back(case, line.before, version=line.version_after or 0, by=by, at=at)


@dataclass(frozen=True)
class Assigning(Deed):
    """Giving cases to a person, or to a team's queue."""

    owner: User | None = None
    team: Team | None = None

    @classmethod
    def read(cls, detail: dict[str, Any]) -> dict[str, Any]:
        owner = User.objects.filter(pk=detail["owner"]).first() if detail["owner"] else None
        team = Team.objects.filter(pk=detail["team"]).first() if detail["team"] else None
        return {"owner": owner, "team": team}

    def further_hindrance(self, case: Case) -> LineReason | None:
        is_theirs = case.owner_id == (self.owner.pk if self.owner else None)
        is_there = self.team is None or case.team_id == self.team.pk
        return LineReason.ALREADY if is_theirs and is_there else None

    def act(self, case: Case, *, at: datetime) -> Case:
        try:
            return assign_case(case, owner=self.owner, team=self.team, by=self.by, at=at)
        except NotATeamMember as error:
            raise LeftOut(LineReason.NOT_THEIRS) from error


@dataclass(frozen=True)
class Planning(Deed):
    """Setting the same next step."""

    step: NextStep = NextStep.OTHER
    on: date = date.min
    note: str = ""

    @classmethod
    def read(cls, detail: dict[str, Any]) -> dict[str, Any]:
        day = date.fromisoformat(detail["on"])
        return {"step": NextStep(detail["step"]), "on": day, "note": detail["note"]}

    def act(self, case: Case, *, at: datetime) -> Case:
        return set_next_step(case, step=self.step, on=self.on, note=self.note, by=self.by, at=at)


@dataclass(frozen=True)
class Closing(Deed):
    """Closing cases with one reason."""

    reason: CloseReason = CloseReason.NO_ANSWER

    @classmethod
    def read(cls, detail: dict[str, Any]) -> dict[str, Any]:
        return {"reason": CloseReason(detail["reason"])}

    def act(self, case: Case, *, at: datetime) -> Case:
        return close_case(case, reason=self.reason, by=self.by, at=at)


@dataclass(frozen=True)
class Tagging(Deed):
    """Putting a tag on cases, open or closed."""

    tag: Tag = field(default_factory=Tag)
    for_closed: ClassVar[bool] = True

    @classmethod
    def read(cls, detail: dict[str, Any]) -> dict[str, Any]:
        return {"tag": Tag.objects.get(pk=detail["tag"])}

    def further_hindrance(self, case: Case) -> LineReason | None:
        tagged = case.tags.all()  # fetched with the case when there are many
        return LineReason.ALREADY if any(row.tag_id == self.tag.pk for row in tagged) else None

    def do(self, case: Case, line: BulkLine, *, at: datetime) -> None:
        if not tag_case(case, tag=self.tag, by=self.by, at=at):
            raise LeftOut(LineReason.ALREADY)

    def undo(self, case: Case, line: BulkLine, *, by: By, at: datetime) -> None:
        if not untag_case(case, tag=self.tag, by=by, at=at):
            raise CaseHasChanged


@dataclass(frozen=True)
class Needing(Deed):
    """Adding a need for the household or for each adult, or opening again the one that is there."""

    is_one_action: ClassVar[bool] = False
    life_area: LifeArea = field(default_factory=LifeArea)
    whom: str = HOUSEHOLD
    note: str = ""

    @classmethod
    def read(cls, detail: dict[str, Any]) -> dict[str, Any]:
        area = LifeArea.objects.get(pk=detail["life_area"])
        return {"life_area": area, "whom": detail["whom"], "note": detail["note"]}

    def do(self, case: Case, line: BulkLine, *, at: datetime) -> None:
        added, reopened = [], {}
        known = {need.person_id: need for need in case.needs.filter(life_area=self.life_area)}
        for person in self._people(case):
            need = known.get(person.pk if person else None)
            if need is None:
                made = add_need(
                    case, life_area=self.life_area, person=person, note=self.note, by=self.by, at=at
                )
                added.append(made.pk)
            elif need.state in SETTLED:
                words = {name: getattr(need, name) for name in UNMET}
                reopened[str(need.pk)] = {"state": need.state, **words}
                change_need(need, state=NeedState.OPEN, by=self.by, at=at)
        if not added and not reopened:
            raise LeftOut(LineReason.ALREADY)
        line.before = {"added": added, "reopened": reopened}

    def _people(self, case: Case) -> list[Person | None]:
        if self.whom == HOUSEHOLD:
            return [None]
        adults: list[Person | None] = list(case.household.people.filter(is_child=False))
        if not adults:
            raise LeftOut(LineReason.NO_PERSON)
        return adults

    def undo(self, case: Case, line: BulkLine, *, by: By, at: datetime) -> None:
        ours = [*line.before["added"], *map(int, line.before["reopened"])]
        needs = list(Need.objects.select_for_update().filter(pk__in=ours, case=case))
        if len(needs) != len(ours) or any(need.state != NeedState.OPEN for need in needs):
            raise CaseHasChanged
        for need in needs:
            if need.pk in line.before["added"]:
                take_back_need(need, by=by, at=at)
            else:
                was = dict(line.before["reopened"][str(need.pk)])
                change_need(need, state=NeedState(was.pop("state")), by=by, at=at, **was)


@dataclass(frozen=True)
class Tasking(Deed):
    """Giving whoever has each case the same thing to do by a day."""

    what: str = ""
    on: date = date.min

    @classmethod
    def read(cls, detail: dict[str, Any]) -> dict[str, Any]:
        return {"what": detail["what"], "on": date.fromisoformat(detail["on"])}

    def do(self, case: Case, line: BulkLine, *, at: datetime) -> None:
        task = add_task(case, what=self.what, on=self.on, by=self.by, at=at)
        line.before = {"task": task.pk}

    def undo(self, case: Case, line: BulkLine, *, by: By, at: datetime) -> None:
        given = Task.objects.select_for_update().filter(pk=line.before["task"], case=case).first()
        if given is None or given.is_done or (given.what, given.on) != (self.what[:200], self.on):
            raise CaseHasChanged
        take_back_task(given, by=by, at=at)


@dataclass(frozen=True)
class Telling(Deed):
    """Writing the same to households, each in its language and by its own choice of channel."""

    is_one_action: ClassVar[bool] = False
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    instead: str = ""
    by_hand: bool = True
    municipality: Municipality = field(default_factory=Municipality)

    @classmethod
    def read(cls, detail: dict[str, Any]) -> dict[str, Any]:
        told = {name: detail[name] for name in ("texts", "instead", "by_hand")}
        return {**told, "municipality": Municipality.objects.get(pk=1)}

    def language_for(self, case: Case) -> str:
        """The language this household is written to in; empty when there is no text for it."""
        wanted = case.household.language
        return wanted if wanted in self.texts else self.instead

    def letter(self, case: Case) -> tuple[str, str]:
        """Subject and text for this household."""
        language = self.language_for(case)
        text = self.texts[language]
        return tuple(
            filled(text[part], case, self.municipality, language=language)
            for part in ("subject", "body")
        )  # type: ignore[return-value]

    def hindrance(self, case: Case) -> LineReason | None:
        """Protected, closed, without a text, or without a way to write."""
        home = case.household_id
        is_reached = chosen_contact_point(case.household) is not None
        return self._hindrance(case, is_reached, home in want_no_letters([home]))

    def hindrances(self, cases: list[Case]) -> dict[int, LineReason]:
        """Whom we can write to is asked once for all, not for each."""
        homes = [case.household_id for case in cases]
        reached, unwilling = can_be_written_to(homes), want_no_letters(homes)
        found = (
            (case.pk, self._hindrance(case, home in reached, home in unwilling))
            for case, home in zip(cases, homes, strict=True)
        )
        return {pk: reason for pk, reason in found if reason is not None}

    def _hindrance(self, case: Case, is_reached: bool, is_unwilling: bool) -> LineReason | None:
        if case.household.is_protected:
            return LineReason.PROTECTED
        if not case.is_open:
            return LineReason.CLOSED
        if not self.language_for(case):
            return LineReason.NO_TEXT
        if is_unwilling:
            return LineReason.NO_LETTERS
        return None if is_reached else LineReason.NO_WAY

    def do(self, case: Case, line: BulkLine, *, at: datetime) -> None:
        subject, body = self.letter(case)
        try:
            line.message = tell_household(
                case,
                subject=subject,
                body=body,
                language=self.language_for(case),
                by=self.by,
                at=at,
                key=uuid5(NAMESPACE_URL, f"hemvist:bulk:{self.row.pk}:{case.pk}"),
            )
        except CannotBeWrittenTo as error:
            raise LeftOut(LineReason.NO_WAY) from error

    def bring_to_a_person(self, case: Case, *, at: datetime) -> None:
        """What the letter could not do, a host does; it is the case's next step from now on."""
        subject = next(iter(self.texts.values()))["subject"]
        note = _("Could not be written to: %(subject)s") % {"subject": subject}
        have_reached_by_hand(case, note=note, by=self.by, at=at)


DEEDS: dict[str, type[Deed]] = {
    DeedKind.ASSIGN: Assigning,
    DeedKind.NEXT_STEP: Planning,
    DeedKind.CLOSE: Closing,
    DeedKind.TAG: Tagging,
    DeedKind.NEED: Needing,
    DeedKind.TASK: Tasking,
    DeedKind.MESSAGE: Telling,
}


def deed_of(row: BulkDeed) -> Deed:
    """The deed a row stands for, by its kind."""
    return DEEDS[row.kind].of(row)
