"""A bank on the shelf, and the people who may and may not see it."""

from flask.testing import FlaskClient

from lms.core.people import Role
from tests.content import publish
from tests.factories import Person, Site, csrf_token

SHELF = "/soan-bai/cau-hoi"
BANK = f"{SHELF}/thu-nghiem"
FRONT = (
    '---\nid: thu-nghiem\ntitle: "Kiểm tra: thử nghiệm"\npass: 50%\nreview: {review}\nshow_key: {key}\n---\n'
)
QUESTIONS = """# An toàn {#an-toan}
## Ai được biết mã OTP? {#otp lesson=bai-mot}
- (x) Chỉ mình tôi
- ( ) Người hướng dẫn
  > Người hướng dẫn chỉ chỉ cách làm.

> Gợi ý (-25%): OTP giống chìa khóa nhà.

> Giải thích: Không ai có quyền hỏi mã OTP.
## Dấu hiệu lừa đảo? {#lua-dao points=2}
- [x] Giục làm ngay
- [x] Xin mã OTP
- [ ] Xưng đúng họ tên
# Kiến thức {#kien-thuc}
## Quận có bao nhiêu đoàn viên? {#so-dv}
- = 2803 ± 0
## Vì sao không đọc mã OTP? {#vi-sao type=essay points=4}
- 3đ: Nêu được rủi ro
- 1đ: Có ví dụ
"""
SECRETS = ("Không ai có quyền hỏi", "OTP giống chìa khóa nhà", "Người hướng dẫn chỉ chỉ cách làm", "2803")


def bank_text(questions: str = QUESTIONS, *, review: str = "end", key: str = "true") -> str:
    return FRONT.format(review=review, key=key) + questions


def trainer(site: Site, unit_id: int | None = None) -> Person:
    return site.person("Lê Thị Lan", unit_id, role=Role.TRAINER)


def at_the_shelf(site: Site, text: str | None = None) -> FlaskClient:
    """Publish the bank, and return a trainer's browser."""
    publish(site, bank=text or bank_text())
    return site.client(trainer(site))


def wrong_people(site: Site) -> list[FlaskClient]:
    """Somebody signed in, an officer, and a mentor: none of them may see a key."""
    learner, mentor = site.person("Nguyễn Thị Hòa"), site.person("Trần Quang Minh")
    site.pair(mentor, learner)
    officer = site.person("Phạm Văn Sơn", role=Role.COORDINATOR)
    return [site.client(each) for each in (learner, mentor, officer)]


def refuse_all_but_trainers(site: Site, path: str, *, method: str = "GET") -> None:
    """Assert that a page is closed to everybody else, and says nothing of the key in refusing."""
    for client in wrong_people(site):
        data = None if method == "GET" else {"csrf_token": csrf_token(client, "/hien-thi")}
        answer = client.open(path, method=method, data=data)
        assert answer.status_code == 403, path
        assert not any(secret in answer.text for secret in SECRETS)
    assert site.client().get(path).status_code == 303
