"""Background work of the guide: scheduled publishing, letters about approval, pages made ahead."""

from django.core.management import call_command
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from wagtail.models import TaskState, WorkflowState

from hemvist.accounts.models import User
from hemvist.guide import warming
from hemvist.guide.letters import LETTERS

SECONDS_OF_WARMING = 40.0  # of each minute; what keeps the search true comes between


@app.periodic(cron="* * * * *")
@app.task(name="guide.publish_scheduled", queueing_lock="guide.publish_scheduled")
def publish_scheduled(timestamp: int) -> None:
    """Publish what was given a time that has come, and take down what has run out."""
    call_command("publish_scheduled", verbosity=0)


@app.periodic(cron="* * * * *")
@app.task(name="guide.warm", queue="search", queueing_lock="guide.warm", priority=-10)
def warm(timestamp: int) -> None:
    """Make public pages that nobody has asked for yet, behind everything else."""
    if warming.has_come_to_rest():
        warming.warm(seconds=SECONDS_OF_WARMING)


@app.task(name="guide.send_letter", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def send_letter(letter: str, about: int, by: int) -> None:
    """Tell those whom it concerns that a page waits for approval, or what became of theirs."""
    table = TaskState if letter == "task_submitted" else WorkflowState
    instance = table.objects.filter(pk=about).first()
    if instance is not None:
        LETTERS[letter](
            instance=getattr(instance, "specific", instance),
            user=User.objects.filter(pk=by).first(),
        )
