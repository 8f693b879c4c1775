"""Files from editors: held to a size while they come in, and pictures written anew."""

import io
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

ROOM_FOR_FIELDS = 256 * 1024
# What comes in, by its content, and as what it is kept.
READ = ["JPEG", "PNG", "WEBP", "GIF"]
KEPT_AS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "png"}
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


class PictureFiles(MemoryFileUploadHandler):
    """Takes files, none larger than a picture may be."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, str], content_length: int, *args: Any, **kw: Any
    ) -> None:
        """Refuse what is too large before a byte of it is read."""
        if content_length > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE + ROOM_FOR_FIELDS:
            raise RequestDataTooBig
        self.activated = True

    def file_complete(self, file_size: int) -> Any:
        """Write a picture anew before any view sees it; the editor keeps some as they come.

        What is no picture goes on as it is: the form says so, and keeps nothing of it.
        """
        file: Any = super().file_complete(file_size)
        try:
            return _written_anew(file)
        except forms.ValidationError:
            file.seek(0)
            return file


class PictureField(WagtailImageField):
    """A picture, known by its content; what comes out holds the picture and nothing else."""

    default_validators: ClassVar[list[Any]] = []

    def to_python(self, data: Any) -> Any:
        """Read it, refuse what is no picture or too large, and write it anew."""
        file = forms.FileField.to_python(self, data)
        if file is None:
            return None
        if file.size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            raise forms.ValidationError(
                _("The picture is larger than 10 MB. Make it smaller and try again."), "too_large"
            )
        return file if isinstance(file, CleanFile) else _written_anew(file)


class PictureForm(BaseImageForm):
    """What is said about a picture, and the picture."""

    file = PictureField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP or GIF, at most 10 MB. Where it was taken is removed."),
        widget=BaseImageForm.Meta.widgets["file"],
    )


class CleanFile(SimpleUploadedFile):
    """A picture that was written anew."""


def _written_anew(file: Any) -> CleanFile:
    """The picture's dots in a new file, turned the right way up; no metadata comes along."""
    file.seek(0)
    try:
        with Image.open(file, formats=READ) as picture:
            _refuse_too_many_dots(picture)
            kind = KEPT_AS[picture.format or ""]
            upright = ImageOps.exif_transpose(picture)
            content = _content(upright, kind)
    except Image.DecompressionBombError:
        raise _too_many_dots() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise forms.ValidationError(
            _("This is not a picture we can read. Choose a JPEG, PNG, WebP or GIF."), "no_picture"
        ) from None
    name = f"{Path(file.name).stem[:60] or 'picture'}.{kind}"
    return CleanFile(name, content, f"image/{FORMATS[kind].lower()}")


def _refuse_too_many_dots(picture: Image.Image) -> None:
    """Before a dot is unpacked: a small file can hold a picture that fills the memory."""
    width, height = picture.size
    if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise _too_many_dots()


def _too_many_dots() -> forms.ValidationError:
    return forms.ValidationError(
        _("The picture has too many dots. Make it at most 6000 by 6000 and try again."),
        "too_many_dots",
    )


def _content(picture: Image.Image, kind: str) -> bytes:
    has_holes = kind != "jpg" and ("A" in picture.getbands() or "transparency" in picture.info)
    plain = picture.convert("RGBA" if has_holes else "RGB")
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    out = io.BytesIO()
    bare.save(out, FORMATS[kind], quality=88, optimize=True)
    return out.getvalue()
