"""Putting pages into the tree, each below its parent, in every language with the same name."""

import uuid
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, Model
from wagtail.models import Locale, Page, Site

from hemvist.guide import models

NAMESPACE = uuid.UUID("b2f7c4de-3c1f-5f0e-8f53-6a0b6c2f9d11")


class ParentIsMissing(ValueError):
    """A page was to be put below one that is not there."""


class Tree:
    """All pages there are, by their address, and the languages."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {page.url_path: page for page in Page.objects.all()}
        self.last: dict[str, Page] = {}
        for page in sorted(self.pages.values(), key=lambda page: page.path):
            self.last[page.path[: -Page.steplen]] = page
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}

    def at(self, language: str, path: str) -> Page | None:
        """The page at a path below a language; "" is the start page."""
        return self.pages.get(f"/{language}/{path}/".replace("//", "/"))

    def numbers(self, language: str) -> dict[str, int]:
        """The numbers of a language's pages by their path below it."""
        start = f"/{language}/"
        return {
            address.removeprefix(start).strip("/"): page.pk
            for address, page in self.pages.items()
            if address.startswith(start)
        }

    def put(self, kind: type[Any], language: str, path: str, **fields: Any) -> Any:
        """Add a published page as the last below its parent. Raises ParentIsMissing.

        The row is written without what Wagtail asks the database about each page it saves: that
        the parent is there and the name is free is known here.
        """
        under, _slash, slug = path.rpartition("/")
        parent = self.at(language, under) if path else self.pages["/"]
        if parent is None:
            raise ParentIsMissing(under)
        page = kind(
            slug=slug or language,
            content_type=ContentType.objects.get_for_model(kind),
            locale=self.locales[language],
            translation_key=uuid.uuid5(NAMESPACE, f"page/{path}"),
            depth=parent.depth + 1,
            path=self._next_path(parent),
            **fields,
        )
        page.draft_title = page.title
        page.set_url_path(parent)
        page.clean_fields(exclude=_keys(page))
        Model.save(page, force_insert=True)
        self.pages[page.url_path] = page
        if kind is models.StartPage and language == "sv":
            self._open_site(page)
        return page

    def _next_path(self, parent: Page) -> str:
        """The place after the last page below a parent, which learns that it has one more."""
        last = self.last.get(parent.path)
        path: str = last._inc_path() if last else Page._get_path(parent.path, parent.depth + 1, 1)
        self.last[parent.path] = Page(path=path, depth=parent.depth + 1)
        parent.numchild += 1
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
        return path

    def _open_site(self, start: Page) -> None:
        """Wagtail wants to know which tree is shown to the public."""
        if not Site.objects.exists():
            Site.objects.create(
                hostname="localhost", root_page=start, is_default_site=True, site_name="Hemvist"
            )


def _keys(page: Any) -> set[str]:
    """Where a page points to; the database asks about those."""
    return {field.name for field in page._meta.fields if isinstance(field, ForeignKey)}
