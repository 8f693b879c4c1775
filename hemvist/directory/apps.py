"""What happens once, when the directory is loaded."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DirectoryConfig(AppConfig):
    """The directory."""

    name = "hemvist.directory"
    default = True

    def ready(self) -> None:
        """After every migration its tables tell what changed of a place."""
        from hemvist.directory.own_facts import watch_places

        post_migrate.connect(watch_places, sender=self, dispatch_uid="directory.own_facts.watch")
