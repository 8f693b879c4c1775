"""What a file is, by its content; and whether its name and its sender say the same."""

import io
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from hemvist.documents.models import FileKind

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_PARTS = 5_000  # of a document that is a ZIP
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # as such documents may be
MOST_UNPACKED = 200 * 1024 * 1024  # what such a document says it becomes where it is opened
LONGEST_NAME = 120
MIME = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.TEXT: "text/plain",
}
ENDINGS = {**{kind.value: kind for kind in FileKind}, "jpeg": FileKind.JPEG}
# As an iPhone takes its pictures; read by libheif, and kept as JPEG, which everybody can open.
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
HEIC_ENDINGS = {"heic", "heif", "jpg", "jpeg"}
HEIC_MIME = {"image/heic", "image/heif", "image/heic-sequence", "image/jpeg"}
UNSAID = {"", "application/octet-stream", "application/x-download"}
PICTURES = {
    FileKind.JPEG: ["JPEG", "HEIF"],
    FileKind.PNG: ["PNG"],
    FileKind.WEBP: ["WEBP"],
}
# What those who read pictures and ZIPs raise when the bytes make no sense.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError, OSError, ValueError,
    SyntaxError,
)  # fmt: skip
register_heif_opener(thumbnails=False)


class FileIsEmpty(Exception):
    """There is nothing in it."""


class FileIsTooLarge(Exception):
    """More than MOST_BYTES, or a picture of more than MOST_PIXELS."""


class KindIsNotTaken(Exception):
    """Nothing of the kinds we take, or damaged."""


class FileLies(Exception):
    """The name or the sender says that it is something else than it is; `kind` is what it is."""

    def __init__(self, kind: FileKind) -> None:
        super().__init__(kind)
        self.kind = kind


def kind_of(file: IO[bytes], *, name: str, declared: str) -> FileKind:
    """What a file is. Raises FileIsEmpty, KindIsNotTaken, FileLies."""
    file.seek(0)
    start = file.read(512)
    if not start.strip():
        raise FileIsEmpty
    kind = _by_start(start) or _by_inside(file, start) or _if_text(file)
    file.seek(0)
    if kind is None:
        raise KindIsNotTaken
    ending = PurePosixPath(name).suffix.lstrip(".").lower()
    said = declared.partition(";")[0].strip().lower()
    if _is_heic(start) and ending in HEIC_ENDINGS and said in HEIC_MIME | UNSAID:
        return FileKind.JPEG
    if ENDINGS.get(ending) != kind or said not in {MIME[kind], *UNSAID}:
        raise FileLies(kind)
    return kind


def _by_start(start: bytes) -> FileKind | None:
    if start.startswith(b"%PDF-"):
        return FileKind.PDF
    if start.startswith(b"\xff\xd8\xff") or _is_heic(start):
        return FileKind.JPEG
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return FileKind.WEBP
    return None


def _is_heic(start: bytes) -> bool:
    return start[4:8] == b"ftyp" and start[8:12] in HEIC_BRANDS


def _by_inside(file: IO[bytes], start: bytes) -> FileKind | None:
    """A document that is a ZIP; nothing in it is unpacked but the few bytes that name it."""
    if not start.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(file) as packed:
            names = set(packed.namelist()[: MOST_PARTS + 1])
            is_bomb = sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED
            has_macros = any("vbaproject" in name.lower() for name in names)
            if len(names) > MOST_PARTS or is_bomb or has_macros:
                raise KindIsNotTaken
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return FileKind.DOCX
            if packed.getinfo("mimetype").compress_type not in PACKED:
                return None
            with packed.open("mimetype") as named:
                is_odt = named.read(100).decode("ascii", "replace") == MIME[FileKind.ODT]
            return FileKind.ODT if is_odt else None
    except DAMAGE as damage:
        raise KindIsNotTaken from damage


def _if_text(file: IO[bytes]) -> FileKind | None:
    """Text in UTF-8 without control characters, however long."""
    file.seek(0)
    try:
        text = file.read(MOST_BYTES + 1).decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    strange = any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text)
    return None if strange else FileKind.TEXT


def without_traces(file: IO[bytes], kind: FileKind) -> bytes:
    """The content to keep: a picture is written anew, without where and when it was taken.

    Raises FileIsTooLarge, KindIsNotTaken.
    """
    file.seek(0)
    if kind not in PICTURES:
        return file.read(MOST_BYTES + 1)
    try:
        with Image.open(file, formats=PICTURES[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileIsTooLarge
            upright = ImageOps.exif_transpose(picture)
            upright = upright if upright.mode in {"RGB", "RGBA", "L"} else upright.convert("RGB")
            upright.info.clear()
            written = io.BytesIO()
            upright.save(written, PICTURES[kind][0], quality=90)
    except Image.DecompressionBombError as bomb:
        raise FileIsTooLarge from bomb
    except DAMAGE as damage:
        raise KindIsNotTaken from damage
    return written.getvalue()


def plain_name(name: str, kind: FileKind) -> str:
    """A name that shows as what it is: no folders, nothing invisible, the ending of its kind."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(
        sign for sign in last if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    stem = shown.rsplit(".", 1)[0].strip(" .")[:LONGEST_NAME]
    return f"{stem or 'file'}.{kind.value}"
