"""Files that people hand in, course media and archives that wait: kept by a random or content name, outside the web root.

Two homes with one interface: a folder on disk, and an S3-compatible bucket. Rights are checked by the caller.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from lms.config import SettingError, Settings

_OFFICE = "application/vnd.openxmlformats-officedocument."
SUFFIXES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/svg+xml": "svg",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "text/vtt": "vtt",
    "text/csv": "csv",
    "text/plain": "txt",
    f"{_OFFICE}wordprocessingml.document": "docx",
    f"{_OFFICE}spreadsheetml.sheet": "xlsx",
    f"{_OFFICE}presentationml.presentation": "pptx",
}
"""Content type of what may be kept to the suffix of its name."""

_NAME = re.compile(rf"[a-z]+/[0-9a-zA-Z_-]{{16,80}}\.({'|'.join(SUFFIXES.values())})")


class Storage(Protocol):
    """Keeps bytes under names like ``evidence/<random>.jpg``."""

    def put(self, name: str, content: bytes, content_type: str) -> None: ...

    def get(self, name: str) -> bytes:
        """Return the bytes.

        Raises:
            FileNotFoundError: nothing is kept under ``name``.
        """
        ...

    def delete(self, name: str) -> None:
        """Remove the file; removing what is gone is no error."""
        ...

    def list_older(self, folder: str, before: datetime) -> Iterator[str]:
        """Yield the names in ``folder`` that were put before an instant."""
        ...


def media_name(sha256: str, content_type: str) -> str:
    """Return under which name a course's file with this content is kept.

    Raises:
        KeyError: files of this type are not kept.
    """
    return f"media/{sha256}.{SUFFIXES[content_type]}"


def is_name(text: str) -> bool:
    """Tell whether ``text`` is a name under which a file may be kept."""
    return _NAME.fullmatch(text) is not None


def _checked(name: str) -> str:
    if not is_name(name):
        raise ValueError(f"not a storage name: {name!r}")
    return name


class DiskStorage:
    """A folder. A file appears whole or not at all, and survives a power cut once ``put`` returns."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, content: bytes, content_type: str) -> None:
        target = self.folder / _checked(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, target)
            _settle(target.parent)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise

    def get(self, name: str) -> bytes:
        return (self.folder / _checked(name)).read_bytes()

    def delete(self, name: str) -> None:
        (self.folder / _checked(name)).unlink(missing_ok=True)

    def list_older(self, folder: str, before: datetime) -> Iterator[str]:
        if not (self.folder / folder).is_dir():
            return
        with os.scandir(self.folder / folder) as entries:
            for entry in entries:
                name = f"{folder}/{entry.name}"
                if is_name(name) and entry.stat().st_mtime < before.timestamp():
                    yield name


def _settle(folder: Path) -> None:
    """Make the folder's new entry survive a power cut; Windows keeps its own order and opens no folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class BucketStorage:
    """An S3-compatible bucket (needs the extra ``s3``)."""

    def __init__(self, settings: Settings) -> None:
        try:
            import boto3  # only where an operator chose it
        except ImportError as missing:
            raise SettingError(
                "LMS_STORAGE: a bucket needs the extra s3: pip install 'cap-doi-so[s3]'."
            ) from missing
        bucket, _, prefix = settings.storage.removeprefix("s3://").partition("/")
        self.bucket, self.prefix = bucket, prefix.strip("/")
        self.client: Any = boto3.client(
            "s3",
            endpoint_url=settings.s3_endpoint,
            aws_access_key_id=settings.s3_key,
            aws_secret_access_key=settings.s3_secret,
            region_name="us-east-1",
        )

    def _key(self, name: str) -> str:
        return f"{self.prefix}/{_checked(name)}".lstrip("/")

    def put(self, name: str, content: bytes, content_type: str) -> None:
        self.client.put_object(
            Bucket=self.bucket, Key=self._key(name), Body=content, ContentType=content_type
        )

    def get(self, name: str) -> bytes:
        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=self._key(name))
        except self.client.exceptions.NoSuchKey as missing:
            raise FileNotFoundError(name) from missing
        content: bytes = answer["Body"].read()
        return content

    def delete(self, name: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=self._key(name))

    def list_older(self, folder: str, before: datetime) -> Iterator[str]:
        start = f"{self.prefix}/".lstrip("/")
        pages = self.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket, Prefix=f"{start}{folder}/"):
            for each in page.get("Contents", ()):
                name = each["Key"].removeprefix(start)
                if is_name(name) and each["LastModified"] < before:
                    yield name


def open_storage(settings: Settings) -> Storage:
    """Return the storage that the settings name."""
    if settings.storage == "disk":
        return DiskStorage(settings.instance / "files")
    return BucketStorage(settings)
