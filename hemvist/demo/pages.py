"""Loads the guide's pages from files: Swedish as the source, the others as its translations.

A file that says what it said the last time is left alone, and so is a page that an editor has
changed since: from then on it is the editor's.
"""

import hashlib
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from hemvist.accounts.models import Role, User
from hemvist.demo.municipality import BODEN
from hemvist.demo.page_texts import KINDS, LANGUAGE, Nowhere, TargetIsUnknown, Targets, fields_of
from hemvist.demo.page_translations import (
    BuiltDifferently,
    Translated,
    keep_translations,
    translated,
)
from hemvist.demo.page_tree import ParentIsMissing, Tree
from hemvist.guide.ground import lay_ground
from hemvist.guide.models import PageFile

LOADER = "1"  # another number loads every file again


class PageFileIsBroken(ValueError):
    """A file does not say what a page needs; the words name the file and the fault."""


@dataclass(frozen=True)
class File:
    """One page in all its languages, as a file says it."""

    name: str
    path: str
    says: dict[str, Any]
    digest: str


@transaction.atomic
def load_pages(folder: Path = BODEN) -> int:
    """Publish the pages of a folder; gives how many files were new or had changed.

    Raises PageFileIsBroken; then nothing is written.
    """
    files = sorted(_read(folder), key=lambda file: file.path.count("/") + bool(file.path))
    known = dict(PageFile.objects.values_list("path", "digest"))
    changed = [file for file in files if known.get(file.path) != file.digest]
    if not changed:
        return 0
    lay_ground()
    with disable_reference_index_auto_update():
        _load(changed)
    return len(changed)


def _load(changed: list[File]) -> None:
    loading = Loading(Tree())
    for file in changed:
        loading.say_clearly(loading.found, file)
    loading.targets = Targets(loading.tree.numbers(LANGUAGE))
    for file in changed:
        loading.say_clearly(loading.load, file)
    loading.finish(changed)


class Loading:
    """One round of loading: what there is, where links lead, who answers for the pages."""

    def __init__(self, tree: Tree) -> None:
        self.tree, self.nowhere = tree, Nowhere()
        self.targets: Targets = self.nowhere
        self.new: dict[int, Any] = {}
        self.said: list[Translated] = []
        self.now = timezone.now()
        editors = User.objects.filter(role=Role.EDITOR, is_active=True)
        self.owner = editors.order_by("pk").first()

    def say_clearly(self, step: Callable[[File], None], file: File) -> None:
        """Do a step; what is wrong with the file is said in a sentence that names it."""
        try:
            step(file)
        except KeyError as error:
            raise PageFileIsBroken(f"{file.name}: {error} is missing.") from error
        except BuiltDifferently as error:
            fault = f"the text in '{error}' is not built as the Swedish one is."
            raise PageFileIsBroken(f"{file.name}: {fault}") from error
        except ParentIsMissing as error:
            raise PageFileIsBroken(f"{file.name}: there is no page at '{error}'.") from error
        except TargetIsUnknown as error:
            raise PageFileIsBroken(f"{file.name}: '{error}' leads nowhere.") from error
        except ValidationError as error:
            faults = "; ".join(f"{name}: {text[0]}" for name, text in error.message_dict.items())
            raise PageFileIsBroken(f"{file.name}: {faults}") from error
        except (ValueError, TypeError, AttributeError, DatabaseError) as error:
            raise PageFileIsBroken(f"{file.name}: {error}") from error

    def found(self, file: File) -> None:
        """Give a new page its place, so that others can link to it before it says anything."""
        if self.tree.at(LANGUAGE, file.path) is None:
            fields = fields_of(file.says, _words(file, LANGUAGE), path=file.path, to=self.nowhere)
            self._put(file, LANGUAGE, fields)

    def load(self, file: File) -> None:
        """Write the page in all its languages."""
        there = self.tree.at(LANGUAGE, file.path)
        if there is not None and there.specific_class is not _kind(file):
            raise ValueError("the page is there already and of another kind.")
        source = self._page(file, LANGUAGE)
        if source is not None:
            others = [code for code in file.says["texts"] if code != LANGUAGE]
            pages = {code: self._page(file, code) for code in others}
            self.said.append(
                translated(source, {code: page for code, page in pages.items() if page})
            )

    def finish(self, files: list[File]) -> None:
        """What is written for all pages at once: their history, translations and references."""
        new = list(self.new.values())
        _begin_histories(new)
        keep_translations([one for one in self.said if one.pages])
        for page in new:
            ReferenceIndex.create_or_update_for_object(page)
        PageFile.objects.bulk_create(
            [PageFile(path=file.path, digest=file.digest) for file in files],
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["digest", "loaded_at"],
        )

    def _page(self, file: File, language: str) -> Any:
        """The page in a language as the file says it; None when an editor has changed it."""
        fields = fields_of(file.says, _words(file, language), path=file.path, to=self.targets)
        there = self.tree.at(language, file.path)
        if there is None:
            return self._put(file, language, fields)
        if there.pk in self.new:
            page = self.new[there.pk]
            _change(page, fields)
            Model.save(page, force_update=True)
            return page
        page = there.specific
        if _is_an_editors(page):
            return None
        _change(page, fields)
        page.save_revision().publish()
        return page

    def _put(self, file: File, language: str, fields: dict[str, Any]) -> Any:
        now = {"first_published_at": self.now, "last_published_at": self.now}
        fields = {"owner": self.owner, **now, **fields}
        page = self.tree.put(_kind(file), language, file.path, **fields)
        self.new[page.pk] = page
        return page


def _change(page: Any, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(page, name, value)


def _begin_histories(pages: list[Any]) -> None:
    """Every page has a history from its first day on."""
    page_type = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=page.content_type,
            base_content_type=page_type,
            object_id=str(page.pk),
            created_at=page.first_published_at,
            object_str=str(page),
            content=page.serializable_data(),
        )
        for page in pages
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision = page.live_revision = revision
        page.latest_revision_created_at = revision.created_at
    PageLogEntry.objects.bulk_create(_first_line(page) for page in pages)
    names = ["latest_revision", "live_revision", "latest_revision_created_at"]
    Page.objects.bulk_update(pages, names, batch_size=500)


def _first_line(page: Any) -> PageLogEntry:
    """In the page's history: that it was made, and with which version."""
    return PageLogEntry(
        page=page,
        content_type=page.content_type,
        label=str(page)[:255],
        action="wagtail.create",
        uuid=uuid4(),
        timestamp=page.first_published_at,
        content_changed=True,
        revision=page.live_revision,
    )


def _kind(file: File) -> type[Any]:
    kind = KINDS.get(file.says["kind"])
    if kind is None:
        raise ValueError(f"there is no kind of page called '{file.says['kind']}'.")
    return kind


def _words(file: File, language: str) -> dict[str, Any]:
    words: dict[str, Any] = file.says["texts"][language]
    return words


def _is_an_editors(page: Page) -> bool:
    return Revision.objects.for_instance(page).filter(user__isnull=False).exists()


def _read(folder: Path) -> Iterator[File]:
    """The pages that hold the others, then one file for each page; a folder may have none."""
    shelves = folder / "shelves.toml"
    if shelves.exists():
        content = shelves.read_bytes()
        for slug, says in _parse(shelves, content).items():
            path = "" if slug == "start" else slug
            yield _file(shelves.name, path, {"kind": slug, "slug": path, **says})
    for each in sorted((folder / "pages").glob("*.toml")):
        says = _parse(each, each.read_bytes())
        try:
            path = f"{says['under']}/{says['slug']}".strip("/")
        except KeyError as error:
            raise PageFileIsBroken(f"{each.name}: {error} is missing.") from error
        yield _file(each.name, path, says)


def _file(name: str, path: str, says: dict[str, Any]) -> File:
    return File(name, path, says, hashlib.sha256(f"{LOADER} {says!r}".encode()).hexdigest())


def _parse(path: Path, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PageFileIsBroken(f"{path.name}: {error}") from error
