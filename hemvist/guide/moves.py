"""Renamed and moved pages keep their former addresses."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move

from hemvist.guide.models import FormerAddress


def keep_former_addresses() -> None:
    """Listen where Wagtail tells of renamed and moved pages."""
    page_slug_changed.connect(_renamed, dispatch_uid="guide.renamed")
    post_page_move.connect(_moved, dispatch_uid="guide.moved")


def _renamed(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    _keep(instance_before.url_path, instance)


def _moved(instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    if url_path_before != url_path_after:
        _keep(url_path_before, instance)


def _keep(path: str, page: Page) -> None:
    """The pages below need no row of their own: the beginning of their address leads on."""
    FormerAddress.objects.update_or_create(path=path, defaults={"page_id": page.pk})


def present_address(path: str) -> str | None:
    """Where a page is now that was at this address, or below it, before."""
    parts = path.strip("/").split("/")
    beginnings = ["/" + "/".join(parts[:end]) + "/" for end in range(len(parts), 1, -1)]
    known = FormerAddress.objects.filter(path__in=beginnings).select_related("page")
    found = {former.path: former.page.url_path for former in known}
    for beginning in beginnings:
        if beginning in found:
            return str(found[beginning]) + path[len(beginning) :]
    return None
