/* The inside of this room, upper half: the one table of fields, and reading a scenario by it. For
 * sim/scenario, and for plan files of sim/sweep, which are read by rows of the same kind.
 *
 * A shape is what an object may hold: rows of key, kind, range, help. The rows drive the decoder and
 * validator (value.c and the decode_*.c that the rows name), the JSON Schema (schema.c), the format's
 * documentation (document.c) and every did-you-mean. A new key is one row here and a place to put it. */
#ifndef PLY_SCENARIO_FIELDS_H
#define PLY_SCENARIO_FIELDS_H

#include "sim/scenario/scenario.h"
#include "sim/scenario/tree.h"

typedef enum kind {
  K_TEXT, /* a string */
  K_ID,   /* a string [a-z][a-z0-9_-]* */
  K_WORD, /* one of `words`; its position is stored */
  K_BOOL,
  K_WHOLE,       /* a whole number in [min, max] */
  K_REAL,        /* a plain number, no triple */
  K_NUMBER,      /* n, [low, base, high] or {"value": either, "grade", "cite"} */
  K_NUMBERS,     /* an object from `names` to K_NUMBER */
  K_REALS,       /* an object from `names` to plain numbers in [min, max] */
  K_REF,         /* a string that is one of `names` */
  K_REFS,        /* a list of such strings, each once */
  K_REF_MAP,     /* an object from `names` to one of `values` */
  K_CITES,       /* a list of strings */
  K_GRADES,      /* a grade, or an object from `names` to grades */
  K_OBJECT,      /* an object of `shape` */
  K_MAP,         /* an object from `names` to objects of `shape` */
  K_LIST,        /* a list of objects of `shape` */
  K_ONE_OR_MORE, /* an object of `shape`, or a list of them */
  K_PATHS,       /* a list of paths: `extends` */
  K_CONDITION,   /* `when` */
  K_CONSEQUENCE, /* `then`: a condition with $members_at and $no_members */
  K_RESERVATION, /* K_NUMBER or {"design": id} */
  K_CONSENT,     /* a word, or {"when": condition} */
  K_STRATEGIES,  /* an object from actors, or "*", to a word of `words` or an object of `shape` */
  K_ENTRIES,     /* objects of options and levels, one inside the other, down to numbers */
  K_TABLE,       /* {"issue", "values"} or {"issues", "values"} or a number */
  K_MOVES,       /* a list of new ids, or an object from them to objects of `shape` */
  K_NESTED,      /* an object from players to numbers nested by strategies */
  K_SETTINGS,    /* an object from JSON Pointers to values */
  K_SWITCHES     /* an object from red lines (ACTOR/LINE) to true or false */
} kind;

/* What a name stands for. */
typedef enum names {
  N_NONE,
  N_NEW,        /* keys that make new ids */
  N_NEW_SOURCE, /* keys that make new sources: [A-Za-z][A-Za-z0-9_.-]* */
  N_ACTOR,
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
} names;

enum {
  F_REQUIRED = 1,
  F_COMPLETE = 2 /* a value for every name */,
  F_ABOVE_MIN = 4 /* min itself is out */,
  F_BELOW_MAX = 8,
  F_NOT_EMPTY = 16,
  F_MAY_REPEAT = 32 /* a name may stand in the list twice */,
  F_UNLESS_GAME = 64 /* required, but where a plain game says it */
};

typedef struct reading reading;
typedef struct shape shape;
typedef struct field field;

struct field {
  const char *key;
  kind kind;
  unsigned flags;
  names names;           /* of keys, or of the string(s) */
  double min, max;       /* both 0: any that is finite and at most 1e9 in size */
  const char *unit;      /* NULL: none */
  const char *otherwise; /* the default, for people; NULL: nothing */
  const char *help;
  const char *const *words; /* K_WORD; ends with NULL */
  const shape *shape;
  size_t where; /* offset in the struct that the shape fills, or NOWHERE */
  /* Reads the value where storing it by kind is not enough. base: the struct that the shape fills. */
  void (*read)(reading *r, const node *at, const field *row, void *base);
};

struct shape {
  const char *name;    /* "actor": for messages and the schema's $defs */
  const char *path;    /* where it stands: "/actors/ID" */
  const field *fields; /* ends with key NULL */
  const char *example; /* of one such object, JSON */
  const char *const
      *either;   /* NULL, or ways to fill it: keys that go together, "?key" may be absent; ends with NULL */
  bool just_one; /* of these ways */
};

#define NOWHERE ((size_t)-1)

/* For the rows. */
#define AT(type, member) .where = offsetof(type, member)
#define CHECKED          .where = NOWHERE /* for people or for a reader of its own: nothing to store */
#define END                                                                                                  \
  { .key = NULL }
#define UNIT_RANGE .min = 0, .max = 1

extern const shape ply_scenario_shape, ply_number_shape, ply_count_shape, ply_actor_shape, ply_security_shape,
    ply_plain_game_shape;
extern const char *const ply_consent_words[], *const ply_indicator_words[];
extern const char *const ply_protocol_words[], *const ply_pick_words[], *const ply_strategy_words[];

/* ---- names.c ---- */

typedef struct name_list {
  int n;
  const char **id;
} name_list;

struct reading {
  ply_tree *tree;
  ply_scenario *s;
  const node *root, *game; /* game: of a plain game, spelt out in the root */
  name_list actors, issues, levels, designs, indicators, sources; /* sources sorted */
  name_list options[PLY_MAX_ISSUES];
  const node *actor_at[PLY_MAX_ACTORS], *issue_at[PLY_MAX_ISSUES];
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
    const node *first;
    int n;
  } unknown;
};

/* A number that the file gives, listed while reading. */
typedef struct number_entry {
  const node *at;
  ply_number *number;
  ply_number_info info;
} number_entry;

void ply_names_collect(reading *r);
/* Position of a name, or -1. hint: the position to try first. */
int ply_names_find(const reading *r, names what, const char *name, int first);
/* The same with a report where there is none. place: of the node that holds the name. */
int ply_names_need(reading *r, names what, const node *at, place where, const char *name, int first);
const name_list *ply_names_of(const reading *r, names what);
bool ply_name_is_id(const char *name, bool source);

/* ---- value.c ---- */

/* Reads an object by its shape: unknown keys, missing keys, and every value into `base` (NULL: only checked).
 */
void ply_read_object(reading *r, const node *at, const shape *what, void *base);
/* True, or a report that a value is not of the type asked for. */
bool ply_is_type(reading *r, const node *at, node_type type, const char *wanted);
/* Goes through an object keyed by names: skips "notes", checks new ids, reports unknown names, stops at
 * `limit`. Returns the next entry after `last` (NULL: the first), or NULL; *position is the name's (N_NEW:
 * the count so far). */
const node *ply_next_entry(reading *r, const node *map, const node *last, const field *row, int limit,
                           int *position);
int ply_count_entries(const node *map, int limit);
/* Reads a value of any kind into its place in `base` (NULL: only checked). */
void ply_read_by_kind(reading *r, const node *at, const field *row, void *base);
/* K_NUMBERS into the array at base + row->where (a ply_number pointer; NOWHERE: only checked). */
void ply_read_numbers(reading *r, const node *at, const field *row, void *base);
/* n numbers with a default. */
ply_number *ply_numbers_new(reading *r, int n, double value);

/* ---- number.c ---- */

/* What {"value": ..., "grade": ..., "cite": ...} holds. */
typedef struct number_given {
  ply_grade grade;
  ply_cites cite;
  const node *value;
} number_given;

/* out NULL: only checked. Numbers that are kept are listed. */
void ply_read_number(reading *r, const node *at, const field *row, ply_number *out);
ply_cites ply_read_cites(reading *r, const node *at);
ply_cites ply_cites_of(reading *r, const node *at); /* the same without a report */
ply_number ply_number_default(double value);
/* Gives numbers their ids in document order. */
void ply_numbers_finish(reading *r);

/* ---- decode_*.c: what the rows name ---- */

typedef void field_reader(reading *r, const node *at, const field *row, void *base);
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
const int *ply_read_positions(reading *r, const node *list, names what, int *n);
field_reader ply_read_concordance, ply_read_expect;
field_reader ply_read_elsewhere, ply_read_players, ply_read_moves, ply_read_payoff_tables;
field_reader ply_read_readings, ply_read_settings, ply_read_switches;
/* Applies the readings of a list "a,b", left to right, to the merged tree, before it is checked. */
void ply_apply_readings(ply_tree *tree, node *root, const char *list);
/* The position of an actor's red line: *line. at: the node to report at where there is none; false then. */
bool ply_red_line_find(reading *r, const node *at, place where, const char *id, int actor, int *line);

/* Reads a condition; NULL only where nothing can be made of it (after a report). then: $members_at,
 * $no_members. */
const ply_cond *ply_read_condition(reading *r, const node *at, bool then);

/* ---- plain_game.c ---- */

/* The merged tree with "game" spelt out as issues, levels, actors and designs; the root itself where there is none;
 * NULL after reports. */
node *ply_plain_game_spelt(ply_tree *tree, node *root);
/* What the player of a plain game calls its levels. */
void ply_plain_game_moves(reading *r, ply_actor *actor);

/* ---- check.c, digest.c ---- */

/* What can be asked only when everything is read: meaning, limits, warnings. */
void ply_check_before(reading *r); /* before decoding: sizes, levels, security at all */
void ply_check_after(reading *r);
/* decode_agreement.c: whether quorums can be reached. */
void ply_check_agreement(reading *r);
/* magnitude.c: warnings about numbers that look like slips. */
void ply_check_magnitudes(reading *r);
void ply_check_held_in(reading *r); /* held_in.c */
char *ply_digest_of(ply_tree *tree, const node *root);
/* The merged tree of a loaded scenario: for rooms that look values up by pointer. Borrowed. */
const node *ply_scenario_root(const ply_scenario *scenario);

#endif
