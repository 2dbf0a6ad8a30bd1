/* The table of fields: everything a scenario file may hold, once. See fields.h for what a row says and who
 * reads it. Shapes stand bottom up; the scenario itself is the last. Any object may also carry "notes" (a
 * string for people); that key is taken everywhere and has no row of its own. */
#include "sim/scenario/fields.h"
#include "sim/base/registry.h"

const char *const ply_consent_words[] = {"never", "required", "counted", "if_member", NULL};
const char *const ply_solution_words[] = {PLY_CONCEPTS(PLY_NAME_OF) NULL};
const char *const ply_indicator_words[] = {"attack", "deterred", "overrun", "holds", "credibility",
                                           "force",  "fight",    "renege",  NULL};

/* ---- numbers ---- */

static const ply_key number_fields[] = {
    {"value", K_NUMBER, F_REQUIRED, CHECKED, .read = ply_read_number_value,
     .help = "The number or its [low, base, high]."},
    {"grade", K_WORD, AT(number_given, grade), .words = ply_grade_words, .otherwise = "assumed",
     .help = "How well a source supports it."},
    {"cite", K_CITES, AT(number_given, cite), .help = "Where it comes from."},
    END,
};
const ply_shape ply_number_shape = {
    "number",      "any number",
    number_fields, "{ \"value\": [0.35, 0.45, 0.55], \"grade\": \"implied\", \"cite\": [\"E31\"] }",
    NULL,          false};

/* ---- sources, issues, levels, rules ---- */

static const ply_key source_fields[] = {
    {"title", K_TEXT, AT(ply_source, title), .help = "What it is called."},
    {"author", K_TEXT, AT(ply_source, author), .help = "Who wrote it."},
    {"publisher", K_TEXT, AT(ply_source, publisher), .help = "Where it appeared."},
    {"date", K_TEXT, AT(ply_source, date), .help = "When, such as 2022-03-30."},
    {"url", K_TEXT, AT(ply_source, url), .help = "Its public address."},
    {"of", K_REF, .names = N_SOURCE, CHECKED, .help = "The source that this is a statement of."},
    {"line", K_WHOLE, .min = 1, .max = 1e6, AT(ply_source, line), .help = "The line of that source."},
    {"who", K_TEXT, AT(ply_source, who), .help = "Who says it there."},
    {"says", K_TEXT, AT(ply_source, says), .help = "What it says, in a sentence."},
    {"confidence", K_TEXT, AT(ply_source, confidence), .help = "How sure, such as H, M or L."},
    {"notes", K_TEXT, AT(ply_source, notes), .help = "For people."},
    END,
};
static const ply_shape source_shape = {
    "source", "/sources/ID", source_fields, "{ \"title\": \"The article\", \"date\": \"2022-03-30\" }",
    NULL,     false};

static const ply_key option_fields[] = {
    {"name", K_TEXT, AT(ply_option, name), .otherwise = "the id", .help = "Shown to people."},
    {"cite", K_CITES, CHECKED, .help = "Who put it on the table."},
    {"notes", K_TEXT, AT(ply_option, notes), .help = "For people."},
    END,
};
static const ply_shape option_shape = {
    "option", "/issues/ID/options/ID", option_fields, "{ \"name\": \"As under Article 5\" }", NULL, false};

static const ply_key derivation_fields[] = {
    {"option", K_REF, F_REQUIRED, .names = N_OPTION, AT(ply_derivation, option),
     .help = "The option that follows."},
    {"when", K_CONDITION, F_REQUIRED, AT(ply_derivation, when),
     .help = "When it does; looks at membership and free issues only."},
    END,
};
static const ply_shape derivation_shape = {
    "case", "/issues/ID/derived/N", derivation_fields, "{ \"option\": \"out\", \"when\": {} }", NULL, false};

static const ply_key issue_fields[] = {
    {"name", K_TEXT, AT(ply_issue, name), .otherwise = "the id", .help = "Shown to people."},
    {"options", K_MAP, F_REQUIRED | F_NOT_EMPTY, N_NEW, .if_empty = P404, .shape = &option_shape, CHECKED,
     .read = ply_read_options, .help = "The options, in order; at most 4,096."},
    {"derived", K_LIST, F_NOT_EMPTY, .shape = &derivation_shape, CHECKED, .read = ply_read_derived,
     .otherwise = "the design chooses the option",
     .help =
         "The option follows from the rest: the first case whose condition holds. End with a case for {}."},
    {"cite", K_CITES, CHECKED, .help = "Where the issue comes from."},
    {"notes", K_TEXT, AT(ply_issue, notes), .help = "For people."},
    END,
};
static const ply_shape issue_shape = {
    "issue",      "/issues/ID",
    issue_fields, "{ \"name\": \"Clock\", \"options\": { \"open\": {}, \"h72\": {} } }",
    NULL,         false};

static const ply_key level_fields[] = {
    {"name", K_TEXT, AT(ply_level, name), .otherwise = "the id", .help = "Shown to people."},
    {"effort", K_NUMBER, F_REQUIRED, UNIT_RANGE, AT(ply_level, effort), .unit = "share of capability",
     .help = "How much of its capability a member at this level brings."},
    END,
};
static const ply_shape level_shape = {
    "level", "/levels/ID", level_fields, "{ \"name\": \"Aid\", \"effort\": 0.25 }", NULL, false};

static const ply_key rule_fields[] = {
    {"name", K_TEXT, CHECKED, .help = "Shown to people."},
    {"when", K_CONDITION, F_REQUIRED, AT(ply_rule, when), .help = "Wherever this holds ..."},
    {"then", K_CONSEQUENCE, F_REQUIRED, AT(ply_rule, then),
     .help = "... this must hold, or the bundle is not feasible."},
    {"reason", K_TEXT, AT(ply_rule, reason), .help = "Why, in a sentence."},
    {"cite", K_CITES, AT(ply_rule, cite), .help = "Where the rule comes from."},
    END,
};
static const ply_shape rule_shape = {
    "rule",      "/rules/ID",
    rule_fields, "{ \"when\": { \"mechanism\": \"auto\" }, \"then\": { \"$not\": { \"clock\": \"open\" } } }",
    NULL,        false};

static const ply_key vote_fields[] = {
    {"name", K_TEXT, AT(ply_vote, name), .otherwise = "the id", .help = "Shown to people."},
    {"votes", K_REALS, F_REQUIRED, N_ACTOR, .min = 0, .max = 1e9, AT(ply_vote, votes),
     .help = "The votes of the required and counted actors; who is absent has none."},
    {"need", K_REAL, F_REQUIRED, .min = 0, .max = 1e12, AT(ply_vote, need),
     .help = "How many votes those that accept must have together."},
    END,
};
static const ply_shape vote_shape = {
    "votes",
    "/agreement/quorums/ID",
    vote_fields,
    "{ \"name\": \"Qualified majority\", \"votes\": { \"france\": 10, \"poland\": 8 }, \"need\": 12 }",
    NULL,
    false};

static const ply_key agreement_fields[] = {
    {"quorum", K_WHOLE, .min = 0, .max = PLY_MAX_ACTORS, AT(ply_scenario, quorum),
     .otherwise = "all of them; 0 where `quorums` is given",
     .help = "How many of the required and counted actors must accept."},
    {"quorums", K_MAP, .names = N_NEW, .shape = &vote_shape, CHECKED, .read = ply_read_quorums,
     .help = "Weighted votes, at most 16: each must be carried by the required and counted actors that "
             "accept."},
    END,
};
static const ply_shape agreement_shape = {
    "agreement",
    "/agreement",
    agreement_fields,
    "{ \"quorum\": 5, \"quorums\": { \"people\": { \"votes\": { \"france\": 68, \"poland\": 38 }, "
    "\"need\": 69.5 } } }",
    NULL,
    false};

/* ---- designs, bargaining, concordance ---- */

static const ply_key design_fields[] = {
    {"name", K_TEXT, AT(ply_design, name), .otherwise = "the id", .help = "Shown to people."},
    {"options", K_REF_MAP, F_REQUIRED | F_COMPLETE, N_FREE_ISSUE, CHECKED, .read = ply_read_design_options,
     .help = "An option for every free issue."},
    {"members", K_REF_MAP, .names = N_CANDIDATE, CHECKED, .read = ply_read_members, .otherwise = "nobody",
     .help = "The level of every candidate that joins; who is absent is out."},
    {"grade", K_GRADES, .names = N_ISSUE, CHECKED, .words = ply_grade_words,
     .help = "How well a source supports each choice."},
    {"cite", K_CITES, AT(ply_design, cite), .help = "Where the design comes from."},
    {"notes", K_TEXT, AT(ply_design, notes), .help = "For people."},
    END,
};
static const ply_shape design_shape = {
    "design",
    "/designs/ID",
    design_fields,
    "{ \"options\": { \"mechanism\": \"auto\", \"clock\": \"h72\" }, \"members\": { \"france\": \"aid\" } }",
    NULL,
    false};

static const ply_key talks_fields[] = {
    {"rounds", K_WHOLE, F_REQUIRED, .min = 1, .max = 10000, AT(ply_talks, rounds),
     .help = "After the last there is no deal."},
    {"limit", K_WHOLE, .min = 1, .max = 20000, AT(ply_talks, limit), .otherwise = "twice the rounds",
     .help = "Up to how many rounds the first offer is asked to stay the same."},
    {"order", K_REFS, F_MAY_REPEAT, N_ACTOR, CHECKED, .otherwise = "the required actors, in turn",
     .help = "Who proposes, in turn; may repeat."},
    {"recognition", K_NUMBERS, F_ABOVE_MIN, N_ACTOR, .min = 0, .max = 1e9, AT(ply_talks, recognition),
     .otherwise = "none: proposers take turns",
     .help = "In place of order: each round's proposer is drawn, with a chance that goes with its weight."},
    {"discount", K_NUMBERS, .names = N_ACTOR, UNIT_RANGE, AT(ply_talks, discount), .otherwise = "1",
     .unit = "share a round", .help = "What a round of delay leaves of the gain."},
    END,
};
static const ply_shape talks_shape = {
    "talks",
    "/bargaining/talks",
    talks_fields,
    "{ \"rounds\": 12, \"order\": [\"ukraine\", \"russia\"], \"discount\": { \"ukraine\": 0.9 } }",
    NULL,
    false};

static const ply_key bargaining_fields[] = {
    {"players", K_REFS, .names = N_ACTOR, CHECKED,
     .otherwise = "the required and counted actors; if none, all",
     .help = "Whose gains the solutions look at."},
    {"weights", K_NUMBERS, .names = N_ACTOR, .min = 0, .max = 1e6, AT(ply_bargaining, weights),
     .otherwise = "1", .help = "Bargaining power in the Nash solution."},
    {"proposer", K_REF, .names = N_ACTOR, AT(ply_bargaining, proposer),
     .otherwise = "the beneficiary, else the first required actor, else the first",
     .help = "Who makes the proposal."},
    {"talks", K_OBJECT, .shape = &talks_shape, AT(ply_bargaining, talks), .help = "Alternating offers."},
    END,
};
static const ply_shape bargaining_shape = {"bargaining", "/bargaining", bargaining_fields, NULL, NULL, false};

static const ply_key joining_fields[] = {
    {"lambda", K_NUMBER, F_REQUIRED | F_ABOVE_MIN, .min = 0, .max = 1e9, AT(ply_joining_block, lambda),
     .unit = "1 / payoff",
     .help = "How precisely candidates choose: near 0 by chance, the larger the nearer to an equilibrium."},
    {"mediator", K_REF, .names = N_ACTOR, AT(ply_joining_block, mediator), .otherwise = "nobody of the file",
     .help = "Who would tell each candidate, in private, what to do."},
    END,
};
static const ply_shape joining_shape = {
    "joining", "/joining", joining_fields, "{ \"lambda\": 20, \"mediator\": \"turkey\" }", NULL, false};

/* ---- simulated talks ---- */

static const ply_key strategy_fields[] = {
    {"name", K_WORD, F_REQUIRED, CHECKED, .words = ply_strategy_words,
     .help = "Which strategy; `parley list` says what each does."},
    {"exponent", K_REAL, .min = 0.001, .max = 1000, CHECKED,
     .help = "Below 1: tough until late; above 1: soft at once."},
    {"pick", K_WORD, .words = ply_pick_words, CHECKED, .otherwise = "closest",
     .help = "Which offer among those that reach the target."},
    END,
};
static const ply_shape strategy_shape = {"strategy",
                                         "/negotiation/strategies/ACTOR",
                                         strategy_fields,
                                         "{ \"name\": \"time\", \"exponent\": 0.5, \"pick\": \"similar\" }",
                                         NULL,
                                         false};

static const ply_key negotiation_fields[] = {
    {"protocol", K_WORD, CHECKED, .words = ply_protocol_words, .otherwise = "rotating",
     .help = "Who speaks when, and what makes a deal."},
    {"rounds", K_WHOLE, .min = 1, .max = 10000, AT(ply_negotiation_block, rounds), .otherwise = "100",
     .help = "After the last there is no deal."},
    {"order", K_REFS, .names = N_ACTOR, CHECKED,
     .otherwise = "required and counted actors, then those asked as members",
     .help = "Who speaks in turn: everybody who may be asked."},
    {"mediator", K_REF, .names = N_ACTOR, AT(ply_negotiation_block, mediator),
     .otherwise = "nobody of the file", .help = "Who writes the single text."},
    {"start", K_REF, .names = N_DESIGN, AT(ply_negotiation_block, start), .otherwise = "drawn",
     .help = "The first single text."},
    {"heat", K_REAL, F_ABOVE_MIN, .min = 0, .max = 1e9, AT(ply_negotiation_block, heat), .otherwise = "0.1",
     .unit = "payoff", .help = "How large a loss an annealer takes at first."},
    {"strategies", K_STRATEGIES, .names = N_ACTOR, CHECKED, .words = ply_strategy_words,
     .shape = &strategy_shape, .read = ply_read_strategies,
     .help = "By actor, or \"*\" for all others: a name such as \"boulware\", or {\"name\": ...}."},
    END,
};
static const ply_shape negotiation_shape = {
    "negotiation",
    "/negotiation",
    negotiation_fields,
    "{ \"protocol\": \"rotating\", \"rounds\": 20, \"strategies\": { \"*\": \"boulware\" } }",
    NULL,
    false};

static const ply_key margin_fields[] = {
    {"min", K_REAL, AT(ply_check, min), .unit = "payoff", .help = "At least."},
    {"max", K_REAL, AT(ply_check, max), .unit = "payoff", .help = "At most."},
    END,
};
static const ply_shape margin_shape = {
    "margin", "/concordance/ID/expect/margin", margin_fields, "{ \"min\": -0.1, \"max\": 0.1 }", NULL, false};

static const ply_key check_fields[] = {
    {"actor", K_REF, .names = N_ACTOR, AT(ply_check, actor), .help = "Whose stance."},
    {"design", K_REF, .names = N_DESIGN, AT(ply_check, design), .help = "On which design."},
    {"accepts", K_BOOL, AT(ply_check, expected), .help = "With actor and design: it accepts, or does not."},
    {"margin", K_OBJECT, .shape = &margin_shape, .where = 0,
     .help = "With actor and design: payoff less reservation."},
    {"prefers", K_REF, .names = N_DESIGN, AT(ply_check, design),
     .help = "With actor and to: the better design."},
    {"to", K_REF, .names = N_DESIGN, AT(ply_check, other_design), .help = "The worse one."},
    {"issue", K_REF, .names = N_ISSUE, AT(ply_check, issue), .help = "With actor and order."},
    {"order", K_REFS, .names = N_OPTION, CHECKED, .help = "Options of that issue, best first."},
    {"red_line", K_TEXT, CHECKED, .help = "With actor: it has this red line."},
    {"in_force", K_BOOL, AT(ply_check, expected),
     .help = "With red_line: in force in a point solve, or not."},
    {"consent", K_WORD, AT(ply_check, consent), .words = ply_consent_words,
     .help = "With actor: its consent."},
    {"solution", K_WORD, AT(ply_check, solution), .words = ply_solution_words,
     .help = "With holds: there is such a solution, and the condition holds at its bundle."},
    {"holds", K_CONDITION, AT(ply_check, when), .help = "With design or solution: what is true of it."},
    {"acceptable", K_BOOL, AT(ply_check, expected), .help = "With design."},
    {"sustained", K_BOOL, AT(ply_check, expected), .help = "With design."},
    {"stable", K_BOOL, AT(ply_check, expected), .help = "With design."},
    {"indicator", K_REF, .names = N_INDICATOR, AT(ply_check, indicator),
     .help = "With design and min or max."},
    {"min", K_REAL, AT(ply_check, min), .help = "Of the indicator, at least."},
    {"max", K_REAL, AT(ply_check, max), .help = "At most."},
    END,
};
/* In the order of ply_check_kind: the first key tells the kind. */
static const char *const check_ways[] = {
    "accepts actor design",
    "margin actor design",
    "prefers actor to",
    "order actor issue",
    "red_line actor ?in_force",
    "consent actor",
    "solution holds",
    "holds design",
    "acceptable design",
    "sustained design",
    "stable design",
    "indicator design ?min ?max",
    NULL,
};
static const ply_shape check_shape = {
    "check",      "/concordance/ID/expect",
    check_fields, "{ \"actor\": \"france\", \"design\": \"istanbul\", \"accepts\": false }",
    check_ways,   true};

static const ply_key concord_fields[] = {
    {"says", K_TEXT, F_REQUIRED | F_NOT_EMPTY, AT(ply_concordance, says), .help = "What the source says."},
    {"cite", K_CITES, AT(ply_concordance, cite), .help = "Which source."},
    {"expect", K_ONE_OR_MORE, .shape = &check_shape, CHECKED, .read = ply_read_expect,
     .help = "What the model must then show."},
    {"not_modelled", K_TEXT, F_NOT_EMPTY, AT(ply_concordance, not_modelled),
     .help = "Instead of expect: why it is left out."},
    END,
};
static const char *const concord_ways[] = {"expect", "not_modelled", NULL};
static const ply_shape concordance_shape = {
    "concord",
    "/concordance/ID",
    concord_fields,
    "{ \"says\": \"France will not sign\", \"cite\": [\"E32\"], \"expect\": "
    "{ \"actor\": \"france\", \"red_line\": \"no-art5\" } }",
    concord_ways,
    true};

static const ply_key reading_fields[] = {
    {"name", K_TEXT, AT(ply_scenario_reading, name), .otherwise = "the id", .help = "Shown to people."},
    {"question", K_TEXT, AT(ply_scenario_reading, question), .help = "What the reading asks, in a sentence."},
    {"cite", K_CITES, AT(ply_scenario_reading, cite), .help = "Which source leaves it open."},
    {"set", K_SETTINGS, CHECKED, .read = ply_read_settings, .help = "Values that it replaces."},
    {"red_lines", K_SWITCHES, CHECKED, .read = ply_read_switches,
     .help = "Red lines that it puts in force (true) or out of force, whatever their `firm`."},
    {"notes", K_TEXT, AT(ply_scenario_reading, notes), .help = "For people."},
    END,
};
static const ply_shape reading_shape = {"reading",
                                        "/readings/ID",
                                        reading_fields,
                                        "{ \"name\": \"Guarantors wait for each other\", \"set\": { "
                                        "\"/security/model\": \"coordination\" }, \"red_lines\": { "
                                        "\"france/no-art5\": false } }",
                                        NULL,
                                        false};

/* ---- plain games ---- */

static const ply_key move_fields[] = {
    {"name", K_TEXT, CHECKED, .otherwise = "the id", .help = "Shown to people."},
    END,
};
const ply_shape ply_move_shape = {
    "move", "/game/players/ID/strategies/ID", move_fields, "{ \"name\": \"Swerve\" }", NULL, false};

static const ply_key player_fields[] = {
    {"name", K_TEXT, CHECKED, .otherwise = "the id", .help = "Shown to people."},
    {"brief", K_TEXT, CHECKED, .help = "What a person who plays it is told."},
    {"strategies", K_MOVES, F_REQUIRED, N_NEW, .shape = &ply_move_shape, CHECKED, .read = ply_read_moves,
     .help = "Its moves, in order; at most 16."},
    {"reservation", K_NUMBER, CHECKED, .read = ply_read_elsewhere, .unit = "payoff", .otherwise = "0",
     .help = "The payoff of no deal, from which gains are counted."},
    {"notes", K_TEXT, CHECKED, .help = "For people."},
    END,
};
static const ply_shape player_shape = {
    "player",      "/game/players/ID",
    player_fields, "{ \"name\": \"Ann\", \"strategies\": [\"swerve\", \"straight\"] }",
    NULL,          false};

static const ply_key plain_game_fields[] = {
    {"players", K_MAP, F_REQUIRED | F_NOT_EMPTY, N_NEW, .shape = &player_shape, CHECKED,
     .read = ply_read_players, .help = "Who plays, in order; at most 24."},
    {"payoffs", K_NESTED, F_REQUIRED, N_ACTOR, CHECKED, .read = ply_read_payoff_tables, .unit = "payoff",
     .help = "Each player's payoffs: by the first player's strategy, inside it by the second's, and so on; "
             "objects "
             "keyed by strategies, or lists in their order; at most 10,000 in all."},
    {"grade", K_WORD, CHECKED, .words = ply_grade_words, .otherwise = "assumed",
     .help = "Of payoffs that carry none themselves."},
    {"cite", K_CITES, CHECKED, .help = "Where they come from."},
    END,
};
const ply_shape ply_plain_game_shape = {
    "plain_game",
    "/game",
    plain_game_fields,
    "{ \"players\": { \"ann\": { \"strategies\": [\"stag\", \"hare\"] }, \"ben\": { \"strategies\": "
    "[\"stag\", "
    "\"hare\"] } }, \"payoffs\": { \"ann\": [[4, 1], [3, 2]], \"ben\": [[4, 3], [1, 2]] } }",
    NULL,
    false};

/* ---- how it is played, in class or alone ---- */

static const char *const play_modes[] = {"table", "simultaneous", "offers", NULL};
static const char *const rematch_words[] = {"same", "new", NULL};

static const ply_key play_fields[] = {
    {"mode", K_WORD, CHECKED, .words = play_modes,
     .otherwise = "simultaneous where nobody is asked and some may join; offers where two vetoes share what "
                  "talks shrink; else table",
     .help =
         "Proposals and votes at a table, moves that all make at once, or offers in turn that cost time."},
    {"rounds", K_WHOLE, .min = 1, .max = 100, CHECKED,
     .otherwise = "1 of moves; of offers those of the talks, at most 10",
     .help = "How many rounds are played."},
    {"rematch", K_WORD, CHECKED, .words = rematch_words, .otherwise = "same",
     .help = "Whether moves are played with the same partners in each round, or with new ones."},
    END,
};
static const ply_shape play_shape = {
    "play", "/play", play_fields, "{ \"mode\": \"simultaneous\", \"rounds\": 10 }", NULL, false};

static const ply_key news_fields[] = {
    {"text", K_TEXT, F_REQUIRED | F_NOT_EMPTY, CHECKED, .help = "What a class is told."},
    {"after_minutes", K_WHOLE, .min = 0, .max = 600, CHECKED, .unit = "minutes",
     .help = "When the teacher is reminded, after the talks begin."},
    {"set", K_SETTINGS, CHECKED, .read = ply_read_settings,
     .help = "What changes in the scenario: pointers and their new values."},
    END,
};
static const ply_shape news_shape = {
    "news",      "/news/ID",
    news_fields, "{ \"text\": \"The front moves.\", \"set\": { \"/actors/russia/reservation\": 0.5 } }",
    NULL,        false};

/* ---- the whole ---- */

static const ply_key scenario_fields[] = {
    {"$schema", K_TEXT, CHECKED, .help = "For editors; the program does not look at it."},
    {"parley", K_WHOLE, F_REQUIRED | F_VERSION, .min = 1, .max = 1, CHECKED,
     .if_missing = "write \"parley\": 1 first in the file: the version of the format",
     .help = "The version of the format: 1. Parts need none."},
    {"id", K_ID, F_REQUIRED, AT(ply_scenario, id), .help = "The name in results."},
    {"title", K_TEXT, AT(ply_scenario, title), .otherwise = "the id", .help = "Shown to people."},
    {"question", K_TEXT, AT(ply_scenario, question), .help = "What the scenario is to answer."},
    {"notes", K_TEXT, AT(ply_scenario, notes), .help = "For people."},
    {"extends", K_PATHS, CHECKED, .help = "Files to merge first, relative to this one, left to right."},
    {"sources", K_MAP, .names = N_NEW_SOURCE, .shape = &source_shape, CHECKED, .read = ply_read_sources,
     .help = "What `cite` entries point to."},
    {"game", K_OBJECT, .shape = &ply_plain_game_shape, .where = 0,
     .help = "A plain game: players, their strategies, a payoff each for every profile. In place of issues, "
             "levels and "
             "actors."},
    {"issues", K_MAP, F_REQUIRED | F_UNLESS_GAME, N_NEW, .shape = &issue_shape, CHECKED,
     .read = ply_read_issues, .help = "What is decided, in order; at most 64."},
    {"levels", K_MAP, .names = N_NEW, .shape = &level_shape, CHECKED, .read = ply_read_levels,
     .help = "Levels of membership, in order; the first is `out` with effort 0; at most 16."},
    {"rules", K_MAP, .names = N_NEW, .shape = &rule_shape, CHECKED, .read = ply_read_rules,
     .help = "Which bundles are feasible; at most 1,000."},
    {"agreement", K_OBJECT, .shape = &agreement_shape, .where = 0, .help = "When there is a deal."},
    {"actors", K_MAP, F_REQUIRED | F_UNLESS_GAME | F_NOT_EMPTY, N_NEW, .shape = &ply_actor_shape, CHECKED,
     .read = ply_read_actors, .help = "Who decides, in order; at most 64, at most 24 of them candidates."},
    {"security", K_OBJECT, .shape = &ply_security_shape, CHECKED, .read = ply_read_security,
     .help = "Whether the guarantee deters and would be honoured."},
    {"designs", K_MAP, .names = N_NEW, .shape = &design_shape, CHECKED, .read = ply_read_designs,
     .help = "Named proposals; at most 1,000."},
    {"bargaining", K_OBJECT, .shape = &bargaining_shape, CHECKED, .read = ply_read_bargaining,
     .help = "Who bargains, and how."},
    {"joining", K_OBJECT, .shape = &joining_shape, CHECKED, .read = ply_read_joining,
     .help =
         "What more is asked of who would join: quantal answers, and what a mediator's advice could reach."},
    {"negotiation", K_OBJECT, .shape = &negotiation_shape, CHECKED, .read = ply_read_negotiation,
     .help = "How simulated talks go."},
    {"readings", K_MAP, .names = N_NEW, .shape = &reading_shape, CHECKED, .read = ply_read_readings,
     .help = "Where a source can be read in two ways or a choice of model is open; asked for by --reading."},
    {"play", K_OBJECT, .shape = &play_shape, .where = 0, .help = "How people play it."},
    {"news", K_MAP, .names = N_NEW, .shape = &news_shape, CHECKED, .read = ply_read_news,
     .help = "What happens while people play it, at the teacher's hand."},
    {"concordance", K_MAP, .names = N_NEW, .shape = &concordance_shape, CHECKED, .read = ply_read_concordance,
     .help = "What sources say, put as questions to the model."},
    END,
};
static const char *const scenario_ways[] = {"issues actors", "game", NULL};
const ply_shape ply_scenario_shape = {"scenario", "/", scenario_fields, NULL, scenario_ways, true};
