from __future__ import annotations

import re

import pyotp

PASSWORD = "một câu thật dài nhé"


def test_wrong_password_and_lockout(world):
    browser = world.browser()
    for _ in range(4):
        answer = browser.post("/desk/login", data={"login": "lan", "password": "x"})
        assert answer.status_code == 403 and "chưa đúng" in answer.text
    browser.post("/desk/login", data={"login": "lan", "password": "x"})
    answer = browser.post("/desk/login", data={"login": "lan", "password": PASSWORD})
    assert answer.status_code == 429 and "Thử lại sau 15 phút" in answer.text
    world.clock.pass_minutes(16)
    assert world.sign_in("lan").get("/desk").status_code == 200


def test_the_first_admins_link_works_once(world, database):
    assert world.accounts.first_admin_token() is None
    admin = world.sign_in("lan")
    answer = admin.post("/desk/staff", script=False, do="invite", role="staff")
    link = re.search(r"https://desk\.test(/desk/invite/[\w-]+)", answer.text)[1]
    browser = world.browser()
    form = {"login": "moi", "name": "Người mới", "password": PASSWORD, "again": PASSWORD}
    assert browser.get(link).status_code == 200
    assert browser.post(link, data=form | {"again": "x"}).status_code == 422
    assert (
        browser.post(link, data=form | {"password": "short", "again": "short"}).status_code == 422
    )
    assert browser.post(link, data=form | {"login": "lan"}).status_code == 422
    answer = browser.post(link, data=form)
    assert answer.status_code == 200 and "Bàn trực" in answer.text, "signed in at once"
    assert browser.get(link).status_code == 410
    assert browser.post(link, data=form).status_code == 410


def test_signing_out_ends_the_session(world):
    page = world.sign_in("hoa")
    token = page.client.cookies["__Host-tincay_desk"]
    page.post("/desk/logout", script=False)
    other = world.browser()
    other.cookies.set("__Host-tincay_desk", token)
    assert other.get("/desk", follow_redirects=False).status_code == 303


def test_a_lost_laptop_is_signed_out_from_another_machine(world):
    laptop, phone, other = (world.sign_in(login) for login in ("hoa", "hoa", "tam"))
    answer = phone.post("/desk/account", script=False, do="leave")
    assert answer.headers["location"] == "/desk/login"
    for page in (laptop, phone):
        assert page.get("/desk", follow_redirects=False).status_code == 303
    assert other.get("/desk", follow_redirects=False).status_code == 200
    trail = world.sign_in("lan").get("/desk/trail").text
    assert "Hoà thoát khỏi mọi máy" in trail


def test_sessions_expire(world):
    page = world.sign_in("hoa")
    world.clock.pass_minutes(121)
    assert page.get("/desk", follow_redirects=False).status_code == 303


def test_a_new_password_ends_old_sessions(world):
    page, admin = world.sign_in("hoa"), world.sign_in("lan")
    answer = admin.post("/desk/staff", script=False, do="password", account=str(page.id))
    link = re.search(r"(/desk/invite/[\w-]+)", answer.text)[1]
    new = "câu khác cũng dài lắm"
    world.browser().post(link, data={"password": new, "again": new})
    assert page.get("/desk", follow_redirects=False).status_code == 303
    browser = world.browser()
    assert (
        browser.post("/desk/login", data={"login": "hoa", "password": PASSWORD}).status_code == 403
    )
    assert browser.post("/desk/login", data={"login": "HOA ", "password": new}).status_code == 200


def test_second_factor(world):
    page = world.sign_in("hoa")
    secret = re.search(r"<code>(\w+)</code>", page.get("/desk/account").text)[1]
    assert page.post("/desk/account", script=False, secret=secret, code="0").status_code == 422
    totp = pyotp.TOTP(secret)
    code = totp.at(int(world.clock()))
    assert page.post("/desk/account", script=False, secret=secret, code=code).status_code == 303
    browser = world.browser()
    form = {"login": "hoa", "password": PASSWORD}
    assert browser.post("/desk/login", data=form).status_code == 403
    world.clock.pass_minutes(2)
    code = totp.at(int(world.clock()))
    assert browser.post("/desk/login", data=form | {"code": code}).status_code == 200
    again = world.browser().post("/desk/login", data=form | {"code": code})
    assert again.status_code == 403, "a code is good once"
    assert page.post("/desk/account", script=False, code="000000").status_code == 422
    admin = world.sign_in("lan")
    admin.post("/desk/staff", script=False, do="totp", account=str(page.id))
    assert world.sign_in("hoa")


def test_codes_cannot_be_tried_from_a_stolen_browser(world):
    page = world.sign_in("hoa")
    secret = re.search(r"<code>(\w+)</code>", page.get("/desk/account").text)[1]
    totp = pyotp.TOTP(secret)
    code = totp.at(int(world.clock()))
    assert page.post("/desk/account", script=False, secret=secret, code=code).status_code == 303
    world.clock.pass_minutes(2)
    for _ in range(5):
        assert page.post("/desk/account", script=False, code="000000").status_code == 422
    right = totp.at(int(world.clock()))
    assert page.post("/desk/account", script=False, code=right).status_code == 422
    world.clock.pass_minutes(16)
    right = totp.at(int(world.clock()))
    assert page.post("/desk/account", script=False, code=right).status_code == 303


def test_the_last_admin_stays(world):
    admin = world.sign_in("lan")
    answer = admin.post("/desk/staff", script=False, do="disable", account=str(admin.id))
    assert answer.status_code == 422 and "ít nhất một quản trị viên" in answer.text
    assert admin.get("/desk").status_code == 200


def test_a_disabled_account_is_out_at_once(world):
    page, admin = world.sign_in("hoa"), world.sign_in("lan")
    admin.post("/desk/staff", script=False, do="disable", account=str(page.id))
    assert page.get("/desk", follow_redirects=False).status_code == 303
    answer = world.browser().post("/desk/login", data={"login": "hoa", "password": PASSWORD})
    assert answer.status_code == 403


def test_no_sibling_domain_can_sign_anybody_in(world):
    page = world.sign_in("hoa")
    token = page.client.cookies["__Host-tincay_desk"]
    other = world.browser()
    other.cookies.set("tincay_desk", token)  # what another host of the domain may set
    assert other.get("/desk", follow_redirects=False).status_code == 303
    answer = world.browser().post(
        "/desk/login", data={"login": "hoa", "password": PASSWORD}, follow_redirects=False
    )
    given = answer.headers["set-cookie"]
    assert given.startswith("__Host-tincay_desk=") and "Path=/;" in given and "Secure" in given
    assert "domain" not in given.lower()
