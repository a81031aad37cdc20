"""The audit log: who did what to whom, in the admin's own units."""

from lms.accounts.services import write_audit
from tests.factories import NOW, Site, post
from tests.units.cast import make_cast, refuses_all_but_admins, statuses


def test_it_tells_in_words_who_did_what_to_whom(site: Site) -> None:
    cast = make_cast(site)
    post(cast.client("officer"), "/in-the", mot=cast.learner.id)
    page = cast.client("admin").get("/quan-tri/nhat-ky").text
    for words in (
        "In thẻ đăng nhập",
        "Phạm Văn Sơn",
        "Nguyễn Thị Hòa",
        "Giao nhiệm vụ: Người soạn bài",
        "Dòng lệnh",
    ):
        assert words in page


def test_two_tenants_never_mix(site: Site) -> None:
    cast = make_cast(site)
    post(cast.client("officer"), "/in-the", mot=cast.learner.id)
    page = cast.client("other_admin").get("/quan-tri/nhat-ky").text
    assert "Nguyễn Thị Hòa" not in page
    assert "Sông Cầu" not in page
    assert "Mai Thị Xa" in page


def test_what_names_no_unit_stands_where_its_doer_belongs(site: Site) -> None:
    cast = make_cast(site)
    with site.working():
        write_audit(cast.learner.id, "password.changed", f"user:{cast.learner.id}", NOW)
    assert "Đổi mật khẩu" in cast.client("admin").get("/quan-tri/nhat-ky").text
    assert "Đổi mật khẩu" not in cast.client("other_admin").get("/quan-tri/nhat-ky").text


def test_it_narrows_to_one_unit_of_ones_own(site: Site) -> None:
    cast = make_cast(site)
    page = cast.client("admin").get(f"/quan-tri/nhat-ky?don-vi={cast.school}").text
    assert "Nhật ký của THCS Sông Cầu" in page
    assert "Công đoàn xã Sông Cầu" not in page.partition("<table")[2].partition("</table>")[0]
    assert statuses(cast, f"/quan-tri/nhat-ky?don-vi={cast.other_school}", "admin") == {"admin": 404}
    assert refuses_all_but_admins(cast, f"/quan-tri/nhat-ky?don-vi={cast.school}")


def test_a_long_log_comes_in_pages(site: Site) -> None:
    cast = make_cast(site)
    with site.working():
        for number in range(60):
            write_audit(
                None, "unit.renamed", f"unit:{cast.school}", NOW, unit_id=cast.school, note=f"Tên {number}."
            )
    admin = cast.client("admin")
    first, second = (admin.get(f"/quan-tri/nhat-ky?trang={page}").text for page in (1, 2))
    assert "Tên 59." in first
    assert "Tên 0." not in first
    assert "Tên 0." in second


def test_an_action_unknown_to_the_page_is_shown_as_it_stands(site: Site) -> None:
    cast = make_cast(site)
    with site.working():
        write_audit(None, "something.new", "thing:7", NOW, unit_id=cast.school)
    assert "something.new" in cast.client("admin").get("/quan-tri/nhat-ky").text
