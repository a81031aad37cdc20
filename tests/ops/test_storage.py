"""Where files are kept: whole or not at all, under names of ours only, on a disk or in a bucket."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lms.config import Settings
from lms.storage import Storage, open_storage
from tests.conftest import make_settings

NAME = "evidence/0123456789abcdef0123456789abcdef.jpg"


class NoSuchKeyError(Exception):
    """What the library of a bucket raises for a name that it does not know."""


class Bucket:
    """Stands in for the S3 client: keeps objects in memory and notes how it was opened."""

    exceptions = SimpleNamespace(NoSuchKey=NoSuchKeyError)

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], tuple[bytes, str]] = {}
        self.opened: dict[str, Any] = {}

    def open(self, service: str, **settings: Any) -> "Bucket":
        self.opened = {"service": service, **settings}
        return self

    def put_object(self, **given: Any) -> None:
        self.objects[given["Bucket"], given["Key"]] = (given["Body"], given["ContentType"])

    def get_object(self, **given: Any) -> dict[str, Any]:
        found = self.objects.get((given["Bucket"], given["Key"]))
        if found is None:
            raise NoSuchKeyError
        return {"Body": SimpleNamespace(read=lambda: found[0])}

    def delete_object(self, **given: Any) -> None:
        self.objects.pop((given["Bucket"], given["Key"]), None)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Bucket:
    bucket = Bucket()
    monkeypatch.setitem(sys.modules, "boto3", SimpleNamespace(client=bucket.open))
    return bucket


def bucket_settings(folder: Path, place: str = "s3://anh/truong") -> Settings:
    keys = {"s3_endpoint": "https://s3.example.vn", "s3_key": "khoa", "s3_secret": "mat"}
    return replace(make_settings(folder), storage=place, **keys)


@pytest.fixture(params=["disk", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path, bucket: Bucket) -> Storage:
    settings = make_settings(tmp_path) if request.param == "disk" else bucket_settings(tmp_path)
    return open_storage(settings)


def test_what_is_put_can_be_read_replaced_and_deleted(storage: Storage) -> None:
    storage.put(NAME, b"mot", "image/jpeg")
    storage.put(NAME, b"hai", "image/jpeg")
    assert storage.get(NAME) == b"hai"
    storage.delete(NAME)
    storage.delete(NAME)
    with pytest.raises(FileNotFoundError):
        storage.get(NAME)


@pytest.mark.parametrize(
    "name",
    [
        "../secret_key",
        "evidence/../../secret_key",
        "/etc/passwd",
        "evidence/a.jpg",
        "evidence/0123456789abcdef0123456789abcdef.html",
        "evidence/0123456789abcdef0123456789abcdef.jpg\n",
        "Evidence/0123456789abcdef0123456789abcdef.jpg",
        "evidence/0123456789abcdef/0123456789abcdef.jpg",
        "",
    ],
)
def test_a_name_that_is_not_ours_is_refused(storage: Storage, name: str) -> None:
    for use in (storage.get, storage.delete, lambda each: storage.put(each, b"x", "image/jpeg")):
        with pytest.raises(ValueError, match="not a storage name"):
            use(name)


def test_a_file_that_could_not_be_written_leaves_the_former_one_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = open_storage(make_settings(tmp_path))
    storage.put(NAME, b"mot", "image/jpeg")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        storage.put(NAME, b"hai", "image/jpeg")
    assert storage.get(NAME) == b"mot"
    assert [path.name for path in (tmp_path / "files" / "evidence").iterdir()] == [NAME.split("/")[1]]


@pytest.mark.parametrize(
    ("place", "key"), [("s3://anh", NAME), ("s3://anh/", NAME), ("s3://anh/truong/", f"truong/{NAME}")]
)
def test_a_bucket_keeps_files_under_its_prefix_with_their_type(
    tmp_path: Path, bucket: Bucket, place: str, key: str
) -> None:
    open_storage(bucket_settings(tmp_path, place)).put(NAME, b"mot", "image/jpeg")
    assert bucket.objects == {("anh", key): (b"mot", "image/jpeg")}
    assert bucket.opened["endpoint_url"] == "https://s3.example.vn"
