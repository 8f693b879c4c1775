"""What happens once, when the guide and the editor are loaded."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from wagtail.admin.apps import WagtailAdminAppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class GuideConfig(AppConfig):
    """The guide."""

    name = "hemvist.guide"
    default = True

    def ready(self) -> None:
        """Listen to Wagtail where it asks for that."""
        from hemvist.guide.moves import keep_former_addresses
        from hemvist.guide.own_text import watch_texts

        keep_former_addresses()
        post_migrate.connect(watch_texts, dispatch_uid="guide.own_text.watch")
        post_migrate.connect(_lay_ground, sender=self, dispatch_uid="guide.ground")


class EditorConfig(WagtailAdminAppConfig):
    """Wagtail's editor, which sends no letters in a request."""

    def ready(self) -> None:
        """After Wagtail has said what it would send."""
        super().ready()
        from hemvist.guide.letters import take_over_letters

        take_over_letters()


class EditorsConfig(WagtailUsersAppConfig):
    """Wagtail's profiles of users, without its pages for managing users and groups."""

    user_viewset = "hemvist.guide.editing.NoPages"
    group_viewset = "hemvist.guide.editing.NoPages"


def _lay_ground(**kwargs: Any) -> None:
    from hemvist.guide.ground import lay_ground

    lay_ground()
