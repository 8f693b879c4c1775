"""What keepers do with their link, and what editors do with keepers and proposals."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import uuid4

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import Actor, By, record
from hemvist.core.dates import local_day
from hemvist.directory.actions import check_service
from hemvist.directory.models import ChangeProposal, Keeper, ProposalState, Service
from hemvist.keeping.letters import ask
from hemvist.keeping.proposals import Change, apply_changes
from hemvist.keeping.queries import keepers_to_ask


class ProposalIsDecided(Exception):
    """Somebody has already accepted or declined this."""


@transaction.atomic
def appoint_keeper(
    service: Service, *, user: User | None, email: str, language: str, by: By
) -> Keeper:
    """Say who answers for a place; every link of the one before stops working."""
    known = Keeper.objects.select_for_update().filter(service=service).first()
    keeper = known or Keeper(service=service)
    is_another = (keeper.user_id, keeper.email) != (user and user.pk, email)
    keeper.user, keeper.email, keeper.language = user, email, language
    if is_another:
        keeper.key, keeper.asked_on, keeper.times_asked = uuid4(), None, 0
    keeper.full_clean()
    keeper.save()
    record("keeper.appointed", service, by=by)
    return keeper


@transaction.atomic
def dismiss_keeper(keeper: Keeper, *, by: By) -> None:
    """Let nobody answer for a place any more; their links stop working."""
    record("keeper.dismissed", keeper.service, by=by)
    keeper.delete()


@transaction.atomic
def void_links(keeper: Keeper, *, by: By) -> None:
    """Make every link that this keeper has got stop working; the next letter has a new one."""
    keeper.key, keeper.asked_on, keeper.times_asked = uuid4(), None, 0
    keeper.save(update_fields=["key", "asked_on", "times_asked"])
    record("keeper.links_voided", keeper.service, by=by)


@transaction.atomic
def ask_keepers(*, at: datetime) -> int:
    """Write to everybody whose places are due, one letter to an address; returns how many."""
    on, letters = local_day(at), 0
    due = sorted(keepers_to_ask(on=on).select_for_update(of=("self",)), key=_address)
    for (email, language), group in groupby(due, key=_address):
        keepers = list(group)
        ask(keepers, email=email, language=language)
        letters += 1
        for keeper in keepers:
            keeper.asked_on, keeper.times_asked = on, keeper.times_asked + 1
            keeper.save(update_fields=["asked_on", "times_asked"])
            record("keeper.asked", keeper.service, by=Actor.SYSTEM)
    return letters


def _address(keeper: Keeper) -> tuple[str, str]:
    return keeper.user.email if keeper.user else keeper.email, keeper.language


@transaction.atomic
def confirm_place(keeper: Keeper, *, on: date, by: By = Actor.RECEIVER) -> None:
    """The keeper says that all is still right: from now on it is checked on this day."""
    check_service(keeper.service, on=on, by=by)
    _answered(keeper)


def _answered(keeper: Keeper) -> None:
    keeper.times_asked = 0
    keeper.save(update_fields=["times_asked"])


@transaction.atomic
def propose_changes(
    keeper: Keeper, *, changes: Mapping[str, Change], words: str, at: datetime
) -> ChangeProposal:
    """Put before an editor what a keeper wants changed; nothing changes for readers yet.

    A proposal that still waits is replaced, for only the latest can be meant.
    """
    keeper.service.proposals.open().delete()
    proposal = ChangeProposal.objects.create(
        service=keeper.service, made_at=at, changes=dict(changes), words=words
    )
    _answered(keeper)
    record("proposal.made", keeper.service, by=Actor.RECEIVER, detail={"proposal": proposal.pk})
    return proposal


@transaction.atomic
def accept_proposal(
    proposal: ChangeProposal, *, answer: str, by: User, at: datetime
) -> ChangeProposal:
    """Make the changes, and count the place as checked today. Raises ProposalIsDecided.

    What was written in words is for the editor to do by hand.
    """
    proposal = _decide(proposal, ProposalState.ACCEPTED, answer=answer, by=by, at=at)
    apply_changes(proposal.service, proposal.changes, by=by)
    check_service(proposal.service, on=local_day(at), by=by)
    return proposal


@transaction.atomic
def decline_proposal(
    proposal: ChangeProposal, *, answer: str, by: User, at: datetime
) -> ChangeProposal:
    """Leave the place as it is, and tell the keeper why on their page. Raises ProposalIsDecided."""
    return _decide(proposal, ProposalState.DECLINED, answer=answer, by=by, at=at)


def _decide(
    proposal: ChangeProposal, state: ProposalState, *, answer: str, by: User, at: datetime
) -> ChangeProposal:
    locked: Any = ChangeProposal.objects.select_for_update(of=("self",)).select_related("service")
    proposal = locked.get(pk=proposal.pk)
    if proposal.state != ProposalState.OPEN:
        raise ProposalIsDecided
    proposal.state, proposal.answer = state, answer
    proposal.decided_by, proposal.decided_at = by, at
    proposal.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    record(f"proposal.{state}", proposal.service, by=by, detail={"proposal": proposal.pk})
    return proposal
