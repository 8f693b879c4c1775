"""The words on the page where an editor translates, which its script fetches for itself."""

from pathlib import Path

from django.conf import settings
from django.views.i18n import JavaScriptCatalog


class TranslatingWords(JavaScriptCatalog):
    """wagtail-localize's own, then ours over them.

    Django leaves LOCALE_PATHS out where an app is named, and its whole catalogue is much longer.
    """

    packages = ["wagtail_localize"]

    def get_paths(self, packages: list[str]) -> list[str]:
        """The folders, the one whose words hold last."""
        paths: list[str] = super().get_paths(packages)
        return [*paths, *(str(path) for path in settings.LOCALE_PATHS if _has_words(Path(path)))]


def _has_words(folder: Path) -> bool:
    return any(folder.glob("*/LC_MESSAGES/djangojs.mo"))


translating_words = TranslatingWords.as_view()
