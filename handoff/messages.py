"""Words of the handoff that citizens read, apart from the urgent replies of ``urgent.yml``."""

from __future__ import annotations

from typing import Final

__all__: list[str] = []

# What a tapped button sends back as the person's own message.
NOT_SO: Final = "Không phải vậy"
ERASE: Final = "Xoá hết"
COPY: Final = "Gửi tôi bản lưu"
CONNECT: Final = "Có, cho tôi gặp người"
NOT_YET: Final = "Chưa cần"
REVOKE: Final = "Rút lại đồng ý cho đọc"

CONNECT_CHILD_TITLE: Final = "Có, cho con gặp người"
CALL_TITLE: Final = "Gọi {phone} ({label})"
CALL_TITLE_NEUTRAL: Final = "Gọi {phone}"

# {You} and {you} stand for "Bạn"/"bạn", "Con"/"con" or "Bác"/"bác".
NUMBERS_EMERGENCY: Final = "Gọi ngay: {numbers}."
NUMBERS_EMERGENCY_CHILD: Final = "Con gọi ngay: {numbers}."
NUMBERS_DISCLOSURE: Final = "Số có thể gọi: {numbers}."
NUMBERS_DISCLOSURE_CHILD: Final = "Con có thể gọi: {numbers}."
NUMBER: Final = "{phone} ({label})"
NUMBER_IN_DANGER: Final = "{phone} ({label}, khi nguy hiểm)"

EMERGENCY_TEXT_HINT: Final = "Không tiện nói thì nhắn người mà {you} tin gọi giúp."
EMERGENCY_ON_DUTY: Final = (
    "Mình đã báo người trực; họ đọc được tin này và các tin sau của {you}. "
    "Muốn thôi thì nhắn “dừng”."
)
EMERGENCY_ON_DUTY_CHILD: Final = (
    "Cô chú trực đã được báo, và đọc được tin này cùng các tin sau của con. "
    "Muốn thôi, con nhắn “dừng”."
)
EMERGENCY_OFF_DUTY: Final = (
    "Giờ này chưa có người trực, {you} gọi các số trên nhé. "
    "Tin này và các tin sau được giữ cho ca tới đọc. Muốn thôi thì nhắn “dừng”."
)
EMERGENCY_OFF_DUTY_CHILD: Final = (
    "Giờ này chưa có cô chú nào trực, con gọi số trên nhé. "
    "Tin của con được giữ cho cô chú ca tới đọc. Muốn thôi, con nhắn “dừng”."
)

OFFER: Final = (
    "{You} có muốn nhắn với một người trực không? Nếu đồng ý, họ đọc được đoạn trò chuyện này. "
    "Muốn thôi thì nhắn “dừng”."
)
OFFER_CHILD: Final = (
    "Con có muốn nhắn với một cô chú trực không? Nếu con đồng ý, cô chú đọc được đoạn này. "
    "Muốn thôi, con nhắn “dừng”."
)
OFFER_OFF_DUTY: Final = (
    "Giờ này chưa có người trực. Nếu {you} đồng ý, đoạn này được giữ cho người trực ca tới đọc và "
    "trả lời. Muốn thôi thì nhắn “dừng”."
)
OFFER_OFF_DUTY_CHILD: Final = (
    "Giờ này chưa có cô chú nào trực. Nếu con đồng ý, đoạn này được giữ cho cô chú ca tới đọc. "
    "Muốn thôi, con nhắn “dừng”."
)
STILL_POSSIBLE: Final = (
    "Lúc nào muốn nhắn với người trực, {you} bấm nút bên dưới. Muốn thôi thì nhắn “dừng”."
)
STILL_POSSIBLE_CHILD: Final = (
    "Lúc nào muốn nhắn với cô chú trực, con bấm nút bên dưới nhé. Muốn thôi, con nhắn “dừng”."
)
IS_READ: Final = "Người trực đọc được tin này của {you}. Muốn thôi thì nhắn “dừng”."
IS_READ_CHILD: Final = "Cô chú trực đọc được tin này của con. Muốn thôi, con nhắn “dừng”."
WAITS_FOR_SHIFT: Final = (
    "Giờ này chưa có người trực; tin này của {you} được giữ cho ca tới đọc. "
    "Muốn thôi thì nhắn “dừng”."
)
WAITS_FOR_SHIFT_CHILD: Final = (
    "Giờ này chưa có cô chú nào trực; tin này của con được giữ cho ca tới đọc. "
    "Muốn thôi, con nhắn “dừng”."
)
ASK_PLACE: Final = "Muốn thêm số ở gần, {you} nhắn tên tỉnh, thành."
ASK_PLACE_CHILD: Final = "Muốn thêm số ở gần, con nhắn tên tỉnh, thành con ở."

WATCHED_EMERGENCY: Final = (
    "{numbers}\nMình hiểu. Không tiện thì đừng nhắn gì thêm. "
    "Khi tiện, một chữ cũng được; muốn thôi, nhắn “dừng”."
)
WATCHED_EMERGENCY_CHILD: Final = (
    "{numbers}\nMình hiểu rồi. Không tiện thì con đừng nhắn nữa. "
    "Khi tiện, một chữ cũng được; muốn thôi, con nhắn “dừng”."
)
WATCHED_DISCLOSURE: Final = (
    "Mình tin bạn. Không tiện thì để lúc khác, muốn thôi thì nhắn “dừng”.\n{numbers}"
)
WATCHED_DISCLOSURE_CHILD: Final = (
    "Mình tin con. Không tiện thì để lúc khác, muốn thôi thì nhắn “dừng”.\n{numbers}"
)

# Said to the citizen when the conversation changes hands; the desk sends them. On a phone that
# somebody may be reading nothing is said that tells who is writing.
JOINED: Final = "Chào {you}, người trực đang ở đây và trả lời {you} trực tiếp."
JOINED_CHILD: Final = "Chào con, có cô chú trực đang ở đây và trả lời con trực tiếp."
JOINED_WATCHED: Final = "Mình đây. Khi nào tiện, {you} nhắn một chữ cũng được."
TRANSFERRED: Final = "Một người trực khác sẽ trả lời {you} tiếp. {You} không cần kể lại từ đầu."
TRANSFERRED_CHILD: Final = (
    "Một cô chú trực khác sẽ trả lời con tiếp. Con không phải kể lại từ đầu đâu."
)
TRANSFERRED_WATCHED: Final = "Có người khác nhắn tiếp với {you} nhé."
RELEASED: Final = (
    "Người trực vừa phải rời máy, không phải vì {you}. Cuộc trò chuyện đang chờ người trực khác "
    "nhận, có thể mất một lúc. Trong lúc chờ, trợ lý tự động trả lời {you}; nguy hiểm thì {you} "
    "gọi công an ngay."
)
RELEASED_CHILD: Final = (
    "Cô chú trực vừa phải rời máy, không phải vì con. Con chờ cô chú khác một lúc nhé. "
    "Trong lúc chờ, trợ lý tự động trả lời con; nguy hiểm thì con gọi công an ngay."
)
RELEASED_WATCHED: Final = "Trong lúc chờ người khác, trợ lý tự động trả lời {you}."
RETURNED: Final = (
    "Người trực đã rời cuộc trò chuyện. Từ đây trợ lý tự động trả lời {you}. "
    "Muốn gặp người trực, {you} cứ nhắn “gặp người trực”."
)
RETURNED_CHILD: Final = (
    "Cô chú trực đã rời cuộc trò chuyện. Từ đây trợ lý tự động trả lời con. "
    "Muốn gặp cô chú trực, con cứ nhắn “gặp người trực”."
)
RETURNED_WATCHED: Final = "Từ đây trợ lý tự động trả lời {you}. Khi cần, {you} cứ nhắn."
CLOSED: Final = (
    "Người trực xin dừng ở đây. Cảm ơn {you} đã nói chuyện. "
    "Khi cần, {you} nhắn lại lúc nào cũng được, không phải giải thích gì."
)
CLOSED_CHILD: Final = (
    "Cô chú trực xin dừng ở đây. Cảm ơn con đã nói chuyện với cô chú. "
    "Khi cần, con nhắn lại lúc nào cũng được."
)
CLOSED_WATCHED: Final = "Mình dừng ở đây. Khi cần, {you} nhắn lại lúc nào cũng được."
WITHDRAWN: Final = (
    "Mình tin bạn, cảm ơn bạn đã nói lại. Bạn không phải giải thích gì. "
    "Nếu có lúc cần, bạn cứ nhắn mình."
)
WITHDRAWN_CHILD: Final = (
    "Mình tin con, cảm ơn con đã nói lại. Con không phải giải thích gì. "
    "Lúc nào cần, con cứ nhắn nhé."
)

# Asked by staff of somebody whose earlier messages they may not read yet; the buttons send back
# CONNECT and NOT_YET, which the channels know.
CONSENT_YES: Final = "Đồng ý cho người trực đọc"
CONSENT_YES_CHILD: Final = "Con đồng ý cho cô chú đọc"
CONSENT_NO: Final = "Chưa đồng ý"
