"""No page takes a file, so none is ever written to the disk."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


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
