from __future__ import annotations

import pytest
from rasa.shared.exceptions import InvalidConfigException

from nlu.components.entities import AGENCY_LEMMA, PLACE_LEMMA, PlaceAgencyExtractor
from nlu.components.tokenizer import SyllableTokenizer
from tests.nlu.components.conftest import Make, examples, message


def test_places_and_agencies_become_entities(make: Make) -> None:
    typed = "Sở Y tế Cần Thơ làm gì?"
    (read,) = make(PlaceAgencyExtractor).process([message(typed)])
    found = {entity["entity"]: entity for entity in read.get("entities")}
    assert found["place"]["value"] == "can-tho"
    assert typed[found["place"]["start"] : found["place"]["end"]] == "Cần Thơ"
    assert found["agency"]["value"] == "so-y-te"
    assert found["place"]["extractor"] == "PlaceAgencyExtractor"


def test_entities_of_others_stay(make: Make) -> None:
    other = {"entity": "x", "value": "y", "start": 0, "end": 1}
    (read,) = make(PlaceAgencyExtractor).process([message("ở Lai Châu", entities=[other])])
    assert [entity["entity"] for entity in read.get("entities")] == ["x", "place"]


def test_nothing_named_gives_an_empty_list(make: Make) -> None:
    (read,) = make(PlaceAgencyExtractor).process([message("cảm ơn bạn")])
    assert read.get("entities") == []


def test_masked_tokens_share_a_lemma(make: Make) -> None:
    (read,) = make(SyllableTokenizer).process([message("Công an ở Hà Nội đâu")])
    make(PlaceAgencyExtractor, mask_tokens=True).process([read])
    lemmas = [token.lemma for token in read.get("text_tokens")]
    assert lemmas == [AGENCY_LEMMA, AGENCY_LEMMA, "o", PLACE_LEMMA, PLACE_LEMMA, "dau"]


def test_training_examples_are_masked_but_not_annotated(make: Make) -> None:
    data = examples([("tui ở Lai Châu", "inform_place")])
    make(SyllableTokenizer).process_training_data(data)
    make(PlaceAgencyExtractor, mask_tokens=True).process_training_data(data)
    (example,) = data.training_examples
    assert example.get("entities") is None
    assert [token.lemma for token in example.get("text_tokens")][-1] == PLACE_LEMMA


def test_a_wrong_setting_is_refused(make: Make) -> None:
    with pytest.raises(InvalidConfigException, match="mask_tokens"):
        make(PlaceAgencyExtractor, mask_tokens="yes")
