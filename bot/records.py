"""Plans and duties as the command-line contract writes them."""

from __future__ import annotations

from typing import Any

from knowledge.plan import Duty, Plan

__all__ = ["duty_fields", "plan_fields"]


def duty_fields(duty: Duty) -> dict[str, Any]:
    """A duty as one JSON object; fields the plan leaves open are ``null``."""
    return {
        "plan": duty.plan,
        "section": duty.section,
        "agency": duty.agency,
        "role": duty.role,
        "task": duty.task,
        "partners": list(duty.partners),
        "deadline": duty.deadline,
        "report_to": duty.report_to,
        "report_date": duty.report_date,
        "quote": duty.quote,
        "doubts": list(duty.doubts),
    }


def plan_fields(plan: Plan) -> dict[str, Any]:
    """A plan as one JSON object."""
    period = plan.period
    return {
        "plan": plan.name,
        "title": plan.title,
        "issuer": plan.issuer,
        "number": plan.number,
        "date": plan.date,
        "period": None if period is None else {"start": period.start, "end": period.end},
        "place": plan.place,
        "signer": plan.signer,
        "passages": len(plan.passages),
        "duties": [duty_fields(duty) for duty in plan.duties],
        "contacts": [
            {"name": contact.name, "phone": contact.phone, "internal": contact.internal}
            for contact in plan.contacts
        ],
        "report_deadlines": [
            {"who": line.who, "to": line.to, "when": line.when, "section": line.section}
            for line in plan.report_deadlines
        ],
        "warnings": list(plan.warnings),
    }
