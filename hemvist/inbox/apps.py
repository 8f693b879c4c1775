"""Tells the menu how much mail waits."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """The app of incoming mail."""

    name = "hemvist.inbox"
    default = True

    def ready(self) -> None:
        """Count for the menu."""
        from hemvist.core.desk_counts import COUNTERS
        from hemvist.inbox.queries import waiting

        COUNTERS["inbox:list"] = waiting
