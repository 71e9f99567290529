"""How urgent a message is, of what kind and about whom; without torch."""

from nlu.triage.assess import ESCALATE, assess, assess_turns
from nlu.triage.opinion import warm
from nlu.triage.result import KINDS, Level, Speaker, Triage

__all__ = ["ESCALATE", "KINDS", "Level", "Speaker", "Triage", "assess", "assess_turns", "warm"]
