"""Files on disk and in an S3-compatible bucket behave alike; the bucket is a real HTTP server on 127.0.0.1."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from lms.config import SettingError, load
from lms.storage import DiskStorage, Storage, open_storage
from tests.conftest import make_settings

NAME = "evidence/0123456789abcdef.jpg"


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="hoc")
    yield address
    server.stop()


@pytest.fixture(params=["disk", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    settings = make_settings(tmp_path)
    if request.param == "bucket":
        address = request.getfixturevalue("bucket")
        settings = dataclasses.replace(
            settings, storage="s3://hoc/truong-a", s3_endpoint=address, s3_key="test", s3_secret="test"
        )
    return open_storage(settings)


def test_what_was_put_comes_back(storage: Storage) -> None:
    storage.put(NAME, b"anh", "image/jpeg")
    assert storage.get(NAME) == b"anh"


def test_putting_again_replaces_and_deleting_twice_is_no_error(storage: Storage) -> None:
    storage.put(NAME, b"cu", "image/jpeg")
    storage.put(NAME, b"moi", "image/jpeg")
    assert storage.get(NAME) == b"moi"
    storage.delete(NAME)
    storage.delete(NAME)
    with pytest.raises(FileNotFoundError):
        storage.get(NAME)


def test_what_was_put_before_an_instant_is_listed_folder_by_folder(storage: Storage) -> None:
    storage.put(NAME, b"anh", "image/jpeg")
    storage.put(NAME.replace("evidence", "answers"), b"anh", "image/jpeg")
    now = datetime.now(UTC)
    assert list(storage.list_older("evidence", now + timedelta(minutes=5))) == [NAME]
    assert list(storage.list_older("evidence", now - timedelta(minutes=5))) == []
    assert list(storage.list_older("media", now + timedelta(minutes=5))) == []
    storage.delete(NAME)
    assert list(storage.list_older("evidence", now + timedelta(minutes=5))) == []


@pytest.mark.parametrize(
    "name",
    [
        "../secret_key",
        "evidence/../../x.jpg",
        "/etc/passwd",
        "evidence/short.jpg",
        "evidence/0123456789abcdef.html",
    ],
)
def test_a_name_that_is_not_ours_is_refused(storage: Storage, name: str) -> None:
    with pytest.raises(ValueError, match="not a storage name"):
        storage.put(name, b"x", "image/jpeg")


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = DiskStorage(tmp_path)

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space"):
        storage.put(NAME, b"anh", "image/jpeg")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_bucket_needs_its_keys(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="LMS_S3_ENDPOINT"):
        load({"LMS_INSTANCE": str(tmp_path), "LMS_STORAGE": "s3://hoc/a"})


def test_two_schools_share_a_bucket_by_prefix(bucket: str, tmp_path: Path) -> None:
    settings = dataclasses.replace(
        make_settings(tmp_path), s3_endpoint=bucket, s3_key="test", s3_secret="test"
    )
    one = open_storage(dataclasses.replace(settings, storage="s3://hoc/truong-a"))
    other = open_storage(dataclasses.replace(settings, storage="s3://hoc/truong-b"))
    one.put(NAME, b"cua truong a", "image/jpeg")
    with pytest.raises(FileNotFoundError):
        other.get(NAME)
