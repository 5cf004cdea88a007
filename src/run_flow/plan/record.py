"""The plan as plain data, for programs: keys never change with the language, texts do."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from run_flow.language import _
from run_flow.plan import wording
from run_flow.plan.claim import Claim, Source, Span
from run_flow.plan.costs import EVIDENCE, EXAMPLE, FEE_RULES, Statement
from run_flow.plan.plan import Branch, Call, Plan, Row
from run_flow.plan.renewal import Renewal
from run_flow.plan.totals import Total


def record(plan: Plan) -> dict[str, Any]:
    """Return *plan* as JSON takes it; days are ISO texts, money is in yuan."""
    provisional = [row.slowest.ends for row in plan.rows if plan.calendar.is_provisional(row.slowest.ends)]
    return {
        "company": plan.facts.company,
        "account": plan.facts.account,
        "mini_programs": list(plan.facts.programs),
        "start": plan.start.isoformat(),
        "earliest": plan.ends[0].isoformat(),
        "latest": plan.ends[1].isoformat(),
        "hands_on_minutes": plan.hands_on_minutes,
        "provisional_from": min(provisional).isoformat() if provisional else None,
        "stages": [_row(row, plan) for row in plan.rows],
        "branches": [_branch(branch) for branch in plan.branches],
        "fee_rules": [_statement(rule) for rule in FEE_RULES],
        "guide_example": asdict(EXAMPLE) | {"saved_yuan": EXAMPLE.saved_yuan},
        "guide_totals": [_total(total) for total in plan.totals],
        "guide_steps": _plain(asdict(plan.guide)),
        "filing_during_development": [_plain(asdict(one)) for one in plan.meanwhile],
        "people": [_call(call) for call in plan.calls],
        "renewals": [_renewal(renewal) for renewal in plan.renewals],
        "notes": wording.notes(plan),
    }


def _row(row: Row, plan: Plan) -> dict[str, Any]:
    stage = row.stage
    return {
        "key": stage.key,
        "title": wording.title(stage, programs=plan.facts.programs),
        "mini_program": None if stage.program is None else plan.facts.programs[stage.program],
        "after": list(stage.after),
        "conditional": stage.conditional,
        "hands_on": _claim(stage.hands_on) if stage.hands_on else None,
        "takes": _span(stage.span),
        "claims": [_claim(claim) for claim in stage.takes],
        "fastest": _plain(asdict(row.fastest)),
        "slowest": _plain(asdict(row.slowest)),
    }


def _branch(branch: Branch) -> dict[str, Any]:
    costs = branch.costs
    comparison = costs.comparison
    return {
        "reused": branch.reused,
        "ends": _plain(asdict(branch.ends)),
        "yuan": costs.yuan,
        "costs": [_sourced(asdict(line), line.source) | {"what": _(line.what)} for line in costs.lines],
        "comparison": asdict(comparison) | {"saved_yuan": comparison.saved_yuan} if comparison else None,
        "complaint": _sourced(asdict(costs.complaint), costs.complaint.source) if costs.complaint else None,
        "said_by": [_statement(statement) for statement in EVIDENCE[branch.reused]],
    }


def _call(call: Call) -> dict[str, Any]:
    duty = call.duty
    return {
        "stage": duty.stage,
        "role": _(duty.role),
        "does": _(duty.does),
        "conditional": call.conditional,
        "times": call.times,
        "earliest": call.earliest.isoformat(),
        "latest": call.latest.isoformat(),
        "within": _span(duty.within) if duty.within else None,
        "chances": duty.chances,
        "then": _(duty.then),
        "source": _source(duty.source),
    }


def _renewal(renewal: Renewal) -> dict[str, Any]:
    moments = [
        {"what": wording.moment(moment), "earliest": moment.earliest.isoformat(), "latest": moment.latest.isoformat()}
        for moment in renewal.moments
    ]
    return {
        "key": renewal.key,
        "what": _(renewal.what),
        "conditional": renewal.conditional,
        "moments": moments,
        "sources": [_source(source) for source in renewal.sources],
    }


def _total(total: Total) -> dict[str, Any]:
    return {
        "where": _(total.where),
        "says": _claim(total.claim),
        "steps": _span(total.steps) if total.steps else None,
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {"says": _(statement.says), "source": _source(statement.source)}


def _claim(claim: Claim) -> dict[str, Any]:
    return _span(claim.span) | {"source": _source(claim.source)}


def _span(span: Span) -> dict[str, Any]:
    return {"minimum": span.minimum, "maximum": span.maximum, "unit": span.unit.value}


def _sourced(facts: dict[str, Any], source: Source) -> dict[str, Any]:
    return facts | {"source": _source(source)}


def _source(source: Source) -> dict[str, Any]:
    return {"kind": source.kind.value, "dated": source.dated or None, "fact": source.fact}


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Return *facts* with days as ISO texts."""
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in facts.items()}
