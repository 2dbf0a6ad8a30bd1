/* JSON read as a tree whose every value remembers where it stands in which file: strict reading, merging, and
 * reporting a problem at a value.
 *
 * All of it lives in one ply_tree: an arena for nodes and strings, the texts of the files, the list of
 * diagnostics. No function here returns "no memory": they jump to the one setjmp of the caller
 * (ply_tree.no_memory), so the code that reads a file says only what it reads. Errors of the input are
 * diagnostics, counted in the tree. */
#ifndef PLY_BASE_JSON_TREE_H
#define PLY_BASE_JSON_TREE_H

#include <setjmp.h>
#include <string.h>

#include "sim/base/base.h"
#include "sim/base/json_write.h"

enum { PLY_MAX_FILE = 16 << 20 }; /* bytes of one file */

typedef enum ply_node_type { T_NULL, T_BOOL, T_NUMBER, T_STRING, T_ARRAY, T_OBJECT } ply_node_type;

/* 48 bytes. Children are a ring: `last` is the last child, last->next the first. */
typedef struct ply_node {
  uint8_t type;
  bool truth;          /* T_BOOL; of any other type: it stands in for another node (ply_node_stand_in) */
  uint16_t file;       /* position in ply_tree.files */
  uint32_t at, key_at; /* byte offsets of the value and of its key's quote */
  uint32_t serial;     /* position in document order of the merged tree */
  struct ply_node *next, *parent;
  const char *key; /* in an object; else NULL */
  union {
    double number;
    const char *text;
    struct ply_node *last;
  } as;
} ply_node;

typedef struct ply_source_file {
  const char *name;   /* as shown in messages */
  const char *folder; /* where relative `extends` are looked up; NULL: not allowed */
  char *text;         /* malloc; NUL after the last byte */
  size_t length;
  uint32_t *lines; /* malloc, made at the first question: offset of each line's first byte */
  size_t n_lines;
  size_t counted_line, counted_to, counted; /* up to where columns were counted */
  uint64_t device, inode;                   /* 0, 0: not a file */
  bool is_setting; /* a line of the command line, such as a --set, told like a file */
  char *aside;     /* malloc, or NULL: the text while another stands in for it */
} ply_source_file;

typedef struct ply_tree {
  ply_arena *arena;
  const char *noun, *opening; /* for messages: what its files are, and how one starts */
  ply_source_file *files;     /* malloc */
  size_t n_files, room_files;
  size_t n_values, n_bytes;
  ply_diags *diags;
  size_t n_errors;
  ply_status worst; /* PLY_OK, PLY_E_INPUT or PLY_E_SYSTEM: of the first error */
  ply_text scratch; /* a text in the making that a jump must not lose */
  ply_diags quiet;  /* problems that are told in other words, or not at all */
  jmp_buf *no_memory;
} ply_tree;

/* ---- problems: each has a stable code, "P..." an error, "W..." a warning ---- */

typedef const char *ply_problem;

/* Those of the ground floor; a room that reads files adds its own in the same way. */
#define PLY_JSON_PROBLEMS(X)                                                                                 \
  X(P001, "the file cannot be read")                                                                         \
  X(P002, "the file is too large")                                                                           \
  X(P003, "the file is empty")                                                                               \
  X(P004, "the file starts with a byte-order mark")                                                          \
  X(P005, "the file is not valid UTF-8")                                                                     \
  X(P006, "a NUL character or half a surrogate pair in the text")                                            \
  X(P007, "not valid JSON")                                                                                  \
  X(P008, "text after the end of the JSON value")                                                            \
  X(P009, "JSON nested too deeply")                                                                          \
  X(P010, "a number that does not fit into a double")                                                        \
  X(P011, "too many values or entries")                                                                      \
  X(P101, "duplicate key")                                                                                   \
  X(P102, "a required key is missing")                                                                       \
  X(P103, "unknown key")                                                                                     \
  X(P104, "a value of the wrong type")                                                                       \
  X(P105, "an id that is no id")                                                                             \
  X(P206, "no such word: one of a fixed list is asked for")                                                  \
  X(P209, "the same name twice in a list")                                                                   \
  X(P301, "a number out of range")                                                                           \
  X(P303, "not a whole number")                                                                              \
  X(P304, "a text that is empty")                                                                            \
  X(P305, "a version of the format that this program does not know")                                         \
  X(P407, "more than the limit allows")

/* A code is its own name: ply_problem P104 = "P104". */
#define PLY_PROBLEM_NAME(name, meaning) static const char name[] = #name;
PLY_JSON_PROBLEMS(PLY_PROBLEM_NAME)

/* ---- json_tree.c ---- */

/* noun, opening: for messages, what its files are ("scenario") and the keys that one starts with; borrowed. */
void ply_tree_init(ply_tree *tree, ply_arena *arena, ply_diags *diags, const char *noun, const char *opening);
void ply_tree_done(ply_tree *tree); /* frees the texts; the nodes live in the arena */
_Noreturn void ply_tree_out_of_memory(ply_tree *tree);
void *ply_tree_alloc(ply_tree *tree, size_t n, size_t size); /* from the arena, zeroed */
#define TREE_NEW(tree, n, type) ((type *)ply_tree_alloc((tree), (size_t)(n), sizeof(type)))
char *ply_tree_strdup(ply_tree *tree, const char *text);
/* The text as a string of the arena, "" for an empty one; the text is done with, memory or not. */
char *ply_tree_take(ply_tree *tree, ply_text *text);
/* Adds a file; takes `text` over (malloc). Returns its position. */
size_t ply_tree_add_file(ply_tree *tree, const char *name, const char *folder, char *text, size_t length);

ply_node *ply_node_first(const ply_node *parent); /* first child of an array or object, or NULL */
ply_node *ply_node_next(const ply_node *child);   /* next one, or NULL */
size_t ply_node_count(const ply_node *parent);
void ply_node_append(ply_node *parent, ply_node *child);
void ply_node_remove(ply_node *child);
void ply_node_replace(ply_node *old, ply_node *with); /* same position, same key */
/* A copy that shares what is below and may stand elsewhere, but is named and found where the original stands. */
ply_node *ply_node_stand_in(ply_tree *tree, const ply_node *original);
/* The next segment of a JSON Pointer, unescaped; NULL at the end. *rest moves on. */
char *ply_pointer_segment(ply_tree *tree, const char **rest);

ply_node *ply_node_find(const ply_node *object,
                        const char *key);              /* NULL where there is none or it is no object */
const char *ply_node_type_name(const ply_node *value); /* "an object", "a string", ... */
/* JSON Pointer of a value, from the arena. */
const char *ply_node_pointer(ply_tree *tree, const ply_node *value);
void ply_node_number_all(ply_node *root); /* sets serial in document order */
#define EACH(child, parent)                                                                                  \
  ply_node *child = ply_node_first(parent);                                                                  \
  child != NULL;                                                                                             \
  child = ply_node_next(child)

/* ---- json_file.c, json_read.c, json_syntax.c ---- */

/* Reads a whole file ("-": standard input) into a new entry of tree->files. `at` (may be NULL): the path's
 * place in the file that extends it. Returns the position, or -1 after a diagnostic. */
int ply_file_read(ply_tree *tree, const char *path, const char *name, const char *folder, const ply_node *at);
/* Strict JSON of file `file`: the root, or NULL after diagnostics. */
ply_node *ply_json_read(ply_tree *tree, size_t file);
/* Reports why YAJL stopped. last: end of the last token that was fine; stopped: where YAJL stopped; whole:
 * the value was complete, more text follows. */
void ply_syntax_report(ply_tree *tree, size_t file, size_t last, size_t stopped, bool whole);
/* Reports what is wrong with the bytes (byte-order mark, NUL, broken UTF-8, nothing at all), if anything. */
bool ply_bytes_are_fine(ply_tree *tree, size_t file);

/* The child of an object by key or of a list by position, or NULL. */
ply_node *ply_node_child(const ply_node *parent, const char *segment);

/* ---- json_merge.c ---- */

/* RFC 7396 with places: patch's nodes move into target. A null value removes. n log n. */
void ply_merge_patch(ply_tree *tree, ply_node *target, ply_node *patch);

/* ---- json_problem.c ---- */

typedef enum ply_place { AT_VALUE, AT_KEY } ply_place;

/* What goes with a report; all may be NULL. */
typedef struct ply_hint {
  const char *suggestion, *note;
} ply_hint;

/* A problem at a value or its key. Codes P... are errors, W... warnings. */
void ply_report_problem(ply_tree *tree, ply_problem what, const ply_node *at, ply_place where, ply_hint more,
                        const char *format, ...) PLY_PRINTF(6, 7);
/* A problem at a byte of a file. width in characters; pointer may be "". */
void ply_report_problem_at(ply_tree *tree, ply_problem what, size_t file, size_t offset, int width,
                           const char *pointer, ply_hint more, const char *format, ...) PLY_PRINTF(8, 9);
/* Whether a report would be kept; past that many they are only counted, and need no suggestion. */
bool ply_is_heard(const ply_tree *tree);
/* A name for a message: in double quotes, control characters escaped, long ones cut. From the arena. */
const char *ply_quoted(ply_tree *tree, const char *name);

/* ---- json_print.c ---- */

/* A value in the writer's hands; in PLY_JSON_LINES what fits stands on one line. */
void ply_json_node(ply_json *json, const char *key, const ply_node *value, ply_json_layout layout);
/* The tree as JSON text: compact, or indented for people (then it ends with a line feed). */
void ply_json_write(ply_text *out, const ply_node *root, bool pretty);

#endif
