"""The gate: nothing unverified is shown.

Every check reads the text outside references, after folding; see `knowledge/phrases`. A reply with
a blocking finding is bound, asked for once more, or replaced by the deterministic one.
"""

from collections.abc import Callable, Iterator

from agent.replies.checks.claims import banned, policy, status
from agent.replies.checks.figures import figures
from agent.replies.checks.manners import disclosures, echoes, shape
from agent.replies.checks.orderings import comparatives, superlatives
from agent.replies.checks.roles import roles
from agent.replies.checks.sources import sources, stale
from agent.replies.checks.subjects import subjects
from agent.replies.checks.well_formed import references
from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext, GateFinding
from agent.replies.reading import Reading
from agent.replies.references import repair

Check = Callable[[Reading, FactBook, GateContext], Iterator[GateFinding]]

CHECKS: tuple[Check, ...] = (
    references,
    figures,
    roles,
    subjects,
    stale,
    sources,
    status,
    superlatives,
    comparatives,
    policy,
    disclosures,
    banned,
    echoes,
    shape,
)


def check_reply(
    template: str,
    facts: FactBook,
    context: GateContext,
    checks: tuple[Check, ...] = CHECKS,
) -> tuple[GateFinding, ...]:
    """Return all objections to a reply template; it may be shown when none of them `blocks`.

    >>> from tools.facts import fact
    >>> book = FactBook([fact("offer.b", "monthly_payment", "493.63")])
    >>> findings = check_reply("The payment is $493.63.", book, GateContext())
    >>> [(f.check, f.excerpt) for f in findings]
    [('figures', '$493.63')]
    """
    reply = Reading(repair(template, facts, context.passages), facts)
    return tuple(found for check in checks for found in check(reply, facts, context))
