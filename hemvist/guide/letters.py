"""Letters about approval: Wagtail would send them in the request; our worker sends them."""

from typing import Any

from django.db.models import Model
from wagtail.admin import signal_handlers
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from hemvist.core.jobs import enqueue

LETTERS = {
    "task_submitted": signal_handlers.task_submission_email_notifier,
    "workflow_submitted": signal_handlers.workflow_submission_email_notifier,
    "workflow_approved": signal_handlers.workflow_approval_email_notifier,
    "workflow_rejected": signal_handlers.workflow_rejection_email_notifier,
}
_SIGNALS: list[tuple[str, Any, type[Model], str]] = [
    ("task_submitted", task_submitted, TaskState, "group_approval_task_submitted"),
    ("workflow_submitted", workflow_submitted, WorkflowState, "workflow_state_submitted"),
    ("workflow_approved", workflow_approved, WorkflowState, "workflow_state_approved"),
    ("workflow_rejected", workflow_rejected, WorkflowState, "workflow_state_rejected"),
]


def take_over_letters() -> None:
    """Put a job in the place of each letter that Wagtail sends."""
    for letter, signal, sender, uid in _SIGNALS:
        signal.disconnect(sender=sender, dispatch_uid=f"{uid}_email_notification")
        signal.connect(_asking_for(letter), sender=sender, weak=False, dispatch_uid=f"ours:{uid}")


def _asking_for(letter: str) -> Any:
    def ask(instance: Model, user: Any = None, **kwargs: Any) -> None:
        enqueue("guide.send_letter", letter=letter, about=instance.pk, by=user.pk if user else 0)

    return ask
