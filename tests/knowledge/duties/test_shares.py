from knowledge.duties.shares import read_shares


def test_roles_in_brackets():
    shares = read_shares("Thư viện huyện (chủ trì), Nhà Thiếu nhi và Đội Tuyên truyền (phối hợp).")
    assert shares is not None
    assert (shares.lead, shares.role) == (("Thư viện huyện",), "chủ trì")
    assert shares.partners == ("Nhà Thiếu nhi", "Đội Tuyên truyền")


def test_partners_named_behind_the_bracket():
    shares = read_shares("Khoa Nội (đầu mối), Khoa Ngoại phối hợp: khám ngay")
    assert shares is not None
    assert shares.partners == ("Khoa Ngoại",)
    assert shares.rest.strip(" :") == "khám ngay"


def test_other_brackets_share_nothing():
    assert read_shares("Khoa Nội (tầng 2) khám ngay") is None
