"""How soon the desk sees a case: ``python -m bench.desk``.

One front process with 200 open cases and 50 colleagues whose desks follow live; each round opens
one more case and measures, for every desk, the time from before the transaction to the event,
and then to the new queue in its hands. Clients run in this process too, so they take from the
same cores: the figures are an upper bound. Writes ``docs/performance.md``.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import httpx
import uvicorn
from argon2 import PasswordHasher
from starlette.applications import Starlette

from bot.eval.table import machine, write
from handoff.accounts import Accounts
from handoff.cases import Cases
from handoff.cipher import Cipher
from handoff.contacts import ContactDirectory
from handoff.database import Database
from handoff.desk.app import desk_routes

PASSWORD = "một câu thật dài nhé"


def prepare(folder: Path, staff: int, waiting: int) -> tuple[Database, Cases, Accounts, list[str]]:
    """A store with colleagues signed in and cases open; their cookies."""
    database = Database(f"sqlite:///{folder / 'bench.db'}")
    database.create()
    cases = Cases(database, Cipher("bench"))
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    accounts = Accounts(database, "bench", hasher=cheap)
    token = accounts.first_admin_token()
    assert token is not None
    with database.atomic() as tx:
        admin = accounts.join(tx, token, "s0", "Người 0", PASSWORD)
        people = [admin]
        for number in range(1, staff):
            invited = accounts.invite(tx, admin, "staff")
            people.append(accounts.join(tx, invited, f"s{number}", f"Người {number}", PASSWORD))
        cookies = [accounts.open_session(tx, one.id) for one in people]
        for number in range(waiting):
            cases.say(tx, f"web:{number}", "citizen", "tin thử")
            cases.open(tx, f"web:{number}", channel="web", level="emergency", kind="partner")
    return database, cases, accounts, cookies


async def follow(client: httpx.AsyncClient, told: asyncio.Queue[int], ready: asyncio.Event) -> None:
    """One desk: says which case it heard of."""
    async with client.stream("GET", "/desk/events", timeout=None) as stream:
        async for line in stream.aiter_lines():
            if line == "event: beat":
                ready.set()
            if line.startswith("data: ") and '"opened"' in line:
                told.put_nowait(int(line.split('"case": ')[1].split(",")[0].rstrip("}")))


async def measure(
    port: int, cases: Cases, cookies: list[str], rounds: int
) -> dict[str, list[float]]:
    """Milliseconds to the event and to the new queue, for every desk and round."""
    clients = [
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", cookies={"tincay_desk": cookie})
        for cookie in cookies
    ]
    queues: list[asyncio.Queue[int]] = [asyncio.Queue() for _ in clients]
    ready = [asyncio.Event() for _ in clients]
    followers = [
        asyncio.create_task(follow(client, told, event))
        for client, told, event in zip(clients, queues, ready, strict=True)
    ]
    await asyncio.gather(*(event.wait() for event in ready))
    taken: dict[str, list[float]] = {"event": [], "queue": []}

    async def one(client: httpx.AsyncClient, told: asyncio.Queue[int], began: float) -> None:
        await told.get()
        taken["event"].append((time.perf_counter() - began) * 1000)
        await client.get("/desk/queue")
        taken["queue"].append((time.perf_counter() - began) * 1000)

    def opening(number: int) -> None:
        with cases.database.atomic() as tx:
            cases.say(tx, f"web:new{number}", "citizen", "tin thử")
            cases.open(tx, f"web:new{number}", channel="web", level="emergency")

    for number in range(rounds):
        began = time.perf_counter()
        await asyncio.to_thread(opening, number)
        await asyncio.gather(*(one(c, q, began) for c, q in zip(clients, queues, strict=True)))
        await asyncio.sleep(0.5)
    for follower in followers:
        follower.cancel()
    await asyncio.gather(*followers, return_exceptions=True)
    return taken


def main() -> None:
    """Measure, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--staff", type=int, default=50)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--dry", action="store_true", help="print, write no document")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database, cases, accounts, cookies = prepare(Path(folder), options.staff, options.cases)
        routes = desk_routes(database, cases, accounts, ContactDirectory.load(), lambda *_: None)
        config = uvicorn.Config(
            Starlette(routes=routes), port=0, log_level="error", ws="none",
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        server = uvicorn.Server(config)

        async def run() -> dict[str, list[float]]:
            serving = asyncio.create_task(server.serve())
            while not server.started:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            port = server.servers[0].sockets[0].getsockname()[1]
            taken = await measure(port, cases, cookies, options.rounds)
            server.should_exit = True
            await serving
            return taken

        taken = asyncio.run(run())
        database.close()
    text = (
        f"Measured on {machine()}: {options.staff} colleagues with the desk open, {options.cases} "
        f"open cases, {options.rounds} new ones; server and all clients in one process (goal: a "
        "case is seen within a second).\n\n| | p50 ms | p95 ms | slowest ms |\n|---|---|---|---|\n"
    )
    for name, label in (("event", "the desk hears of it"), ("queue", "its queue shows it")):
        values = sorted(taken[name])
        p95 = values[int(0.95 * (len(values) - 1))]
        text += f"| {label} | {statistics.median(values):.0f} | {p95:.0f} | {values[-1]:.0f} |\n"
    print(text)
    if not options.dry:
        write("performance.md", "desk", text.rstrip("\n"))


if __name__ == "__main__":
    main()
