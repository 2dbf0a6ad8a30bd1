/* The table of fields: what an actor may hold. See fields.c. */
#include "sim/scenario/fields.h"

static const char *const effect_words[] = {"refuse", "stay_out", NULL};

/* ---- actors ---- */

static const ply_key row_fields[] = {
    {"weight", K_NUMBER, F_REQUIRED, .min = 0, .max = 1e9, AT(ply_payoff_row, weight), .unit = "payoff",
     .help = "How much the issue counts; an actor's weights sum to 1."},
    {"values", K_NUMBERS, F_REQUIRED | F_COMPLETE, N_OPTION, CHECKED, .read = ply_read_values,
     .help = "The value of every option; 0 the worst, 1 the best."},
    {"outsider", K_NUMBERS, F_COMPLETE, N_OPTION, CHECKED, .read = ply_read_values,
     .otherwise = "the same values", .help = "The values while the actor is a candidate that stands out."},
    {"grade", K_GRADES, .names = N_OPTION, CHECKED, .words = ply_grade_words, .otherwise = "assumed",
     .help = "The grade of `values`: one for all or one for each option."},
    {"cite", K_CITES, CHECKED, .help = "Where `values` come from."},
    END,
};
static const ply_shape row_shape = {
    "payoff_row",
    "/actors/ID/payoffs/ISSUE",
    row_fields,
    "{ \"weight\": 0.2, \"values\": { \"open\": 0.3, \"h72\": [0.7, 0.8, 0.9] }, "
    "\"grade\": { \"h72\": \"stated\" } }",
    NULL,
    false};

static const ply_key scaled_fields[] = {
    {"by", K_REF, F_REQUIRED, .names = N_INDICATOR, AT(ply_payoff_row, by), .help = "The indicator."},
    {"floor", K_NUMBER, UNIT_RANGE, AT(ply_payoff_row, parameter[0]), .otherwise = "0", .unit = "share",
     .help = "What is left of the issue's worth where the indicator is 0."},
    END,
};
static const ply_shape scaled_shape = {"scaled",      "/actors/ID/scaled/ISSUE",
                                       scaled_fields, "{ \"by\": \"credibility\", \"floor\": 0.3 }",
                                       NULL,          false};

static const ply_key bonus_fields[] = {
    {"name", K_TEXT, CHECKED, .help = "Shown to people."},
    {"when", K_CONDITION, F_REQUIRED, AT(ply_bonus, when), .help = "Where it is paid."},
    {"gain", K_NUMBER, F_REQUIRED, AT(ply_bonus, gain), .unit = "payoff",
     .help = "What it adds; below 0 a penalty."},
    {"cite", K_CITES, AT(ply_bonus, cite), .help = "Where it comes from."},
    END,
};
static const ply_shape bonus_shape = {
    "bonus",      "/actors/ID/bonuses/ID",
    bonus_fields, "{ \"when\": { \"mechanism\": \"art5\" }, \"gain\": -0.1 }",
    NULL,         false};

static const ply_key table_fields[] = {
    {"name", K_TEXT, CHECKED, .help = "Shown to people."},
    {"over", K_REFS, F_REQUIRED | F_NOT_EMPTY, N_POSITION, CHECKED, .read = ply_read_over,
     .help = "The issues and candidates that it is over, 1 to 8; an id that is both is the issue."},
    {"values", K_ENTRIES, F_REQUIRED, CHECKED, .read = ply_read_entries, .unit = "payoff",
     .otherwise = "0 where none is given",
     .help = "What they are worth together: objects of options and levels in the order of `over`, one inside "
             "the other. At most 1,000,000 entries, given or not."},
    {"grade", K_WORD, CHECKED, .words = ply_grade_words, .otherwise = "assumed",
     .help = "How well a source supports those of its numbers that say nothing themselves."},
    {"cite", K_CITES, AT(ply_payoff_table, cite), .help = "Where it comes from."},
    END,
};
static const ply_shape table_shape = {"table",
                                      "/actors/ID/tables/ID",
                                      table_fields,
                                      "{ \"over\": [\"mechanism\", \"poland\"], \"values\": { \"art5\": { "
                                      "\"armies\": 0.2, \"aid\": [0, 0.1, 0.2] } } }",
                                      NULL,
                                      false};

static const ply_key line_fields[] = {
    {"name", K_TEXT, AT(ply_red_line, name), .otherwise = "the id", .help = "Shown to people."},
    {"when", K_CONDITION, F_REQUIRED, AT(ply_red_line, when), .help = "What the actor will not have."},
    {"effect", K_WORD, AT(ply_red_line, effect), .words = effect_words, .otherwise = "refuse",
     .help = "refuse: it refuses such a bundle; stay_out: it will not join at level `from` or above."},
    {"from", K_REF, .names = N_LEVEL, AT(ply_red_line, from_level), .otherwise = "the first above out",
     .help = "stay_out: the lowest level that is forbidden."},
    {"firm", K_NUMBER, UNIT_RANGE, AT(ply_red_line, firm), .unit = "probability", .otherwise = "1",
     .help = "The chance that the line is real; in force at one half or above."},
    {"in_force", K_BOOL, CHECKED, .read = ply_read_in_force, .otherwise = "what `firm` says",
     .help = "In force (true) or not, whatever `firm` says; what a reading sets."},
    {"grade", K_WORD, AT(ply_red_line, grade), .words = ply_grade_words, .otherwise = "assumed",
     .help = "How well a source supports the line."},
    {"cite", K_CITES, AT(ply_red_line, cite), .help = "Where it comes from."},
    {"notes", K_TEXT, AT(ply_red_line, notes), .help = "For people."},
    END,
};
static const ply_shape line_shape = {"red_line",
                                     "/actors/ID/red_lines/ID",
                                     line_fields,
                                     "{ \"when\": { \"mechanism\": [\"art5\", \"auto\"] }, \"effect\": "
                                     "\"stay_out\", \"firm\": [0.6, 0.8, 0.95] }",
                                     NULL,
                                     false};

static const ply_key actor_fields[] = {
    {"name", K_TEXT, AT(ply_actor, name), .otherwise = "the id", .help = "Shown to people."},
    {"brief", K_TEXT, AT(ply_actor, brief), .help = "What a person who plays this actor is told."},
    {"consent", K_CONSENT, CHECKED, .words = ply_consent_words, .read = ply_read_consent,
     .otherwise = "if_member for candidates, else never",
     .help = "required: no deal without it; counted: its yes counts toward the quorum; if_member: asked when "
             "it joins; {\"when\": condition}: required where that holds (no candidates)."},
    {"candidate", K_BOOL, AT(ply_actor, candidate), .otherwise = "false", .help = "May join the guarantee."},
    {"moves", K_MOVES, .names = N_NEW, .shape = &ply_move_shape, CHECKED, .read = ply_read_moves,
     .help = "What its levels are called for it, in order, maybe fewer than there are: the strategies of a "
             "plain game "
             "that was spelt out. Every actor has them, or none."},
    {"reservation", K_RESERVATION, F_REQUIRED, CHECKED, .read = ply_read_reservation, .unit = "payoff",
     .help = "The payoff of no deal, or the design whose payoff that is."},
    {"payoffs", K_MAP, .names = N_ISSUE, .shape = &row_shape, CHECKED, .read = ply_read_payoffs,
     .help = "Issue by issue; an issue without a row counts nothing."},
    {"scaled", K_MAP, .names = N_ISSUE, .shape = &scaled_shape, CHECKED, .read = ply_read_family,
     .help = "Issues whose worth grows with an indicator of the security block."},
    {"level", K_NUMBERS, .names = N_LEVEL, AT(ply_actor, level), .unit = "payoff", .otherwise = "0",
     .help = "What standing at a level is worth by itself; candidates only."},
    {"bonuses", K_MAP, .names = N_NEW, .in_all = PLY_MAX_BONUSES, .shape = &bonus_shape, CHECKED,
     .read = ply_read_bonuses, .help = "Gains and penalties under conditions."},
    {"tables", K_MAP, .names = N_NEW, .in_all = PLY_MAX_CLAUSES, .shape = &table_shape, CHECKED,
     .read = ply_read_tables,
     .help = "What options and levels are worth together: a matrix game, a coalition's worth, an order over "
             "outcomes; at most 1,000 of all actors together."},
    {"stakes", K_NUMBERS, .names = N_INDICATOR, CHECKED, .read = ply_read_stakes, .unit = "payoff",
     .help = "What an indicator of 1 is worth."},
    {"red_lines", K_MAP, .names = N_NEW, .in_all = PLY_MAX_CLAUSES, .shape = &line_shape, CHECKED,
     .read = ply_read_red_lines, .help = "What it will not have at any price."},
    {"notes", K_TEXT, AT(ply_actor, notes), .help = "For people."},
    END,
};
const ply_shape ply_actor_shape = {
    "actor",      "/actors/ID",
    actor_fields, "{ \"name\": \"France\", \"candidate\": true, \"reservation\": 0.45, \"payoffs\": {} }",
    NULL,         false};
