from types import SimpleNamespace

from knowledge.answer.turn import issuers_of


def test_a_unions_standing_committee_speaks_for_it():
    plans = {"a": SimpleNamespace(issuer="Ban Thường vụ Hội Liên hiệp Phụ nữ phường Vĩnh Châu")}
    assert issuers_of(SimpleNamespace(plans=plans)) == {"ban-thuong-vu-hoi-lhpn", "hoi-lhpn"}
