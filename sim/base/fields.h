/* A table of fields, and reading JSON by it.
 *
 * A shape is what an object may hold: rows of key, kind, range, help. The rows drive the reader (fields.c, and the
 * readers that rows name), and whoever documents the format or checks it in another way. A new key is one row and a
 * place to put it. "notes" may stand in every object. A room that has kinds of values or names of its own gives them
 * in a vocabulary. */
#ifndef PLY_BASE_FIELDS_H
#define PLY_BASE_FIELDS_H

#include "sim/base/json_tree.h"

typedef enum ply_kind {
  K_TEXT, /* a string */
  K_ID,   /* a string [a-z][a-z0-9_-]* */
  K_WORD, /* one of `words`; its position is stored */
  K_BOOL,
  K_WHOLE,       /* a whole number in [min, max] */
  K_REAL,        /* a plain number */
  K_REALS,       /* an object from `names` to plain numbers in [min, max] */
  K_REF,         /* a string that is one of `names` */
  K_REFS,        /* a list of such strings, each once */
  K_OBJECT,      /* an object of `shape` */
  K_MAP,         /* an object from `names` to objects of `shape` */
  K_LIST,        /* a list of objects of `shape` */
  K_ONE_OR_MORE, /* an object of `shape`, or a list of them */
  K_OWN          /* from here on: kinds of the room that made the row */
} ply_kind;

/* What a name stands for. */
enum {
  N_NONE,
  N_NEW,        /* keys that make new ids */
  N_NEW_SOURCE, /* keys that make new sources: [A-Za-z][A-Za-z0-9_.-]* */
  N_OWN         /* from here on: names of the room that made the row */
};

enum {
  F_REQUIRED = 1,
  F_COMPLETE = 2 /* a value for every name */,
  F_ABOVE_MIN = 4 /* min itself is out */,
  F_BELOW_MAX = 8,
  F_NOT_EMPTY = 16,
  F_MAY_REPEAT = 32 /* a name may stand in the list twice */,
  F_VERSION = 64 /* the version of the format: max */,
  F_OWN = 128 /* from here on: flags of the room that made the row */
};

typedef struct ply_reader ply_reader;
typedef struct ply_shape ply_shape;
typedef struct ply_key ply_key;

struct ply_key {
  const char *key;
  int kind; /* ply_kind, or the room's own */
  unsigned flags;
  int names;             /* of keys, or of the string(s): N_... */
  double min, max;       /* both 0: any that is finite and at most 1e9 in size */
  const char *unit;      /* NULL: none */
  const char *otherwise; /* the default, for people; NULL: nothing */
  const char *help;
  const char *const *words; /* K_WORD; ends with NULL */
  const ply_shape *shape;
  size_t where;           /* offset in the struct that the shape fills, or NOWHERE */
  int in_all;             /* the limit of entries in all such maps together; 0: each has its own */
  ply_problem if_empty;   /* what a map that must not be empty then is; NULL: P102 */
  const char *if_missing; /* a note where a required key is missing; NULL: none */
  /* Reads the value where storing it by kind is not enough. base: the struct that the shape fills. */
  void (*read)(ply_reader *r, const ply_node *at, const ply_key *row, void *base);
};

struct ply_shape {
  const char *name;      /* "actor": for messages and the schema's $defs */
  const char *path;      /* where it stands: "/actors/ID" */
  const ply_key *fields; /* ends with key NULL */
  const char *example;   /* of one such object, JSON */
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

typedef struct ply_name_list {
  int n;
  const char **id;
} ply_name_list;

/* What a room's rows mean by their own kinds and names. */
typedef struct ply_vocabulary {
  const ply_name_list *(*names_of)(ply_reader *r, int what); /* all of a kind; never NULL */
  /* The position of a name, or -1 after a report. first: the position to try first. */
  int (*need)(ply_reader *r, int what, const ply_node *at, ply_place where, const char *name, int first);
  void (*read)(ply_reader *r, const ply_node *at, const ply_key *row,
               void *base); /* a value of kind K_OWN or above */
} ply_vocabulary;

/* A file being read. A room that keeps more about it makes this the first member of its own struct. */
struct ply_reader {
  ply_tree *tree;
  const ply_vocabulary *vocabulary; /* NULL: the rows have nothing of their own */
};

bool ply_name_is_id(const char *name, bool source);
/* Reads an object by its shape: unknown keys, missing keys, and every value into `base` (NULL: only checked).
 */
void ply_read_object(ply_reader *r, const ply_node *at, const ply_shape *what, void *base);
/* True, or a report that a value is not of the type asked for. */
bool ply_is_type(ply_reader *r, const ply_node *at, ply_node_type type, const char *wanted);
/* True, or a report that a value is not an object keyed by names. */
bool ply_is_map(ply_reader *r, const ply_node *at);
/* Goes through an object keyed by names: skips "notes", checks new ids, reports unknown names, stops at
 * `limit`. Returns the next entry after `last` (NULL: the first), or NULL; *position is the name's (N_NEW:
 * the count so far). */
const ply_node *ply_next_entry(ply_reader *r, const ply_node *map, const ply_node *last, const ply_key *row,
                               int limit, int *position);
int ply_count_entries(const ply_node *map, int limit);
/* Reads a value of any kind into its place in `base` (NULL: only checked). */
void ply_read_by_kind(ply_reader *r, const ply_node *at, const ply_key *row, void *base);

#endif
