"""A lesson that got another id keeps its learners' tries."""

from tests.content import publish, small_course
from tests.factories import Site, post
from tests.practice.makers import OBSERVED, SLUG, TASKS, make_school, state_of, submissions


def test_a_try_under_the_former_id_goes_on_under_the_new_one(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    post(client, OBSERVED, note="trước khi đổi")
    renamed = TASKS.replace("id: bai-hai", "id: bai-moi\naliases: [bai-hai]")
    publish(site, small_course(**{"02_bai_hai__md": renamed}))
    path = f"/hoc/{SLUG}/bai-moi/nhiem-vu/nv-xem"
    assert "trước khi đổi" in client.get(path).text
    assert post(client, f"{path}/rut-lai").status_code == 303
    assert post(client, path, note="sau khi đổi").status_code == 303
    (only,) = submissions(site, school.learner)
    assert (only.state, only.item_key) == ("waiting", "bai-moi/nv-xem")
    assert state_of(site, school.learner, "bai-moi/nv-xem") == "waiting"
