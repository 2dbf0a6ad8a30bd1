/* The table of fields: the security block. See fields.c. */
#include "sim/scenario/fields.h"

static const char *const model_words[] = {"fixed", "coordination", NULL};
static const char *const selection_words[] = {"least", "greatest", NULL};
static const char *const outcome_words[] = {"mean", "exact", NULL};

/* ---- security ---- */

static const ply_key ratification_fields[] = {
    {"issue", K_REF, F_REQUIRED, .names = N_ISSUE, AT(ply_security, ratification_issue),
     .help = "The issue that decides."},
    {"on", K_REFS, F_REQUIRED, N_OPTION, CHECKED, .read = ply_read_ratified,
     .help = "Its options under which parliaments vote."},
    {"chance", K_NUMBERS, .names = N_CANDIDATE, UNIT_RANGE, AT(ply_security, chance), .unit = "probability",
     .otherwise = "1", .help = "That each parliament agrees."},
    END,
};
static const ply_shape ratification_shape = {
    "ratification",
    "/security/ratification",
    ratification_fields,
    "{ \"issue\": \"form\", \"on\": [\"ratified\"], \"chance\": { \"us\": 0.35 } }",
    NULL,
    false};

static const ply_key contest_fields[] = {
    {"decisiveness", K_NUMBER, F_ABOVE_MIN, .min = 0, .max = 20, AT(ply_security, decisiveness),
     .otherwise = "1", .help = "How much superior force decides."},
    END,
};
static const ply_shape contest_shape = {
    "contest", "/security/contest", contest_fields, "{ \"decisiveness\": 1 }", NULL, false};

static const ply_key attack_fields[] = {
    {"prize", K_NUMBER, F_REQUIRED, AT(ply_security, prize), .unit = "attacker's payoff",
     .help = "Of overrunning the beneficiary."},
    {"war_cost", K_NUMBER, F_REQUIRED, AT(ply_security, war_cost), .unit = "attacker's payoff",
     .help = "Of attacking."},
    {"noise", K_NUMBER, F_REQUIRED | F_ABOVE_MIN, .min = 0, .max = 1e9, AT(ply_security, noise),
     .unit = "attacker's payoff", .help = "Spread of what is not known of the attacker's judgement."},
    END,
};
static const ply_shape attack_shape = {"attack",      "/security/attack",
                                       attack_fields, "{ \"prize\": 1, \"war_cost\": 0.68, \"noise\": 0.15 }",
                                       NULL,          false};

static const ply_key provocation_fields[] = {
    {"rate", K_NUMBER, F_REQUIRED, UNIT_RANGE, AT(ply_security, provocation_rate), .unit = "probability",
     .help = "That a fully covered beneficiary brings a crisis on itself."},
    {"issue", K_REF, .names = N_ISSUE, CHECKED, .help = "The issue that gives it latitude."},
    {"latitude", K_NUMBERS, F_COMPLETE, N_OPTION, UNIT_RANGE, CHECKED, .read = ply_read_latitude,
     .unit = "share", .help = "How much each option of that issue leaves it."},
    END,
};
static const ply_shape provocation_shape = {
    "provocation",
    "/security/provocation",
    provocation_fields,
    "{ \"rate\": 0.1, \"issue\": \"scope\", \"latitude\": { \"all\": 1, \"carve\": 0.5 } }",
    NULL,
    false};

static const ply_key honour_fields[] = {
    {"audience", K_NUMBERS, .names = N_CANDIDATE, .min = 0, .max = 1e9, AT(ply_security, audience),
     .otherwise = "0", .unit = "guarantor's payoff", .help = "What breaking the pledge costs at home."},
    {"stake", K_NUMBERS, .names = N_CANDIDATE, AT(ply_security, stake), .otherwise = "0",
     .unit = "guarantor's payoff", .help = "What the beneficiary's survival is worth to it."},
    {"cost", K_NUMBERS, .names = N_CANDIDATE, AT(ply_security, cost), .otherwise = "0",
     .unit = "guarantor's payoff", .help = "Of fighting with full effort, alone."},
    {"support", K_NUMBER, F_REQUIRED | F_BELOW_MAX, UNIT_RANGE, AT(ply_security, support), .unit = "share",
     .help = "How much of the cost the others' help takes away."},
    {"noise", K_NUMBER, F_REQUIRED | F_ABOVE_MIN, .min = 0, .max = 1e9, AT(ply_security, honour_noise),
     .unit = "guarantor's payoff", .help = "Spread of what is not known of a guarantor's judgement."},
    END,
};
static const ply_shape honour_shape = {
    "honour",
    "/security/honour",
    honour_fields,
    "{ \"audience\": { \"france\": 1 }, \"cost\": { \"france\": 0.5 }, \"support\": 0.5, \"noise\": 0.15 }",
    NULL,
    false};

static const ply_key security_fields[] = {
    {"beneficiary", K_REF, F_REQUIRED, .names = N_ACTOR, AT(ply_security, beneficiary),
     .help = "Whom the guarantee protects."},
    {"adversary", K_REF, F_REQUIRED, .names = N_ACTOR, AT(ply_security, adversary),
     .help = "Who might attack."},
    {"model", K_WORD, AT(ply_security, model), .words = model_words, .otherwise = "fixed",
     .help = "fixed: pledges are kept as the bond says; coordination: guarantors look at what the others "
             "will do."},
    {"selection", K_WORD, CHECKED, .words = selection_words, .otherwise = "least",
     .help = "Which solution of the coordination game the payoffs use."},
    {"outcomes", K_WORD, CHECKED, .words = outcome_words, .otherwise = "mean",
     .help = "mean: expected help decides; exact: the expectation over who honours."},
    {"capability", K_NUMBERS, F_REQUIRED, N_ACTOR, .min = 0, .max = 1e12, AT(ply_security, capability),
     .unit = "any, the same for all", .help = "Of the beneficiary, the adversary and every candidate."},
    {"bond", K_TABLE, F_REQUIRED, UNIT_RANGE, AT(ply_security, bond), .read = ply_read_table,
     .unit = "probability", .help = "How binding the mechanism is."},
    {"delay_hours", K_TABLE, .min = 0, .max = 1e6, AT(ply_security, delay_hours), .read = ply_read_table,
     .unit = "hours", .otherwise = "0", .help = "Until help starts."},
    {"judgement", K_TABLE, UNIT_RANGE, AT(ply_security, judgement), .read = ply_read_table,
     .unit = "probability", .otherwise = "1", .help = "That those who decide find that the case is given."},
    {"coverage", K_TABLE, UNIT_RANGE, AT(ply_security, coverage), .read = ply_read_table,
     .unit = "probability", .otherwise = "1",
     .help = "That the attack that comes is one that the text covers."},
    {"common_shock", K_NUMBER, UNIT_RANGE, AT(ply_security, common_shock), .unit = "probability",
     .otherwise = "0",
     .help = "That one draw decides for all guarantors whether they honour; needs outcomes exact."},
    {"ratification", K_OBJECT, .shape = &ratification_shape, .where = 0,
     .help = "Where parliaments must agree."},
    {"own_strength", K_TABLE, .min = 0, .max = 1000, AT(ply_security, own_strength), .read = ply_read_table,
     .unit = "share", .otherwise = "1", .help = "Of the beneficiary's capability that it may keep."},
    {"decay_hours", K_NUMBER, F_REQUIRED | F_ABOVE_MIN, .min = 0, .max = 1e9, AT(ply_security, decay_hours),
     .unit = "hours", .help = "Help that comes this much later is worth 1/e."},
    {"readiness_hours", K_NUMBERS, .names = N_CANDIDATE, .min = 0, .max = 1e6,
     AT(ply_security, readiness_hours), .unit = "hours", .otherwise = "0",
     .help = "Each guarantor's own delay."},
    {"contest", K_OBJECT, .shape = &contest_shape, .where = 0, .help = "How force decides a war."},
    {"attack", K_OBJECT, F_REQUIRED, .shape = &attack_shape, .where = 0,
     .help = "When the adversary attacks."},
    {"provocation", K_OBJECT, .shape = &provocation_shape, .where = 0,
     .help = "Moral hazard of a pledge; optional."},
    {"honour", K_OBJECT, .shape = &honour_shape, .where = 0, .help = "Needed for model coordination."},
    END,
};
const ply_shape ply_security_shape = {"security", "/security", security_fields, NULL, NULL, false};
