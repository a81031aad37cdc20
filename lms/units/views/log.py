"""The audit log of the units that an admin looks after."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.core.errors import N_
from lms.core.people import ROLE_LABELS, Role
from lms.core.whole_numbers import whole_number
from lms.units.models import Unit
from lms.units.queries import AuditLine, count_audit, list_audit
from lms.units.views.blueprint import bp
from lms.units.views.tree import get_managed_unit
from lms.web.access import actor, admins_only
from lms.web.paging import PER_PAGE, Paged, page_number
from lms.web.translations import gettext

ACTIONS = {
    "account.closed": N_("Đóng tài khoản"),
    "attempt.voided": N_("Hủy một lần làm bài kiểm tra"),
    "card.issued": N_("In thẻ đăng nhập"),
    "certificate.issued": N_("Nhận giấy chứng nhận"),
    "certificate.revoked": N_("Thu hồi giấy chứng nhận"),
    "course.published": N_("Đăng khóa học"),
    "extension.granted": N_("Gia hạn bài kiểm tra"),
    "extension.revoked": N_("Thu hồi gia hạn"),
    "local_sheet.changed": N_("Sửa phiếu địa phương"),
    "pair.agreed": N_("Đồng ý vào cặp"),
    "pair.declined": N_("Từ chối lời mời vào cặp"),
    "pair.dropped": N_("Thu lại lời mời vào cặp"),
    "pair.ended": N_("Kết thúc cặp"),
    "pair.expired": N_("Lời mời vào cặp hết hạn"),
    "pair.invited": N_("Mời hai người vào cặp"),
    "pair.made": N_("Ghép cặp"),
    "pair.mentor_kept": N_("Thôi xin đổi người hướng dẫn"),
    "pair.other_wanted": N_("Xin đổi người hướng dẫn"),
    "pair.paused": N_("Cho cặp tạm nghỉ"),
    "pair.resumed": N_("Cho cặp đi tiếp"),
    "password.changed": N_("Đổi mật khẩu"),
    "person.added": N_("Thêm người"),
    "person.edited": N_("Sửa thông tin"),
    "person.moved": N_("Chuyển đơn vị"),
    "practice_authority.made": N_("Tạo bộ chứng thư thực hành"),
    "practice_key.unlocked": N_("Mở lại khóa ký thực hành"),
    "role.granted": N_("Giao nhiệm vụ"),
    "role.revoked": N_("Thu hồi nhiệm vụ"),
    "together.begun": N_("Bắt đầu làm cùng trên máy người hướng dẫn"),
    "together.card_made": N_("In thẻ mã làm cùng"),
    "together.ended": N_("Dừng làm cùng trên máy người hướng dẫn"),
    "twins.accept": N_("Đồng ý kết nghĩa đơn vị"),
    "twins.asked": N_("Ngỏ lời kết nghĩa đơn vị"),
    "twins.decline": N_("Chưa nhận lời kết nghĩa đơn vị"),
    "twins.end": N_("Kết thúc kết nghĩa đơn vị"),
    "twins.expired": N_("Lời ngỏ kết nghĩa hết hạn"),
    "twins.pause": N_("Tạm nghỉ kết nghĩa đơn vị"),
    "twins.resume": N_("Đi tiếp kết nghĩa đơn vị"),
    "unit.added": N_("Thêm đơn vị"),
    "unit.renamed": N_("Đổi tên đơn vị"),
}


@bp.get("/quan-tri/nhat-ky")
@admins_only
def log() -> ResponseReturnValue:
    """Show who did what to whom, newest first, in all of the admin's units or in one of them."""
    unit = _unit()
    paths = [unit.path] if unit else actor().paths(Role.ADMIN)
    number = page_number()
    rows = list_audit(paths, actor().id, PER_PAGE, (number - 1) * PER_PAGE, reach=actor().paths(Role.ADMIN))
    lines = [(line, _action(line)) for line in rows]
    return render_template(
        "units/log.html", lines=Paged(lines, number, count_audit(paths, actor().id)), unit=unit
    )


def _unit() -> Unit | None:
    unit_id = whole_number(request.args.get("don-vi", ""))
    return None if unit_id is None else get_managed_unit(unit_id)


def _action(line: AuditLine) -> str:
    words = gettext(ACTIONS.get(line.action, line.action))
    return f"{words}: {gettext(ROLE_LABELS[Role(line.role)])}" if line.role in set(Role) else words
