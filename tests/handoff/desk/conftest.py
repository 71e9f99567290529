from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from handoff.contacts import ContactDirectory
from handoff.desk.app import desk_routes

PASSWORD = "một câu thật dài nhé"
PLACES = {"can-tho": "Cần Thơ", "lai-chau": "Lai Châu"}


@dataclass
class Page:
    """A browser of one colleague."""

    client: TestClient
    csrf: str
    id: int = 0

    def get(self, path, **values):
        return self.client.get(path, **values)

    def post(self, path, script=True, **fields):
        headers = {"accept": "application/json"} if script else {}
        return self.client.post(
            path, data={"csrf": self.csrf, **fields}, headers=headers, follow_redirects=False
        )

    def act(self, case, action, **fields):
        return self.post(f"/desk/cases/{case.id}/{action}", **fields)


@dataclass
class World:
    """The desk with its store, and what was sent to citizens."""

    app: Starlette
    database: object
    cases: object
    accounts: object
    clock: object
    sent: list = field(default_factory=list)

    def browser(self) -> TestClient:
        return TestClient(self.app, base_url="https://desk.test")

    def sign_in(self, login) -> Page:
        client = self.browser()
        answer = client.post("/desk/login", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        csrf = re.search(r'name="csrf" content="(\w+)"', answer.text)[1]
        return Page(client, csrf, self.people[login].id)

    def emergency(self, conversation="web:0123456789", text="cứu em với", **values):
        with self.database.atomic() as tx:
            self.cases.say(tx, conversation, "citizen", text)
            return self.cases.open(
                tx, conversation, channel="web", level="emergency", kind="partner", who="self",
                place="can-tho", reasons=("nói đang bị khoá trong phòng",), **values,
            )  # fmt: skip

    def case(self, case):
        with self.database.reading() as tx:
            return self.cases.get(tx, case.id)


@pytest.fixture
def world(database, cases, accounts, clock):
    sent = []

    def send(tx, conversation, reply):
        sent.append((conversation, reply))

    app = Starlette(
        routes=desk_routes(
            database, cases, accounts, ContactDirectory.load(), send,
            place_name=lambda place: PLACES.get(place, place), clock=clock,
        )
    )  # fmt: skip
    world = World(app, database, cases, accounts, clock, sent)
    token = accounts.first_admin_token()
    with database.atomic() as tx:
        admin = accounts.join(tx, token, "lan", "Lan", PASSWORD)
        world.people = {"lan": admin}
        for login, name, role in (
            ("mai", "Mai", "supervisor"), ("hoa", "Hoà", "staff"), ("tam", "Tâm", "staff"),
        ):  # fmt: skip
            invited = accounts.invite(tx, admin, role)
            world.people[login] = accounts.join(tx, invited, login, name, PASSWORD)
    return world
