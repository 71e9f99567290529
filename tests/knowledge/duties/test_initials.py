import dataclasses

import pytest

from knowledge.duties.initials import names_for_initials
from knowledge.plan import Duty

NAME = "Phòng Quản lý Đê điều và Thủy lợi"


@pytest.fixture(scope="module")
def plan(plans):
    duties = (Duty("x", "I", NAME, "chủ trì", "tuyên truyền"),)
    return dataclasses.replace(plans["thanh-sen-2026-2030"], duties=duties)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Phòng QL ĐĐ TL lo gì", f"{NAME} lo gì"),
        ("phòng qlđđtl lo gì", "phòng Quản lý Đê điều và Thủy lợi lo gì"),
        ("QL, ĐĐ và TL lo gì", f"{NAME} lo gì"),
        ("PQLĐĐTL lo gì", f"{NAME} lo gì"),
        ("quản lý đê điều lo gì", "quản lý đê điều lo gì"),
        ("", ""),
    ],
)
def test_initials_of_a_body_of_the_plan(plan, typed, read):
    assert names_for_initials(typed, [plan]) == read


def test_initials_everybody_knows_are_left(plans):
    typed = "Trong Hội LHPN Hà Nội ban nào làm đầu mối?"
    assert names_for_initials(typed, plans.values()) == typed


def test_initials_of_no_body(plans):
    assert names_for_initials("PQLĐĐTL làm gì", [plans["can-tho-2024"]]) == "PQLĐĐTL làm gì"
