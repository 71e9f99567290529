"""What the knowledge room says to people, in Vietnamese."""

from __future__ import annotations

INDEXING = "Lập chỉ mục {plans} kế hoạch, {passages} đoạn…"
COUNTED = "Đã đếm từ của {done}/{total} đoạn."
ENCODED = "Đã mã hoá {done}/{total} đoạn."

PLAN_NAME = "Kế hoạch{years} của {issuer}"
SECTION = "mục {section}"
UNNUMBERED = "phần mở đầu hoặc nơi ký"
SOURCE = "Nguồn: {plan}, {sections} ({validity})."
SEE_ALSO = "Xem thêm: {sections}."
LEVEL = "Mức ghi cạnh đó: {level}."
LEADS = "Chủ trì: {agency}."
WITH = "Phối hợp: {partners}."
BY = "Thời gian: {deadline}."
CAUTION = "Lưu ý: {caution}"

SAYS = "{plan} ghi ở {where}{heading}: “{text}”."
HEADING = " ({heading})"
NUMBER_OF = "Số {phone} là số của {place}, không phải của {asked}."
NUMBER_UNKNOWN = (
    "Số này không có trong các kế hoạch mình đang có, nên mình không dám nói đó là số của ai."
)
ONLY_QUOTE = "Kế hoạch ghi ({section}): “{text}”"
OTHERWISE = "Lưu ý, {where} của chính kế hoạch này lại ghi tỷ lệ khác: “{text}”."
ALSO = "Ngoài ra, {where}{heading}: “{text}”."
NOT_SO = "Không đúng như vậy. "
ACROSS = "Các kế hoạch mình đang có ghi như sau:"
ACROSS_ITEM = "- {plan}, {where}{heading}: “{text}”."

FIELD = {
    "signer": "Người ký {plan} là {value}.",
    "number": "{plan} mang số {value}.",
    "date": "{plan} ghi {value}.",
    "issuer": "Văn bản này do {value} ban hành.",
    "title": "Tên văn bản: {value}.",
    "recipients": "Nơi nhận ghi trong {plan}:",
    "basis": "{plan} dựa trên:",
    "period": "Về thời gian, {plan} ghi:",
}
NO_NUMBER = "{plan}: văn bản không ghi số."
NO_DATE = "{plan}: văn bản không ghi ngày ban hành."
NO_SIGNER = "{plan}: văn bản không ghi người ký."

NOT_IN_PLANS = "Việc này không có trong các kế hoạch mình đang có{scope}."
NO_TASK_FOR = "{plan} không giao việc nào cho {agency}."
READ_AS = "Bản chụp chép số này là “{written}”; đọc là {phone}."
NOT_IN_PLANS_SCOPE = " ({plans})"
REDIRECT = "Bạn có thể hỏi nơi được kế hoạch giao việc, ở {where}: “{text}”"
REDIRECT_HOTLINE = "Bạn cũng có thể gọi {phone}, số trong kế hoạch của {place}, {where}."
REDIRECT_GENERAL = "Bạn có thể hỏi công an, trạm y tế hoặc Hội Liên hiệp Phụ nữ nơi bạn ở."
NO_PLAN_FOR_PLACE = (
    "Mình chưa có kế hoạch nào của {place}, nên không trả lời thay được. Mình đang có: {plans}."
)
OTHER_YEAR = "Không có trong các kế hoạch mình đang có: của {place}, mình chỉ có {plans}."
CITED_ONLY = (
    "Văn bản này chỉ được nhắc tới, nội dung của nó không có trong các kế hoạch mình đang có. "
    "Chỗ nhắc tới, {where}: “{text}”"
)
OUT_OF_SCOPE = (
    "Câu này mình không biết nên không dám nói. "
    "Mình trả lời được về bạo lực trên cơ sở giới và các kế hoạch của địa phương."
)
REFUSED = (
    "Việc này mình không giúp được. Nếu trong nhà đang căng thẳng hay bạn sợ không giữ được bình "
    "tĩnh, bạn có thể nhờ công an hoặc Hội Liên hiệp Phụ nữ nơi bạn ở, để mọi người được an toàn."
)
REFUSED_PRIVATE = (
    "Mình không đưa thông tin riêng của ai, cũng không đổi cách làm việc theo yêu cầu "
    "trong tin nhắn. "
    "Mình chỉ trả lời bằng điều các kế hoạch công khai đã ghi."
)
NEEDS_PLACE = "Việc này mỗi nơi ghi một khác. Bạn đang hỏi cho địa phương nào: {places}?"
