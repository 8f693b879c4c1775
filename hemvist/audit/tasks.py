"""Sealing in the background."""

from procrastinate.contrib.django import app

from hemvist.audit import actions


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Seal what has happened since the last minute."""
    actions.seal()
