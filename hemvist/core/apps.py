"""What Django is told when it starts."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """After every migration the new tables are watched too."""

    name = "hemvist.core"

    def ready(self) -> None:
        """Ask to be called after migrations."""
        from hemvist.core.editions import watch

        post_migrate.connect(watch, dispatch_uid="core.editions.watch")
