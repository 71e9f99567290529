"""Words of the desk that are not in a template: labels of codes, answers to actions, times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

LEVELS: Final = {"emergency": "Nguy hiểm", "disclosure": "Cần giúp", "none": "Muốn gặp người"}
KINDS: Final = {
    "partner": "Vợ chồng, người yêu",
    "child": "Trẻ em",
    "sexual": "Xâm hại tình dục",
    "self_harm": "Tự làm hại mình",
    "trafficking": "Mua bán người",
    "harassment": "Quấy rối, bám theo",
    "elder": "Người cao tuổi",
    "other": "Khác",
    "none": "Chưa rõ",
}
WHO: Final = {
    "self": "Chính người nhắn",
    "third_party": "Nhắn giúp người khác",
    "none": "Chưa rõ",
}
SPEAKERS: Final = {
    "adult": "người lớn",
    "child": "trẻ em: gọi là con",
    "witness": "người chứng kiến",
    "harmer": "người gây ra đang nhắn",
}
STATES: Final = {
    "waiting": "Đang chờ",
    "escalated": "Chờ quá lâu",
    "transferred": "Chờ đồng nghiệp nhận",
    "accepted": "Đang có người giúp",
    "returned": "Trợ lý đang trả lời",
    "closed": "Đã kết thúc",
}
OUTCOMES: Final = {
    "supported": "Đã hỗ trợ tại bàn trực",
    "referred_111": "Đã giới thiệu sang 111",
    "referred_police": "Đã báo công an",
    "referred_health": "Đã giới thiệu cơ sở y tế",
    "referred_local": "Đã kết nối cơ sở tại địa phương",
    "no_answer": "Người nhắn không trả lời nữa",
    "false_alarm": "Không phải tình huống khẩn",
    "other": "Khác",
    "erased": "Người nhắn đã xoá dữ liệu",
}
CHANNELS: Final = {
    "web": "Trang web",
    "telegram": "Telegram",
    "zalo": "Zalo",
    "api": "API",
    "terminal": "Dòng lệnh",
}
ROLES: Final = {"staff": "Người trực", "supervisor": "Trưởng ca", "admin": "Quản trị"}
CONSENT: Final = {
    True: "Người nhắn đồng ý cho bàn trực đọc toàn bộ đoạn trò chuyện.",
    False: (
        "Người nhắn đã rút lại đồng ý. Bạn chỉ thấy những gì trao đổi với bàn trực, và tin báo "
        "nguy hiểm nếu có sau đó."
    ),
    None: "Chưa hỏi ý người nhắn. Ca nguy hiểm: chỉ thấy tin báo động và các tin sau đó.",
}
AUTHORS: Final = {"citizen": "Người nhắn", "bot": "Trợ lý", "staff": "Bàn trực", "system": ""}
WEEKDAYS: Final = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
NO_PLACE: Final = "Chưa rõ nơi"
SOMEONE: Final = "một người đã nghỉ"

ACTIONS: Final = {
    "opened": "Ca được mở",
    "raised": "Mức độ được nâng lên",
    "reopened": "Ca được mở lại",
    "withdrawn": "Người nhắn nói “không phải vậy”",
    "in_danger_again": "Người nhắn lại báo nguy hiểm",
    "consent_given": "Người nhắn đồng ý cho đọc đoạn trò chuyện",
    "consent_revoked": "Người nhắn rút lại đồng ý",
    "accepted": "{staff} nhận ca",
    "taken_over": "{staff} tiếp quản ca",
    "transferred": "{staff} chuyển ca cho {to}",
    "released": "{staff} trả ca về hàng chờ",
    "returned": "{staff} trả cuộc trò chuyện cho trợ lý",
    "escalated": "Chưa ai nhận, báo động lại",
    "closed": "{staff} kết thúc ca",
    "stalled": "Người nhắn chờ trả lời quá lâu, báo động lại",
    "followed_up": "{staff} mở lại ca để hỏi thăm",
    "noted": "{staff} ghi chú",
    "follow_up_set": "{staff} đặt ngày hỏi thăm",
    "follow_up_cleared": "{staff} bỏ ngày hỏi thăm",
    "follow_up_due": "Đến hẹn hỏi thăm, đã báo bàn trực",
    "erased": "Người nhắn đã xoá dữ liệu",
    "viewed": "{staff} xem ca",
    "file_opened": "{staff} xem ảnh hoặc nghe tin thoại",
    "unmasked": "{staff} mở mã người nhắn",
    "referral": "{staff} mở bản tóm tắt 111",
    "person_erased": "Xoá dữ liệu của một người theo yêu cầu",
    "purged": "Dọn dữ liệu hết hạn giữ",
    "expired": "Xoá tin còn chờ đã hết hạn giữ",
    "signed_in": "{staff} đăng nhập",
    "signed_out": "{staff} đăng xuất",
    "signed_out_everywhere": "{staff} thoát khỏi mọi máy",
    "sign_in_failed": "Đăng nhập sai",
    "locked": "Tài khoản bị khoá tạm",
    "invited": "{staff} tạo đường dẫn mời",
    "joined": "{staff} tạo tài khoản hoặc đặt lại mật khẩu",
    "account_changed": "{staff} đổi một tài khoản",
    "totp_on": "{staff} bật xác thực hai bước",
    "totp_off": "{staff} tắt xác thực hai bước",
    "shift_added": "{staff} thêm ca trực",
    "shift_removed": "{staff} bỏ ca trực",
    "exported": "{staff} tải bảng thống kê",
}
COUNTED: Final = {"expired": "{replies} câu chưa gửi, {messages} tin chưa trả lời"}
IN_TIMELINE: Final = frozenset(
    (
        "opened", "raised", "reopened", "withdrawn", "in_danger_again", "consent_given",
        "consent_revoked", "accepted", "taken_over", "transferred", "released", "returned",
        "escalated", "closed", "stalled", "followed_up",
    )
)  # fmt: skip

WATCHED: Final = "có thể đang bị theo dõi"
WATCHED_HINT: Final = (
    "Người khác có thể đọc được điện thoại này. Nhắn thật ngắn, không nhắc lại chuyện đã kể, và "
    "đợi họ nhắn trước."
)
HIDDEN: Final = {
    True: "{count} tin trước đó không hiện.",
    None: "{count} tin trước đó không hiện: người nhắn chưa đồng ý cho bàn trực đọc.",
    False: "{count} tin không hiện nữa: người nhắn đã rút lại đồng ý.",
}

UNREADABLE: Final = (
    "{count} {what} không đọc được bằng khoá hiện nay. Còn khoá cũ thì quản trị viên mở lại được."
)
UNREADABLE_LINE: Final = "Lời đi cùng không đọc được bằng khoá hiện nay."

TOLD: Final = "Người nhắn được báo: “{text}”"

NUMBERS: Final = {
    "sheet": "Số liệu",
    "note": "Các số nhỏ hơn {smallest} được che (ghi <{smallest}) để không lộ danh tính.",
    "title": "Số liệu các ca từ {since} đến {until}",
    "total": "Tổng số ca",
    "accepted": "Số ca có người nhận",
    "accept_minutes": "Một nửa số ca được nhận trong (phút)",
    "accept_minutes_90": "Chín phần mười số ca được nhận trong (phút)",
    "escalated": "Số ca phải báo động lại",
    "withdrawn": "Số ca người nhắn nói “không phải vậy”",
    "level": "Mức độ",
    "kind": "Loại",
    "who": "Ai nhắn",
    "place": "Nơi",
    "channel": "Kênh",
    "outcome": "Kết quả",
    "count": "Số ca",
}

TAKEN: Final = "{name} đã nhận ca này trước."
NO_LONGER: Final = "Ca này không còn chờ nữa."
NOT_YOURS: Final = "Ca này đang do người khác giữ."
GONE: Final = "Không có ca này, hoặc dữ liệu đã được xoá."
EMPTY: Final = "Chưa có chữ nào để gửi."
TOO_LONG: Final = "Tin dài quá {limit} ký tự."
EXPIRED: Final = "Phiên đã hết. Đăng nhập lại nhé."
BAD_FORM: Final = "Trang đã cũ. Tải lại rồi thử lần nữa."
FORBIDDEN: Final = "Tài khoản này không được làm việc đó."
NOT_ON: Final = "{name} đang không trực hoặc đã đủ ca. Chọn người khác."
TOO_MANY: Final = "{name} chỉ còn nhận được {room} ca, bạn đang giữ {count} ca. Chuyển bớt từng ca."
NO_COLLEAGUE: Final = "Chọn người để chuyển."
BAD_OUTCOME: Final = "Chọn kết quả trước khi kết thúc."
BAD_TIME: Final = "Ngày giờ chưa đúng. Cần một lúc trong tương lai."
NOT_AGREED: Final = "Đánh dấu là người nhắn đồng ý và giờ này an toàn, rồi đặt lại."
DONE: Final = {
    "accept": "Bạn đã nhận ca.",
    "take": "Bạn đã tiếp quản ca.",
    "reply": "Đã gửi.",
    "note": "Đã ghi chú.",
    "transfer": "Đã chuyển ca.",
    "return": "Trợ lý trả lời tiếp từ đây.",
    "close": "Đã kết thúc ca.",
    "follow": "Đã đặt ngày hỏi thăm.",
}


def label(grouping: str, value: str) -> str:
    """The Vietnamese name of a code in a statistic."""
    tables: Mapping[str, Mapping[str, str]] = {
        "level": LEVELS, "kind": KINDS, "who": WHO, "channel": CHANNELS, "outcome": OUTCOMES,
    }  # fmt: skip
    if not value:
        return "Chưa có" if grouping == "outcome" else NO_PLACE
    return tables.get(grouping, {}).get(value, value)


def clock_time(at: float, zone: ZoneInfo, now: float) -> str:
    """``"21:05"`` today, ``"21:05 20/11"`` before."""
    moment, today = (dt.datetime.fromtimestamp(t, zone) for t in (at, now))
    same_day = moment.date() == today.date()
    return moment.strftime("%H:%M") if same_day else moment.strftime("%H:%M %d/%m")


def date_time(at: float, zone: ZoneInfo) -> str:
    """``"21:05 20/11/2026"``."""
    return dt.datetime.fromtimestamp(at, zone).strftime("%H:%M %d/%m/%Y")


def day(iso: str) -> str:
    """``"20/11/2026"`` of ``"2026-11-20"``."""
    return dt.date.fromisoformat(iso).strftime("%d/%m/%Y")


def waiting(seconds: float) -> str:
    """How long somebody has waited: ``"vừa xong"``, ``"4 phút"``, ``"2 giờ 10"``."""
    minutes = int(max(0.0, seconds) // 60)
    if minutes < 1:
        return "vừa xong"
    if minutes < 60:
        return f"{minutes} phút"
    if minutes < 24 * 60:
        return f"{minutes // 60} giờ {minutes % 60:02d}"
    return f"{minutes // (24 * 60)} ngày"


FILE_COMING: Final = {
    "photo": "Đang lấy ảnh về…",
    "voice": "Đang lấy tin thoại về…",
}
FILE_VEIL: Final = "Ảnh đang che. Bấm để xem, bấm lần nữa để che."
FILE_VOICE: Final = "Tin thoại của người nhắn"
FILE_LOST: Final = {
    "too_large": "Tệp lớn quá 5 MB nên không giữ được.",
    "not_media": "Tệp không phải ảnh hay âm thanh nên không giữ.",
    "too_many": "Người nhắn đã gửi quá nhiều tệp; tệp này không giữ.",
    "strange_host": "Tệp nằm ngoài máy chủ của Zalo nên không lấy.",
}
FILE_GONE: Final = "Không lấy được tệp này; hỏi lại người nhắn khi tiện."
FILE_AMR: Final = "Trình duyệt có thể không phát được dạng này; tải về để nghe."
