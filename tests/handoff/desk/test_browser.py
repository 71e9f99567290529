"""The desk in a real browser: live, by keyboard, on a phone, readable by assistive software."""

from __future__ import annotations

import io
import os
import shutil
import struct
import threading
import time
import zlib
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import uvicorn

from handoff.urgent import urgent_reply

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

PASSWORD = "một câu thật dài nhé"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")

expect.set_options(timeout=20_000)  # a busy machine draws late

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def address(world):
    world.clock.now = time.time()
    config = uvicorn.Config(
        world.app, port=0, log_level="error", ws="none", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def sign_in(chromium, address):
    contexts = []

    def signed_in(login, **options):
        context = chromium.new_context(locale="vi-VN", base_url=address, **options)
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on(
            "console",
            lambda said: "Content Security" in said.text and page.problems.append(said.text),
        )
        page.goto("/desk/login")
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Vào bàn trực").click()
        expect(page.locator("#link")).to_have_attribute("data-state", "on")
        return page

    yield signed_in
    for context in contexts:
        context.close()


def citizen_says(world, text, conversation="web:0123456789"):
    with world.database.atomic() as tx:
        world.cases.say(tx, conversation, "citizen", text)


def test_a_case_arrives_and_is_handled_by_keyboard_alone(world, sign_in):
    page = sign_in("hoa")
    expect(page.locator("#queue")).to_contain_text("Không ai đang chờ")
    world.emergency()
    expect(page.locator("#queue .row.emergency")).to_have_count(1, timeout=3000)
    expect(page).to_have_title("(1) ● Bàn trực · Tin Cậy")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#talk")).to_contain_text("cứu em với")
    page.keyboard.press("a")
    expect(page.locator("#composer")).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.type("Chị đây, em nói đi")
    citizen_says(world, "dạ em đây")
    expect(page.locator("#talk")).to_contain_text("dạ em đây", timeout=3000)
    expect(page.locator("#reply")).to_have_value("Chị đây, em nói đi")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#talk .said.staff")).to_contain_text("Chị đây, em nói đi")
    expect(page.locator("#reply")).to_have_value("")
    assert [reply.text for _, reply in world.sent][-1] == "Chị đây, em nói đi"
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("đã gọi công an phường")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#side .note-item")).to_contain_text("đã gọi công an phường")
    assert page.problems == []


def test_two_accept_at_once(world, sign_in):
    case = world.emergency()
    pages = [sign_in("hoa"), sign_in("tam")]
    for page in pages:
        page.goto(f"/desk/cases/{case.id}")
        expect(page.locator("#accept")).to_be_visible()
    # neither hears of the other before the click
    for page in pages:
        page.evaluate("document.querySelector('#accept').click()")
    won = [page for page in pages if page.locator("#composer").is_visible()]
    deadline = time.monotonic() + 5
    while not won and time.monotonic() < deadline:
        pages[0].wait_for_timeout(50)
        won = [page for page in pages if page.locator("#composer").is_visible()]
    (loser,) = [page for page in pages if page not in won]
    expect(loser.locator("#toast")).to_contain_text("đã nhận ca này trước")
    expect(loser.locator("#talk")).to_contain_text("Ca này do đồng nghiệp giữ")
    assert len(world.sent) == 1


def test_a_transfer_reaches_the_colleague(world, sign_in):
    case = world.emergency()
    hoa, tam = sign_in("hoa"), sign_in("tam")
    hoa.goto(f"/desk/cases/{case.id}")
    hoa.locator("#accept").click()
    expect(hoa.locator("#composer")).to_be_visible()
    hoa.get_by_text("Việc khác").click()
    # what she opened stays as it is while the case goes on
    citizen_says(world, "dạ em đây")
    expect(hoa.locator("#talk")).to_contain_text("dạ em đây")
    hoa.get_by_label("Chuyển cho").select_option(str(world.people["tam"].id))
    hoa.get_by_role("button", name="Chuyển", exact=True).click()
    expect(hoa.locator("#composer")).to_be_hidden()
    row = tam.locator("#queue .row", has_text="chuyển cho Tâm")
    expect(row).to_have_count(1, timeout=3000)
    row.click()
    tam.locator("#accept").click()
    expect(tam.locator("#composer")).to_be_visible()


def test_a_lost_connection_is_said_and_mended(world, sign_in):
    page = sign_in("hoa")
    page.context.set_offline(True)
    expect(page.locator("#lost")).to_be_visible()
    expect(page.locator("#lost")).to_contain_text("Mất kết nối")
    world.emergency()
    page.context.set_offline(False)
    expect(page.locator("#lost")).to_be_hidden(timeout=10000)
    expect(page.locator("#queue .row.emergency")).to_have_count(1, timeout=3000)


def test_an_answer_that_could_not_be_sent_is_kept_and_sent_once(world, sign_in):
    case = world.emergency()
    page = sign_in("hoa")
    page.goto(f"/desk/cases/{case.id}")
    page.locator("#accept").click()
    page.locator("#reply").fill("Chị đây")
    page.context.set_offline(True)
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#toast")).to_contain_text("Chưa gửi được")
    expect(page.locator("#reply")).to_have_value("Chị đây")
    page.context.set_offline(False)
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#talk .said.staff")).to_have_count(1)
    assert [reply.text for _, reply in world.sent].count("Chị đây") == 1


def test_a_draft_survives_a_reload(world, sign_in):
    case = world.emergency()
    page = sign_in("hoa")
    page.goto(f"/desk/cases/{case.id}")
    page.locator("#accept").click()
    expect(page.locator("#composer")).to_be_visible()
    page.locator("#reply").press_sequentially("Chị đang gọi")
    page.reload()
    expect(page.locator("#reply")).to_have_value("Chị đang gọi")


def kept_words(page):
    """What this tab remembers of what was typed."""
    return page.evaluate("JSON.stringify(sessionStorage)")


def drafted(world, page, text="Chị đang gọi"):
    """A case of hers with a reply she has begun."""
    case = world.emergency()
    page.goto(f"/desk/cases/{case.id}")
    page.locator("#accept").click()
    expect(page.locator("#composer")).to_be_visible()
    page.locator("#reply").press_sequentially(text)
    assert text in kept_words(page)


def test_a_draft_goes_with_her_when_she_leaves(world, sign_in):
    page = sign_in("hoa")
    drafted(world, page)
    page.get_by_role("button", name="Thoát").click()
    expect(page.get_by_label("Mật khẩu")).to_be_visible()
    assert kept_words(page) == "{}"
    assert page.problems == []


def end_session(world):
    with world.database.atomic() as tx:
        world.accounts.revoke_all(tx, world.people["hoa"].id)


def test_a_draft_goes_when_the_session_has_ended(world, sign_in):
    page = sign_in("hoa")
    drafted(world, page)
    page.goto(page.locator("link[rel=stylesheet]").first.get_attribute("href"))  # nothing live
    end_session(world)
    page.goto("/desk")
    expect(page.get_by_label("Mật khẩu")).to_be_visible()
    assert kept_words(page) == "{}"


def test_an_open_page_leaves_by_itself_when_the_session_has_ended(world, sign_in):
    page = sign_in("hoa")
    drafted(world, page)
    end_session(world)
    citizen_says(world, "chị ơi")
    expect(page.get_by_label("Mật khẩu")).to_be_visible()
    assert kept_words(page) == "{}"


def test_a_draft_is_not_shown_to_the_next_colleague(world, sign_in):
    page = sign_in("hoa")
    drafted(world, page)
    page.evaluate("sessionStorage.setItem('tincay-draft-0-1', 'lời của người trước')")
    page.reload()
    expect(page.locator("#reply")).to_have_value("Chị đang gọi")
    assert "người trước" not in kept_words(page)


def send_and_lose_the_answer(page):
    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/reply", lose)
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#toast")).to_contain_text("Chưa gửi được")
    page.unroute("**/reply")


def test_an_answer_lost_on_its_way_back_is_not_sent_twice_over_a_reload(world, sign_in):
    page = sign_in("hoa")
    drafted(world, page, "Chị đây")
    send_and_lose_the_answer(page)
    page.reload()
    expect(page.locator("#reply")).to_have_value("Chị đây")
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#reply")).to_have_value("")
    assert [reply.text for _, reply in world.sent].count("Chị đây") == 1
    assert kept_words(page) == "{}"
    for _ in range(2):  # the same words again on purpose, and others, are new messages
        page.locator("#reply").fill("Chị đây")
        page.get_by_role("button", name="Gửi").click()
        expect(page.locator("#reply")).to_have_value("")
    assert [reply.text for _, reply in world.sent].count("Chị đây") == 3


def test_words_changed_after_a_lost_answer_are_sent(world, sign_in):
    page = sign_in("hoa")
    drafted(world, page, "Chị đây")
    send_and_lose_the_answer(page)
    page.locator("#reply").fill("Chị đây, em nói đi")
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#reply")).to_have_value("")
    assert [reply.text for _, reply in world.sent][-2:] == ["Chị đây", "Chị đây, em nói đi"]


def test_canned_replies_are_put_into_the_composer(world, sign_in):
    case = world.emergency()
    page = sign_in("hoa")
    page.goto(f"/desk/cases/{case.id}")
    page.locator("#accept").click()
    page.get_by_text("Câu soạn sẵn", exact=True).click()
    page.get_by_role("button", name="Số hỗ trợ tại chỗ").click()
    assert "18008065" in page.locator("#reply").input_value()
    assert len(world.sent) == 1, "nothing is sent before somebody presses send"


def test_consent_is_asked_given_and_taken_back_live(world, sign_in):
    with world.database.atomic() as tx:
        world.cases.say(tx, "web:0123456789", "citizen", "chuyện riêng trước đó")
    case = world.emergency()
    page = sign_in("hoa")
    page.goto(f"/desk/cases/{case.id}")
    page.locator("#accept").click()
    expect(page.locator("#talk")).to_contain_text("1 tin trước đó không hiện")
    page.get_by_text("Câu soạn sẵn", exact=True).click()
    page.get_by_role("button", name="Xin đọc đoạn trước").click()
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#talk .said.staff")).to_have_count(1)
    assert len(world.sent[-1][1].buttons) == 2
    with world.database.atomic() as tx:
        world.cases.consent(tx, case.conversation, True)
    expect(page.locator("#talk")).to_contain_text("chuyện riêng trước đó")
    expect(page.locator("#side .consent.yes")).to_be_visible()
    with world.database.atomic() as tx:
        world.cases.consent(tx, case.conversation, False)
    expect(page.locator("#talk")).not_to_contain_text("chuyện riêng trước đó")
    expect(page.locator("#talk")).to_contain_text("Người nhắn rút lại đồng ý")
    expect(page.locator("#side .consent.no")).to_be_visible()


def test_a_follow_up_is_agreed_on_and_told_when_it_is_due(world, sign_in):
    case = world.emergency()
    page = sign_in("hoa")
    page.goto(f"/desk/cases/{case.id}")
    page.locator("#accept").click()
    expect(page.locator("#composer")).to_be_visible()
    form = page.locator("#side form", has_text="Ngày giờ")
    form.get_by_label("Ngày giờ").fill("2035-01-01T09:30")
    form.get_by_label("Người nhắn đồng ý").check()
    form.get_by_role("button", name="Đặt").click()
    expect(page.locator("#side")).to_contain_text("09:30 01/01/2035")
    other = sign_in("tam")
    with world.database.atomic() as tx:
        world.cases.close(tx, case.id, world.people["hoa"].id, "supported")
        world.cases.follow_up(tx, case.id, world.people["hoa"].id, world.clock.now - 30)
        assert len(world.cases.remind(tx, ZoneInfo("Asia/Ho_Chi_Minh"))) == 1
    expect(other.locator("#toast")).to_contain_text("đến hẹn hỏi thăm")
    expect(other.locator("#queue")).to_contain_text("Đến hẹn hỏi thăm")
    expect(other).to_have_title("(1) Bàn trực · Tin Cậy")


def test_a_supervisor_reads_and_takes_home_the_numbers(world, sign_in):
    for number in range(6):
        world.emergency(f"web:{number}")
    with world.database.atomic() as tx:
        world.cases.open(
            tx, "zalo:1", channel="zalo", level="disclosure", kind="child", consent=True,
            place="lai-chau",
        )  # fmt: skip
    staff = sign_in("hoa")
    assert staff.get_by_role("link", name="Số liệu").count() == 0
    assert staff.goto("/desk/numbers").status == 403
    page = sign_in("mai")
    page.get_by_role("link", name="Số liệu").click()
    expect(page.locator(".figures")).to_contain_text("7")
    places = page.locator("table", has=page.locator("caption", has_text="Nơi"))
    expect(places).to_contain_text("<5")
    assert "1" not in places.locator("td").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải .xlsx").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    told = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"7", "<5"} <= told and "1" not in told
    assert not any("0123456789" in cell for cell in told)
    assert page.problems == []


def test_a_case_is_handled_on_a_phone(world, sign_in):
    case = world.emergency(watched=True)
    page = sign_in("hoa", viewport={"width": 360, "height": 740}, has_touch=True)
    page.locator("#queue .row.emergency").tap()
    expect(page.locator("#head")).to_contain_text("Có thể đang bị theo dõi")
    page.locator("#accept").tap()
    expect(page.locator("#composer")).to_be_in_viewport()
    page.locator("#reply").fill("Chị đây")
    page.get_by_role("button", name="Gửi").tap()
    expect(page.locator("#talk .said.staff")).to_contain_text("Chị đây")
    expect(page.locator("#reply")).to_be_in_viewport()
    page.get_by_text("Việc khác").tap()
    page.get_by_label("Kết thúc ca").select_option("supported")
    page.get_by_role("button", name="Kết thúc", exact=True).tap()
    expect(page.locator("#composer")).to_be_hidden()
    assert world.case(case).outcome == "supported"
    page.get_by_label("Về hàng chờ").tap()
    expect(page.locator("#queue")).to_contain_text("Không ai đang chờ")


def drawn(width=320, height=200):
    """A PNG with stripes, so that a blur shows."""
    row = b"\0" + b"".join(
        b"\x20\x50\x60" if x // 20 % 2 else b"\xe8\xd8\xb0" for x in range(width)
    )

    def chunk(name, body):
        said = name + body
        return struct.pack(">I", len(body)) + said + struct.pack(">I", zlib.crc32(said))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(row * height))
        + chunk(b"IEND", b"")
    )  # fmt: skip


def citizen_sends(world, number, kind, body, name, conversation="web:0123456789"):
    """A photo or voice message, and that it has been fetched."""
    with world.database.atomic() as tx:
        files = world.cases.files
        files.offer(tx, conversation, number, kind)
        file = files.of(tx, conversation)[number]
        assert files.keep(tx, file, files.sealed(body), name)
        word = {"photo": "[gửi một ảnh]", "voice": "[gửi một tin thoại]"}[kind]
        world.cases.say(tx, conversation, "citizen", word, number)


def test_a_photo_is_veiled_until_it_is_asked_for(world, sign_in):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    case = world.emergency()
    page = sign_in("hoa", viewport={"width": 360, "height": 740})
    fetched = []
    page.on("request", lambda asked: "/files/" in asked.url and fetched.append(asked.url))
    page.goto(f"/desk/cases/{case.id}")
    page.locator("#accept").click()
    expect(page.locator("#composer")).to_be_visible()
    citizen_sends(world, "m1", "photo", drawn(), "image/png")
    citizen_sends(world, "m2", "voice", b"OggS" + bytes(200), "audio/ogg")
    picture = page.locator("#talk .veil img")
    expect(picture).to_be_visible(timeout=5000)
    assert "blur" in picture.evaluate("node => getComputedStyle(node).filter")
    expect(page.locator("#talk audio")).to_be_visible()
    page.locator(".veil input").focus()
    citizen_says(world, "ảnh đó chị")
    expect(page.locator("#talk")).to_contain_text("ảnh đó chị", timeout=5000)
    expect(page.locator(".veil input")).to_be_focused()
    page.keyboard.press("Space")
    expect(picture).to_have_css("filter", "none")
    citizen_says(world, "chị thấy không")
    expect(page.locator("#talk")).to_contain_text("chị thấy không", timeout=5000)
    assert picture.evaluate("node => getComputedStyle(node).filter") == "none", "as she left it"
    assert picture.evaluate("node => node.naturalWidth") == 320
    assert sum("/files/1" in url for url in fetched) == 1, "not fetched anew with every word"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe.run(page).response["violations"] == []
    assert page.problems == []


PAGES = (
    "/desk", "/desk/cases/1", "/desk/cases/2", "/desk/search", "/desk/roster", "/desk/numbers",
    "/desk/trail", "/desk/staff", "/desk/account", "/desk/cases/1/referral",
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_a_phone_and_is_accessible(world, sign_in, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    case = world.emergency(watched=True)
    with world.database.atomic() as tx:
        world.cases.accept(tx, case.id, world.people["lan"].id)
        world.cases.note(tx, case.id, world.people["lan"].id, "đã gọi")
        world.cases.reply(tx, case.id, world.people["lan"].id, "Chị đây")
    world.emergency("web:other")
    page = sign_in("lan", viewport={"width": 360, "height": 740}, color_scheme=scheme)
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        found = axe.run(page).response["violations"]
        told = [(path, one["id"], one["nodes"][0]["html"][:120]) for one in found]
        assert told == []
    assert page.problems == []


PICTURES = Path(__file__).parents[3] / "docs" / "images"


def test_the_pictures_of_the_staff_guide(world, sign_in, tmp_path):
    """Drawn anew into ``docs/images`` when ``TINCAY_PICTURES`` is set."""
    folder = PICTURES if os.environ.get("TINCAY_PICTURES") else tmp_path

    def picture(page, name):
        page.wait_for_timeout(300)
        page.screenshot(path=folder / f"{name}.png")
        assert (folder / f"{name}.png").stat().st_size > 5_000

    world.clock.now -= 1500
    calm = "zalo:4455667788"
    with world.database.atomic() as tx:
        world.cases.say(tx, calm, "citizen", "người cũ cứ đứng trước cổng nhà em suốt mấy tuần")
        watched = world.cases.open(
            tx, calm, channel="zalo", level="disclosure", kind="harassment", who="self",
            place="lai-chau", reasons=("kể bị bám theo",), consent=True, watched=True,
        )  # fmt: skip
    world.clock.pass_minutes(20)
    case = world.emergency(text="ổng khoá cửa rồi chị ơi, đang tìm dao")
    with world.database.atomic() as tx:
        reply = urgent_reply("emergency", "partner", "self", place_id="can-tho", on_duty=True)
        world.cases.say(tx, case.conversation, "bot", reply.text)
    world.clock.pass_minutes(5)
    page = sign_in("hoa", viewport={"width": 1280, "height": 800})
    world.clock.now = time.time()
    page.goto("/desk")
    picture(page, "desk-queue")
    page.goto(f"/desk/cases/{case.id}")
    page.locator("#accept").click()
    expect(page.locator("#composer")).to_be_visible()
    page.locator("#reply").fill("Chào bạn, mình là người trực. Lúc này bạn nhắn có an toàn không?")
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#talk .said.staff")).to_have_count(1)
    citizen_says(world, "em ở trong nhà tắm, khoá cửa được", case.conversation)
    expect(page.locator("#talk")).to_contain_text("nhà tắm", timeout=5000)
    page.locator("#note").fill("Đã gọi 113, đang hỏi địa chỉ.")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator("#side .note-item")).to_be_visible()
    page.mouse.click(640, 790)
    picture(page, "desk-case")
    citizen_sends(world, "m1", "photo", drawn(), "image/png", case.conversation)
    expect(page.locator(".veil img")).to_be_visible(timeout=5000)
    picture(page, "desk-photo")
    page.get_by_text("Câu soạn sẵn", exact=True).click()
    page.get_by_text("Việc khác").click()
    picture(page, "desk-actions")
    page.goto(f"/desk/cases/{case.id}/referral")
    picture(page, "desk-referral")
    phone = sign_in("tam", viewport={"width": 360, "height": 720}, color_scheme="dark")
    picture(phone, "desk-phone")
    boss = sign_in("mai", viewport={"width": 1280, "height": 800})
    boss.goto("/desk/roster")
    picture(boss, "desk-roster")
    boss.goto(f"/desk/cases/{watched.id}")
    picture(boss, "desk-watched")
    boss.goto("/desk/numbers")
    picture(boss, "desk-numbers")
