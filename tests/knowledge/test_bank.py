import numpy as np

from knowledge.bank import Bank


def unit(*numbers):
    vector = np.array(numbers, np.float32)
    return vector / np.linalg.norm(vector)


def bank():
    questions = np.stack([unit(1, 0, 0), unit(0, 1, 0), unit(0, 0, 1)])
    clauses = np.stack([unit(1, 0, 0), unit(0, 1, 0)])
    return Bank(questions, np.array([0, 1, -1]), clauses)


def test_what_answered_a_question_of_the_same_meaning_is_known():
    passages = np.stack([unit(1, 0, 0), unit(0, 1, 0)])
    known, unanswered = bank().known(unit(1, 0, 0), passages)
    assert known.tolist() == [1.0, 0.0]
    assert unanswered == 0.0


def test_a_question_itself_may_be_left_out():
    known, _ = bank().known(unit(1, 0, 0), np.stack([unit(1, 0, 0)]), but=0)
    assert known.tolist() == [0.0]


def test_a_question_without_an_answer_is_near():
    known, unanswered = bank().known(unit(0, 0, 1), np.stack([unit(1, 0, 0)]))
    assert (known.tolist(), unanswered) == ([0.0], 1.0)


def test_it_is_written_and_read(tmp_path):
    bank().save(tmp_path)
    again = Bank.load(tmp_path)
    assert len(again) == 3
    known, _ = again.known(unit(1, 0, 0), np.stack([unit(1, 0, 0)]))
    assert known.tolist() == [1.0]
