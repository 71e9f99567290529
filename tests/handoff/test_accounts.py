from __future__ import annotations

import pyotp
import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, extract_parameters

from handoff.accounts import (
    AccountError,
    Accounts,
    LockedError,
    WrongPasswordError,
    invitations_table,
    sessions_table,
    staff_table,
)
from handoff.audit import trail
from handoff.cipher import Cipher

PASSWORD = "một câu thật dài nhé"


@pytest.fixture
def admin(accounts, database):
    token = accounts.first_admin_token()
    with database.atomic() as tx:
        return accounts.join(tx, token, " Lan ", "Lan", PASSWORD)


def test_the_first_admin_token_is_renewed_until_there_is_an_admin(accounts, database):
    first = accounts.first_admin_token()
    second = accounts.first_admin_token()
    with database.atomic() as tx:
        assert accounts.invitation(tx, first) is None
        assert accounts.invitation(tx, second).role == "admin"
        accounts.join(tx, second, "lan", "Lan", PASSWORD)
    assert accounts.first_admin_token() is None


def test_invitations_expire(accounts, database, clock):
    token = accounts.first_admin_token()
    clock.pass_minutes(73 * 60)
    with database.atomic() as tx, pytest.raises(AccountError, match="hết hạn"):
        accounts.join(tx, token, "lan", "Lan", PASSWORD)


def test_only_hashes_are_stored(accounts, database, admin):
    cookie = accounts.sign_in("lan", PASSWORD)
    with database.reading() as tx:
        for table in (staff_table, sessions_table, invitations_table):
            stored = str(tx.execute(sa.select(table)).all())
            assert PASSWORD not in stored and cookie not in stored
        assert "$argon2id$" in str(tx.execute(sa.select(staff_table.c.password)).scalar())


def test_signing_in(accounts, database, admin):
    with database.reading() as tx:
        session = accounts.session(tx, accounts.sign_in("LAN", PASSWORD))
        assert session.staff == admin
        assert accounts.csrf_right(session, session.csrf)
        assert not accounts.csrf_right(session, "") and not accounts.csrf_right(session, "é")
        assert accounts.session(tx, "nonsense") is None


def test_failures_lock_and_are_audited(accounts, database, admin, clock):
    for _ in range(5):
        with pytest.raises(WrongPasswordError):
            accounts.sign_in("lan", "sai rồi nhé bạn")
    with pytest.raises(LockedError):
        accounts.sign_in("lan", PASSWORD)
    with pytest.raises(WrongPasswordError):
        accounts.sign_in("nobody", PASSWORD)
    clock.pass_minutes(15)
    assert accounts.sign_in("lan", PASSWORD)
    with database.reading() as tx:
        told = [row.action for row in trail(tx)]
    assert told.count("sign_in_failed") == 5 and told.count("locked") == 1


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaa", "lan lan lan xyz"])
def test_weak_passwords(accounts, database, password):
    token = accounts.first_admin_token()
    with database.atomic() as tx, pytest.raises(AccountError, match="Mật khẩu"):
        accounts.join(tx, token, "lan", "Lan", password)


def test_roles_are_ordered_and_checked(accounts, database, admin):
    with database.atomic() as tx:
        token = accounts.invite(tx, admin, "staff")
        hoa = accounts.join(tx, token, "hoa", "Hoà", PASSWORD)
        assert admin.may("staff") and not hoa.may("supervisor")
        with pytest.raises(AccountError):
            accounts.invite(tx, hoa, "admin")
        with pytest.raises(ValueError, match="role"):
            accounts.invite(tx, admin, "king")
        assert accounts.names(tx) == {admin.id: "Lan", hoa.id: "Hoà"}


def test_an_unknown_login_costs_as_much_as_a_known_one(database):
    hasher = PasswordHasher()
    nobody = Accounts(database, "a secret", hasher=hasher)._nobody
    assert extract_parameters(nobody) == extract_parameters(hasher.hash("một câu thật dài nhé"))
    assert not Accounts(database, "a secret", hasher=hasher)._verify(nobody, "")


def test_a_lock_does_not_tell_who_has_an_account(accounts, admin, clock):
    for login in ("lan", "nobody"):
        for _ in range(5):
            with pytest.raises(WrongPasswordError):
                accounts.sign_in(login, "wrong")
        with pytest.raises(LockedError) as locked:
            accounts.sign_in(login, "wrong")
        assert locked.value.seconds == 15 * 60
    clock.pass_minutes(16)
    with pytest.raises(WrongPasswordError):
        accounts.sign_in("nobody", "wrong")
    assert accounts.sign_in("lan", PASSWORD)


def test_passwords_tried_at_once_do_not_outrun_the_lock(accounts, database, admin, monkeypatch):
    verify = accounts._verify

    def locked_meanwhile(hashed, password):
        with database.atomic() as tx:
            tx.execute(staff_table.update().values(locked_until=accounts._clock() + 60))
        return verify(hashed, password)

    monkeypatch.setattr(accounts, "_verify", locked_meanwhile)
    with pytest.raises(LockedError):
        accounts.sign_in("lan", PASSWORD)


def test_the_code_that_turned_the_second_factor_on_is_spent(accounts, database, admin, clock):
    secret, _ = accounts.new_totp(admin)
    code = pyotp.TOTP(secret).at(int(clock()))
    with database.atomic() as tx:
        accounts.set_totp(tx, admin, secret, code)
    with pytest.raises(WrongPasswordError):
        accounts.sign_in("lan", PASSWORD, code)
    clock.pass_minutes(1)
    assert accounts.sign_in("lan", PASSWORD, pyotp.TOTP(secret).at(int(clock())))


def test_a_second_factor_under_a_lost_key_is_named(accounts, database, admin, clock, monkeypatch):
    secret, _ = accounts.new_totp(admin)
    with database.atomic() as tx:
        accounts.set_totp(tx, admin, secret, pyotp.TOTP(secret).at(int(clock())))
    monkeypatch.setattr(accounts, "_cipher", Cipher("khoá khác"))
    with pytest.raises(WrongPasswordError):  # nothing is told to who does not know the password
        accounts.sign_in("lan", "sai mật khẩu", "000000")
    with pytest.raises(AccountError, match="không đọc được bằng khoá hiện nay"):
        accounts.sign_in("lan", PASSWORD, "000000")
