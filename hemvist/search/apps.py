"""What happens once, when the search is loaded."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The search."""

    name = "hemvist.search"

    def ready(self) -> None:
        """Listen to Wagtail where it tells what the public may read."""
        from hemvist.search.publishing import follow_publishing

        follow_publishing()
