"""Settings: what is unknown, unsafe or malformed stops the start and is named; the secret key is made once."""

import multiprocessing
import os
import stat
import sys
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from lms.config import SettingError, load
from lms.storage import open_storage

BUCKET = {
    "LMS_STORAGE": "s3://anh-nop-bai/truong",
    "LMS_S3_ENDPOINT": "https://s3.example.vn",
    "LMS_S3_KEY": "khoa",
    "LMS_S3_SECRET": "mat",
}
ENDPOINT = {
    "LMS_AI_URL": "https://ai.example.vn/v1",
    "LMS_AI_HOSTS": "ai.example.vn",
    "LMS_AI_MODEL": "vi-nho",
    "LMS_AI_KEY": "kh0a-ai-bi-mat",
}
UNSAFE = [
    ("LMS_SITE_URL", "http://hoc.example.vn"),
    ("LMS_SITE_URL", "http://192.168.1.10:8000"),
    ("LMS_SITE_URL", "http://0.0.0.0:8000"),
    ("LMS_SITE_URL", "http://localhost.example.vn"),
    ("LMS_SECRET_KEY", "ngan"),
    ("LMS_SECRET_KEY", "a" * 64),
    ("LMS_SECRET_KEY", "abab" * 16),
    ("LMS_DATABASE_URL", "sqlite:///:memory:"),
    ("LMS_DATABASE_URL", "sqlite:///lms.sqlite3"),
    ("LMS_DATABASE_URL", "sqlite:////srv/lms.sqlite3?mode=memory&cache=shared"),
]
MALFORMED = [
    ("LMS_SITE_URL", "hoc.example.vn"),
    ("LMS_SITE_URL", "ftp://hoc.example.vn"),
    ("LMS_SITE_URL", "https://"),
    ("LMS_SITE_URL", "https://[::1"),
    ("LMS_SITE_URL", "https://hoc.example.vn:cong"),
    ("LMS_SITE_URL", "https://hoc.example.vn:99999"),
    ("LMS_SITE_URL", "https://hoc.example.vn/hoc"),
    ("LMS_SITE_URL", "https://hoc.example.vn?a=1"),
    ("LMS_SITE_URL", "https://ten:mat@hoc.example.vn"),
    ("LMS_DATABASE_URL", "mysql://host/db"),
    ("LMS_DATABASE_URL", "sqlite:///"),
    ("LMS_DATABASE_URL", "postgresql://"),
    ("LMS_DATABASE_URL", "postgresql://lms@host"),
    ("LMS_DATABASE_URL", "postgresql://lms@host:cong/lms"),
    ("LMS_DATABASE_URL", "postgresql+psycopg2://lms@host/lms"),
    ("LMS_TIMEZONE", "Asia/Ha_Noi"),
    ("LMS_TIMEZONE", "../../etc/passwd"),
    ("LMS_LANGUAGE", "fr"),
    ("LMS_ADDRESS", "các bạn"),
    ("LMS_SERVER", "apache"),
    ("LMS_SUPPORT_PHONE", "gọi cô Lan"),
    ("LMS_PROXIES", "-1"),
    ("LMS_PROXIES", "6"),
    ("LMS_PROXIES", "một"),
    ("LMS_WORKERS", "0"),
    ("LMS_WORKERS", "2.5"),
    ("LMS_WORKERS", "²"),
    ("LMS_WORKERS", "9" * 5000),
    ("LMS_THREADS", "65"),
    ("LMS_STORAGE", "ftp://kho"),
    ("LMS_STORAGE", "s3://"),
    ("LMS_STORAGE", "s3://Kho Ảnh"),
]


def settings_from(folder: Path, **values: str) -> object:
    return load({"LMS_INSTANCE": str(folder), **values})


@pytest.mark.parametrize(("name", "value"), UNSAFE + MALFORMED)
def test_an_unsafe_or_malformed_value_stops_with_its_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"^{name}: "):
        settings_from(tmp_path, **{name: value})


@pytest.mark.parametrize("name", ["LMS_DATABSE_URL", "LMS_SECRET", "LMS_DEBUG", "LMS_"])
def test_an_unknown_setting_stops_with_its_name_and_the_known_ones(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingError, match=f"^{name}: unknown setting.*LMS_DATABASE_URL"):
        settings_from(tmp_path, **{name: "1"})


@pytest.mark.parametrize("name", ["LMS_S3_ENDPOINT", "LMS_S3_KEY", "LMS_S3_SECRET"])
def test_a_bucket_without_its_address_or_keys_stops_with_the_name_of_what_is_missing(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(SettingError, match=f"^{name}: needed"):
        settings_from(tmp_path, **{**BUCKET, name: ""})


@pytest.mark.parametrize("address", ["http://s3.example.vn", "s3.example.vn", "https://s3.example.vn?x=1"])
def test_a_bucket_behind_an_unsafe_or_malformed_address_stops(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingError, match=r"^LMS_S3_ENDPOINT: "):
        settings_from(tmp_path, **{**BUCKET, "LMS_S3_ENDPOINT": address})


def test_a_bucket_without_its_library_says_which_extra_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(SettingError, match=r"^LMS_STORAGE: .*cap-doi-so\[s3\]"):
        open_storage(load({"LMS_INSTANCE": str(tmp_path), **BUCKET}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LMS_AI_URL", "http://ai.example.vn/v1"),
        ("LMS_AI_URL", "http://10.0.0.7/v1"),
        ("LMS_AI_URL", "https://ai.example.vn.evil.net/v1"),
        ("LMS_AI_URL", "https://khac.example.vn/v1"),
        ("LMS_AI_URL", "https://ten:mat@ai.example.vn/v1"),
        ("LMS_AI_URL", "https://ai.example.vn/v1?key=1"),
        ("LMS_AI_URL", "file:///etc/passwd"),
        ("LMS_AI_HOSTS", ""),
        ("LMS_AI_HOSTS", "*"),
        ("LMS_AI_HOSTS", "*.example.vn"),
        ("LMS_AI_HOSTS", "https://ai.example.vn"),
        ("LMS_AI_HOSTS", "ai.example.vn,"),
        ("LMS_AI_MODEL", ""),
        ("LMS_AI_MODEL", "mô hình"),
        ("LMS_AI_KEY", "hai từ"),
        ("LMS_AI_KEY", "a\r\nX-Khac: b"),
        ("LMS_AI_KEY", "a" * 501),
    ],
)
def test_an_unsafe_ai_endpoint_stops_with_its_name_and_without_its_key(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingError, match=f"^{name}: ") as refusal:
        load({"LMS_INSTANCE": str(tmp_path), **ENDPOINT, name: value})
    assert "kh0a" not in str(refusal.value)


@pytest.mark.parametrize("name", ["LMS_AI_HOSTS", "LMS_AI_MODEL", "LMS_AI_KEY"])
def test_half_an_ai_endpoint_stops_with_the_name_of_what_stands_alone(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingError, match=f"^{name}: means nothing without LMS_AI_URL"):
        settings_from(tmp_path, **{name: ENDPOINT[name]})


def test_an_ai_endpoint_is_off_until_it_is_set_and_may_be_on_this_machine_in_clear(tmp_path: Path) -> None:
    assert load({"LMS_INSTANCE": str(tmp_path)}).ai_url == ""
    local = {"LMS_AI_URL": "http://127.0.0.1:11434/v1", "LMS_AI_HOSTS": "AI.example.vn, 127.0.0.1"}
    settings = load({"LMS_INSTANCE": str(tmp_path), **ENDPOINT, **local})
    assert settings.ai_hosts == "ai.example.vn,127.0.0.1"
    assert "kh0a" not in repr(settings)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "127.3.2.1"])
def test_plain_http_is_for_this_machine_only(tmp_path: Path, host: str) -> None:
    settings = load({"LMS_INSTANCE": str(tmp_path), "LMS_SITE_URL": f"http://{host}/"})
    assert settings.site_url == f"http://{host}"
    assert not settings.is_https


def test_nothing_set_is_a_site_for_this_machine_on_sqlite(tmp_path: Path) -> None:
    settings = load({"LMS_INSTANCE": str(tmp_path), "PATH": "/usr/bin"})
    assert settings.database_url == f"sqlite:///{tmp_path / 'lms.sqlite3'}"
    assert settings.site_url == "http://127.0.0.1:8000"
    assert settings.proxies == 0


def test_the_address_follows_the_port_until_one_is_set(tmp_path: Path) -> None:
    assert load({"LMS_INSTANCE": str(tmp_path), "PORT": "8123"}).site_url == "http://127.0.0.1:8123"
    named = {"LMS_INSTANCE": str(tmp_path), "PORT": "8123", "LMS_SITE_URL": "https://hoc.example.vn"}
    assert load(named).site_url == "https://hoc.example.vn"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_reached_through_psycopg_however_its_address_begins(
    tmp_path: Path, scheme: str
) -> None:
    settings = load({"LMS_INSTANCE": str(tmp_path), "LMS_DATABASE_URL": f"{scheme}://lms:mat@host:5432/lms"})
    assert settings.database_url == "postgresql+psycopg://lms:mat@host:5432/lms"
    assert not settings.is_sqlite


def test_settings_never_show_their_secrets(tmp_path: Path) -> None:
    settings = load({"LMS_INSTANCE": str(tmp_path), **BUCKET, "LMS_S3_SECRET": "m4t-kh4u-kho"})
    assert "m4t-kh4u-kho" not in repr(settings)
    assert settings.secret_key not in repr(settings)


def test_a_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mới"
    first = load({"LMS_INSTANCE": str(folder)}).secret_key
    assert len(first) >= 32
    assert load({"LMS_INSTANCE": str(folder)}).secret_key == first
    assert [path.name for path in folder.iterdir()] == ["secret_key"]
    if os.name == "posix":
        assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_secret_key_that_is_set_makes_no_file(tmp_path: Path) -> None:
    key = "0123456789abcdefghijklmnopqrstuvwxyz"
    assert load({"LMS_INSTANCE": str(tmp_path), "LMS_SECRET_KEY": key}).secret_key == key
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kept", ["", "ngan"])
def test_a_key_file_that_was_emptied_stops_the_start_and_is_named(tmp_path: Path, kept: str) -> None:
    (tmp_path / "secret_key").write_text(kept)
    with pytest.raises(SettingError, match="secret_key: too short"):
        load({"LMS_INSTANCE": str(tmp_path)})


def _load_each(folders: list[str], barrier: Barrier) -> list[str]:
    keys = []
    for folder in folders:
        barrier.wait(60)
        keys.append(load({"LMS_INSTANCE": folder}).secret_key)
    return keys


def _report(folders: list[str], barrier: Barrier, answers: "multiprocessing.Queue[list[str]]") -> None:
    answers.put(_load_each(folders, barrier))


def test_two_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    folders = [str(tmp_path / str(number)) for number in range(40)]
    barrier, answers = context.Barrier(2), context.Queue()
    other = context.Process(target=_report, args=(folders, barrier, answers))
    other.start()
    mine = _load_each(folders, barrier)
    theirs = answers.get(timeout=60)
    other.join(60)
    answers.close()
    answers.join_thread()
    assert mine == theirs
    assert len(set(mine)) == len(folders)
    assert all(os.listdir(folder) == ["secret_key"] for folder in folders)
