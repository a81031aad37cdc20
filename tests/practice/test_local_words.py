"""Local fields in what a task asks for: filled in for learner and mentor, and never shown as braces."""

from lms.courses.services import set_local_values
from tests.content import LESSON, SECOND, publish, small_course
from tests.factories import NOW, Site

FILES = {
    "01_bai_mot__md": LESSON.replace("- [ ] Máy đã bật", "- [ ] Máy đã có {{ten_app}}"),
    "02_bai_hai__md": SECOND.replace("requires: [bai-mot]\n", "")
    .replace("- [ ] Nói được vì sao", "- [ ] Mở được {{ten_app}}")
    .replace("- 10đ: Thấy rõ phiên bản", "- 10đ: Thấy tên {{ten_app}}"),
}
TASKS = (
    "/hoc/thu-nghiem/bai-mot/nhiem-vu/nv-tu-kiem",
    "/hoc/thu-nghiem/bai-hai/nhiem-vu/nv-xem",
    "/hoc/thu-nghiem/bai-hai/nhiem-vu/nv-anh",
)


def test_boxes_and_rubrics_carry_the_words_of_the_learners_unit(site: Site) -> None:
    publish(site, small_course(**FILES))
    learner = site.person()
    client = site.client(learner)
    for path in TASKS:
        page = client.get(path).text
        assert "{{" not in page
        assert "chỗ này đơn vị chưa ghi" in page
    with site.working():
        set_local_values(learner.unit_id, {"ten_app": "C-Thái <i>Nguyên"}, learner.id, NOW)
    for path in TASKS:
        assert "C-Thái &lt;i&gt;Nguyên" in client.get(path).text


def test_a_mentor_elsewhere_reads_the_words_of_the_learners_unit(site: Site) -> None:
    publish(site, small_course(**FILES))
    learner, mentor = site.person(), site.person("Trần Quang Minh", site.unit("Trường khác"))
    pair_id = site.pair(mentor, learner)
    with site.working():
        set_local_values(learner.unit_id, {"ten_app": "Của học viên"}, learner.id, NOW)
        set_local_values(mentor.unit_id, {"ten_app": "Của nơi khác"}, learner.id, NOW)
    page = site.client(mentor).get(f"/nguoi-toi-giup/{pair_id}/xac-nhan/thu-nghiem/bai-hai/nv-xem").text
    assert "Mở được Của học viên" in page
    assert "{{" not in page
