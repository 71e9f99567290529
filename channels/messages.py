"""Words of the front that citizens read; urgent replies and the desk's words are in ``handoff``."""

from __future__ import annotations

from typing import Final

__all__: list[str] = []

START: Final = (
    "Chào bạn, mình là Tin Cậy, trợ lý tự động. Nếu đang nguy hiểm, gọi ngay {numbers}, hoặc cứ "
    "nhắn thẳng cho mình.\n"
    "Bạn hỏi mình được về quyền khi bị bạo lực, nơi giúp ở gần, hay ai phụ trách việc gì theo kế "
    "hoạch của địa phương. Bạn không cần nói tên. Muốn thôi thì nhắn “dừng”, muốn xoá thì nhắn "
    "“xoá hết”."
)
HELP: Final = (
    "Bạn cứ nhắn như nói chuyện bình thường, có dấu hay không dấu đều được. Mình giúp được:\n"
    "• Đang nguy hiểm hoặc bị ai làm đau: nhắn cho mình, mình đưa số gọi ngay. Nguy hiểm thì mình "
    "báo người trực; chuyện khác thì chờ bạn đồng ý.\n"
    "• Nơi giúp đỡ, quyền lợi, chi phí, giữ bí mật: cứ hỏi, kèm tên tỉnh hoặc phường xã.\n"
    "• Ai chủ trì, ai phối hợp, hạn báo cáo: hỏi kèm tên địa phương; có hạn rồi thì nhắn “nhắc "
    "tôi”.\n"
    "Mình hiểu sai thì bạn nhắn “không phải vậy”; muốn gặp người, nhắn “gặp người trực”; muốn "
    "thôi, nhắn “dừng”; muốn xoá, nhắn “xoá hết”.\n"
    "Lệnh nhanh: /khancap số gọi khẩn · /gapnguoi gặp người trực · /phutrach ai phụ trách · "
    "/hanbaocao hạn báo cáo · /riengtu chuyện riêng tư · /banluu nhận lại những gì đã nhắn · "
    "/xoa xoá dữ liệu của bạn."
)
PRIVACY: Final = (
    "Bạn không cần cho biết tên. Mình không tự báo cho người nhà bạn. Tin nhắn được mã hoá khi lưu "
    "và tự xoá sau một thời gian. Người trực chỉ đọc đoạn trò chuyện khi bạn đồng ý; riêng tin lúc "
    "nguy hiểm và các tin sau đó thì họ thấy. Đã đồng ý mà đổi ý thì nhắn “rút lại đồng ý”. "
    "Nhắn “{copy}” hay /banluu để nhận lại những gì đã nhắn; nhắn “{erase}” hay /xoa là xoá mọi "
    "thứ về bạn ở đây."
)
PRIVACY_WEB: Final = (
    "Trên trang này: bấm “Thoát nhanh” (hoặc phím Esc hai lần) để rời trang ngay; nút Quay lại "
    "không mở lại cuộc trò chuyện. Lịch sử trình duyệt có thể vẫn còn dòng ghé trang này, dùng cửa "
    "sổ ẩn danh thì không còn."
)
PRIVACY_TELEGRAM: Final = (
    "Trên Telegram: tin nhắn vẫn nằm trong điện thoại của bạn và tên cuộc trò chuyện vẫn hiện "
    "trong danh sách. Muốn xoá: giữ tay vào cuộc trò chuyện, chọn Xoá, đánh dấu xoá cho cả hai "
    "bên. Thông báo hiện trên màn hình khoá có thể tắt trong phần Thông báo của Telegram."
)
PRIVACY_ZALO: Final = (
    "Trên Zalo: tin nhắn vẫn nằm trong điện thoại của bạn và Zalo cũng giữ một bản. Muốn xoá: giữ "
    "tay vào cuộc trò chuyện trong danh sách, chọn Xoá. Bỏ quan tâm trang này thì tên trang không "
    "còn trong danh sách quan tâm của bạn."
)
URGENT_NUMBERS: Final = (
    "Gọi ngay: {numbers}.\nKhông tiện nói thì nhắn người mà bạn tin gọi giúp, hoặc nhắn ở đây, một "
    "chữ cũng được. Muốn gặp người trực thì bấm nút bên dưới; họ sẽ đọc được đoạn này."
)
ASK_DUTY: Final = (
    "Bạn muốn hỏi việc gì, ở đâu? Ví dụ: /phutrach nơi tạm lánh ở phường Thành Sen. Mình trả lời "
    "cơ quan chủ trì, phối hợp, thời hạn, kèm điều khoản."
)
ASK_REPORT: Final = (
    "Bạn muốn hỏi hạn báo cáo của kế hoạch nào? Ví dụ: /hanbaocao Lai Châu. Mình trả lời báo cáo "
    "ai, trước ngày nào, kèm điều khoản."
)
DUTY_QUESTION: Final = "Ai chủ trì, ai phối hợp: {rest}"
REPORT_QUESTION: Final = "Hạn báo cáo: {rest}"

REMIND: Final = "Nhắc tôi"
UNREMIND: Final = "Huỷ nhắc"
REMIND_SET: Final = (
    "Mình sẽ nhắc bạn một lần, lúc {time} ngày {date}: {who}{to}, {when} ({where}). "
    "Muốn thôi thì nhắn “huỷ nhắc”."
)
REMIND_KNOWN: Final = (
    "Lời nhắc này đã đặt rồi: lúc {time} ngày {date}, {who}{to}, {when} ({where}). "
    "Muốn thôi thì nhắn “huỷ nhắc”."
)
REMIND_TO: Final = ", nơi nhận: {to}"
REMIND_NOBODY: Final = "các đơn vị"
REMIND_CHANNEL: Final = {
    "web": "Trên trang này, bạn chỉ thấy lời nhắc khi mở lại trang.",
    "zalo": "Zalo chỉ chuyển lời nhắc nếu bạn có nhắn cho mình trong 7 ngày trước đó.",
}
REMIND_NOTHING: Final = (
    "Bạn hỏi hạn của một kế hoạch trước nhé, ví dụ: “Thành Sen báo cáo trước ngày nào?”. Câu trả "
    "lời có ngày thì bạn nhắn “nhắc tôi”."
)
REMIND_CANCELLED: Final = "Mình đã huỷ {count} lời nhắc của bạn."
REMIND_NONE: Final = "Bạn chưa đặt lời nhắc nào."
REMINDER: Final = "Nhắc bạn về hạn: {who}{to}, {when} ({where})."
WAIT: Final = (
    "Nếu bạn đang nguy hiểm, gọi ngay {numbers}, đừng chờ mình. Mình đã nhận được tin của bạn, lúc "
    "này chưa trả lời được; mình trả lời ngay khi có thể."
)
SORRY: Final = (
    "Xin lỗi bạn, mình chưa trả lời được câu này. Nếu bạn đang nguy hiểm, gọi ngay {numbers}. Chưa "
    "gấp thì bạn thử hỏi cách khác, hoặc nhắn “gặp người trực” nhé."
)
NOTHING_SAID: Final = (
    "Mình chưa hiểu ý bạn. Bạn nói thêm một chút giúp mình nhé, hoặc nhắn /trogiup để xem mình "
    "giúp được gì."
)
WORDLESS: Final = (
    "Mình ở đây. Bạn nhắn cho mình vài chữ nhé, không dấu cũng được. Cần giúp gấp thì bấm nút bên "
    "dưới."
)
EMPTY: Final = "Mình chưa thấy chữ nào trong tin này. Bạn nhắn lại giúp mình nhé."
NEED_HELP_NOW: Final = "Mình cần giúp gấp"
WANT_TO_ASK: Final = "Mình muốn hỏi"

CONNECTED: Final = (
    "Mình đã báo người trực. Họ đọc được đoạn trò chuyện này và trả lời bạn tại đây, bạn không cần "
    "kể lại; có thể phải chờ một chút. Trong lúc chờ, nếu nguy hiểm thì gọi ngay {numbers}."
)
CONNECTED_CHILD: Final = (
    "Cô chú trực đã được báo rồi. Cô chú đọc được đoạn này và trả lời con ở đây, con không phải kể "
    "lại; con chờ một chút nhé. Trong lúc chờ, nếu nguy hiểm con gọi ngay {numbers}."
)
CONNECTED_OFF_DUTY: Final = (
    "Nói thật với bạn: giờ này chưa có người trực. Nếu cần ngay, bạn gọi {numbers}. Mình đã giữ "
    "đoạn này cho người trực ca tới đọc và trả lời bạn tại đây."
)
CONNECTED_OFF_DUTY_CHILD: Final = (
    "Mình nói thật với con: giờ này chưa có cô chú nào trực. Nếu cần ngay, con gọi {numbers}. Tin "
    "của con được giữ cho cô chú ca tới đọc và trả lời con tại đây."
)
REVOKED: Final = (
    "Được. Từ giờ người trực không xem được đoạn trò chuyện này nữa, chỉ còn thấy những gì bạn và "
    "họ nói với nhau, và tin báo nguy hiểm nếu bạn gửi. Điều họ đã đọc thì mình không lấy lại "
    "được. Khi nào cần, bạn nhắn “gặp người trực”."
)
REVOKED_CHILD: Final = (
    "Được con. Từ giờ cô chú trực không xem được đoạn này nữa, chỉ còn thấy những gì con và cô chú "
    "nói với nhau, và tin báo nguy hiểm nếu con gửi. Khi nào cần, con nhắn “gặp người trực”."
)
NOT_YET: Final = (
    "Không sao, mọi việc theo ý bạn. Chưa có bạn đồng ý thì người trực không đọc đoạn này, trừ tin "
    "lúc nguy hiểm. Khi nào muốn, bạn nhắn “gặp người trực”; việc khác bạn vẫn hỏi mình nhé."
)
NOT_YET_CHILD: Final = (
    "Không sao, con chưa muốn cũng được. Chưa có con đồng ý thì cô chú trực không đọc đoạn này, "
    "trừ tin lúc nguy hiểm. Khi nào muốn, con nhắn “gặp người trực”; việc khác con vẫn hỏi được."
)
REVOKED_AT_DESK: Final = (
    "Được. Từ giờ người trực không xem được đoạn trước đó nữa, chỉ thấy những gì bạn và họ nói với "
    "nhau; họ cũng thấy là bạn đã rút lại. Điều họ đã đọc thì mình không lấy lại được."
)
REVOKED_AT_DESK_CHILD: Final = (
    "Được con. Từ giờ cô chú trực không xem được đoạn trước đó nữa, chỉ thấy những gì con và cô "
    "chú nói với nhau; cô chú cũng thấy là con đã rút lại."
)
NOT_READ: Final = "Chưa có người trực nào đọc đoạn trò chuyện này. Khi nào bạn đồng ý họ mới đọc."
NOT_READ_CHILD: Final = "Chưa có cô chú trực nào đọc đoạn này. Khi nào con đồng ý cô chú mới đọc."
NOT_SO: Final = (
    "Mình tin bạn, và xin lỗi vì đã hiểu nhầm. Bạn muốn hỏi gì cứ hỏi tiếp nhé. Lúc nào cần giúp, "
    "bạn cứ nhắn mình."
)
NOT_SO_CHILD: Final = (
    "Mình tin con, và xin lỗi vì đã hiểu nhầm. Con muốn hỏi gì cứ hỏi tiếp nhé. Lúc nào cần giúp, "
    "con cứ nhắn."
)
STOPPED: Final = (
    "Mình dừng ở đây và không nhắn gì thêm. Khi nào cần, bạn cứ nhắn lại. Muốn xoá những gì đã "
    "nhắn thì bấm “Xoá hết”."
)
STOPPED_CHILD: Final = (
    "Mình dừng ở đây nhé. Khi nào cần, con cứ nhắn lại. Muốn xoá những gì đã nhắn thì con bấm “Xoá "
    "hết”."
)
HEARD: Final = "Được, mình dừng ở đây. Khi nào tiện, bạn nhắn một chữ cũng được."
HEARD_CHILD: Final = "Được, mình dừng ở đây nhé. Khi nào tiện, con nhắn một chữ cũng được."
ERASED: Final = (
    "Mình đã xoá mọi điều bạn từng nhắn ở đây. Bạn nhắn lại lúc nào cũng được, mình sẽ bắt đầu từ "
    "đầu."
)
ERASED_PHONE: Final = "Tin nhắn còn trong điện thoại của bạn thì bạn tự xoá trong ứng dụng nhé."

COPY_GIVEN: Final = (
    "Trên đây là mọi điều mình giữ về bạn. Ai xem được điện thoại của bạn cũng đọc được; không cần "
    "nữa thì xoá các tin này."
)
COPY_CUT: Final = (
    "Trên đây là phần mới nhất của những gì mình giữ về bạn; đoạn cũ hơn dài quá nên không gửi. "
    "Ai xem được điện thoại của bạn cũng đọc được; không cần nữa thì xoá các tin này."
)
COPY_OLDER: Final = "(Đoạn cũ hơn dài quá nên không có ở đây.)"
COPY_CASE: Final = (
    "Người trực có một ca về bạn, số {number}; bạn cho đọc cuộc trò chuyện: {consent}."
)
COPY_CONSENT: Final = {True: "có", False: "không", None: "chưa trả lời"}

GROUP_PRIVATE: Final = (
    "Trong nhóm có nhiều người cùng đọc. Bạn nhắn riêng cho mình để nói chuyện kín đáo hơn nhé."
)
GROUP_BUTTON: Final = "Nhắn riêng"

ATTACHMENT: Final = {
    "photo": "Mình chưa xem được ảnh. Bạn nhắn vài chữ cho mình biết bạn cần gì nhé.",
    "voice": "Mình chưa nghe được tin thoại. Bạn nhắn chữ giúp mình, không dấu cũng được.",
    "video": "Mình chưa xem được video. Bạn nhắn vài chữ cho mình biết bạn cần gì nhé.",
    "sticker": "Mình ở đây. Bạn muốn hỏi hay kể điều gì thì nhắn chữ cho mình nhé.",
    "location": (
        "Mình không lưu vị trí của bạn. Bạn nhắn tên tỉnh hoặc phường xã để mình đưa đúng nơi giúp."
    ),
    "file": "Mình chưa đọc được tệp. Bạn nhắn vài chữ cho mình biết bạn cần gì nhé.",
    "contact": "Mình không lưu danh thiếp. Bạn nhắn vài chữ cho mình biết bạn cần gì nhé.",
}
ATTACHMENT_URGENT: Final = "Nếu đang nguy hiểm, gọi ngay {numbers}."
ATTACHMENT_OFFER: Final = (
    "Bạn có muốn nhắn với một người trực không? Nếu đồng ý, họ đọc được đoạn trò chuyện này."
)
FILE_OFFER: Final = {
    "photo": (
        "Bạn có muốn nhắn với một người trực không? Nếu đồng ý, họ đọc được đoạn trò chuyện này và "
        "xem được ảnh; chưa đồng ý thì chưa ai xem."
    ),
    "voice": (
        "Bạn có muốn nhắn với một người trực không? Nếu đồng ý, họ đọc được đoạn trò chuyện này và "
        "nghe được tin thoại; chưa đồng ý thì chưa ai nghe."
    ),
}
FILE_SEEN: Final = {
    "photo": "Ảnh này người trực xem được khi nhận ca; mình thì không xem được.",
    "voice": "Tin thoại này người trực nghe được khi nhận ca; mình thì không nghe được.",
}
ATTACHMENT_ENTRY: Final = {
    "photo": "[gửi một ảnh]",
    "voice": "[gửi một tin thoại]",
    "video": "[gửi một video]",
    "sticker": "[gửi một nhãn dán]",
    "location": "[gửi vị trí]",
    "file": "[gửi một tệp]",
    "contact": "[gửi một danh thiếp]",
}

# System lines in the transcript, for staff.
ENTRY_WITHDRAWN: Final = "Người này báo “không phải vậy”. Mức của ca giữ nguyên."
ENTRY_SAFE_WORD: Final = (
    "Người này vừa rút lại lời báo hoặc nói lời an toàn. Mức của ca giữ nguyên."
)
ENTRY_STOPPED: Final = (
    "Người này vừa nhắn “dừng”. Đừng nhắn gì thêm cho tới khi người này nhắn lại; có thể đang có "
    "người khác cầm máy."
)
ENTRY_DECLINED: Final = "Người này chưa muốn gặp người trực."
ENTRY_UNDELIVERED: Final = "Một câu trả lời không tới được người này ({error})."
ENTRY_SENT_AGAIN: Final = (
    "Người này vừa nhắn lại, nên {count} câu của người trực chưa tới trước đây được gửi lại."
)
ENTRY_TAKEOVER: Final = "Một người đã trả lời bằng công cụ của Zalo; trợ lý im lặng."

# To the duty group: a number and a level, never her words.
ALERT: Final = {
    "opened": "Ca {number} · {level} · mới mở. Mở bàn trực để nhận ca.",
    "raised": "Ca {number} · {level} · vừa tăng mức. Mở bàn trực để nhận ca.",
    "again": "Ca {number} · {level} · lại báo nguy hiểm. Mở bàn trực để nhận ca.",
    "escalated": "Ca {number} · {level} · chưa ai nhận. Mở bàn trực để nhận ca.",
    "stalled": (
        "Ca {number} · {level} · người nhắn chờ trả lời đã lâu. Người giữ ca xem lại giúp; nếu họ "
        "đã rời máy, đồng nghiệp bấm “Tiếp quản”."
    ),
    "due": "Ca {number} · đến hẹn hỏi thăm. Mở bàn trực, mục “Đến hẹn hỏi thăm”.",
}
ALERT_AGAIN: Final = (
    (
        "Ca {number} · {level} · chưa ai nhận. Báo lại cả nhóm trực: ai gần máy, mở bàn trực nhận "
        "giúp."
    ),
    (
        "Ca {number} · {level} · báo hai lần vẫn chưa ai nhận. Trưởng ca nhận ca hoặc gọi người "
        "tới trực."
    ),
    (
        "Ca {number} · {level} · vẫn chưa ai nhận (báo lần {times}). Bất kỳ ai có tài khoản, mở "
        "bàn trực nhận ngay giúp."
    ),
)
OPEN_DESK: Final = "Mở bàn trực"
LEVELS: Final = {"emergency": "KHẨN CẤP", "disclosure": "cần hỗ trợ", "none": "muốn gặp người"}

# Who said what, in the file a person may take home.
AUTHORS: Final = {"me": "Bạn", "bot": "Tin Cậy", "staff": "Người trực", "system": "Tin Cậy"}

# Errors of the HTTP interface.
NOT_JSON: Final = "Nội dung gửi lên phải là một đối tượng JSON."
NO_CONVERSATION: Final = "Thiếu “conversation”: một chuỗi từ 1 đến 128 ký tự."
NO_TEXT: Final = "Thiếu “text”: một chuỗi."
BAD_PLACE: Final = "“place” phải là mã địa bàn như “can-tho”."
BAD_MESSAGE_ID: Final = "“message_id” phải là một chuỗi từ 1 đến 128 ký tự."
TOO_LARGE: Final = "Nội dung gửi lên quá lớn."
TOO_OFTEN: Final = "Bạn gửi hơi nhanh, chờ vài giây rồi gửi lại nhé."
NOT_STORED: Final = "Mình chưa nhận được tin này, bạn gửi lại sau ít phút nhé."
NOT_FOUND: Final = "Không có trang này."
NOT_ALLOWED: Final = "Trang này không nhận cách gọi đó."
OTHER_SITE: Final = "Yêu cầu đến từ một trang khác."
CHANNEL_OFF: Final = "Kênh này đang tắt."
BAD_SIGNATURE: Final = "Chữ ký không đúng."
WENT_WRONG: Final = "Bên mình vừa có lỗi, bạn thử lại sau ít phút nhé."
