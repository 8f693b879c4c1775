"""What becomes of a happening that an association proposes: an editor decides, and tells them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.core.dates import local_day
from hemvist.happenings.actions import save_happening
from hemvist.happenings.models import Happening
from hemvist.messaging.actions import queue_delivery
from hemvist.upkeep import letters
from hemvist.upkeep.models import HappeningProposal, ProposalOutcome

KEPT_DAYS = 90
AS_PROPOSED = (
    "starts_at", "ends_at", "is_all_day", "whereabouts", "area", "link", "welcomes_newcomers",
)  # fmt: skip


class AlreadyDecided(Exception):
    """A colleague has decided meanwhile."""


@transaction.atomic
def propose_happening(said: dict[str, Any], *, language: str, at: datetime) -> HappeningProposal:
    """Take a proposal in; nothing of it is public until an editor has said yes.

    The same thing proposed again while it waits is the same proposal.
    """
    same = {name: said[name] for name in ("title", "starts_at", "organizer")}
    waiting = HappeningProposal.objects.filter(outcome=ProposalOutcome.WAITING, **same).first()
    if waiting is not None:
        return waiting
    return HappeningProposal.objects.create(language=language, created_at=at, **said)


@transaction.atomic
def publish_proposal(proposal: HappeningProposal, *, by: User, at: datetime) -> Happening:
    """Put it into the calendar as it was proposed, and tell its proposer. Raises AlreadyDecided."""
    proposal = _locked(proposal)
    happening = Happening(
        titles={proposal.language: proposal.title},
        texts={proposal.language: proposal.text} if proposal.text else {},
        costs={proposal.language: proposal.cost} if proposal.cost else {},
        checked_on=local_day(at),
        **{name: getattr(proposal, name) for name in AS_PROPOSED},
    )
    happening.slug = f"{slugify(proposal.title)[:100] or 'happening'}-{str(happening.pk)[:8]}"
    proposal.happening = save_happening(happening, by=by)
    _decide(proposal, ProposalOutcome.PUBLISHED, by=by, at=at)
    return happening


@transaction.atomic
def decline_proposal(proposal: HappeningProposal, *, words: str, by: User, at: datetime) -> None:
    """Say no, and tell its proposer why. Raises AlreadyDecided."""
    proposal = _locked(proposal)
    proposal.words = words
    _decide(proposal, ProposalOutcome.DECLINED, by=by, at=at)


@transaction.atomic
def empty_old_proposals(*, at: datetime) -> int:
    """Forget who proposed it and what they were told, 90 days after it was decided."""
    old = HappeningProposal.objects.filter(handled_at__lt=at - timedelta(days=KEPT_DAYS))
    return old.exclude(email="", words="").update(email="", words="")


def _locked(proposal: HappeningProposal) -> HappeningProposal:
    found = HappeningProposal.objects.select_for_update().get(pk=proposal.pk)
    if not found.is_waiting:
        raise AlreadyDecided
    return found


def _decide(
    proposal: HappeningProposal, outcome: ProposalOutcome, *, by: User, at: datetime
) -> None:
    proposal.outcome, proposal.handled_at, proposal.handled_by = outcome, at, by
    proposal.save()
    record(f"happeningproposal.{outcome}", proposal, by=by)
    subject, body = letters.proposal_decided(proposal)
    queue_delivery(
        purpose="proposal.decided",
        email=proposal.email,
        language=proposal.language,
        subject=subject,
        body=body,
    )
