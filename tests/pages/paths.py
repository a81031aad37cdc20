"""Which pages each role is shown on, with error and empty states; shared by the tests and by ``make shots``."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from lms.core.practice import KINDS, Trust
from tests.core.practice.samples import SAMPLES
from tests.pages.judging import RESULTS
from tests.pages.meeting import EVIDENCE, OBSERVED
from tests.pages.stage import COURSE, Stage
from tests.practice.workshop import path

LESSON = f"/hoc/{COURSE}/may-cua-toi"
DRAFT = "/soan-bai/khoa/thu-nghiem"
BANK = f"/soan-bai/cau-hoi/{COURSE}"
ATTEMPT = "/soan-bai/ket-qua/bai-lam"

ON_THE_STAGE = ("self-check", "observed", "evidence")  # the shipped course has a task of these


@dataclass(frozen=True)
class Shot:
    """A page in a state: whose, which path, and what to press before looking."""

    role: str
    name: str
    path: str
    act: Callable[[Page], None] | None = None
    status: int = 200
    is_plain: bool = True  # looked at with large text and in the narrowest window too


def write_no_day(page: Page) -> None:
    page.locator("main details summary").first.click()
    page.fill("#on", "hôm kia")
    press_main(page)


def press_main(page: Page) -> None:
    page.click("main button.main, main a.btn.main")
    page.wait_for_load_state()


def fail_sign_in(page: Page) -> None:
    page.fill("#identifier", "0912345678")
    page.fill("#password", "không đúng đâu")
    press_main(page)


def write_too_much(page: Page) -> None:
    page.eval_on_selector(
        "#f-ten_app", "field => { field.maxLength = 1000; field.value = 'dài '.repeat(100) }"
    )
    press_main(page)


def clear_first(page: Page) -> None:
    page.fill("main input.in", "")
    press_main(page)


def start_quiz(page: Page) -> None:
    press_main(page)


def answer_and_look(page: Page) -> None:
    start_quiz(page)
    if page.locator("main input[type=radio], main input[type=checkbox]").count():
        page.locator("main .choice").first.click()
    page.locator("main button.main").click()
    page.wait_for_load_state()


def open_first(page: Page) -> None:
    page.locator("details.review summary").first.click()


def look_at_all(page: Page) -> None:
    press_main(page)
    page.locator("main button[value=xem-lai]").click()
    page.wait_for_load_state()


def hand_in_try(page: Page) -> None:
    look_at_all(page)
    press_main(page)


def send_nothing(page: Page) -> None:
    page.click("main form[data-upload] button.main")
    page.wait_for_selector("#errors:not([hidden])")


def shots(stage: Stage) -> list[Shot]:
    """Return every page worth a look, role by role."""
    ids, names = stage.ids, stage.names
    pair = f"/cap/{ids['pair']}"
    return [
        Shot("stranger", "welcome", "/"),
        Shot("stranger", "sign-in", "/dang-nhap"),
        Shot("stranger", "sign-in-empty", "/dang-nhap", press_main),
        Shot("stranger", "sign-in-wrong", "/dang-nhap", fail_sign_in),
        Shot("stranger", "card", "/the/khong-co-the-nay"),
        Shot("stranger", "card-used", "/the/khong-co-the-nay", press_main),
        Shot("stranger", "catalogue", "/khoa-hoc"),
        Shot("stranger", "course-public", f"/khoa-hoc/{COURSE}"),
        Shot("stranger", "search", "/tim?q=lua+dao"),
        Shot("stranger", "search-nothing", "/tim?q=zzzz"),
        Shot("stranger", "glossary", "/tu-dien"),
        Shot("stranger", "word", "/tu-dien/otp"),
        Shot("stranger", "help", "/tro-giup"),
        Shot("stranger", "display", "/hien-thi"),
        Shot("stranger", "verify", "/xac-minh"),
        Shot("stranger", "verify-unknown", "/xac-minh/0000-0000-0000"),
        Shot("stranger", "not-found", "/khong-co-trang-nay", status=404),
        Shot("newcomer", "home-empty", "/"),
        Shot("newcomer", "course-new", f"/hoc/{COURSE}"),
        Shot("newcomer", "mine-empty", "/cua-toi"),
        Shot("newcomer", "skills-empty", "/cua-toi/ky-nang"),
        Shot("trainer", "notices-empty", "/thong-bao"),
        Shot("newcomer", "mail", "/thong-bao/thu"),
        Shot("newcomer", "mail-wrong", "/thong-bao/thu", press_main, status=422),
        Shot("newcomer", "mentor-none", "/nguoi-huong-dan"),
        Shot("learner", "home", "/"),
        Shot("learner", "course", f"/hoc/{COURSE}"),
        Shot("learner", "course-promise", f"/khoa-hoc/{COURSE}"),
        Shot("learner", "lesson", LESSON),
        Shot("learner", "lesson-closed", f"/hoc/{COURSE}/cap-doi-so"),
        Shot("learner", "step", f"{LESSON}/loai-may"),
        Shot("learner", "step-gone", f"{LESSON}/da-bo", status=410),
        Shot("learner", "step-picture", f"{LESSON}/bon-cho"),
        Shot("learner", "step-other-screen", f"{LESSON}/loai-may/man-hinh-khac"),
        Shot("learner", "task-self-check", f"{LESSON}/nhiem-vu/nv-the-may"),
        Shot("learner", "task-observed", OBSERVED),
        Shot("learner", "task-evidence", EVIDENCE),
        Shot("learner", "task-evidence-none", EVIDENCE, press_main),
        *(Shot("learner", f"task-{key}", path(key)) for key in SAMPLES if key not in ON_THE_STAGE),
        *(
            Shot("learner", f"task-{key}-nothing", path(key), press_main, is_plain=False)
            for key in SAMPLES
            if KINDS[key].trust is Trust.MACHINE and key != "simulation"
        ),
        Shot("learner", "meeting", names["meeting"]),
        Shot("learner", "meeting-over", f"{OBSERVED}/gap/khong-con"),
        Shot("learner", "type-code", f"{OBSERVED}/nhap-ma"),
        Shot("learner", "type-code-nothing", f"{OBSERVED}/nhap-ma", press_main),
        Shot("mentee", "task-evidence-waiting", EVIDENCE),
        Shot("mentee", "task-confirmed-by-code", OBSERVED),
        Shot("learner", "quiz-intro", f"{LESSON}/kiem-tra/c-thai-nguyen.bai-1"),
        Shot("learner", "quiz-question", f"{LESSON}/kiem-tra/c-thai-nguyen.bai-1", start_quiz),
        Shot("learner", "quiz-feedback", f"{LESSON}/kiem-tra/c-thai-nguyen.bai-1", answer_and_look),
        Shot(
            "learner",
            "ask-for-help",
            f"/nho-giup?o={COURSE}/may-cua-toi/loai-may&ten=Bước&tu={LESSON}/loai-may",
        ),
        Shot("learner", "mentor", "/nguoi-huong-dan"),
        Shot("newcomer", "no-mentor", "/nguoi-huong-dan"),
        Shot("learner", "meetings", f"{pair}/gap"),
        Shot("mentor", "meetings", f"{pair}/gap"),
        Shot("mentor", "meetings-wrong", f"{pair}/gap", write_no_day),
        Shot("mentor", "meeting-denied", f"{pair}/gap/{names['denied']}/sua"),
        Shot("learner", "goals", f"{pair}/muc-tieu"),
        Shot("mentor", "goals", f"{pair}/muc-tieu"),
        Shot("learner", "goal-move", f"{pair}/muc-tieu/{names['goal_id']}/doi-ngay"),
        Shot("mentor", "notes", f"{pair}/ghi-chep"),
        Shot("learner", "notes-nothing", f"{pair}/ghi-chep", press_main),
        Shot("mentor", "note-change", f"{pair}/ghi-chep/{names['note_id']}/sua"),
        Shot("learner", "mine", "/cua-toi"),
        Shot("learner", "skills", "/cua-toi/ky-nang"),
        Shot("learner", "notices", "/thong-bao"),
        Shot("learner", "notice", f"/thong-bao/{names['notice']}"),
        Shot("mentor", "mail-on", "/thong-bao/thu"),
        Shot("mentee", "mail-asked", "/thong-bao/thu"),
        Shot("mentee", "mail-confirm", f"/thong-bao/thu/xac-nhan/{names['proof']}"),
        Shot("mentee", "mail-link-ended", "/thong-bao/thu/xac-nhan/x", status=410),
        Shot("learner", "looks-none", "/cua-toi/ai-da-xem"),
        Shot("learner", "harm", f"/cap/{ids['pair']}/khong-on"),
        Shot("learner", "account", "/tai-khoan"),
        Shot("learner", "forbidden", "/bao-cao", status=403),
        Shot("learner", "pause", f"/cap/{ids['pair']}/tam-nghi"),
        Shot("learner", "want-other", f"/cap/{ids['pair']}/xin-doi"),
        Shot("learner", "closing", f"/cap/{ids['pair']}/ket-thuc"),
        Shot("learner", "closing-no-reason", f"/cap/{ids['pair']}/ket-thuc", press_main),
        Shot("learner", "together", f"{pair}/cung-lam"),
        Shot("learner", "together-code", f"{pair}/cung-lam", press_main),
        Shot("mentor", "together-begin", f"{pair}/cung-lam"),
        Shot("mentor", "together-begin-wrong", f"{pair}/cung-lam", press_main),
        Shot("beside", "together-running", names["together"]),
        Shot("trainer", "together-next", names["together"]),
        Shot("trainer", "together-step", f"{names['together']}/{COURSE}/may-cua-toi/loai-may"),
        Shot("invitee", "invitation", names["invitation"]),
        Shot("invitee", "invitation-decline", f"{names['invitation']}/tu-choi"),
        Shot("former", "invitation-over", names["invitation-over"]),
        Shot("former", "farewell", names["farewell"]),
        Shot("former", "resting", names["resting"]),
        Shot("mentor", "invitation-waiting", names["invitation"]),
        Shot("mentor", "dashboard", "/nguoi-toi-giup"),
        Shot("mentor", "review-photos", names["photo-review"]),
        Shot("mentor", "scanned", names["scanned"]),
        Shot("mentor", "scanned-nothing", names["scanned"], press_main),
        Shot("mentor", "scanned-over", "/gap/khong-con", status=410),
        Shot("mentor", "codes", "/nguoi-toi-giup/the-ma"),
        Shot("mentor", "codes-printed", "/nguoi-toi-giup/the-ma", press_main),
        Shot("mentor", "mentee", f"/nguoi-toi-giup/{ids['pair']}"),
        Shot("trainer", "courses", "/soan-bai"),
        Shot("trainer", "upload", "/soan-bai/tai-len"),
        Shot("trainer", "upload-nothing", "/soan-bai/tai-len", press_main),
        Shot("trainer", "upload-report", names["report"]),
        Shot("trainer", "upload-preview", f"{names['report']}/xem/thu-nghiem"),
        Shot("trainer", "upload-preview-source", f"{names['report']}/xem/thu-nghiem?xem=van-ban"),
        Shot("trainer", "guide", "/soan-bai/huong-dan"),
        Shot("trainer", "course-live", f"/soan-bai/khoa/{COURSE}"),
        Shot("trainer", "course-draft", DRAFT),
        Shot("trainer", "difference", f"{DRAFT}/so-sanh/{names['before']}/{names['after']}"),
        Shot(
            "trainer", "difference-source", f"{DRAFT}/so-sanh/{names['before']}/{names['after']}?xem=van-ban"
        ),
        Shot("trainer", "difference-none", f"{DRAFT}/so-sanh/{names['after']}/{names['after']}"),
        Shot("trainer", "republish", f"{DRAFT}/ban/{names['before']}/dang-lai"),
        Shot("trainer", "republish-current", f"{DRAFT}/ban/{names['after']}/dang-lai"),
        Shot("trainer", "sheet", f"/soan-bai/phieu/{ids['school']}"),
        Shot("trainer", "sheet-too-long", f"/soan-bai/phieu/{ids['school']}", write_too_much),
        Shot("trainer", "results-all", "/soan-bai/ket-qua"),
        Shot("trainer", "results", RESULTS),
        Shot("trainer", "results-none", f"{RESULTS}?tim=zzz"),
        Shot("trainer", "attempt-waiting", f"{ATTEMPT}/{names['waiting']}"),
        Shot("trainer", "attempt-marked", f"{ATTEMPT}/{names['marked']}"),
        Shot("trainer", "attempt-void", f"{ATTEMPT}/{names['void']}"),
        Shot("trainer", "void", f"{ATTEMPT}/{names['waiting']}/huy"),
        Shot("trainer", "void-no-reason", f"{ATTEMPT}/{names['waiting']}/huy", press_main),
        Shot("trainer", "extensions", f"{RESULTS}/gia-han?tim=hoang"),
        Shot("trainer", "extend", f"{RESULTS}/gia-han/{stage.people['unsigned'].id}"),
        Shot("trainer", "extend-nothing", f"{RESULTS}/gia-han/{stage.people['unsigned'].id}", press_main),
        Shot("trainer", "marking", f"{RESULTS}/cham"),
        Shot("trainer", "marking-nothing", f"{RESULTS}/cham", press_main),
        Shot("trainer", "marking-again", f"{RESULTS}/cham?bai={names['marked']}&cau=ke&ten=1"),
        Shot("trainer", "regrading", f"{RESULTS}/cham-lai"),
        Shot("trainer", "regrading-no-reason", f"{RESULTS}/cham-lai", press_main),
        Shot("trainer", "analysis", f"{RESULTS}/phan-tich"),
        Shot("trainer", "analysis-all", f"{RESULTS}/phan-tich?lan=tat-ca"),
        Shot("trainer", "banks-shelf", "/soan-bai/cau-hoi"),
        Shot("trainer", "banks-shelf-nothing", "/soan-bai/cau-hoi?tim=zzzz"),
        Shot("trainer", "bank", BANK),
        Shot("trainer", "bank-open", f"{BANK}?loai=single", open_first),
        Shot("trainer", "bank-nothing", f"{BANK}?tim=zzzz"),
        Shot("trainer", "trial", f"{BANK}/thu"),
        Shot("trainer", "trial-question", f"{BANK}/thu", press_main),
        Shot("trainer", "trial-feedback", f"{BANK}/thu", answer_and_look),
        Shot("trainer", "trial-check", f"{BANK}/thu", look_at_all),
        Shot("trainer", "trial-result", f"{BANK}/thu", hand_in_try),
        Shot("trainer", "bank-exports", f"{BANK}/tai-ve"),
        Shot("trainer", "bank-export", f"{BANK}/tai-ve/aiken"),
        Shot("trainer", "bank-paper", f"{BANK}/in"),
        Shot("trainer", "bank-paper-wrong", f"{BANK}/in/de?kieu=xao&ma=0&so=1", status=422),
        Shot("trainer", "bank-upload", "/soan-bai/cau-hoi/tai-len"),
        Shot("trainer", "bank-upload-nothing", "/soan-bai/cau-hoi/tai-len", send_nothing),
        Shot("trainer", "draft", names["half"]),
        Shot("trainer", "draft-all", f"{names['half']}?xem=tat-ca"),
        Shot("trainer", "draft-nothing", f"{names['half']}?xem=da-bo"),
        Shot("trainer", "draft-dropped", names["dropped-draft"]),
        Shot("trainer", "draft-question", names["draft-question"]),
        Shot("trainer", "draft-question-wrong", names["draft-question"], press_main),
        Shot("trainer", "draft-markdown", f"{names['draft-question']}?cach=markdown"),
        Shot("trainer", "draft-types", f"{names['half']}/them"),
        Shot("trainer", "draft-new", f"{names['half']}/them?loai=matching"),
        Shot("trainer", "draft-settings", f"{names['half']}/thiet-lap"),
        Shot("trainer", "draft-publish", f"{names['half']}/dang"),
        Shot("trainer", "draft-publish-over", f"{names['over']}/dang"),
        Shot("trainer", "draft-publish-over-unasked", f"{names['over']}/dang", press_main),
        Shot("trainer", "draft-columns", f"{names['table']}/cot"),
        Shot("trainer", "draft-columns-none", f"{names['table']}/cot", press_main),
        Shot("coordinator", "report", f"/bao-cao/{ids['school']}"),
        Shot("coordinator", "report-union", f"/bao-cao/{ids['union']}"),
        Shot("coordinator", "report-skills", f"/bao-cao/{ids['union']}/ky-nang"),
        Shot(
            "coordinator",
            "report-skill",
            f"/bao-cao/{ids['union']}/ky-nang?khoa={COURSE}&ky-nang=an-toan-dien-thoai",
        ),
        Shot("coordinator", "person", f"/bao-cao/{ids['school']}/nguoi/{stage.people['learner'].id}"),
        Shot("newcomer", "need", "/can-giup"),
        Shot("newcomer", "need-nothing", "/can-giup", press_main),
        Shot("newcomer", "need-choose", "/can-giup/chon"),
        Shot("asker", "need-kept", "/can-giup"),
        Shot("asker", "vetoes", "/khong-ghep-voi?tim=phan"),
        Shot("newcomer", "offer-none", "/toi-giup-duoc"),
        Shot("helper", "offer", "/toi-giup-duoc"),
        Shot("helper", "offer-nothing", "/toi-giup-duoc", press_main),
        Shot("coordinator", "pairing", f"/ghep-cap/{ids['school']}"),
        Shot("coordinator", "thresholds", f"/ghep-cap/{ids['school']}/nguong"),
        Shot("coordinator", "thresholds-nothing", f"/ghep-cap/{ids['school']}/nguong", clear_first),
        Shot("coordinator", "late", f"/ghep-cap/{ids['school']}/bai-cho"),
        Shot("coordinator", "pairing-closed", f"/ghep-cap/{ids['school']}/vi-sao"),
        Shot("coordinator", "pairing-suggested", names["board"]),
        Shot("coordinator", "pairing-left", f"{names['board']}?muc=can-sap-xep"),
        Shot("coordinator", "pairing-invited", f"/ghep-cap/{ids['school']}?muc=cho-tra-loi"),
        Shot("coordinator", "pairing-together", f"/ghep-cap/{ids['school']}?muc=dang-di"),
        Shot("coordinator", "pairing-nobody", f"{names['board']}?tim=zzz"),
        Shot("coordinator", "pairing-suggestion", names["suggestion"]),
        Shot("coordinator", "pairing-run", names["run"]),
        Shot("coordinator", "pairing-two", f"{names['board']}/hai-nguoi"),
        Shot("coordinator", "pairing-two-nothing", f"{names['board']}/hai-nguoi", press_main),
        Shot("coordinator", "pairing-points", f"{names['board']}/tinh-diem"),
        Shot("coordinator", "pairing-managers", f"{names['board']}/quan-ly"),
        Shot("coordinator", "twins", names["twins"]),
        Shot("coordinator", "twin-ask", names["twin-ask"]),
        Shot("coordinator", "twin-end", names["twin-end"]),
        Shot("coordinator", "twin-end-nothing", names["twin-end"], press_main),
        Shot("coordinator", "roster", f"/danh-sach/{ids['school']}"),
        Shot("coordinator", "health", f"/ghep-cap/{ids['union']}/suc-khoe"),
        Shot("guardian", "reports", "/an-toan"),
        Shot("guardian", "report", names["harm"]),
        Shot("admin", "units", "/quan-tri"),
        Shot("admin", "unit", f"/quan-tri/don-vi/{ids['school']}"),
        Shot("admin", "audit", "/quan-tri/nhat-ky"),
    ]
