"""A citizen's emergency and a staff member's reply, played in a real browser."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.conftest import Installation

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PICTURES = os.environ.get("TINCAY_PICTURES")
"""A folder to put the pictures of the guides into; unset, none are taken."""

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium on the PATH"),
]

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


def context(browser: Browser, installation: Installation, size: dict[str, int]) -> BrowserContext:
    made = browser.new_context(
        base_url=installation.base, viewport=size, device_scale_factor=2, locale="vi-VN"
    )
    made.set_default_timeout(20_000)
    return made


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.wait_for_timeout(300)
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


@pytest.fixture(scope="module")
def citizen(browser: Browser, installation: Installation) -> Iterator[Page]:
    with context(browser, installation, PHONE) as made:
        yield made.new_page()


@pytest.fixture(scope="module")
def staff(browser: Browser, installation: Installation) -> Iterator[Page]:
    """A member of staff who has used the one-time link and is signed in."""
    with context(browser, installation, DESKTOP) as made:
        page = made.new_page()
        page.goto(installation.invitation())
        picture(page, "desk-invitation")
        page.get_by_label("Tên hiển thị").fill("Cô Mai")
        page.get_by_label("Tên đăng nhập").fill("mai")
        page.get_by_label(re.compile("^Mật khẩu")).fill("một câu dài dễ nhớ")
        page.get_by_label("Nhập lại mật khẩu").fill("một câu dài dễ nhớ")
        page.get_by_role("button", name="Tạo tài khoản").click()
        page.wait_for_url(re.compile(r"/desk$"))
        yield page


def log(page: Page) -> object:
    return page.get_by_role("log")


def write(page: Page, text: str) -> None:
    page.get_by_label("Tin nhắn của bạn").fill(text)
    page.get_by_role("button", name="Gửi", exact=True).click()


def test_a_question_is_answered_on_a_phone(citizen: Page) -> None:
    citizen.goto("/")
    write(citizen, "Cần Thơ có tổng đài nào giúp người bị bạo lực không?")
    expect(log(citizen)).to_contain_text("Nguồn:")
    expect(log(citizen)).to_contain_text("18008065")
    wide = citizen.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
    picture(citizen, "chat")


def test_an_emergency_reaches_the_desk_and_the_reply_comes_back(citizen: Page, staff: Page) -> None:
    citizen.goto("/")
    write(citizen, "anh ấy đang đập cửa phòng, em và con ở trong")
    expect(log(citizen)).to_contain_text("113")
    picture(citizen, "chat-emergency")

    queue = staff.get_by_text(re.compile(r"CT-\d+")).first
    expect(queue).to_be_visible()
    picture(staff, "desk-queue")
    queue.click()
    staff.get_by_role("button", name=re.compile("Nhận ca")).first.click()
    expect(staff.get_by_text("đang đập cửa phòng").first).to_be_visible()
    staff.get_by_label("Trả lời người nhắn").fill(
        "Cô đây. Em khoá cửa lại, cô gọi 113 cùng em nhé."
    )
    staff.keyboard.press("Control+Enter")
    expect(log(citizen)).to_contain_text("cô gọi 113 cùng em nhé")
    write(citizen, "dạ em khoá rồi cô")
    expect(staff.get_by_text("dạ em khoá rồi cô").first).to_be_visible()
    picture(staff, "desk")
    picture(citizen, "chat-staff")
    expect(log(citizen)).not_to_contain_text("Nguồn: Kế hoạch giai đoạn")


def test_the_bot_is_silent_until_the_case_is_handed_back(citizen: Page, staff: Page) -> None:
    before = citizen.locator("#log article.bot").count()
    write(citizen, "tổng đài ở Cần Thơ số mấy ạ?")
    expect(staff.get_by_text("tổng đài ở Cần Thơ số mấy ạ?").first).to_be_visible()
    assert citizen.locator("#log article.bot").count() == before


def test_quick_exit_leaves_nothing_to_go_back_to(
    browser: Browser, installation: Installation
) -> None:
    with context(browser, installation, PHONE) as made:
        page = made.new_page()
        page.route(re.compile(r"^https://"), lambda route: route.fulfill(body="thời tiết"))
        page.goto("/api/health")
        page.goto("/")
        write(page, "chồng em hay đánh em")
        expect(log(page)).to_contain_text("Mình tin bạn")
        page.get_by_role("button", name="Thoát nhanh").click()
        page.wait_for_url(re.compile(r"^https://"))
        page.go_back()
        assert page.url.endswith("/api/health")
        page.goto("/")
        expect(log(page)).not_to_contain_text("chồng em hay đánh em")
