import pytest

from knowledge.answer.concepts import plain_words
from knowledge.answer.cues import Words, cue, cues


def test_folded_phrases_meet_folded_words():
    assert cue(["goi ai"]).search(plain_words("Gọi ai bây giờ?"))
    assert not cue(["goi ai"]).search(plain_words("Gọi ải"[:3]))


def test_accented_phrases_are_not_taken_for_other_words():
    prison = cue(["đi tù"])
    assert prison.search(plain_words("đánh vợ có đi tù không"))
    assert not prison.search(plain_words("đi từ nhà"))
    assert prison.search(plain_words("danh vo co di tu khong"))


def test_a_star_leaps_over_a_few_words():
    assert cue(["ket hon * nuoc ngoai"]).search("ket hon voi nguoi nuoc ngoai")
    assert not cue(["ket hon * nuoc ngoai"]).search("ket hon a b c d e f nuoc ngoai")


def test_phrases_end_at_words():
    assert not cue(["an"]).search("lan")
    assert cue(["an"]).match("an com")
    assert not cue(["com"]).match("an com")


def test_words_keep_their_accents_beside():
    words = plain_words("Tù, từ và 25/11: 70%")
    assert words == "tu tu va 25/11 70 %"
    assert words.accented == "tù từ và 25/11 70 %"
    assert plain_words("khong dau").accented == ""
    assert isinstance(words, Words)


def test_every_part_of_the_file_compiles():
    for part in ("across", "harm", "private", "injection", "domain", "content", "premise"):
        cue(cues(part))
    for part in ("wants", "fields"):
        for phrases in cues(part).values():
            cue(phrases)


def test_an_unknown_part_is_an_error():
    with pytest.raises(KeyError):
        cues("nothing")
