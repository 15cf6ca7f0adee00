"""CATALOG: the tuple of every tool the agent may call. Calls of one step run in this order."""

from collections.abc import Callable
from typing import Any

from tools.adjust_offer import adjust_offer
from tools.application_status import application_status
from tools.assess_affordability import assess_affordability
from tools.check_eligibility import check_eligibility
from tools.compare_offers import compare_offers
from tools.explain_decision import explain_decision
from tools.find_recourse import find_recourse
from tools.hand_off import hand_off
from tools.look_up_profile import look_up_profile
from tools.make_offers import make_offers
from tools.privacy_request import privacy_request
from tools.quote_loan import quote_loan
from tools.record_complaint import record_complaint
from tools.record_details import record_details
from tools.record_feedback import record_feedback
from tools.score_application import score_application
from tools.search_policy import search_policy
from tools.submit_application import submit_application

CATALOG: tuple[Callable[..., Any], ...] = (
    look_up_profile,
    record_details,
    check_eligibility,
    score_application,
    make_offers,
    adjust_offer,
    compare_offers,
    quote_loan,
    assess_affordability,
    explain_decision,
    find_recourse,
    search_policy,
    submit_application,
    application_status,
    hand_off,
    record_complaint,
    privacy_request,
    record_feedback,
)
