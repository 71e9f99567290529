from prometheus_client import REGISTRY

from handoff.metrics import measure


def value(name, **labels):
    return REGISTRY.get_sample_value(name, labels)


def test_who_waits_and_for_how_long(cases, database, clock):
    with database.atomic() as tx:
        cases.open(tx, "web:a", channel="web", level="emergency")
        clock.pass_minutes(2)
        cases.open(tx, "web:b", channel="web", level="emergency")
        mine = cases.open(tx, "web:c", channel="web", level="disclosure", consent=True)
        cases.accept(tx, mine.id, 1)
        measure(tx, on_duty=True, now=clock())
    assert value("tincay_cases_waiting", level="emergency") == 2
    assert value("tincay_cases_waiting", level="disclosure") == 0
    assert value("tincay_cases_longest_wait_seconds", level="emergency") == 120
    assert value("tincay_cases", state="accepted") == 1
    assert value("tincay_on_duty") == 1
    with database.atomic() as tx:
        cases.close(tx, mine.id, 1, "supported")
        measure(tx, on_duty=False, now=clock())
    assert (value("tincay_cases", state="accepted"), value("tincay_on_duty")) == (0, 0)
