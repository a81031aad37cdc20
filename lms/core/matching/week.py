"""The times of a week at which two people can meet, and the phones that they use: codes as stored, and their words. Pure."""

from lms.core.errors import N_

DAYS = {
    "t2": N_("thứ Hai"),
    "t3": N_("thứ Ba"),
    "t4": N_("thứ Tư"),
    "t5": N_("thứ Năm"),
    "t6": N_("thứ Sáu"),
    "t7": N_("thứ Bảy"),
    "cn": N_("Chủ nhật"),
}
PARTS = {"sang": N_("sáng"), "chieu": N_("chiều"), "toi": N_("tối")}
TIMES = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)
"""In the order of the week; such as ``t4-chieu``."""

PHONES = {
    "android": N_("Điện thoại Android (Samsung, Oppo, Vivo, Xiaomi …)"),
    "iphone": N_("iPhone hoặc iPad"),
    "windows": N_("Máy tính"),
}


def in_week_order(times: object) -> list[str]:
    """Return those of ``times`` that there are, each once, in the order of the week."""
    asked = set(times) if isinstance(times, list | tuple | set | frozenset) else set()
    return [each for each in TIMES if each in asked]
