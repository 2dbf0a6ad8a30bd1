/* Two scenarios compared, for people: which numbers differ, what else differs, and which answers differ with
 * them, grouped by what they are about. Texts for people are only counted; long lists are cut and say so. */
#include "sim/render/section.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN = 40, JSON_WIDTH = 32 };

static void add_side(ply_page *page, const char *letter, const ply_side *side) {
  const char *file = strcmp(side->file, "-") == 0 ? "standard input" : side->file;
  ply_page_para(page, 0, letter, PLY_PLAIN, "%s: %s", file, side->title);
}

static void add_more(ply_page *page, size_t n) {
  if (n > SHOWN)
    ply_page_para(page, 2, NULL, PLY_QUIET, "and %s more; --format json has all of them.",
                  ply_figure_count(n - SHOWN).s);
}

/* ---- the files ---- */

/* "0.5 (0.35 to 0.65), implied" */
static void number_cell(ply_grid *grid, const ply_number_side *side, bool grade) {
  ply_text text;
  ply_text_init(&text);
  ply_text_number(&text, side->base);
  if (side->low != side->base || side->high != side->base) {
    ply_text_add(&text, " (");
    ply_text_number(&text, side->low);
    ply_text_add(&text, " to ");
    ply_text_number(&text, side->high);
    ply_text_add(&text, ")");
  }
  if (grade) ply_text_addf(&text, ", %s", side->grade);
  ply_grid_cell_text(grid, PLY_PLAIN, PLY_LEFT, &text);
}

static void head(ply_grid *grid, const char *first) {
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "%s", first);
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "A");
  ply_grid_cell(grid, PLY_QUIET, PLY_LEFT, "B");
}

static void add_numbers(ply_page *page, const ply_comparison *c) {
  ply_page_heading(page, "NUMBERS THAT DIFFER");
  if (c->n_numbers == 0) {
    ply_page_para(page, 2, NULL, PLY_PLAIN, "None.");
    return;
  }
  ply_grid *grid = ply_grid_new();
  head(grid, "");
  for (size_t i = 0; i < c->n_numbers && i < SHOWN; i++) {
    const ply_number_change *n = &c->numbers[i];
    bool grade = strcmp(n->a.grade, n->b.grade) != 0;
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s", n->pointer);
    number_cell(grid, &n->a, grade);
    number_cell(grid, &n->b, grade);
  }
  ply_grid_print(page, grid, 2, 1, true);
  add_more(page, c->n_numbers);
}

static void other_row(ply_grid *grid, const ply_other_change *o) {
  ply_grid_row(grid);
  ply_grid_cell(grid, PLY_STRONG, PLY_LEFT, "%s", o->pointer);
  if (o->a == NULL || o->b == NULL)
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "only in %s: %s", o->a != NULL ? "A" : "B",
                  ply_figure_cut(o->a != NULL ? o->a : o->b, JSON_WIDTH).s);
  else
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s -> %s", ply_figure_cut(o->a, JSON_WIDTH).s,
                  ply_figure_cut(o->b, JSON_WIDTH).s);
}

static void add_others(ply_page *page, const ply_comparison *c) {
  size_t words = 0;
  for (size_t i = 0; i < c->n_others; i++) words += c->others[i].words;
  size_t n = c->n_others - words, shown = 0;
  if (c->n_others == 0) return;
  ply_page_heading(page, "WHAT ELSE DIFFERS IN THE FILES");
  ply_grid *grid = ply_grid_new();
  for (size_t i = 0; i < c->n_others && shown < SHOWN; i++)
    if (!c->others[i].words) {
      other_row(grid, &c->others[i]);
      shown++;
    }
  if (n > 0)
    ply_grid_print(page, grid, 2, 1, true);
  else
    ply_grid_free(grid);
  add_more(page, n);
  if (words > 0)
    ply_page_para(page, 2, NULL, PLY_QUIET,
                  "%s of the texts for people (names, notes, briefs, sources) differ%s.",
                  ply_figure_count(words).s, words == 1 ? "s" : "");
}

/* ---- the answers ---- */

static void add_value(ply_text *text, const ply_value *value) {
  switch (value->kind) {
  case PLY_VALUE_NONE: ply_text_add(text, "not there"); break;
  case PLY_VALUE_BOOL: ply_text_add(text, value->truth ? "yes" : "no"); break;
  case PLY_VALUE_COUNT: ply_text_add(text, ply_figure_range(value->count).s); break;
  case PLY_VALUE_NUMBER: ply_text_add(text, ply_figure_fixed(value->number, 4).s); break;
  case PLY_VALUE_WORD: ply_text_add(text, value->word); break;
  }
}

static void value_cell(ply_grid *grid, const ply_value *value) {
  ply_text text;
  ply_text_init(&text);
  add_value(&text, value);
  ply_grid_cell_text(grid, PLY_STRONG, PLY_RIGHT, &text);
}

/* Whether two changes are about the same thing. */
static bool together(const ply_answer_change *a, const ply_answer_change *b) {
  if (strcmp(a->part, b->part) != 0 || (a->of == NULL) != (b->of == NULL)) return false;
  return a->of == NULL || strcmp(a->of, b->of) == 0;
}

static void add_table(ply_page *page, const ply_answer_change *first, size_t n) {
  ply_grid *grid = ply_grid_new();
  head(grid, "");
  for (size_t i = 0; i < n; i++) {
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", first[i].what);
    value_cell(grid, &first[i].a);
    value_cell(grid, &first[i].b);
  }
  ply_grid_print(page, grid, 4, 1, false);
}

static void add_change(ply_text *text, const ply_answer_change *c, const char *name) {
  if (text->length > 0) ply_text_add(text, ", ");
  ply_text_addf(text, "%s ", name);
  add_value(text, &c->a);
  ply_text_add(text, " -> ");
  add_value(text, &c->b);
}

/* What is said of single actors, one paragraph a kind: "margins: russia -0.126 -> -0.076, uk ...". */
static void add_by_actor(ply_page *page, const ply_answer_change *first, size_t n, const char *what,
                         const char *title) {
  ply_text text;
  ply_text_init(&text);
  for (size_t i = 0; i < n; i++)
    if (first[i].who != NULL && strcmp(first[i].what, what) == 0) add_change(&text, &first[i], first[i].who);
  if (text.length > 0) ply_page_para(page, 6, title, PLY_PLAIN, "%s", ply_list_string(&text));
  ply_page_done(page, &text);
}

static void add_thing(ply_page *page, const ply_answer_change *first, size_t n) {
  ply_text text;
  ply_text_init(&text);
  for (size_t i = 0; i < n; i++)
    if (first[i].who == NULL && strcmp(first[i].what, "is there") == 0)
      ply_text_addf(&text, "only in %s", first[i].a.kind != PLY_VALUE_NONE ? "A" : "B");
    else if (first[i].who == NULL)
      add_change(&text, &first[i], first[i].what);
  ply_page_para(page, 4, NULL, PLY_STRONG, "%s", first->of);
  if (text.length > 0) ply_page_para(page, 6, NULL, PLY_PLAIN, "%s", ply_list_string(&text));
  ply_page_done(page, &text);
  add_by_actor(page, first, n, "join equilibrium", "at a join equilibrium:");
  add_by_actor(page, first, n, "answer", "answers:");
  add_by_actor(page, first, n, "margin", "margins:");
  add_by_actor(page, first, n, "payoff", "payoffs:");
}

/* Things with one short change each, such as designs that only one side has: a line each. */
static bool is_short(const ply_answer_change *first, size_t n) {
  return strcmp(first->part, "actors") == 0 || (n == 1 && first->who == NULL);
}

static void add_short(ply_page *page, const ply_answer_change *first, size_t n) {
  ply_text text;
  ply_text_init(&text);
  for (size_t i = 0; i < n; i++)
    if (strcmp(first[i].what, "is there") == 0)
      ply_text_addf(&text, "only in %s", first[i].a.kind != PLY_VALUE_NONE ? "A" : "B");
    else
      add_change(&text, &first[i], first[i].what);
  ply_page_para(page, 4, NULL, PLY_PLAIN, "%s: %s", first->of, ply_list_string(&text));
  ply_page_done(page, &text);
}

static void add_answers(ply_page *page, const ply_comparison *c) {
  static const char *const titles[][2] = {{"sets", "How many bundles"},
                                          {"actors", "Who accepts, who blocks"},
                                          {"red lines", "Red lines"},
                                          {"designs", "Named designs"},
                                          {"solutions", "Solutions, proposals, talks"}};
  ply_page_heading(page, "ANSWERS THAT DIFFER");
  if (c->n_answers == 0) ply_page_para(page, 2, NULL, PLY_PLAIN, "None.");
  for (size_t t = 0; t < sizeof titles / sizeof *titles; t++) {
    bool titled = false;
    for (size_t i = 0, n; i < c->n_answers; i += n) {
      for (n = 1; i + n < c->n_answers && together(&c->answers[i], &c->answers[i + n]);) n++;
      if (strcmp(c->answers[i].part, titles[t][0]) != 0) continue;
      if (!titled) ply_page_para(page, 2, NULL, PLY_STRONG, "%s", titles[t][1]);
      titled = true;
      if (c->answers[i].of == NULL)
        add_table(page, &c->answers[i], n);
      else if (is_short(&c->answers[i], n))
        add_short(page, &c->answers[i], n);
      else
        add_thing(page, &c->answers[i], n);
    }
  }
  if (!c->complete)
    ply_page_para(page, 2, NULL, PLY_PLAIN, "Not everything was decided (%s): what was not is not compared.",
                  c->stopped_by != NULL ? c->stopped_by : "a limit");
}

/* Where nobody can join, sustained and stable are other words for acceptable. */
static bool is_shown(const ply_comparison *c, const ply_answer_change *change) {
  static const char *const words[] = {"sustained", "stable", "join equilibria", "chosen among"};
  for (size_t i = 0; !c->joining && i < sizeof words / sizeof *words; i++)
    if (strcmp(change->what, words[i]) == 0) return false;
  return true;
}

/* A copy that holds the answers to be shown; they live in `kept`, [n_answers]. */
static ply_comparison shown(const ply_comparison *c, ply_answer_change *kept) {
  ply_comparison out = *c;
  out.answers = kept;
  out.n_answers = 0;
  for (size_t i = 0; i < c->n_answers; i++)
    if (is_shown(c, &c->answers[i])) kept[out.n_answers++] = c->answers[i];
  return out;
}

void ply_comparison_text(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_comparison *c = record;
  ply_page page = ply_page_start(out, settings);
  bool same = strcmp(c->a.digest, c->b.digest) == 0;
  add_side(&page, "A ", &c->a);
  if (!same && strcmp(c->a.file, c->b.file) == 0 && strcmp(c->a.title, c->b.title) == 0)
    ply_page_para(&page, 0, "B ", PLY_PLAIN, "the same file, changed");
  else
    add_side(&page, "B ", &c->b);
  if (same)
    ply_page_para(&page, 0, NULL, PLY_PLAIN, "The two are the same scenario.");
  else if (c->n_numbers + c->n_others == 0)
    ply_page_para(&page, 0, NULL, PLY_PLAIN,
                  "The two hold the same entries, in another order or written otherwise.");
  if (!same) {
    add_numbers(&page, c);
    add_others(&page, c);
  }
  if (!c->solved) return;
  ply_answer_change *kept = calloc(c->n_answers + 1, sizeof *kept);
  if (kept == NULL) {
    out->failed = true;
    return;
  }
  ply_comparison told = shown(c, kept);
  add_answers(&page, &told);
  free(kept);
}
