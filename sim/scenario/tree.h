/* The inside of this room, lower half: JSON as a tree whose every value remembers where it stands in which
 * file. Strict reading, merging, --set, and reporting a problem at a value. For sim/scenario and plan files.
 *
 * All of it lives in one ply_tree: an arena for nodes and strings, the texts of the files, the list of
 * diagnostics. No function here returns "no memory": they jump to the one setjmp of load.c
 * (ply_tree_out_of_memory), so the code that reads a scenario says only what it reads. Errors of the input are
 * diagnostics, counted in the tree. */
#ifndef PLY_SCENARIO_TREE_H
#define PLY_SCENARIO_TREE_H

#include <setjmp.h>
#include <string.h>

#include "sim/base/base.h"

enum {
  MAX_DEPTH = 64,       /* of JSON */
  MAX_VALUES = 2000000, /* of all files of one scenario */
  MAX_ENTRIES = 100000, /* of one array or object */
  MAX_FILES = 256,      /* of one scenario, counted each time one is included */
  MAX_INCLUDES = 16,    /* depth of `extends` */
  MAX_BYTES_TOGETHER = 64 << 20
};

typedef enum node_type { T_NULL, T_BOOL, T_NUMBER, T_STRING, T_ARRAY, T_OBJECT } node_type;

/* 48 bytes. Children are a ring: `last` is the last child, last->next the first. */
typedef struct node {
  uint8_t type;
  bool truth;          /* T_BOOL; of any other type: it stands in for another node (ply_node_stand_in) */
  uint16_t file;       /* position in ply_tree.files */
  uint32_t at, key_at; /* byte offsets of the value and of its key's quote */
  uint32_t serial;     /* position in document order of the merged tree */
  struct node *next, *parent;
  const char *key; /* in an object; else NULL */
  union {
    double number;
    const char *text;
    struct node *last;
  } as;
} node;

/* The name that messages give to a --set, whose one line is the setting itself. */
#define SETTING_FILE "--set"
#define READING_FILE "--reading" /* the same for a reading that was asked for */

typedef struct source_file {
  const char *name;   /* as shown in messages */
  const char *folder; /* where relative `extends` are looked up; NULL: not allowed */
  char *text;         /* malloc; NUL after the last byte */
  size_t length;
  uint32_t *lines; /* malloc, made at the first question: offset of each line's first byte */
  size_t n_lines;
  size_t counted_line, counted_to, counted; /* up to where columns were counted */
  uint64_t device, inode;                   /* 0, 0: not a file */
  char *aside; /* malloc, or NULL: the text while another stands in for it (set.c) */
} source_file;

/* Whether a "file" is a setting from the command line. */
static inline bool ply_is_setting(const source_file *file) {
  return strcmp(file->name, SETTING_FILE) == 0 || strcmp(file->name, READING_FILE) == 0;
}

typedef struct ply_tree {
  ply_arena *arena;
  source_file *files; /* malloc */
  size_t n_files, room_files;
  size_t n_values, n_bytes;
  ply_diags *diags;
  size_t n_errors;
  ply_status worst; /* PLY_OK, PLY_E_INPUT or PLY_E_SYSTEM: of the first error */
  ply_text scratch; /* a text in the making that a jump must not lose */
  ply_diags quiet;  /* problems that are told in other words, or not at all (set.c) */
  jmp_buf *no_memory;
} ply_tree;

/* ---- codes.c: every problem has a stable code ---- */

#define CODES(X)                                                                                             \
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
  X(P012, "`extends` in a circle")                                                                           \
  X(P013, "`extends` too deep or too many files")                                                            \
  X(P014, "`extends` is not possible here")                                                                  \
  X(P015, "--set: a pointer that is none or names nothing")                                                  \
  X(P016, "--set: a value that is not valid JSON")                                                           \
  X(P101, "duplicate key")                                                                                   \
  X(P102, "a required key is missing")                                                                       \
  X(P103, "unknown key")                                                                                     \
  X(P104, "a value of the wrong type")                                                                       \
  X(P105, "an id that is no id")                                                                             \
  X(P201, "no such actor")                                                                                   \
  X(P202, "no such issue")                                                                                   \
  X(P203, "no such option of the issue")                                                                     \
  X(P204, "no such level")                                                                                   \
  X(P205, "no such design")                                                                                  \
  X(P206, "no such word: one of a fixed list is asked for")                                                  \
  X(P207, "an actor that is no candidate where one is asked for")                                            \
  X(P208, "no such red line")                                                                                \
  X(P209, "the same name twice in a list")                                                                   \
  X(P210, "a derived issue where a free one is asked for")                                                   \
  X(P211, "no such source")                                                                                  \
  X(P212, "no such reading")                                                                                 \
  X(P301, "a number out of range")                                                                           \
  X(P302, "a triple that is not low <= base <= high")                                                        \
  X(P303, "not a whole number")                                                                              \
  X(P304, "a text that is empty")                                                                            \
  X(P305, "a version of the format that this program does not know")                                         \
  X(P401, "a design breaks a rule")                                                                          \
  X(P402, "a derived issue for which no option may hold")                                                    \
  X(P403, "a derived issue that looks at a derived issue")                                                   \
  X(P404, "an issue without options")                                                                        \
  X(P405, "candidates without levels")                                                                       \
  X(P406, "the first level is not out with effort 0")                                                        \
  X(P407, "more than the limit allows")                                                                      \
  X(P408, "more bundles than a 63-bit index can count")                                                      \
  X(P409, "the security block is missing")                                                                   \
  X(P410, "beneficiary and adversary are one actor")                                                         \
  X(P411, "a quorum that cannot be reached")                                                                 \
  X(P412, "a candidate asked under a condition")                                                             \
  X(P413, "a condition that makes no sense")                                                                 \
  X(P414, "nothing to negotiate")                                                                            \
  X(P415, "talks without an order")                                                                          \
  X(P420, "a plain game that lacks something, or has something beside it that has no place there")           \
  X(P501, "a sweep: a pointer that matches nothing, or a parameter that cannot move so")                     \
  X(P502, "a sweep: an output that is not known")                                                            \
  X(W901, "weights do not sum to 1")                                                                         \
  X(W902, "given but never used")                                                                            \
  X(W903, "citations that name no source")                                                                   \
  X(W904, "consent if_member for an actor that cannot join")                                                 \
  X(W911, "a number that counts far more than all others of its actor")                                      \
  X(W912, "a reservation that no bundle reaches, or that every bundle passes")                               \
  X(W913, "a design that breaks a rule because of a setting")                                                \
  X(W914, "a member that is not asked, and a rule that seems to hold it in")

typedef enum code {
#define X(name, meaning) name,
  CODES(X)
#undef X
      N_CODES
} code;

/* ---- tree.c ---- */

void ply_tree_init(ply_tree *tree, ply_arena *arena, ply_diags *diags);
void ply_tree_done(ply_tree *tree); /* frees the texts; the nodes live in the arena */
_Noreturn void ply_tree_out_of_memory(ply_tree *tree);
void *ply_tree_alloc(ply_tree *tree, size_t n, size_t size); /* from the arena, zeroed */
#define TREE_NEW(tree, n, type) ((type *)ply_tree_alloc((tree), (size_t)(n), sizeof(type)))
char *ply_tree_strdup(ply_tree *tree, const char *text);
/* The text as a string of the arena, "" for an empty one; the text is done with, memory or not. */
char *ply_tree_take(ply_tree *tree, ply_text *text);
/* Adds a file; takes `text` over (malloc). Returns its position. */
size_t ply_tree_add_file(ply_tree *tree, const char *name, const char *folder, char *text, size_t length);

node *ply_node_first(const node *parent); /* first child of an array or object, or NULL */
node *ply_node_next(const node *child);   /* next one, or NULL */
size_t ply_node_count(const node *parent);
void ply_node_append(node *parent, node *child);
void ply_node_remove(node *child);
void ply_node_replace(node *old, node *with); /* same position, same key */
/* A copy that shares what is below and may stand elsewhere, but is named and found where the original stands. */
node *ply_node_stand_in(ply_tree *tree, const node *original);
/* set.c: the next segment of a JSON Pointer, unescaped; NULL at the end. *rest moves on. */
char *ply_pointer_segment(ply_tree *tree, const char **rest);

node *ply_node_find(const node *object, const char *key); /* NULL where there is none or it is no object */
const char *ply_node_type_name(const node *value);        /* "an object", "a string", ... */
/* JSON Pointer of a value, from the arena. */
const char *ply_node_pointer(ply_tree *tree, const node *value);
void ply_node_number_all(node *root); /* sets serial in document order */
#define EACH(child, parent)                                                                                  \
  node *child = ply_node_first(parent);                                                                      \
  child != NULL;                                                                                             \
  child = ply_node_next(child)

/* ---- file.c, read.c, syntax.c ---- */

/* Reads a whole file ("-": standard input) into a new entry of tree->files. `at` (may be NULL): the path's
 * place in the file that extends it. Returns the position, or -1 after a diagnostic. */
int ply_file_read(ply_tree *tree, const char *path, const char *name, const char *folder, const node *at);
/* Strict JSON of file `file`: the root, or NULL after diagnostics. */
node *ply_json_read(ply_tree *tree, size_t file);
/* Reports why YAJL stopped. last: end of the last token that was fine; stopped: where YAJL stopped; whole:
 * the value was complete, more text follows. */
void ply_syntax_report(ply_tree *tree, size_t file, size_t last, size_t stopped, bool whole);
/* Reports what is wrong with the bytes (byte-order mark, NUL, broken UTF-8, nothing at all), if anything. */
bool ply_bytes_are_fine(ply_tree *tree, size_t file);

/* ---- merge.c, set.c ---- */

/* The scenario of file `file`: everything that it extends, then itself. NULL after diagnostics. */
node *ply_merge_file(ply_tree *tree, size_t file);
/* RFC 7396 with places: patch's nodes move into target. A null value removes. */
void ply_merge_patch(ply_tree *tree, node *target, node *patch);
/* Applies --set POINTER=VALUE to the merged tree. file: what messages call the setting (SETTING_FILE,
 * READING_FILE). */
void ply_set_value(ply_tree *tree, node *root, const char *file, const char *pointer, const char *value);
/* The child of an object by key or of a list by position, or NULL. */
node *ply_node_child(const node *parent, const char *segment);

/* ---- report.c ---- */

typedef enum place { AT_VALUE, AT_KEY } place;

/* What goes with a report; all may be NULL. */
typedef struct hint {
  const char *suggestion, *note;
} hint;

/* A problem at a value or its key. Codes P... are errors, W... warnings. */
void ply_report_problem(ply_tree *tree, code what, const node *at, place where, hint more, const char *format,
                        ...) PLY_PRINTF(6, 7);
/* A problem at a byte of a file. width in characters; pointer may be "". */
void ply_report_problem_at(ply_tree *tree, code what, size_t file, size_t offset, int width,
                           const char *pointer, hint more, const char *format, ...) PLY_PRINTF(8, 9);
/* Whether a report would be kept; past that many they are only counted, and need no suggestion. */
bool ply_is_heard(const ply_tree *tree);
/* A name for a message: in double quotes, control characters escaped, long ones cut. From the arena. */
const char *ply_quoted(ply_tree *tree, const char *name);
const char *ply_code_name(code what);

/* ---- write.c ---- */

/* The tree as JSON text: compact, or indented for people (then it ends with a line feed). */
void ply_json_write(ply_text *out, const node *root, bool pretty);

#endif
