from __future__ import annotations


def test_the_queue_is_sent_again_only_when_something_happened(world):
    hoa = world.sign_in("hoa")
    first = hoa.get("/desk/queue")
    again = hoa.get("/desk/queue", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    case = world.emergency()
    new = hoa.get("/desk/queue", headers={"if-none-match": first.headers["etag"]})
    assert new.status_code == 200 and case.number in new.text
    tag = new.headers["etag"]
    other = hoa.get("/desk/queue?case=1", headers={"if-none-match": tag})
    assert other.status_code == 200, "another page shows another case as chosen"


def test_each_colleague_sees_whose_cases_are_whose(world):
    mine, free = world.emergency(), world.emergency("web:other")
    hoa, tam = world.sign_in("hoa"), world.sign_in("tam")
    hoa.act(mine, "accept")
    hers, his = hoa.get("/desk/queue").text, tam.get("/desk/queue").text
    assert hers.index("Ca của bạn") < hers.index(mine.number)
    assert "Đồng nghiệp đang giữ" not in hers
    assert his.index("Đồng nghiệp đang giữ") < his.index(mine.number)
    for text in (hers, his):
        assert text.index("Đang chờ") < text.index(free.number) < text.index("Ca của bạn")


def test_the_case_on_the_page_is_marked_and_no_other(world):
    for number in range(12):
        world.emergency(f"web:{number}")
    text = world.sign_in("hoa").get("/desk/queue?case=1").text
    assert text.count("aria-current") == 1
    assert 'data-case="1" aria-current="true"' in text
