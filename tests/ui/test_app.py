"""The page as a customer meets it, on a front without an engine."""

import pytest

from agent.said import AdjustOffer, Attach, ChooseOffer, Confirm, Consent, Feedback, Text
from tests.ui.conftest import Tab
from tests.ui.fakes import FakeApp
from ui.transcript import transcript


def _said(app: FakeApp) -> list[object]:
    return [said for _, said in app.advisor.opened]


# -- signing in ----------------------------------------------------------------------------------


def test_a_visitor_picks_a_customer_and_is_greeted(app: FakeApp) -> None:
    tab = Tab()
    tab.page.selectbox(key="persona").select_index(0).run()

    tab.press("Sign in")

    assert "AI loan assistant" in tab.html
    assert "Signed in as <strong>Maya Brooks</strong>" in tab.html
    assert tab.page.query_params["as"] == "maya"


def test_a_guest_needs_no_name(app: FakeApp) -> None:
    tab = Tab()

    tab.press("Continue as a guest")

    assert "Signed in as <strong>Guest</strong>" in tab.html
    assert app.advisor.conversations_kept["c1"].customer_id is None


def test_signing_in_without_a_choice_asks_for_one(app: FakeApp) -> None:
    tab = Tab()

    tab.press("Sign in")

    assert [w.value for w in tab.page.warning] == ["Please choose a customer first."]


def test_an_unknown_customer_in_the_address_is_sent_to_the_door(app: FakeApp) -> None:
    tab = Tab("nobody<script>")

    assert "Sign in" in tab.buttons
    assert "We do not know that customer" in tab.page.warning[0].value
    assert not tab.page.exception


def test_another_customers_conversation_is_not_opened(app: FakeApp, offered: Tab) -> None:
    tab = Tab("dana", "c1")

    assert "Maya" not in tab.html
    assert "20k for a car" not in tab.html
    assert tab.page.query_params["c"] == "c2"


# -- talking -------------------------------------------------------------------------------------


def test_offers_are_cards_with_their_figures_and_receipts(offered: Tab) -> None:
    assert offered.html.count('<article class="la-card"') == 3
    assert "$411.01</button>" in offered.html
    assert "note rate / 1200" in offered.html
    assert "catalogue abababababab" in offered.html
    assert not offered.page.exception


def test_a_customers_words_are_shown_as_typed_and_never_as_markup(maya: Tab) -> None:
    maya.say("<img src=x onerror=alert(1)> **bold** $5 and $6")

    assert "&lt;img src=x onerror=alert(1)&gt; **bold** $5 and $6" in maya.html
    assert "<img" not in maya.html


def test_the_case_says_where_each_value_came_from(offered: Tab) -> None:
    assert "you said “20k for a &lt;b&gt;car&lt;/b&gt;”" in offered.html
    assert "on file, November 16, 2026" in offered.html
    assert "verified, November 16, 2026" in offered.html
    assert ">assumed</span>" in offered.html


def test_what_the_bank_screens_for_is_not_shown(offered: Tab) -> None:
    assert "screening" not in offered.html.lower()


def test_an_empty_message_is_no_message(app: FakeApp, maya: Tab) -> None:
    maya.say("   \n ")

    assert _said(app) == []


def test_a_quick_reply_is_said_like_words(app: FakeApp, maya: Tab) -> None:
    maya.press("A car")

    assert _said(app) == [Text(text="A car")]


def test_only_the_newest_reply_has_buttons(offered: Tab) -> None:
    assert "A home" not in offered.buttons

    offered.say("what is the policy?")

    assert "Choose A" not in offered.buttons


def test_a_policy_passage_can_be_opened_and_its_dollars_are_no_formula(maya: Tab) -> None:
    maya.say("what is the policy?")

    texts = [m.value for m in maya.page.markdown]
    assert "A fee of \\$150 or \\$200." in texts


def test_a_notice_is_shown_and_can_be_kept(maya: Tab) -> None:
    maya.say("refuse me")

    assert "We owe you \\$5 or \\$6." in [m.value for m in maya.page.markdown]
    assert "Download the notice" in [d.label for d in maya.page.get("download_button")]


def test_a_hand_over_is_announced_with_its_reference(maya: Tab) -> None:
    maya.say("a person please")

    assert "Handed over to a person" in maya.html
    assert "Reference H-12" in maya.html


def test_long_conversations_show_the_newest_turns_and_the_older_on_request(maya: Tab) -> None:
    for number in range(14):
        maya.say(f"message number {number}.")

    assert "message number 1." not in maya.html
    assert "message number 13." in maya.html

    maya.press("Show 2 earlier messages")

    assert "message number 0." in maya.html


def test_a_thumb_is_kept_as_feedback_on_that_reply(app: FakeApp, offered: Tab) -> None:
    thumbs = offered.page.feedback[0]

    thumbs.set_value(1).run()

    rated = _said(app)[-1]
    assert isinstance(rated, Feedback)
    assert rated.rating == "up"
    assert rated.turn_id == app.advisor.opened[0][0]


# -- nothing lost, nothing doubled ---------------------------------------------------------------


def test_a_refresh_comes_back_to_the_conversation(app: FakeApp, offered: Tab) -> None:
    tab = Tab("maya", "c1")

    assert "20k for a car" in tab.html
    assert tab.html.count('<article class="la-card"') == 3
    assert len(app.advisor.opened) == 1


def test_a_turn_that_was_open_at_the_refresh_is_heard_to_its_end(app: FakeApp, maya: Tab) -> None:
    app.advisor.stuck = True
    maya.say("20k for a car")
    app.advisor.stuck = False

    tab = Tab("maya", "c1")

    assert tab.html.count('<article class="la-card"') == 3
    assert len(app.advisor.opened) == 1


def test_an_answer_that_takes_too_long_can_be_asked_for_again(app: FakeApp, maya: Tab) -> None:
    app.advisor.stuck = True
    maya.say("20k for a car")
    app.advisor.stuck = False

    maya.press("See whether the answer is there")

    assert maya.html.count('<article class="la-card"') == 3
    assert len(app.advisor.opened) == 1


def test_the_same_button_pressed_twice_is_one_turn(app: FakeApp, offered: Tab) -> None:
    talk = offered.page.session_state["talk"]
    place = talk.place
    offered.press("Choose B")

    talk.act(ChooseOffer(letter="b"), place=place)
    offered.page.run()

    assert _said(app) == [Text(text="20k for a car"), ChooseOffer(letter="b")]


def test_a_message_sent_while_the_records_are_away_is_sent_when_they_are_back(
    app: FakeApp, maya: Tab
) -> None:
    app.advisor.down = True
    maya.say("20k for a car")

    assert "We cannot reach our records" in maya.html
    assert "/secret/place" not in maya.html
    assert not maya.page.exception

    app.advisor.down = False
    maya.press("Try again")

    assert maya.html.count('<article class="la-card"') == 3
    assert len(app.advisor.opened) == 1


def test_records_that_are_away_at_the_door_are_a_sentence(app: FakeApp) -> None:
    app.advisor.down = True

    tab = Tab()

    assert "We cannot reach our records" in tab.html
    assert not tab.page.exception


def test_a_wrong_setting_is_a_sentence_without_its_value(
    app: FakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    from agent.settings import load_settings

    monkeypatch.setenv("LOAN_ADVISOR_PORT", "not-a-port")
    load_settings.cache_clear()

    tab = Tab()

    assert "closed for the moment" in tab.html
    assert "not-a-port" not in tab.html


# -- working with an offer -----------------------------------------------------------------------


def test_a_changed_amount_is_recomputed_by_the_advisor(app: FakeApp, offered: Tab) -> None:
    offered.part("Change it")

    offered.page.number_input[0].set_value(22000).run()

    assert _said(app)[-1] == AdjustOffer(letter="a", principal="22000")
    assert "Compared with A: $43.01 more a month" in offered.html


def test_a_changed_term_is_recomputed_and_the_next_change_starts_from_it(
    app: FakeApp, offered: Tab
) -> None:
    offered.part("Change it")
    offered.page.select_slider[0].set_value(48).run()

    offered.page.select_slider[0].set_value(72).run()

    assert _said(app)[1:] == [
        AdjustOffer(letter="a", term_months=48),
        AdjustOffer(letter="d", term_months=72),
    ]


def test_the_controls_keep_to_the_ranges_of_the_catalogue(offered: Tab) -> None:
    offered.part("Change it")

    amount, term = offered.page.number_input[0], offered.page.select_slider[0]

    assert (amount.min, amount.max) == (2000, 100000)
    assert (term.options[0], term.options[-1]) == ("6 months", "84 months (7 years)")


def test_a_change_that_does_not_fit_is_explained_and_changes_nothing(
    app: FakeApp, offered: Tab
) -> None:
    offered.part("Change it")

    offered.page.number_input[0].set_value(100000).run()

    assert "That does not fit" in offered.html
    assert offered.page.number_input[0].value == 20000


def test_the_schedule_repays_the_loan_to_the_cent(offered: Tab) -> None:
    offered.part("How it is repaid")

    assert "By year" in offered.html
    assert '<th scope="row">5</th>' in offered.html
    assert "<td>$0.00</td></tr></tbody>" in offered.html


def test_applying_chooses_proposes_and_files_only_after_the_confirmation(
    app: FakeApp, offered: Tab
) -> None:
    offered.part("Apply")
    offered.press("Apply for offer A")
    assert _said(app)[1:] == [ChooseOffer(letter="a"), Text(text="I'd like to apply")]
    assert app.advisor.kept["c1"][-1].closed.case.application_number is None

    offered.press("Confirm and submit")

    assert _said(app)[-1] == Confirm(proposal_id="p1")
    assert "LA-00000001" in offered.html
    assert "Confirm and submit" not in offered.buttons


def test_electronic_papers_are_agreed_to_only_by_ticking(app: FakeApp, offered: Tab) -> None:
    offered.say("apply")
    offered.page.checkbox[0].check().run()

    offered.press("Confirm and submit")

    assert _said(app)[-2:] == [
        Confirm(proposal_id="p1"),
        Consent(consent="e_sign", version="1"),
    ]


def test_documents_have_slots_after_the_application(offered: Tab) -> None:
    offered.say("apply")
    offered.press("Confirm and submit")

    slots = [f.label for f in offered.page.get("file_uploader")]

    assert slots == ["Government photo ID", "Proof of income"]
    assert "Documents: 0 of 2 received" in [e.label for e in offered.page.expander]


def _applied(tab: Tab) -> None:
    tab.say("apply")
    tab.press("Confirm and submit")


def test_an_upload_is_stored_and_then_told_to_the_advisor(app: FakeApp, offered: Tab) -> None:
    _applied(offered)

    offered.page.file_uploader[0].set_value(("id.pdf", b"%PDF-1.7 x", "application/pdf")).run()

    told = _said(app)[-1]
    assert isinstance(told, Attach)
    assert told.document == "government_photo_id"
    assert app.documents.document(told.upload_id, "maya") is not None
    assert "Documents: 1 of 2 received" in [e.label for e in offered.page.expander]


def test_a_file_that_is_not_what_its_name_says_is_refused(app: FakeApp, offered: Tab) -> None:
    _applied(offered)

    offered.page.file_uploader[0].set_value(("id.pdf", b"MZ program", "application/pdf")).run()

    assert "Only PDF, PNG and JPEG" in offered.page.error[0].value
    assert not isinstance(_said(app)[-1], Attach)


def test_signing_out_leaves_nothing_of_the_customer_on_the_page(app: FakeApp, offered: Tab) -> None:
    offered.press("Sign out")

    assert "Maya Brooks</strong>" not in offered.html
    assert "as" not in offered.page.query_params


def test_a_new_conversation_starts_empty_and_the_earlier_one_can_be_opened(
    app: FakeApp, offered: Tab
) -> None:
    offered.press("Start a new conversation")
    assert "20k for a car" not in offered.html

    offered.press("November 16, 2026, 10:00")

    assert "20k for a car" in offered.html


def test_a_conversation_that_was_erased_meanwhile_leads_to_the_door(
    app: FakeApp, offered: Tab
) -> None:
    app.advisor.conversations_kept.clear()

    offered.say("hello?")

    assert "no longer there" in offered.page.warning[0].value
    assert not offered.page.exception


def test_the_conversation_can_be_kept_as_a_file(offered: Tab) -> None:
    kept = transcript(offered.page.session_state["talk"])

    assert "    20k for a car" in kept
    assert "- Monthly payment: $411.01" in kept
    assert "indicative" in kept
