/* systems/systems: one row a system. */
#include "systems/systems.h"

extern const struct system intake_system, mediation_system, filing_system, court_paper_system,
    extension_system, grassroots_system, confirmation_system, performance_system,
    family_warning_system, family_measure_system, protection_order_system, roster_system,
    screening_system, allowance_system, mediator_feedback_system, representation_system,
    appeal_system, second_instance_system, fees_system, fee_day_system, refund_system,
    governance_system, advice_letter_system, partner_system, partner_line_system,
    applications_system, cross_filing_system, cross_review_system, filing_watch_system,
    routing_system, price_list_system, market_system, lawyer_system, venue_system, booking_system,
    method_card_system, method_system, administrative_system;

const struct system *const systems[] = {
    &intake_system,         &filing_system,           &mediation_system,
    &court_paper_system,    &extension_system,        &grassroots_system,
    &confirmation_system,   &performance_system,      &family_warning_system,
    &family_measure_system, &protection_order_system, &roster_system,
    &screening_system,      &allowance_system,        &mediator_feedback_system,
    &representation_system, &appeal_system,           &second_instance_system,
    &cross_filing_system,   &cross_review_system,     &filing_watch_system,
    &fees_system,           &fee_day_system,          &refund_system,
    &governance_system,     &advice_letter_system,    &partner_system,
    &partner_line_system,   &applications_system,     &routing_system,
    &price_list_system,     &market_system,           &lawyer_system,
    &venue_system,          &booking_system,          &method_card_system,
    &method_system,         &administrative_system,   NULL};
