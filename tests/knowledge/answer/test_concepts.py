from knowledge.answer.concepts import abbreviations, concepts_in, plain_words


def names(question):
    return {concept.name for concept in concepts_in(plain_words(question))}


def test_everyday_words_lead_to_the_plans_words():
    assert "shelter" in names("tối nay em chạy đi đâu")
    assert "funding" in names("lấy tiền ở đâu ra")
    assert "confidential" in names("có giữ kín cho em không")
    assert "hotline" in names("goi ai bay gio")
    assert names("trời hôm nay đẹp quá") == set()


def test_abbreviations_are_written_out():
    assert abbreviations("QRTD ở DN") == "quấy rối tình dục doanh nghiệp"
    assert abbreviations("không viết gì cả") == ""
