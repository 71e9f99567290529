"""What the readers tell the operator, in Vietnamese."""

from __future__ import annotations

MISSING = "Không thấy tệp {name}."
EMPTY = "Tệp {name} không có chữ nào."
UNKNOWN_FORMAT = (
    "Tệp {name}: chưa đọc được định dạng {suffix}. Dùng .txt, .md, .docx, .pdf hoặc .html."
)
OLD_WORD = (
    "Tệp {name} là Word đời cũ (.doc). Mở bằng Word hoặc LibreOffice rồi lưu lại thành .docx."
)
OPEN_DOCUMENT = (
    "Tệp {name} là OpenDocument (.odt). Mở bằng LibreOffice hoặc Word rồi lưu lại thành .docx."
)
BROKEN = "Tệp {name} bị hỏng hoặc không phải {format}: {reason}."
PASSWORD = "Tệp {name} có mật khẩu. Bỏ mật khẩu rồi thêm lại."  # noqa: S105
SCANNED = (
    "Tệp {name} là bản quét, không có lớp chữ. "
    "Chạy nhận dạng chữ (OCR tiếng Việt) hoặc xin bản .docx, rồi thêm lại."
)
SOME_PAGES_SCANNED = (
    "Trang {pages} không có lớp chữ (bản quét), nội dung các trang này chưa được đọc."
)
NOT_TEXT = "Tệp {name} không phải văn bản: không nhận ra bảng mã chữ."
CONVERTED = (
    "Văn bản dùng bảng mã cũ {encoding}, đã chuyển sang Unicode; nên đối chiếu vài dòng "
    "với bản gốc."
)
REFUSED_ENCODING = (
    "Tệp {name} có vẻ dùng bảng mã cũ ({encoding}) nhưng chuyển sang Unicode không ra tiếng Việt. "
    "Chuyển mã bằng UniKey (Unicode dựng sẵn) rồi thêm lại."
)
NO_ACCENTS = "Văn bản hầu như không có dấu tiếng Việt: trích dẫn sẽ không có dấu."
