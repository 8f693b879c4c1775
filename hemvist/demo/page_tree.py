"""Putting pages into the tree, each below its parent, in every language with the same name."""

import uuid
from typing import Any

from wagtail.models import Locale, Page, Site

from hemvist.guide import models

NAMESPACE = uuid.UUID("b2f7c4de-3c1f-5f0e-8f53-6a0b6c2f9d11")


class ParentIsMissing(ValueError):
    """A page was to be put below one that is not there."""


class Tree:
    """All pages there are, by their address, and the languages."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {page.url_path: page for page in Page.objects.all()}
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}

    def at(self, language: str, path: str) -> Page | None:
        """The page at a path below a language; "" is the start page."""
        return self.pages.get(f"/{language}/{path}/".replace("//", "/"))

    def put(self, kind: type[Any], language: str, path: str, **fields: Any) -> Any:
        """Add a published page; its parent must be there. Raises ParentIsMissing."""
        under, _slash, slug = path.rpartition("/")
        parent = self.at(language, under) if path else self.pages["/"]
        if parent is None:
            raise ParentIsMissing(under)
        page = kind(
            slug=slug or language,
            locale=self.locales[language],
            translation_key=uuid.uuid5(NAMESPACE, f"page/{path}"),
            **fields,
        )
        parent.add_child(instance=page)
        self.pages[page.url_path] = page
        if kind is models.StartPage and language == "sv":
            self._open_site(page)
        return page

    def _open_site(self, start: Page) -> None:
        """Wagtail wants to know which tree is shown to the public."""
        if not Site.objects.exists():
            Site.objects.create(
                hostname="localhost", root_page=start, is_default_site=True, site_name="Hemvist"
            )
