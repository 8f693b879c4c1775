"""Sealing in the background, and writing down what accounts cannot record itself."""

from datetime import datetime

from procrastinate.contrib.django import app

from hemvist.accounts.models import User
from hemvist.audit import actions


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Seal what has happened since the last minute."""
    actions.seal()


@app.task(name="audit.record_failed_sign_in")
def record_failed_sign_in(user: int, at: str) -> None:
    """Write down a wrong password; on nobody's account it is user 0."""
    person = User.objects.filter(pk=user).first() or User(pk=0)
    actions.record(
        "user.sign_in_failed", person, by=actions.Actor.SYSTEM, at=datetime.fromisoformat(at)
    )


@app.task(name="audit.record_account")
def record_account(verb: str, user: int, by: int, at: str, **detail: str) -> None:
    """Write down what was done to an account; asked for by accounts, which lies below audit."""
    actions.record(
        verb,
        User.objects.get(pk=user),
        by=User.objects.get(pk=by) if by else actions.Actor.SYSTEM,
        detail=detail,
        at=datetime.fromisoformat(at),
    )
