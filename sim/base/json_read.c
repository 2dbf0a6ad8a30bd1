/* Is this text JSON, and what does it say? YAJL is the front door: RFC 8259 and nothing else (no comments, no
 * trailing text, no leading zeros), and it tells after each token how far it has read, which gives the place
 * of every value. The nodes are built in its callbacks, in one pass: nothing is parsed twice.
 *
 * What YAJL lets pass is asked here: UTF-8 by the letter (it takes overlong forms and surrogates), "\u0000"
 * and half surrogate pairs, numbers past the range of a double, depth, the number of values, duplicate keys.
 * These are found by sorting each object's keys, so that no choice of keys makes it slow: n log n in the size
 * of the file. */
#include "sim/base/json_tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

enum {
  MAX_DEPTH = 64,
  MAX_VALUES = 2000000, /* of all files of one tree */
  MAX_ENTRIES = 100000  /* of one array or object */
};

typedef struct reader {
  ply_tree *tree;
  yajl_handle yajl;
  const char *text;
  size_t file, length;
  size_t last;                      /* end of the last token */
  ply_node *root, *open[MAX_DEPTH]; /* containers that are not closed yet */
  int depth;
  const char *key;
  size_t key_at;
  size_t entries[MAX_DEPTH];
  bool refused; /* a limit: told already */
} reader;

/* The next token starts after blanks, a comma or a colon. */
static size_t token_start(const reader *r) {
  size_t at = r->last;
  while (at < r->length && strchr(" \t\r\n,:", r->text[at]) != NULL) at++;
  return at;
}

static int refuse(reader *r, ply_problem what, size_t at, const char *message) {
  r->refused = true;
  ply_hint none = {0};
  ply_report_problem_at(r->tree, what, r->file, at, 1, "", none, "%s", message);
  return 0;
}

/* Makes a node at the next token and hangs it into the tree; NULL stops the parse. */
static ply_node *add_node(reader *r, ply_node_type type) {
  size_t at = token_start(r);
  if (++r->tree->n_values > MAX_VALUES || (r->depth > 0 && ++r->entries[r->depth - 1] > MAX_ENTRIES)) {
    refuse(r, P011, at,
           "too many values: at most 2,000,000 in all files together and 100,000 in one list or object");
    return NULL;
  }
  ply_node *value = ply_tree_alloc(r->tree, 1, sizeof *value);
  *value = (ply_node){.type = (uint8_t)type, .file = (uint16_t)r->file, .at = (uint32_t)at};
  if (r->depth == 0)
    r->root = value;
  else {
    if (r->open[r->depth - 1]->type == T_OBJECT) {
      value->key = r->key;
      value->key_at = (uint32_t)r->key_at;
    }
    ply_node_append(r->open[r->depth - 1], value);
  }
  return value;
}

/* A string of the file, kept: strings with NUL characters or halves of surrogate pairs are refused. */
static char *keep(reader *r, const unsigned char *text, size_t length, size_t start, size_t end) {
  bool broken = memchr(text, 0, length) != NULL;
  for (size_t i = start; i + 6 < end && !broken; i++) {
    if (r->text[i] != '\\') continue;
    if (r->text[++i] != 'u') continue;
    unsigned long unit =
        strtoul((char[]){r->text[i + 1], r->text[i + 2], r->text[i + 3], r->text[i + 4], 0}, NULL, 16);
    i += 4;
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const char *next = r->text + i + 1;
    unsigned long low = next[0] == '\\' && next[1] == 'u'
                            ? strtoul((char[]){next[2], next[3], next[4], next[5], 0}, NULL, 16)
                            : 0;
    broken = unit > 0xdbff || low < 0xdc00 || low > 0xdfff;
    i += 6;
  }
  if (broken) {
    refuse(r, P006, start, "this string holds \\u0000 or half a surrogate pair, which is no character");
    return NULL;
  }
  char *out = ply_tree_alloc(r->tree, length + 1, 1);
  memcpy(out, text, length);
  return out;
}

static int on_null(void *context) {
  reader *r = context;
  ply_node *value = add_node(r, T_NULL);
  if (value == NULL) return 0;
  r->last = value->at + 4;
  return 1;
}

static int on_boolean(void *context, int truth) {
  reader *r = context;
  ply_node *value = add_node(r, T_BOOL);
  if (value == NULL) return 0;
  value->truth = truth != 0;
  r->last = value->at + (truth ? 4 : 5);
  return 1;
}

static int on_number(void *context, const char *digits, size_t length) {
  reader *r = context;
  ply_node *value = add_node(r, T_NUMBER);
  if (value == NULL) return 0;
  char buffer[64], *copy = length < sizeof buffer ? buffer : ply_tree_alloc(r->tree, length + 1, 1);
  memcpy(copy, digits, length);
  copy[length] = '\0';
  value->as.number = strtod(copy, NULL); /* the caller has set the plain locale for this thread */
  r->last = value->at + length;
  if (!isfinite(value->as.number))
    return refuse(r, P010, value->at, "this number is past the range of a double (about 1.8e308)");
  return 1;
}

static int on_string(void *context, const unsigned char *text, size_t length) {
  reader *r = context;
  ply_node *value = add_node(r, T_STRING);
  if (value == NULL) return 0;
  size_t end = yajl_get_bytes_consumed(r->yajl);
  value->as.text = keep(r, text, length, value->at, end);
  r->last = end;
  return value->as.text != NULL;
}

static int on_key(void *context, const unsigned char *text, size_t length) {
  reader *r = context;
  r->key_at = token_start(r);
  size_t end = yajl_get_bytes_consumed(r->yajl);
  r->key = keep(r, text, length, r->key_at, end);
  r->last = end;
  return r->key != NULL;
}

static int open_container(reader *r, ply_node_type type) {
  ply_node *value = add_node(r, type);
  if (value == NULL) return 0;
  if (r->depth == MAX_DEPTH) return refuse(r, P009, value->at, "nested deeper than 64 levels");
  r->entries[r->depth] = 0;
  r->open[r->depth++] = value;
  r->last = value->at + 1;
  return 1;
}

static int on_open_object(void *context) { return open_container(context, T_OBJECT); }
static int on_open_array(void *context) { return open_container(context, T_ARRAY); }

static int by_key_then_place(const void *a, const void *b) {
  const ply_node *const *x = a, *const *y = b;
  int order = strcmp((*x)->key, (*y)->key);
  return order != 0 ? order : (*x)->key_at < (*y)->key_at ? -1 : (*x)->key_at > (*y)->key_at;
}

static void find_duplicates(reader *r, const ply_node *object, size_t n) {
  const ply_node **sorted = ply_tree_alloc(r->tree, n, sizeof *sorted);
  size_t i = 0;
  for (EACH(child, object)) sorted[i++] = child;
  qsort(sorted, n, sizeof *sorted, by_key_then_place);
  for (i = 1; i < n; i++) {
    if (strcmp(sorted[i - 1]->key, sorted[i]->key) != 0) continue;
    ply_hint none = {0};
    ply_report_problem(r->tree, P101, sorted[i], AT_KEY, none,
                       "the key %s stands here twice; an object holds a key once",
                       ply_quoted(r->tree, sorted[i]->key));
  }
}

static int on_close(void *context) {
  reader *r = context;
  r->depth--;
  r->last = token_start(r) + 1;
  if (r->open[r->depth]->type == T_OBJECT && r->entries[r->depth] > 1)
    find_duplicates(r, r->open[r->depth], r->entries[r->depth]);
  return 1;
}

static const yajl_callbacks callbacks = {
    .yajl_null = on_null,
    .yajl_boolean = on_boolean,
    .yajl_number = on_number,
    .yajl_string = on_string,
    .yajl_start_map = on_open_object,
    .yajl_map_key = on_key,
    .yajl_end_map = on_close,
    .yajl_start_array = on_open_array,
    .yajl_end_array = on_close,
};

/* ---- memory: YAJL asks for some and does not look whether it got any, so what it gets is there, or the reading has
 * ended. All of it is the tree's arena: nothing is lost where the reading ends in the middle. Each block is preceded
 * by its size. ---- */

enum { BEFORE_BLOCK = 16 };

static void *yajl_get(void *tree, size_t size) {
  char *block = ply_tree_alloc(tree, 1, size < SIZE_MAX - BEFORE_BLOCK ? size + BEFORE_BLOCK : SIZE_MAX);
  memcpy(block, &size, sizeof size);
  return block + BEFORE_BLOCK;
}

static void *yajl_grow(void *tree, void *old, size_t size) {
  size_t had = 0;
  if (old != NULL) memcpy(&had, (char *)old - BEFORE_BLOCK, sizeof had);
  if (size <= had && old != NULL) return old;
  void *block = yajl_get(tree, size);
  if (old != NULL) memcpy(block, old, had);
  return block;
}

static void yajl_give(void *tree, void *block) { (void)tree, (void)block; }

ply_node *ply_json_read(ply_tree *tree, size_t file) {
  if (!ply_bytes_are_fine(tree, file)) return NULL;
  yajl_alloc_funcs memory = {.malloc = yajl_get, .realloc = yajl_grow, .free = yajl_give, .ctx = tree};
  reader r = {.tree = tree, .file = file, .text = tree->files[file].text, .length = tree->files[file].length};
  r.yajl = yajl_alloc(&callbacks, &memory, &r);
  size_t before = tree->n_errors;
  yajl_status status = yajl_parse(r.yajl, (const unsigned char *)r.text, r.length);
  size_t stopped = yajl_get_bytes_consumed(r.yajl);
  if (status == yajl_status_ok) status = yajl_complete_parse(r.yajl);
  yajl_free(r.yajl);
  if (status != yajl_status_ok && !r.refused)
    ply_syntax_report(tree, file, r.last, stopped, r.root != NULL && r.depth == 0);
  return tree->n_errors > before ? NULL : r.root;
}
