"""What Django is told when it starts."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """After every migration the new tables are watched too."""

    name = "hemvist.core"

    def ready(self) -> None:
        """Ask to be called after migrations, and say in our words what is missing in a form."""
        from hemvist.core.editions import watch
        from hemvist.core.missing import say_what_is_missing

        say_what_is_missing()

        post_migrate.connect(watch, dispatch_uid="core.editions.watch")
