"""The learner's home when there is nothing left to do but wait, and when all is done."""

from lms import clock
from lms.pairing.services import life
from tests.content import COURSE, SECOND, publish
from tests.factories import Site, post
from tests.practice.makers import photo

ONE_PHOTO = SECOND.replace("requires: [bai-mot]\n", "").replace(
    SECOND[SECOND.index("## Nhiệm vụ: Làm trước mặt") : SECOND.index("## Nhiệm vụ: Gửi ảnh")], ""
)


def test_when_all_of_it_waits_for_somebody_home_and_course_say_so(site: Site) -> None:
    course = COURSE.format(minutes=2).replace("[steps, tasks, quizzes]", "[tasks]")
    publish(site, {"course.md": course.encode(), "01-bai-hai.md": ONE_PHOTO.encode()})
    school = site.unit()
    learner = site.person("Nguyễn Thị Hòa", school)
    site.pair(site.person("Trần Quang Minh", school, honorific="thầy"), learner)
    client = site.client(learner)
    handed_in = post(client, "/hoc/thu-nghiem/bai-hai/nhiem-vu/nv-anh", photos=(photo(), "anh.jpg"))
    assert handed_in.status_code == 303
    home = client.get("/")
    assert home.status_code == 200
    assert "Chỉ còn chờ người hướng dẫn xác nhận" in home.text
    assert "Học tiếp" not in home.text
    assert client.get("/hoc/thu-nghiem").status_code == 200


def test_while_a_pair_rests_home_says_so_and_not_that_there_is_no_mentor(site: Site) -> None:
    publish(site, {"course.md": COURSE.format(minutes=2).encode(), "01-bai-hai.md": ONE_PHOTO.encode()})
    school = site.unit()
    learner = site.person("Nguyễn Thị Hòa", school)
    pair_id = site.pair(site.person("Trần Quang Minh", school, honorific="thầy"), learner)
    client = site.client(learner)
    post(client, f"/cap/{pair_id}/tam-nghi")
    home = client.get("/").text
    assert "Cặp của thầy cô đang tạm nghỉ" in home
    assert f"/cap/{pair_id}/tam-nghi" in home
    assert "Chưa có người hướng dẫn" not in home


def test_an_invitation_stands_first_at_home_for_either_side(site: Site) -> None:
    school = site.unit()
    mentor = site.person("Trần Quang Minh", school, honorific="thầy")
    learner = site.person("Nguyễn Thị Hòa", school)
    with site.working():
        pair_id = life.invite(mentor.id, learner.id, {}, None, clock.now()).id
    home = site.client(learner).get("/").text
    assert "Thầy Minh sẽ kèm thầy cô, nếu thầy cô đồng ý" in home
    assert f"/cap/{pair_id}/loi-moi" in home
    assert "Chưa có người hướng dẫn" not in home
    assert "Mời thầy cô kèm cô Hòa" in site.client(mentor).get("/").text
