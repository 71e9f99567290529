from __future__ import annotations

import re

import pytest

from handoff.desk import guard


def test_every_page_asks_to_sign_in(world):
    browser = world.browser()
    for route in world.app.routes:
        path = route.path.replace("{case:int}", "1").replace("{action}", "accept")
        if "GET" in (route.methods or ()) and not re.search("login|invite|static|events", path):
            answer = browser.get(path, follow_redirects=False)
            assert answer.status_code == 303, path
            assert answer.headers["location"] == "/desk/login"
        if "POST" in route.methods and not re.search("login|invite", path):
            assert browser.post(path, data={}).status_code == 401, path
    assert browser.get("/desk/events").status_code == 401


def test_strict_headers_and_no_inline_script(world):
    world.emergency()
    page = world.sign_in("lan")
    paths = (
        "/desk", "/desk/cases/1", "/desk/search", "/desk/roster", "/desk/numbers", "/desk/trail",
        "/desk/staff", "/desk/account", "/desk/cases/1/referral", "/desk/cases/9",
    )  # fmt: skip
    for path in paths:
        answer = page.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-frame-options"] == "DENY"
        assert not re.search(
            r"<script>|<script [^>]*>[^<]|style=|\son\w+=|https?://", answer.text
        ), path


def test_static_files_are_cached_for_ever_and_nothing_else_is_served(world):
    browser = world.browser()
    page = browser.get("/desk/login").text
    for address in re.findall(r'"(/desk/static/[^"]+)"', page):
        answer = browser.get(address)
        assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]
    assert browser.get("/desk/static/x/app.py").status_code == 404
    assert browser.get("/desk/static/x/..%2Fapp.py").status_code == 404


def test_posts_need_the_token_of_their_session(world):
    case = world.emergency()
    page, other = world.sign_in("hoa"), world.sign_in("tam")
    for token in ("", "wrong", other.csrf):
        answer = page.client.post(f"/desk/cases/{case.id}/accept", data={"csrf": token})
        assert answer.status_code == 403
    assert world.case(case).owner is None


def test_a_foreign_page_cannot_sign_anybody_in(world):
    browser = world.browser()
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.test"}):
        answer = browser.post("/desk/login", data={"login": "lan"}, headers=headers)
        assert answer.status_code == 403


def test_the_cookie(world):
    browser = world.browser()
    answer = browser.post(
        "/desk/login", data={"login": "lan", "password": "một câu thật dài nhé"},
        follow_redirects=False,
    )  # fmt: skip
    cookie = answer.headers["set-cookie"].lower()
    for part in ("__host-tincay_desk=", "httponly", "samesite=strict", "secure", "path=/;"):
        assert part in cookie


@pytest.mark.parametrize(
    ("login", "allowed"),
    [
        ("hoa", {"/desk", "/desk/search", "/desk/roster"}),
        ("mai", {"/desk", "/desk/search", "/desk/roster", "/desk/numbers", "/desk/numbers.xlsx"}),
        (
            "lan",
            {
                "/desk", "/desk/search", "/desk/roster", "/desk/numbers", "/desk/numbers.xlsx",
                "/desk/trail", "/desk/staff",
            },
        ),
    ],
)  # fmt: skip
def test_roles(world, login, allowed):
    page = world.sign_in(login)
    for path in (
        "/desk", "/desk/search", "/desk/roster", "/desk/numbers", "/desk/numbers.xlsx",
        "/desk/trail", "/desk/staff",
    ):  # fmt: skip
        assert page.get(path).status_code == (200 if path in allowed else 403), path


def test_a_large_form_is_not_read(world):
    page = world.sign_in("hoa")
    answer = page.post("/desk/account", code="x" * (guard.MOST_FORM_BYTES + 1))
    assert answer.status_code == 403


@pytest.mark.parametrize("digits", ["9" * 25, "9" * 5000, "²", "٣"], ids=len)
def test_numbers_no_id_can_be_are_not_found(world, digits):
    page = world.sign_in("lan")
    for path in ("", "/talk", "/referral"):
        assert page.get(f"/desk/cases/{digits}{path}").status_code == 404
    assert page.post(f"/desk/cases/{digits}/unmask").status_code == 404
    assert page.get(f"/desk/queue?case={digits}").status_code == 200
    assert page.get(f"/desk/trail?before={digits}").status_code == 200
    assert page.post("/desk/staff", do="disable", account=digits).status_code == 422
    assert page.post("/desk/roster", do="remove", shift=digits).status_code in (303, 422)
    added = page.post("/desk/roster", staff=digits, start="08:00", end="10:00", weekday="1")
    assert added.status_code in (303, 422)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_at_the_ends_of_the_calendar(world, day):
    page = world.sign_in("lan")
    assert page.get(f"/desk/search?day={day}").status_code == 200
    assert page.get(f"/desk/numbers?since={day}&until={day}").status_code == 200
    assert page.get(f"/desk/numbers.xlsx?since={day}&until={day}").status_code == 200
