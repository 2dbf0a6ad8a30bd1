/* The inside of this room: what a scenario's rows mean beside the ground floor's kinds, and reading one by them.
 *
 * The rows (fields.c, fields_actors.c, fields_security.c) drive the decoder and validator (value.c and the decode_*.c
 * that the rows name), the JSON Schema (schema.c), the format's documentation (document.c) and every did-you-mean. */
#ifndef PLY_SCENARIO_FIELDS_H
#define PLY_SCENARIO_FIELDS_H

#include "sim/base/fields.h"
#include "sim/scenario/codes.h"
#include "sim/scenario/scenario.h"

/* Kinds of values that only scenarios have. */
enum {
  K_NUMBER = K_OWN, /* n, [low, base, high] or {"value": either, "grade", "cite"} */
  K_NUMBERS,        /* an object from `names` to K_NUMBER */
  K_REF_MAP,        /* an object from `names` to one of `values` */
  K_CITES,          /* a list of strings */
  K_GRADES,         /* a grade, or an object from `names` to grades */
  K_PATHS,          /* a list of paths: `extends` */
  K_CONDITION,      /* `when` */
  K_CONSEQUENCE,    /* `then`: a condition with $members_at and $no_members */
  K_RESERVATION,    /* K_NUMBER or {"design": id} */
  K_CONSENT,        /* a word, or {"when": condition} */
  K_STRATEGIES,     /* an object from actors, or "*", to a word of `words` or an object of `shape` */
  K_ENTRIES,        /* objects of options and levels, one inside the other, down to numbers */
  K_TABLE,          /* {"issue", "values"} or {"issues", "values"} or a number */
  K_MOVES,          /* a list of new ids, or an object from them to objects of `shape` */
  K_NESTED,         /* an object from players to numbers nested by strategies */
  K_SETTINGS,       /* an object from JSON Pointers to values */
  K_SWITCHES        /* an object from red lines (ACTOR/LINE) to true or false */
};

/* Names that rows ask for. */
enum {
  N_ACTOR = N_OWN,
  N_CANDIDATE,
  N_ISSUE,
  N_FREE_ISSUE,
  N_OPTION, /* of the issue at hand */
  N_LEVEL,
  N_POSITION, /* an issue or a candidate */
  N_DESIGN,
  N_INDICATOR,
  N_SOURCE,
  N_NAMES /* how many kinds there are */
};

enum { F_UNLESS_GAME = F_OWN /* required, but where a plain game says it */ };

extern const ply_shape ply_scenario_shape, ply_number_shape, ply_count_shape, ply_actor_shape,
    ply_security_shape, ply_plain_game_shape, ply_move_shape;
extern const char *const ply_consent_words[], *const ply_indicator_words[];
extern const char *const ply_protocol_words[], *const ply_pick_words[], *const ply_strategy_words[];

/* ---- names.c ---- */

/* A scenario being read. */
typedef struct reading {
  ply_reader in; /* first */
  ply_scenario *s;
  const ply_node *root, *game; /* game: of a plain game, spelt out in the root */
  ply_name_list actors, issues, levels, designs, indicators, sources; /* sources sorted */
  ply_name_list options[PLY_MAX_ISSUES];
  const ply_node *actor_at[PLY_MAX_ACTORS], *issue_at[PLY_MAX_ISSUES];
  bool is_candidate[PLY_MAX_ACTORS], is_derived[PLY_MAX_ISSUES];
  /* What should give the names is no object: told there, and not again at every name. */
  bool options_are_broken[PLY_MAX_ISSUES], names_are_broken[N_NAMES];
  bool has_security;
  int issue;       /* whose options N_OPTION means; -1: none */
  bool in_derived; /* conditions of derived issues look at free issues only */
  ply_grade grade; /* of numbers that carry none */
  ply_cites cites;
  int n_red_lines, n_bonuses, n_tables;
  /* Errors inside, so not asked for what they mean: */
  bool *rule_is_broken, *design_is_broken;
  bool derived_is_broken, actors_are_broken, levels_are_missing, issues_are_missing;
  double work;                  /* of trying derived issues: conditions looked at */
  struct number_entry *entries; /* arena, grows */
  size_t n_entries, room_entries;
  struct unknown_cite {
    const ply_node *first;
    int n;
  } unknown;
} reading;

static inline reading *own(ply_reader *r) { return (reading *)r; }

/* A number that the file gives, listed while reading. */
typedef struct number_entry {
  const ply_node *at;
  ply_number *number;
  ply_number_info info;
} number_entry;

/* Starts reading a merged tree into *s: collects its names. */
ply_reader *ply_reading_new(ply_tree *tree, const ply_node *root, ply_scenario *s);
/* Position of a name, or -1. hint: the position to try first. */
int ply_names_find(ply_reader *r, int what, const char *name, int first);
/* The same with a report where there is none. place: of the node that holds the name. */
int ply_names_need(ply_reader *r, int what, const ply_node *at, ply_place where, const char *name, int first);
const ply_name_list *ply_names_of(ply_reader *r, int what);

/* ---- value.c ---- */

extern const ply_vocabulary ply_scenario_vocabulary;
/* K_NUMBERS into the array at base + row->where (a ply_number pointer; NOWHERE: only checked). */
void ply_read_numbers(ply_reader *r, const ply_node *at, const ply_key *row, void *base);
/* n numbers with a default. */
ply_number *ply_numbers_new(ply_reader *r, int n, double value);

/* ---- number.c ---- */

/* What {"value": ..., "grade": ..., "cite": ...} holds. */
typedef struct number_given {
  ply_grade grade;
  ply_cites cite;
  const ply_node *value;
} number_given;

/* out NULL: only checked. Numbers that are kept are listed. */
void ply_read_number(ply_reader *r, const ply_node *at, const ply_key *row, ply_number *out);
ply_cites ply_read_cites(ply_reader *r, const ply_node *at);
ply_cites ply_cites_of(ply_reader *r, const ply_node *at); /* the same without a report */
ply_number ply_number_default(double value);
/* Gives numbers their ids in document order. */
void ply_numbers_finish(ply_reader *r);

/* ---- decode_*.c: what the rows name ---- */

typedef void field_reader(ply_reader *r, const ply_node *at, const ply_key *row, void *base);
field_reader ply_read_number_value, ply_read_sources, ply_read_issues, ply_read_options, ply_read_derived,
    ply_read_levels, ply_read_rules;
field_reader ply_read_actors, ply_read_consent, ply_read_reservation, ply_read_payoffs, ply_read_values,
    ply_read_family, ply_read_bonuses, ply_read_stakes, ply_read_red_lines, ply_read_in_force,
    ply_read_tables, ply_read_over, ply_read_entries;
field_reader ply_read_quorums;
field_reader ply_read_security, ply_read_table, ply_read_ratified, ply_read_latitude;
field_reader ply_read_news, ply_read_designs, ply_read_design_options, ply_read_members, ply_read_bargaining;
field_reader ply_read_negotiation, ply_read_strategies, ply_read_joining;
/* A list of names as positions, in order; *n of them. */
const int *ply_read_positions(ply_reader *r, const ply_node *list, int what, int *n);
field_reader ply_read_concordance, ply_read_expect;
field_reader ply_read_elsewhere, ply_read_players, ply_read_moves, ply_read_payoff_tables;
field_reader ply_read_readings, ply_read_settings, ply_read_switches;
/* Applies the readings of a list "a,b", left to right, to the merged tree, before it is checked. */
void ply_apply_readings(ply_tree *tree, ply_node *root, const char *list);
/* The position of an actor's red line: *line. at: the node to report at where there is none; false then. */
bool ply_red_line_find(ply_reader *r, const ply_node *at, ply_place where, const char *id, int actor,
                       int *line);

/* Reads a condition; NULL only where nothing can be made of it (after a report). then: $members_at,
 * $no_members. */
const ply_cond *ply_read_condition(ply_reader *r, const ply_node *at, bool then);

/* ---- merge.c, set.c ---- */

/* The folder of a path, "." for a bare name; from the arena. */
char *ply_folder_of(ply_tree *tree, const char *path);

/* The scenario of file `file`: everything that it extends, then itself. NULL after diagnostics. */
ply_node *ply_merge_file(ply_tree *tree, size_t file);
/* Applies --set POINTER=VALUE to the merged tree. file: what messages call the setting (SETTING_FILE,
 * READING_FILE). */
void ply_set_value(ply_tree *tree, ply_node *root, const char *file, const char *pointer, const char *value);

/* ---- plain_game.c ---- */

/* The merged tree with "game" spelt out as issues, levels, actors and designs; the root itself where there is none;
 * NULL after reports. */
ply_node *ply_plain_game_spelt(ply_tree *tree, ply_node *root);
/* What the player of a plain game calls its levels. */
void ply_plain_game_moves(ply_reader *r, const ply_node *at, ply_actor *actor);

/* ---- check.c, digest.c ---- */

/* What can be asked only when everything is read: meaning, limits, warnings. */
void ply_check_before(ply_reader *r); /* before decoding: sizes, levels, security at all */
void ply_check_after(ply_reader *r);
/* decode_agreement.c: whether quorums can be reached. */
void ply_check_agreement(ply_reader *r);
/* magnitude.c: warnings about numbers that look like slips. */
void ply_check_magnitudes(ply_reader *r);
void ply_check_held_in(ply_reader *r); /* held_in.c */
char *ply_digest_of(ply_tree *tree, const ply_node *root);

#endif
