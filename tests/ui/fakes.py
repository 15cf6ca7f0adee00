"""A front without an engine: real rules, prices and cards, and an advisor that plays a script."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from agent.advisor import NotYourConversation, Started
from agent.blocks import (
    Block,
    ChipsBlock,
    CitationBlock,
    Closed,
    DocumentsBlock,
    Event,
    Figure,
    HandOffBlock,
    NoticeBlock,
    OfferCards,
    Progress,
    ProposalBlock,
    Shown,
    TextBlock,
)
from agent.cards import offer_card
from agent.conversations.records import (
    CallMade,
    ClosedTurn,
    Conversation,
    LogUnavailable,
    Opened,
    Session,
    Turn,
)
from agent.replies.factbook import FactBook
from agent.replies.renderer import Renderer
from agent.said import AdjustOffer, Attach, ChooseOffer, Confirm, Feedback, Said, in_words
from agent.settings import Settings
from tools.case_file import CaseFile, DocumentReceived, Known, Proposal
from tools.facts import Fact
from tools.knowledge import Knowledge, load_knowledge
from tools.lending.adjust import adjust_offer
from tools.lending.errors import LendingError
from tools.lending.evaluate import evaluate
from tools.lending.records import DecisionProfile, Inquiry, LoanRequest, Offer
from tools.offer_facts import offer_facts
from tools.stores.profiles import Persona

RENDERER = Renderer()
PERSONAS = (
    Persona(id="maya", name="Maya Brooks", story="Wants a car for a new commute."),
    Persona(id="dana", name="Dana Whitfield", story="Has a plan for $20,000 and *some* debts."),
    Persona(id="guest", name="Guest", story="Somebody the bank does not know yet."),
)
CAR = Inquiry(
    request=LoanRequest.model_validate(
        {"product": "car", "principal": "20000.00", "term_months": 60, "vehicle_price": "22500.00",
         "vehicle_condition": "new"}
    ),
    applicant=DecisionProfile.model_validate(
        {"customer_id": "maya", "has_capacity": True, "identity_verified": True,
         "employment_status": "Employed", "months_employed": 60, "annual_income": "60000.00",
         "monthly_obligations": "1250.00", "credit_score": 720, "payment_history": "Good",
         "inquiries_6m": 1, "public_records": (), "savings": "20000.00",
         "home_ownership": "Rent", "existing_loans": 2, "late_with_us_12m": False,
         "screening_hit": False}
    ),
)  # fmt: skip
DOCUMENTS = ("government_photo_id", "proof_of_income")
Reply = tuple[list[Block], CaseFile, list[Fact]]


@dataclass
class FakeAdvisor:
    """Keeps turns in memory and answers by keyword. `down` plays a store that is away."""

    knowledge: Knowledge
    now: Callable[[], datetime]
    down: bool = False
    stuck: bool = False
    """Turns are opened and not closed."""
    conversations_kept: dict[str, Conversation] = field(default_factory=dict)
    kept: dict[str, list[Turn]] = field(default_factory=dict)
    opened: list[tuple[str, Said]] = field(default_factory=list)
    """Every turn that was opened, once."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def _check(self) -> None:
        if self.down:
            raise LogUnavailable("The file /secret/place.sqlite cannot be read.")

    def open(self, session: Session, resume: str | None = None) -> Started:
        self._check()
        if resume is not None:
            conversation = self._owned(session, resume)
            return Started(conversation=conversation, turns=tuple(self.kept[resume]))
        words = "Hi, I'm the AI loan assistant. Privacy: https://bank.example/privacy"
        greeting = (TextBlock(text=words, template=words), ChipsBlock(choices=("A car", "A home")))
        conversation = Conversation(
            id=f"c{len(self.kept) + 1}", customer_id=session.customer_id, created_at=self.now(),
            greeting=greeting,
        )  # fmt: skip
        self.conversations_kept[conversation.id] = conversation
        self.kept[conversation.id] = []
        return Started(conversation=conversation)

    def _owned(self, session: Session, conversation_id: str) -> Conversation:
        found = self.conversations_kept.get(conversation_id)
        if found is None or found.customer_id != session.customer_id:
            raise NotYourConversation("There is no conversation of yours with that id.")
        return found

    def reply(
        self, session: Session, conversation_id: str, said: Said, turn_id: str | None = None
    ) -> Iterator[Event]:
        self._check()
        self._owned(session, conversation_id)
        assert turn_id is not None
        turns = self.kept[conversation_id]
        with self.lock:
            turn = next((t for t in turns if t.opened.turn_id == turn_id), None)
            if turn is None:
                turn = Turn(opened=self._opened(session, conversation_id, said, turn_id),
                            closed=None)  # fmt: skip
                turns.append(turn)
                self.opened.append((turn_id, said))
        return self._events(turns, turn)

    def _opened(
        self, session: Session, conversation_id: str, said: Said, turn_id: str
    ) -> Opened:  # fmt: skip
        return Opened(
            conversation_id=conversation_id, turn_id=turn_id,
            sequence=len(self.kept[conversation_id]), said=said, session=session, now=self.now(),
            case_version=0, knowledge={"catalogue.yaml": "ab" * 32},
        )  # fmt: skip

    def _events(self, turns: list[Turn], turn: Turn) -> Iterator[Event]:
        yield Progress(step="Noting what you said")
        if self.stuck:
            return
        place = next(i for i, t in enumerate(turns) if t.opened.turn_id == turn.opened.turn_id)
        if turns[place].closed is None:
            turns[place] = turn.model_copy(update={"closed": self._closed(turns, turn)})
        closed = turns[place].closed
        assert closed is not None
        for block in closed.blocks:
            if isinstance(block, OfferCards):
                yield Shown(block=block, pending=True)
        for block in closed.blocks:
            yield Shown(block=block)
        yield closed.closed

    def _closed(self, turns: list[Turn], turn: Turn) -> ClosedTurn:
        before = next((t.closed.case for t in reversed(turns) if t.closed), CaseFile())
        blocks, case, facts = answer(turn.opened.said, before, self.knowledge)
        receipt = {"call": f"{turn.opened.turn_id}:1", "as_of": self.now().isoformat(),
                   "case_version": 1, "inputs_hash": "cafe"}  # fmt: skip
        return ClosedTurn(
            blocks=tuple(blocks), case=case,
            calls=(CallMade(id="1", tool="make_offers", arguments={}, result={}),),
            facts=tuple(f.model_copy(update=receipt) for f in facts),
            closed=Closed(turn_id=turn.opened.turn_id, stage=case.stage, outcome=case.outcome,
                          status=case.status),
        )  # fmt: skip

    def turn(self, session: Session, conversation_id: str, turn_id: str) -> Turn | None:
        self._check()
        return next((t for t in self.kept[conversation_id] if t.opened.turn_id == turn_id), None)

    def turns(self, session: Session, conversation_id: str) -> tuple[Turn, ...]:
        return tuple(self.kept[conversation_id])

    def conversations(self, session: Session) -> tuple[Conversation, ...]:
        self._check()
        who, kept = session.customer_id, self.conversations_kept.values()
        return tuple(c for c in kept if who and c.customer_id == who)


def said_block(text: str, *figures: Figure) -> TextBlock:
    return TextBlock(text=text, template=text, figures=figures)


def answer(said: Said, case: CaseFile, knowledge: Knowledge) -> Reply:
    """Play the script: what the bank says to a kind of message."""
    match said:
        case AdjustOffer():
            return _adjusted(said, case, knowledge)
        case ChooseOffer():
            chosen = case.model_copy(update={"chosen": said.letter})
            return [said_block(f"You chose {said.letter.upper()}.")], chosen, []
        case Confirm():
            return _filed(case)
        case Attach():
            held = DocumentReceived(kind=said.document, upload_id=said.upload_id,
                                    received_at=_then(case))  # fmt: skip
            case = case.model_copy(update={"documents": (*case.documents, held)})
            return [said_block("Thank you, it arrived.")], case, []
        case Feedback():
            return [said_block("Thanks for telling us.")], case, []
    return _by_words(in_words(said), case, knowledge)


def _then(case: CaseFile) -> datetime:
    return next(iter(case.applicant.values())).as_of


def _by_words(words: str, case: CaseFile, knowledge: Knowledge) -> Reply:
    if "car" in words:
        return _offers(case, knowledge)
    if "apply" in words:
        return _proposal(case)
    if "person" in words:
        banner = HandOffBlock(text="A colleague will take over.", reference="H-12")
        return [said_block("Of course."), banner], case, []
    if "policy" in words:
        cited = CitationBlock(passage_id="fees#1", title="Fees", text="A fee of $150 or $200.")
        return [said_block("Here is what it says."), cited], case, []
    if "refuse" in words:
        notice = NoticeBlock(notice_id="N-1", title="Your notice", markdown="We owe you $5 or $6.")
        return [said_block("As asked, I can't offer this one."), notice], case, []
    return [said_block("Tell me more."), ChipsBlock(choices=("New", "Used"))], case, []


def _cards(offers: list[Offer]) -> tuple[OfferCards, list[Fact]]:
    facts = [f for o in offers for f in offer_facts(o)]
    book = FactBook(facts)
    return OfferCards(cards=tuple(offer_card(o, book, RENDERER) for o in offers)), facts


def _offers(case: CaseFile, knowledge: Knowledge) -> Reply:
    found = evaluate(CAR, knowledge.rulebook)
    offers = [
        o.model_copy(update={"letter": x}) for x, o in zip("abcd", found.offers, strict=False)
    ]
    cards, facts = _cards(offers)
    now = datetime.fromisoformat("2026-11-16T15:00:00+00:00")
    case = case.model_copy(
        update={
            "product": "car", "version": 1, "outcome": found.outcome, "offers": tuple(offers),
            "current": tuple(o.letter for o in offers),
            "request": {"principal": Known(value="20000.00", source="told", as_of=now,
                                           words="20k for a <b>car</b>")},
            "applicant": {
                "annual_income": Known(value="60000.00", source="on_file", as_of=now),
                "credit_score": Known(value="720", source="verified", as_of=now),
                "rent": Known(value="0.00", source="assumed", as_of=now),
                "screening_hit": Known(value="false", source="verified", as_of=now),
            },
        }
    )  # fmt: skip
    payment = RENDERER.render_fact(next(f for f in facts if f.id == "offer.a.monthly_payment"))
    text = f"Offer A is {payment} a month."
    figure = Figure(fact_id="offer.a.monthly_payment", text=payment, start=text.index(payment))
    return [said_block(text, figure), cards], case, facts


def _adjusted(said: AdjustOffer, case: CaseFile, knowledge: Knowledge) -> Reply:
    base = case.offer(said.letter)
    assert base is not None
    levers: dict[str, Any] = said.model_dump(exclude={"kind", "letter"}, exclude_none=True)
    request = CAR.request.model_copy(
        update={"principal": base.principal, "term_months": base.term_months}
    )
    inquiry = CAR.model_copy(update={"request": request})
    try:
        made = adjust_offer(inquiry, knowledge.rulebook, **levers)
    except LendingError as refusal:
        return [said_block(str(refusal))], case, []
    letter = "abcdefgh"[len(case.offers)]
    made = made.model_copy(update={"letter": letter, "replaces": base.letter})
    cards, facts = _cards([made])
    case = case.model_copy(
        update={"offers": (*case.offers, made), "current": (*case.current, made.letter),
                "chosen": made.letter}
    )  # fmt: skip
    return [said_block("Recomputed."), cards], case, facts


def _proposal(case: CaseFile) -> Reply:
    letter = case.chosen or "a"
    proposal = Proposal(
        id="p1", letter=letter, case_version=1, documents=DOCUMENTS, disclosures=("credit_terms",),
        content_hash="x", expires_at=_then(case), application_number="LA-00000001",
    )  # fmt: skip
    block = ProposalBlock(
        proposal_id="p1", title="Your application", cells=(), disclosures=("It is indicative.",),
        documents=("Government photo ID", "Proof of income"),
    )  # fmt: skip
    return [said_block("Please check."), block], case.model_copy(update={"proposal": proposal}), []


def _filed(case: CaseFile) -> Reply:
    number = "LA-00000001"
    case = case.model_copy(
        update={"application_number": number, "stage": "application", "status": "RECEIVED"}
    )
    slots = DocumentsBlock(application_number=number, slots=())
    return [said_block(f"Received: {number}."), slots], case, []


@dataclass
class FakeApp:
    """What `agent.wiring.build` gives, as far as a screen looks."""

    clock: Callable[[], datetime]
    documents: Any
    knowledge: Knowledge = field(default_factory=load_knowledge)
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        self.advisor = FakeAdvisor(self.knowledge, self.clock)
        self.runner = SimpleNamespace(renderer=RENDERER)

    def now(self) -> datetime:
        return self.clock()

    def personas(self) -> tuple[Persona, ...]:
        self.advisor._check()
        return PERSONAS
