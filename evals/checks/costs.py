"""What it took: turns, model calls, time, tokens and money."""

from decimal import Decimal

from evals.checks.verdict import Played, Remark, Verdict, judged, measured


def budget(played: Played) -> Verdict:
    """Offers come within the turns, and replies within the model calls, that are allowed."""
    allowed = played.scenario.budget
    remarks = [
        Remark(number, f"{len(closed.model_calls)} model calls, budget {allowed.model_calls}")
        for number, _, closed in played.turns
        if len(closed.model_calls) > allowed.model_calls
    ]
    first = next((n for n, _, closed in played.turns if closed.case.offers), None)
    if allowed.turns_to_offers is not None and (first is None or first > allowed.turns_to_offers):
        said = f"first offers after {first} messages, budget {allowed.turns_to_offers}"
        remarks.append(Remark(0, said))
    praise = f"first offers after {first} messages" if first else "within the model calls"
    return judged("budget", remarks, len(played.turns) + 1, praise)


def latency(played: Played) -> Verdict:
    """Seconds of the slowest turn, as the customer waited."""
    allowed = played.scenario.budget.seconds
    over = [
        Remark(number, f"{taken:.1f} s, budget {allowed} s")
        for number, taken in enumerate(played.went.seconds, start=1)
        if allowed is not None and taken > allowed
    ]
    slowest = max(played.went.seconds, default=0.0)
    return measured("latency", slowest, f"the slowest turn took {slowest:.2f} s", over)


def tokens(played: Played) -> Verdict:
    """Tokens of the language model, in and out; none offline."""
    calls = [c for closed in played.went.closed for c in closed.model_calls]
    used = sum(c.input_tokens + c.output_tokens for c in calls)
    allowed = played.scenario.budget.tokens
    over = [Remark(0, f"{used} tokens, budget {allowed}")] if allowed and used > allowed else []
    return measured("tokens", float(used), f"{used} tokens in {len(calls)} model calls", over)


def cost(played: Played) -> Verdict:
    """US dollars that the language model cost; nothing offline."""
    calls = [c for closed in played.went.closed for c in closed.model_calls]
    paid = sum((c.cost_usd for c in calls if c.cost_usd is not None), Decimal(0))
    allowed = played.scenario.budget.cost_usd
    over = allowed is not None and paid > Decimal(allowed)
    remarks = [Remark(0, f"{paid} USD, budget {allowed} USD")] if over else []
    return measured("cost", float(paid), f"{paid} USD", remarks)
