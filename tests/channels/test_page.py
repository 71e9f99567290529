"""The chat page in a real browser: phone width, keyboard alone, a connection that breaks."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Page, async_playwright, expect
from playwright.async_api import Route as Asked
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.settings import Settings
from channels.outbox import Outbox
from handoff.case import Case
from handoff.cases import Cases
from handoff.cipher import Cipher
from handoff.database import Database
from handoff.reply import Reply
from tests.channels.front_process import FrontProcess, rasa
from tests.channels.loopback import serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(240),
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium on the PATH"),
]

EMERGENCY = "chồng em đang cầm dao đòi giết em, em ở Cần Thơ"


@pytest.fixture
async def gate() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@pytest.fixture
async def front(tmp_path: Path, gate: asyncio.Event) -> AsyncIterator[FrontProcess]:
    async with serving(rasa(gate)) as address:
        process = FrontProcess(tmp_path, address)
        await process.start()
        try:
            await process.ready()
            yield process
        finally:
            gate.set()
            await process.stop()


@pytest.fixture
async def phone(front: FrontProcess) -> AsyncIterator[BrowserContext]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        context = await browser.new_context(
            base_url=front.base, viewport={"width": 360, "height": 740}, locale="vi-VN"
        )
        context.set_default_timeout(30_000)
        expect.set_options(timeout=30_000)
        yield context
        await browser.close()


@pytest.fixture
async def page(phone: BrowserContext) -> Page:
    page = await phone.new_page()
    await page.goto("/")
    return page


class Colleague:
    """Somebody at the desk, straight on the store."""

    def __init__(self, home: Path) -> None:
        settings = Settings(home=home)
        cipher = Cipher(settings.secret)
        self._database = Database(settings.database)
        self._cases = Cases(self._database, cipher)
        self._outbox = Outbox(self._database, cipher)

    def accept(self) -> int:
        with self._database.atomic() as tx:
            case = self._cases.queue(tx)[0]
            self._cases.accept(tx, case.id, 1)
            return case.id

    def case(self, case_id: int) -> Case:
        with self._database.reading() as tx:
            return self._cases.get(tx, case_id)

    def say(self, case_id: int, text: str) -> None:
        with self._database.atomic() as tx:
            case = self._cases.get(tx, case_id)
            self._outbox.put(tx, case.conversation, Reply(text), author="staff")

    def give_back(self, case_id: int) -> None:
        with self._database.atomic() as tx:
            self._cases.return_to_bot(tx, case_id, 1)


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Tin nhắn của bạn").fill(text)
    await page.keyboard.press("Enter")


def log(page: Page) -> Any:
    return page.get_by_role("log")


async def test_emergency_on_a_phone(page: Page) -> None:
    await write(page, EMERGENCY)
    reply = log(page).locator("article.bot").last
    await expect(reply).to_contain_text("18008065")
    # its first line, the numbers, is on the screen and not behind the header
    box = await reply.bounding_box()
    around = await log(page).bounding_box()
    assert box is not None and around is not None
    assert around["y"] <= box["y"] < around["y"] + around["height"]
    calls = await reply.locator("a.call").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    assert "tel:113" in calls and "tel:18008065" in calls
    assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")


async def test_what_was_said_is_there_after_reload(page: Page) -> None:
    await write(page, "câu hỏi một")
    await expect(log(page)).to_contain_text("trả lời: câu hỏi một")
    await page.reload()
    await expect(log(page)).to_contain_text("trả lời: câu hỏi một")
    await expect(log(page).locator("article.me")).to_have_count(1)


async def test_what_was_said_is_there_on_a_slow_line(page: Page) -> None:
    await write(page, "câu hỏi một")
    await expect(log(page)).to_contain_text("trả lời: câu hỏi một")

    async def late(asked: Asked) -> None:
        await asyncio.sleep(4)
        await asked.continue_()

    await page.route("**/chat/history", late)
    await page.reload()
    await expect(log(page)).to_contain_text("trả lời: câu hỏi một")


async def test_slow_assistant_shows_typing_then_the_answer(page: Page, gate: asyncio.Event) -> None:
    gate.clear()
    async with page.expect_request("**/chat/messages"):
        await write(page, "câu hỏi chậm")
    await expect(log(page).locator(".typing")).to_be_visible()
    await page.wait_for_timeout(300)
    await page.reload()
    await expect(log(page).locator("article.me")).to_have_count(1)
    await expect(log(page).locator(".typing")).to_be_visible()
    gate.set()
    await expect(log(page)).to_contain_text("trả lời: câu hỏi chậm")
    await expect(log(page).locator(".typing")).to_have_count(0)


async def test_staff_is_live_and_the_page_says_so(page: Page, tmp_path: Path) -> None:
    await write(page, EMERGENCY)
    await expect(log(page).locator("article.bot").last).to_contain_text("18008065")
    colleague = await asyncio.to_thread(Colleague, tmp_path)
    case = await asyncio.to_thread(colleague.accept)
    await expect(page.get_by_text("Một người thật đang trả lời bạn")).to_be_visible()
    await asyncio.to_thread(colleague.say, case, "chị đây, em an toàn chưa?")
    await expect(log(page).locator("article.staff")).to_contain_text("em an toàn chưa?")
    await write(page, "dạ chưa")
    await page.wait_for_timeout(1000)
    assert await log(page).locator("article.bot:not(.welcome)").count() == 1
    await page.reload()
    await expect(page.get_by_text("Một người thật đang trả lời bạn")).to_be_visible()
    await asyncio.to_thread(colleague.give_back, case)
    await expect(page.get_by_text("Một người thật đang trả lời bạn")).to_be_hidden()


async def test_consent_is_given_and_taken_back(page: Page, tmp_path: Path) -> None:
    await write(page, "/gapnguoi")
    await page.get_by_role("button", name="Có, cho tôi gặp người").click()
    take_back = page.get_by_role("button", name="Rút lại đồng ý cho đọc")
    await expect(take_back).to_be_visible()
    colleague = Colleague(tmp_path)
    case_id = await asyncio.to_thread(colleague.accept)
    assert (await asyncio.to_thread(colleague.case, case_id)).consent is True
    await take_back.click()
    await expect(log(page)).to_contain_text("không xem được đoạn trước đó nữa")
    assert (await asyncio.to_thread(colleague.case, case_id)).consent is False


async def test_lost_connection_is_said_and_nothing_is_lost(page: Page, front: FrontProcess) -> None:
    await write(page, "câu hỏi một")
    await expect(log(page)).to_contain_text("trả lời: câu hỏi một")
    await front.kill()
    await write(page, "câu hỏi hai")
    await expect(log(page)).to_contain_text("Chưa gửi được")
    await expect(page.locator("#status")).to_contain_text("Mất kết nối")
    await front.start()
    await expect(log(page)).to_contain_text(re.compile("trả lời: câu hỏi hai|sau ít phút"))
    await expect(page.locator("#status")).to_have_text("Trợ lý tự động")
    await expect(log(page).locator("article.me")).to_have_count(2)
    await expect(log(page)).not_to_contain_text("Chưa gửi được")


async def test_emergency_while_the_store_is_locked_is_answered_once(
    page: Page, tmp_path: Path
) -> None:
    database = Database(Settings(home=tmp_path).database)
    numbers = log(page).locator("article.bot", has_text="18008065")
    with database.atomic():  # nobody else can write
        await write(page, EMERGENCY)
        await expect(numbers).to_have_count(1)
        await expect(log(page).locator("article.me.unsent")).to_have_count(1)
        await page.wait_for_timeout(3500)  # it is sent again, and refused with the same reply
        await expect(numbers).to_have_count(1)
    await expect(log(page).locator("article.me.unsent")).to_have_count(0)
    await expect(numbers).to_have_count(1)
    database.close()


@pytest.mark.parametrize("how", ["button", "keys"])
async def test_quick_exit_leaves_nothing_behind(
    phone: BrowserContext, page: Page, how: str
) -> None:
    await phone.route(re.compile("^https://"), lambda route: route.fulfill(body="thời tiết"))
    await page.goto("/api/health")
    await page.goto("/")
    await write(page, "câu kín")
    await expect(log(page)).to_contain_text("trả lời: câu kín")
    if how == "button":
        await page.get_by_role("button", name="Thoát nhanh").click()
    else:
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
    await page.wait_for_url(re.compile("^https://"))
    await page.go_back()
    assert page.url.endswith("/api/health")
    await page.goto("/")
    await expect(log(page)).not_to_contain_text("câu kín")
    assert await page.evaluate("localStorage.length") == 0


async def test_keyboard_alone(page: Page) -> None:
    for _ in range(20):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.id") == "text":
            break
    await page.keyboard.type("câu hỏi phím")
    await page.keyboard.press("Enter")
    await expect(log(page)).to_contain_text("trả lời: câu hỏi phím")
    assert await page.evaluate("document.activeElement.id") == "text"


async def test_options(page: Page) -> None:
    await page.get_by_role("button", name="Tuỳ chọn").click()
    await page.get_by_role("switch", name="Chữ to").click()
    await page.get_by_role("switch", name="Giao diện trung tính").click()
    await page.get_by_role("button", name="Đóng").click()
    assert await page.title() == "Ghi chú"
    await expect(page.locator(".brand .name")).to_have_text("Ghi chú")
    size = await page.evaluate("getComputedStyle(document.body).fontSize")
    assert size == "22px"
    await page.reload()
    assert await page.title() == "Ghi chú"
    assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")


async def test_deleting_ones_data(page: Page) -> None:
    await write(page, "câu kín")
    await expect(log(page)).to_contain_text("trả lời: câu kín")
    await page.get_by_role("button", name="Tuỳ chọn").click()
    erase = page.get_by_role("button", name="Xoá mọi điều về tôi")
    await erase.click()
    await erase.click()
    await expect(log(page)).to_contain_text("Mình đã xoá")
    await expect(log(page)).not_to_contain_text("câu kín")
    await page.reload()
    await expect(log(page)).not_to_contain_text("câu kín")


async def test_deleting_empties_every_page_that_is_open(phone: BrowserContext, page: Page) -> None:
    """Also one that hears of it over its stream: a second tab, or when the answer took long."""
    await write(page, "câu kín")
    await expect(log(page)).to_contain_text("trả lời: câu kín")
    other = await phone.new_page()
    await other.goto("/")
    await expect(log(other)).to_contain_text("câu kín")
    await write(other, "/xoa")
    await expect(log(page)).to_contain_text("Mình đã xoá")
    await expect(log(page)).not_to_contain_text("câu kín")


async def test_in_the_frame_of_a_portal(phone: BrowserContext, front: FrontProcess) -> None:
    portal = f'<!doctype html><p>Cổng của tỉnh</p><script src="{front.base}/embed.js"></script>'

    async def home(_request: Any) -> HTMLResponse:
        return HTMLResponse(portal)

    async with serving(Starlette(routes=[Route("/", home)])) as address:
        page = await phone.new_page()
        await page.goto(address)
        await page.get_by_role("button", name="Trò chuyện").click()
        frame = page.frame_locator("iframe")
        await expect(frame.get_by_role("log")).to_contain_text("Tin Cậy")
        await page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_accessibility(phone: BrowserContext, page: Page, scheme: Any) -> None:
    await page.emulate_media(color_scheme=scheme)
    await write(page, EMERGENCY)
    await expect(log(page).locator("article.bot").last).to_contain_text("18008065")
    await page.wait_for_timeout(300)
    for step in ("page", "menu"):
        if step == "menu":
            await page.get_by_role("button", name="Tuỳ chọn").click()

        results = await Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
