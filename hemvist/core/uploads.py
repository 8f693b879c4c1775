"""Files that browsers send: refused everywhere but on the few pages that say they take one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import (
    FileUploadHandler,
    SkipFile,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest, HttpResponse, HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class FileIsTooLarge(RequestDataTooBig):
    """A file on a page that takes files, but not such large ones."""


@dataclass(frozen=True)
class Taking:
    """That a page takes a file: how large, and from whom."""

    at_most: int
    lets_in: Callable[[HttpRequest], bool]


def takes_file(*, at_most: int, may: Callable[[Any], bool]) -> Callable[[View], View]:
    """Say that a page takes one file of so many bytes, from a user who may."""

    def lets_in(request: HttpRequest) -> bool:
        return request.user.is_authenticated and may(request.user)

    return takes_file_from(lets_in, at_most=at_most)


def takes_file_from(
    lets_in: Callable[[HttpRequest], bool], *, at_most: int
) -> Callable[[View], View]:
    """The same for those who come without an account; asked only when something is sent."""

    def decorate(view: View) -> View:
        view.__dict__["takes_file"] = Taking(at_most, lets_in)
        return view

    return decorate


class NoFiles(FileUploadHandler):
    """Leaves out every file, and holds a form with files to the size of one without."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, str], content_length: int, *args: Any, **kw: Any
    ) -> None:
        """Refuse what is too large before a byte of it is read."""
        if content_length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Leave it out; the fields beside it are read."""
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep nothing; Django asks each handler for this."""

    def file_complete(self, file_size: int) -> None:
        """There is no file; Django asks each handler for this."""


class OneFile(TemporaryFileUploadHandler):
    """Streams one file to a temporary one, which is gone when the request is over."""

    def __init__(self, request: HttpRequest, *, at_most: int) -> None:
        super().__init__(request)
        self.at_most, self.count = at_most, 0

    def handle_raw_input(
        self, input_data: Any, META: dict[str, str], content_length: int, *args: Any, **kw: Any
    ) -> None:
        """Refuse what is too large before a byte of it is read."""
        if content_length > self.at_most + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise FileIsTooLarge

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Take the first; leave out any other."""
        self.count += 1
        if self.count > 1:
            raise SkipFile
        super().new_file(*args, **kwargs)


class FilesWhereTaken:
    """Opens the way for a file on a page that takes one, before anything reads the form.

    A middleware that stands before the check of the form's token, which reads the form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; what matters happens when the page is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> None:
        """Let a file through to those who may give one here."""
        taking = getattr(view, "takes_file", None)
        is_sent = request.method == "POST"
        if is_sent and isinstance(taking, Taking) and taking.lets_in(request):
            request.upload_handlers = [OneFile(request, at_most=taking.at_most)]
