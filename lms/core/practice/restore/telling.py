"""What is said of each change: what happened to the file, and what to do next. No sentence blames whoever copied it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lms.core.errors import N_
from lms.core.practice.restore.comparing import Change

_COPY_AGAIN = N_(
    "Mở xem bản ở nơi thứ hai có đọc được không rồi chép lại. Đợi chép xong hẳn mới rút USB hoặc tắt máy. "
    "Bản nào cũng hỏng thì tải sổ tay lại ở đầu trang và làm lại."
)
_FETCH = N_(
    "Về nơi thứ hai lấy đúng tệp %(file)s rồi nộp. Không còn bản nào thì tải sổ tay lại ở đầu trang và làm lại."
)
_ONLY_LOOK = N_(
    "Lấy lại bản ở nơi thứ hai. Mở ra chỉ để xem, đừng bấm Lưu, In thành PDF hay Chuyển đổi. "
    "Không còn bản nào thì tải sổ tay lại ở đầu trang và làm lại."
)
_DOWNLOAD = N_("Mở nó ra, bấm Tải xuống để có tệp %(file)s trên máy, rồi nộp tệp vừa tải.")

WHOLE: Final[Mapping[Change, str]] = MappingProxyType(
    {
        Change.NONE: N_("Hai dấu vân tay giống nhau: tệp còn nguyên vẹn."),
        Change.NONE_SINCE: N_(
            "Tệp còn nguyên vẹn như lúc phát. Bài này có đổi từ lúc thầy cô tải tệp, không sao."
        ),
    }
)
CHANGED: Final[Mapping[Change, tuple[str, str]]] = MappingProxyType(
    {
        Change.EMPTY: (N_("Tệp này trống, bên trong không có gì: lần chép chưa xong."), _COPY_AGAIN),
        Change.CUT: (N_("Tệp này thiếu mất phần cuối: lần chép chưa xong."), _COPY_AGAIN),
        Change.ADDED: (
            N_("Tệp này có thêm nét vẽ, ghi chú hoặc chữ ký, nên không còn như lúc phát."),
            _ONLY_LOOK,
        ),
        Change.DAMAGED: (N_("Trong tệp có chỗ đã khác: lần chép bị lỗi, hoặc tệp bị sửa."), _COPY_AGAIN),
        Change.SAVED_AGAIN: (
            N_("Đây là sổ tay của thầy cô, nhưng một chương trình đã mở rồi lưu lại nên tệp khác lúc phát."),
            _ONLY_LOOK,
        ),
        Change.ANOTHERS: (
            N_("Đây là sổ tay của người khác, hoặc của một bài khác. Sổ của thầy cô có mã %(code)s."),
            _FETCH,
        ),
        Change.PACKED: (
            N_("Đây là tệp nén (.zip), sổ tay còn nằm bên trong."),
            N_("Bấm vào tệp nén, chọn Giải nén, lấy tệp %(file)s ra rồi nộp tệp đó."),
        ),
        Change.LINK: (N_("Đây chỉ là lối tắt dẫn tới tệp, chưa phải chính tệp đó."), _DOWNLOAD),
        Change.WEB_PAGE: (N_("Đây là một trang web đã lưu, chưa phải tệp sổ tay."), _DOWNLOAD),
        Change.OFFICE: (
            N_("Đây là tệp Word, Excel hay PowerPoint; sổ tay lúc phát là tệp PDF."),
            _FETCH,
        ),
        Change.PICTURE: (N_("Đây là một tấm ảnh; ảnh chụp không thay được tệp."), _FETCH),
        Change.OTHER_PDF: (
            N_("Đây là một tệp PDF khác, hoặc sổ tay đã được in hay xuất lại thành tệp mới."),
            _FETCH,
        ),
        Change.OTHER_FILE: (N_("Đây không phải sổ tay đã phát cho thầy cô."), _FETCH),
    }
)
