"""Error pages: a sentence, what to do next, and nothing about the machinery."""

import errno
import logging

from flask import Flask, jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from lms.core.errors import N_, DomainError
from lms.db import db
from lms.web.access import wants_json
from lms.web.translations import gettext, sentence

log = logging.getLogger("lms")

SENTENCES = {
    400: N_("Trang này để lâu quá nên không gửi được. Thầy cô tải lại trang rồi thử lại."),
    403: N_(
        "Trang này dành cho người có nhiệm vụ khác. Nếu thầy cô cần dùng, hãy nhờ cán bộ công đoàn cấp quyền."
    ),
    404: N_("Không tìm thấy trang này. Có thể đường dẫn đã đổi."),
    405: N_("Không mở được trang này bằng cách đó. Thầy cô về trang chính rồi thử lại."),
    413: N_("Tệp nặng quá. Chụp lại ở cỡ nhỏ hơn, hoặc cắt bớt ảnh, rồi gửi lại."),
    429: N_("Thử nhiều lần quá. Thầy cô đợi vài phút rồi thử lại."),
    500: N_("Trang đang gặp trục trặc, không phải do thầy cô. Thử lại sau vài phút."),
    503: N_("Đang có nhiều người cùng lưu. Bài của thầy cô chưa mất; đợi vài giây rồi gửi lại."),
}


def show(status: int, text: str) -> ResponseReturnValue:
    """Answer with an error page, or with JSON to our own script."""
    if wants_json():
        return jsonify(error=text), status
    return render_template("errors/page.html", status=status, text=text), status


def install(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(DomainError)
    def refused(error: DomainError) -> ResponseReturnValue:
        return show(error.status, sentence(error))

    @app.errorhandler(OperationalError)
    def busy(error: OperationalError) -> ResponseReturnValue:
        db.session.rollback()
        log.error("database: %s", error.orig)
        answer = show(503, gettext(SENTENCES[503]))
        return app.make_response(answer)

    @app.errorhandler(OSError)
    def full(error: OSError) -> ResponseReturnValue:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            return failed(error)
        db.session.rollback()
        log.error("storage: %s", error)
        return show(503, gettext(SENTENCES[503]))

    @app.errorhandler(HTTPException)
    def told(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        if 300 <= status < 400:
            return error
        return show(status, gettext(SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400])))

    @app.errorhandler(Exception)
    def failed(error: Exception) -> ResponseReturnValue:
        db.session.rollback()
        log.exception("unexpected", exc_info=error)
        return show(500, gettext(SENTENCES[500]))
