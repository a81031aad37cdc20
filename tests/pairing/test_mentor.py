"""Who helps me, why, how to reach the person, and what that person sees."""

from tests.content import publish
from tests.factories import Site, post
from tests.pairing.makers import ask, make_staff, requests_of


def test_it_says_who_and_why_and_since_when(site: Site) -> None:
    staff = make_staff(site)
    page = site.client(staff.learner).get("/nguoi-huong-dan").text
    assert "Thầy Minh đồng hành cùng thầy cô" in page
    assert "Trần Quang Minh" in page
    assert "từ ngày 21/11/2026" in page
    assert "vì cùng công tác ở THCS Sông Cầu" in page


def test_the_phone_number_is_there_only_where_it_is_shared(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    assert staff.mentor.phone not in client.get("/nguoi-huong-dan").text
    post(site.client(staff.mentor), "/nguoi-huong-dan/so-dien-thoai", shares_phone="on")
    page = client.get("/nguoi-huong-dan").text
    assert f'href="tel:{staff.mentor.phone}"' in page
    assert f'href="https://zalo.me/{staff.mentor.phone}"' in page


def test_it_says_in_plain_words_what_the_mentor_sees(site: Site) -> None:
    page = site.client(make_staff(site).learner).get("/nguoi-huong-dan").text
    assert "Không thấy: câu trả lời sai, điểm" in page


def test_requests_stand_there_with_their_state(site: Site) -> None:
    publish(site)
    staff = make_staff(site)
    client = site.client(staff.learner)
    ask(client)
    assert "Đang chờ, vừa xong" in client.get("/nguoi-huong-dan").text
    (only,) = requests_of(site, staff.learner)
    post(site.client(staff.mentor), f"/nguoi-toi-giup/nho-giup/{only.id}", reply="Nhìn bên phải")
    assert "Có câu trả lời" in client.get("/nguoi-huong-dan").text


def test_without_a_mentor_it_says_what_happens_next(site: Site) -> None:
    staff = make_staff(site)
    page = site.client(staff.colleague).get("/nguoi-huong-dan").text
    assert "Thầy cô chưa có người hướng dẫn" in page
    assert "Thầy Sơn (cán bộ công đoàn) sẽ ghép" in page
    alone = site.person("Hoàng Một Mình", site.unit("Điểm trường lẻ"))
    assert "chưa có cán bộ phụ trách" in site.client(alone).get("/nguoi-huong-dan").text


def test_one_may_ask_about_anything_at_all(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    ask(client, "Bao giờ mình gặp nhau?", o="chung", ten="Câu hỏi chung", tu="/nguoi-huong-dan")
    assert "Đã báo thầy Minh" in client.get("/nguoi-huong-dan").text
    assert "Bao giờ mình gặp nhau?" in site.client(staff.mentor).get("/nguoi-toi-giup").text
