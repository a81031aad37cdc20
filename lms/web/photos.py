"""Photos on their way in and out: read from a form and drawn anew; sent so that no browser takes them for more."""

from collections.abc import Sequence

from flask import Response, current_app, request
from werkzeug.datastructures import FileStorage

from lms.core.errors import N_, DomainError, NotFoundError
from lms.core.images import CONTENT_TYPE, Picture, reencode
from lms.core.practice.evidence import MOST_PHOTOS
from lms.storage import Storage
from lms.web.translations import gettext, sentence

FIELD = "photos"
LARGEST_FILE = 10 * 1024 * 1024
LARGEST_FORM = MOST_PHOTOS * LARGEST_FILE + 2 * 1024 * 1024


class FileTooLargeError(DomainError):
    message = N_("Ảnh nặng quá 10 MB. Chụp lại ở cỡ nhỏ hơn, hoặc cắt bớt ảnh.")


def storage() -> Storage:
    """Return where the site keeps its files."""
    kept: Storage = current_app.extensions["storage"]
    return kept


def chosen_files() -> list[FileStorage]:
    """Return the files that were chosen in the form."""
    return [file for file in request.files.getlist(FIELD) if file.filename]


def read_photos(files: Sequence[FileStorage], known: set[str]) -> tuple[list[Picture], list[str]]:
    """Draw each uploaded picture anew, outside any transaction, and say what is wrong with the others.

    One that is there already is left out, and so is what goes beyond the most that any task takes: drawing costs time.
    """
    pictures: list[Picture] = []
    problems: list[str] = []
    seen = set(known)
    for file in files[:MOST_PHOTOS]:
        try:
            picture = _drawn_anew(file)
        except DomainError as refused:
            problems.append(f"{(file.filename or '')[:60]}: {sentence(refused)}")
            continue
        if picture.pixels_sha256 not in seen:
            seen.add(picture.pixels_sha256)
            pictures.append(picture)
    return pictures, problems


def _drawn_anew(file: FileStorage) -> Picture:
    data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise FileTooLargeError
    return reencode(data)


def too_many(most: int) -> str:
    """Return the sentence for whoever chose more photos than there is room for."""
    return gettext("Chỉ gửi được %(most)s ảnh. Đã giữ những ảnh đầu, bỏ những ảnh thừa.", most=most)


def send_photo(name: str, content_type: str = CONTENT_TYPE) -> Response:
    """Send a photo as a picture and nothing more; who may see it was asked before.

    Raises:
        NotFoundError: the file is gone.
    """
    try:
        content = storage().get(name)
    except FileNotFoundError as gone:
        raise NotFoundError from gone
    answer = Response(content, content_type=content_type)
    answer.headers["Content-Disposition"] = 'inline; filename="anh.jpg"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
