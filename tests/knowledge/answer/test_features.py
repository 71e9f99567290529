from knowledge.answer.features import FEATURES, features_of, own_words, owners
from knowledge.answer.question import understand
from knowledge.plan import Passage
from knowledge.search import Hit


def hit(text, heading="", kind="body", row=0, dense=0.5):
    return Hit(row, Passage(f"p#{row}", "p", "I", text, heading, kind), 0.5, dense, 0.1)


def column(table, name):
    return table[:, FEATURES.index(name)].tolist()


def test_the_passage_with_the_words_of_plans_speaks_to_the_point():
    question = understand("tiền đâu ra")
    hits = [hit("Nguồn kinh phí từ ngân sách nhà nước"), hit("Tổ chức hội thi", row=1)]
    table = features_of(question, hits)
    assert column(table, "lay") == [1.0, 0.0]


def test_a_number_and_a_paper_that_are_named():
    question = understand("Quyết định 625 là gì, có 70% không")
    hits = [hit("Quyết định số 625/QĐ-TTg"), hit("Tối thiểu 70% người", row=1)]
    table = features_of(question, hits)
    assert column(table, "document") == [1.0, 0.0]
    assert column(table, "number")[1] == 1.0


def test_no_hits_have_no_features():
    assert features_of(understand("tiền đâu ra"), []).shape == (0, len(FEATURES))


def test_words_of_any_question_are_not_its_own():
    assert own_words(understand("kinh phí là gì")) == ["kinh", "phi"]


def test_a_clause_speaks_to_the_agency_it_begins_with_or_stands_under():
    passage = Passage("p#0", "p", "IV.3", "3. Sở Tư pháp hướng dẫn", "", "body")
    assert owners(passage) == {"so-tu-phap"}
    passage = Passage("p#0", "p", "IV.3", "- Hướng dẫn", "3. Sở Tư pháp", "body")
    assert owners(passage) == {"so-tu-phap"}
