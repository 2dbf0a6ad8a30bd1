/* The format, field by field, as Markdown: one table a shape, in the order in which a reader meets them, each
 * with an example. Made from the table of fields, so it cannot say anything else than the program does. */
#include "sim/scenario/fields.h"

#include <string.h>

enum { MOST_SHAPES = 40 };

typedef struct pages {
  ply_text *out;
  const ply_shape *seen[MOST_SHAPES];
  int n;
} pages;

static const char *key_of(int what) {
  switch (what) {
  case N_NEW:
  case N_NEW_SOURCE: return "id";
  case N_ACTOR: return "actor";
  case N_CANDIDATE: return "candidate";
  case N_ISSUE: return "issue";
  case N_FREE_ISSUE: return "free issue";
  case N_OPTION: return "option";
  case N_LEVEL: return "level";
  case N_POSITION: return "issue or candidate";
  case N_DESIGN: return "design";
  case N_INDICATOR: return "indicator";
  case N_SOURCE: return "source";
  case N_NONE:
  case N_NAMES: break;
  }
  return "name";
}

static void add_words(ply_text *out, const char *const *list) {
  for (int i = 0; list[i] != NULL; i++) ply_text_addf(out, "%s`%s`", i > 0 ? ", " : "", list[i]);
}

static void add_range(ply_text *out, const ply_key *row) {
  if (row->min == 0 && row->max == 0) return;
  bool open = row->flags & F_ABOVE_MIN;
  ply_text_addf(out, row->max >= 1e6 ? (open ? " > %g" : " ≥ %g") : (open ? " in (%g" : " in [%g"), row->min);
  if (row->max < 1e6) ply_text_addf(out, ", %g%s", row->max, row->flags & F_BELOW_MAX ? ")" : "]");
}

static void add_number(ply_text *out, const ply_key *row) {
  ply_text_add(out, "number");
  add_range(out, row);
  if (row->unit != NULL) ply_text_addf(out, " (%s)", row->unit);
}

static void add_kind(ply_text *out, const ply_key *row) {
  switch (row->kind) {
  case K_TEXT: ply_text_add(out, "text"); break;
  case K_ID: ply_text_add(out, "id"); break;
  case K_WORD: add_words(out, row->words); break;
  case K_BOOL: ply_text_add(out, "`true`, `false`"); break;
  case K_WHOLE:
    ply_text_addf(out, row->min == row->max ? "%.0f" : "whole number %.0f to %.0f", row->min, row->max);
    break;
  case K_REAL:
    ply_text_add(out, "plain number");
    add_range(out, row);
    break;
  case K_REALS:
    ply_text_addf(out, "{%s: plain number", key_of(row->names));
    add_range(out, row);
    ply_text_add(out, "}");
    break;
  case K_NUMBER: add_number(out, row); break;
  case K_NUMBERS:
    ply_text_addf(out, "{%s: ", key_of(row->names));
    add_number(out, row);
    ply_text_add(out, "}");
    break;
  case K_REF: ply_text_addf(out, "%s", key_of(row->names)); break;
  case K_REFS: ply_text_addf(out, "[%s, …]", key_of(row->names)); break;
  case K_REF_MAP:
    ply_text_addf(out, "{%s: %s}", key_of(row->names), row->names == N_CANDIDATE ? "level" : "option");
    break;
  case K_CITES: ply_text_add(out, "[source or text, …]"); break;
  case K_GRADES: ply_text_addf(out, "grade, or {%s: grade}", key_of(row->names)); break;
  case K_OBJECT: ply_text_addf(out, "object [`%s`](#%s)", row->shape->path, row->shape->name); break;
  case K_MAP:
    ply_text_addf(out, "{%s: [`%s`](#%s)}", key_of(row->names), row->shape->path, row->shape->name);
    break;
  case K_LIST: ply_text_addf(out, "[[`%s`](#%s), …]", row->shape->path, row->shape->name); break;
  case K_ONE_OR_MORE:
    ply_text_addf(out, "[`%s`](#%s) or a list of them", row->shape->path, row->shape->name);
    break;
  case K_PATHS: ply_text_add(out, "[path, …]"); break;
  case K_CONDITION: ply_text_add(out, "condition"); break;
  case K_CONSEQUENCE: ply_text_add(out, "condition, also `$members_at`, `$no_members`"); break;
  case K_RESERVATION:
    add_number(out, row);
    ply_text_add(out, " or {\"design\": design}");
    break;
  case K_MOVES:
    ply_text_addf(out, "[id, …], or {id: [`%s`](#%s)}", row->shape->path, row->shape->name);
    break;
  case K_NESTED: ply_text_add(out, "{player: payoffs nested by strategies}"); break;
  case K_SETTINGS: ply_text_add(out, "{JSON Pointer: value}"); break;
  case K_SWITCHES: ply_text_add(out, "{actor/line: true or false}"); break;
  case K_CONSENT:
    add_words(out, row->words);
    ply_text_add(out, " or {\"when\": condition}");
    break;
  case K_STRATEGIES:
    ply_text_addf(out, "{%s or `*`: ", key_of(row->names));
    add_words(out, row->words);
    ply_text_addf(out, " or [`%s`](#%s)}", row->shape->path, row->shape->name);
    break;
  case K_ENTRIES: ply_text_add(out, "{option or level: … {option or level: number}}"); break;
  case K_TABLE:
    ply_text_add(out, "table of ");
    add_number(out, row);
    break;
  }
}

static void add_ways(ply_text *out, const ply_shape *what) {
  ply_text_add(out, what->just_one ? "\nExactly one of: " : "\nOne of: ");
  for (int i = 0; what->either[i] != NULL; i++) {
    ply_text_add(out, i > 0 ? "; " : "");
    bool first = true;
    for (const char *p = what->either[i]; *p != '\0';) {
      size_t n = strcspn(p, " ");
      bool may = *p == '?';
      ply_text_addf(out, "%s`%.*s`%s", first ? "" : " + ", (int)n - may, p + may, may ? " (optional)" : "");
      first = false;
      p += n + (p[n] == ' ');
    }
  }
  ply_text_add(out, ".\n");
}

static void add_shape(pages *p, const ply_shape *what) {
  for (int i = 0; i < p->n; i++)
    if (p->seen[i] == what) return;
  if (p->n == MOST_SHAPES) return;
  p->seen[p->n++] = what;
  ply_text_addf(p->out, "### <a id=\"%s\"></a>`%s`\n\n", what->name, what->path);
  if (what->example != NULL) ply_text_addf(p->out, "```json\n%s\n```\n\n", what->example);
  ply_text_add(p->out, "| key | value | default | meaning |\n|---|---|---|---|\n");
  for (const ply_key *row = what->fields; row->key != NULL; row++) {
    ply_text_addf(p->out, "| `%s` | ", row->key);
    add_kind(p->out, row);
    ply_text_addf(p->out, " | %s | %s |\n",
                  row->flags & F_UNLESS_GAME ? "**required** without `game`"
                  : row->flags & F_REQUIRED  ? "**required**"
                  : row->otherwise != NULL   ? row->otherwise
                                             : "",
                  row->help);
  }
  if (what->either != NULL) add_ways(p->out, what);
  ply_text_add(p->out, "\n");
  for (const ply_key *row = what->fields; row->key != NULL; row++)
    if (row->shape != NULL) add_shape(p, row->shape);
}

ply_status ply_scenario_fields(ply_text *out, ply_err *err) {
  pages p = {.out = out};
  add_shape(&p, &ply_scenario_shape);
  add_shape(&p, &ply_number_shape);
  add_shape(&p, &ply_count_shape);
  return out->failed ? ply_err_set(err, PLY_E_MEMORY, "out of memory") : PLY_OK;
}
