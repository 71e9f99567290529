from pathlib import Path

import pytest

from knowledge.corpus import load_plans

PLANS = Path(__file__).parents[2] / "knowledge" / "plans"


@pytest.fixture(scope="session")
def plans():
    return load_plans(PLANS)
