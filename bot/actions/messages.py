"""Words of the actions that citizens and officers read; fixed replies stand in ``domain.yml``.

Texts of buttons are sent back as the person's own message, so each stands, word for word, in
``nlu/data/buttons.yml`` too.
"""

from __future__ import annotations

from typing import Final

__all__: list[str] = []

# buttons: title and the words sent back
WANT_HUMAN: Final = "Cho tôi gặp người trực"
HELP: Final = "Bạn giúp được gì?"
WHAT_SUPPORT: Final = "Bị bạo lực thì được hỗ trợ những gì?"
WHAT_SUPPORT_TITLE: Final = "Bị bạo lực được hỗ trợ gì?"
WHO_LEADS: Final = "Ai chủ trì việc này?"
WHO_PARTNERS: Final = "Ai phối hợp?"
WHEN_REPORT: Final = "Hạn báo cáo khi nào?"
KEEP: Final = "Thôi, giữ lại"
IN_PLACE: Final = "Mình ở {place}"
ELSEWHERE: Final = "Mình ở nơi khác"
ELSEWHERE_TITLE: Final = "Nơi khác"

# questions and answers
ASK_PLACE: Final = "Bạn đang hỏi cho nơi nào?"
ASK_PLACE_NAME: Final = "Bạn nhắn tên tỉnh hoặc thành phố giúp mình nhé."
PLACE_NOTED: Final = "Mình ghi nhớ bạn ở {place}. Bạn muốn hỏi điều gì?"
NUMBERS: Final = "Số có thể gọi: {numbers}."
NUMBERS_NEAR: Final = "Ở {place}, số có thể gọi: {numbers}."
NUMBER: Final = "{phone} ({label})"
NOT_UNDERSTOOD: Final = (
    "Mình chưa hiểu ý bạn. Bạn nói lại bằng câu khác được không? Mình trả lời được về các kế hoạch "
    "phòng, chống bạo lực và nơi giúp người bị bạo lực."
)
NOT_UNDERSTOOD_CARE: Final = (
    "Mình vẫn ở đây với bạn. Bạn không phải nói cho rõ ràng đâu, kể thêm hay hỏi số gọi đều được. "
    "Bạn có muốn nhắn với một người trực không? Nếu đồng ý, họ đọc được đoạn trò chuyện này."
)
OUT_OF_SCOPE: Final = (
    "Việc này mình không biết nên không dám nói. "
    "Mình trả lời được về phòng, chống bạo lực trên cơ sở giới và các kế hoạch của địa phương."
)
NOTHING_TO_FOLLOW: Final = (
    "Bạn đang hỏi tiếp về điều gì? Nói cả câu giúp mình, ví dụ: "
    "“Thành Sen: ai chủ trì truyền thông?”."
)
KNOWLEDGE_AWAY: Final = (
    "Xin lỗi bạn, lúc này mình chưa tra được các kế hoạch. Bạn thử lại sau ít phút nhé, "
    "hoặc nhắn “gặp người trực”."
)

# consent and handing over
ASK_CONSENT: Final = (
    "Bạn muốn nhắn với người trực phải không? Nếu bạn đồng ý, họ đọc được đoạn trò chuyện này để "
    "bạn không phải kể lại từ đầu."
)
CONSENTED: Final = "Cảm ơn bạn. Mình chuyển đoạn trò chuyện này tới người trực ngay bây giờ."
DECLINED: Final = (
    "Không sao cả, mọi việc theo ý bạn. Chưa có bạn đồng ý thì người trực không đọc đoạn này, "
    "trừ tin lúc nguy hiểm. Khi nào muốn, bạn cứ nhắn “gặp người trực”."
)

# correction
BELIEVED: Final = (
    "Mình tin bạn, cảm ơn bạn đã nói lại. Xin lỗi vì mình hiểu nhầm. Nếu có lúc cần, bạn cứ nhắn, "
    "không phải giải thích gì."
)
BELIEVED_ASK: Final = (
    "Mình hiểu nhầm rồi, xin lỗi bạn. Bạn nói lại giúp mình điều bạn muốn hỏi nhé."
)

# erasing
ASK_ERASE: Final = (
    "Bạn muốn xoá hết những gì bạn đã nhắn ở đây? Xoá rồi thì không lấy lại được, người trực cũng "
    "không còn thấy."
)
ERASING: Final = (
    "Mình xoá ngay. Phần còn lưu trên máy của bạn thì bạn tự xoá cuộc trò chuyện này nhé."
)
KEPT: Final = "Mình giữ nguyên. Khi nào muốn xoá, bạn nhắn “xoá hết”."
