/* What sweeps found, as Markdown: how often each answer comes, with its interval; which numbers matter most;
 * the box of ranges in which a verdict fails. Maps and curves as tables where they are small. */
#include "sim/render/markdown.h"
#include "sim/render/page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ANSWERS = 12, DRIVERS = 8, ROWS = 40 };

void ply_markdown_words(ply_text *out, const char *text) {
  ply_text visible;
  ply_text_init(&visible);
  ply_text_add_visible(&visible, text);
  for (const char *c = ply_list_string(&visible); *c != '\0'; c++) {
    if (strchr("\\`*_[]<>|#&", *c) != NULL) ply_text_add(out, "\\");
    ply_text_add_n(out, c, 1);
  }
  out->failed |= visible.failed;
  ply_text_done(&visible);
}

static double value_of(const cJSON *item) { return cJSON_IsNumber(item) ? item->valuedouble : 0; }
static bool is(const cJSON *item, const char *word) { return strcmp(string_of(item), word) == 0; }

/* A number for people, four digits or whole, with a point whatever the locale. */
static ply_figure short_of(const cJSON *item) {
  ply_figure out;
  double value = value_of(item);
  snprintf(out.s, sizeof out.s, fabs(value) >= 1000 ? "%.0f" : "%.4g", value);
  for (char *c = out.s; *c != '\0'; c++)
    if (strchr("0123456789+-e", *c) == NULL) *c = '.';
  return out;
}

static ply_figure percent(const cJSON *item) {
  ply_figure out = ply_figure_fixed(100 * value_of(item), 1);
  strcat(out.s, " %");
  return out;
}

static void add_shares(const cJSON *o, ply_text *out) {
  const cJSON *row;
  bool drawn = cJSON_IsTrue(at(o, "sampled"));
  int n = 0;
  if (cJSON_GetArraySize(at(o, "shares")) == 0) return;
  ply_text_addf(out, "| answer | share of runs |%s\n|---|---|%s\n", drawn ? " 95 % interval |" : "",
                drawn ? "---|" : "");
  cJSON_ArrayForEach(row, at(o, "shares")) {
    const cJSON *share = at(row, "share");
    if (n++ == ANSWERS) break;
    ply_text_add(out, "| ");
    if (is(at(o, "kind"), "verdict"))
      ply_text_add(out, is(at(row, "is"), "1") ? "yes" : "no");
    else
      ply_markdown_words(out, string_of(at(row, "is")));
    ply_text_addf(out, " | %s |", percent(at(share, "value")).s);
    if (drawn) ply_text_addf(out, " %s to %s |", percent(at(share, "low")).s, percent(at(share, "high")).s);
    ply_text_add(out, "\n");
  }
  ply_text_add(out, "\n");
}

static void add_spread(const cJSON *o, ply_text *out) {
  const cJSON *q = at(o, "quantiles");
  if (!is(at(o, "kind"), "number") || !cJSON_IsTrue(at(o, "sampled")) || q == NULL) return;
  ply_text_addf(out, "Median %s, 95 %% of the runs from %s to %s, mean %s.\n\n",
                short_of(cJSON_GetArrayItem(q, 2)).s, short_of(cJSON_GetArrayItem(q, 0)).s,
                short_of(cJSON_GetArrayItem(q, 4)).s, short_of(at(o, "mean")).s);
}

/* "0.42 (0.38 to 0.47)" */
static void add_interval(const cJSON *item, ply_text *out) {
  ply_text_addf(out, " %s (%s to %s) |", short_of(at(item, "value")).s, short_of(at(item, "low")).s,
                short_of(at(item, "high")).s);
}

/* What a method says of a parameter: the key that tells, the heads, the cells. */
static void add_driver(const char *key, const cJSON *p, ply_text *out) {
  ply_text_add(out, "| ");
  ply_markdown_words(out, string_of(at(p, "name")));
  ply_text_add(out, " |");
  if (strcmp(key, "total") == 0) {
    add_interval(at(p, "first"), out);
    add_interval(at(p, "total"), out);
  } else if (strcmp(key, "mu_star") == 0) {
    add_interval(at(p, "mu_star"), out);
    ply_text_addf(out, " %s |", short_of(at(p, "sigma")).s);
  } else if (strcmp(key, "smallest") == 0) {
    ply_text_addf(out, " %s at %s | %s at %s |", short_of(at(p, "smallest")).s,
                  string_of(at(p, "smallest_at")), short_of(at(p, "largest")).s,
                  string_of(at(p, "largest_at")));
  } else {
    ply_text_addf(out, " %s |", ply_figure_signed(value_of(at(p, key)), 3).s);
  }
  ply_text_add(out, "\n");
}

static void add_drivers(const cJSON *o, double all, ply_text *out) {
  static const char *const kinds[][2] = {{"total", " alone | with others |\n|---|---|---|\n"},
                                         {"mu_star", " moves it by | depends on others |\n|---|---|---|\n"},
                                         {"smallest", " smallest | largest |\n|---|---|---|\n"},
                                         {"coefficient", " coefficient |\n|---|---|\n"},
                                         {"correlation", " correlation |\n|---|---|\n"}};
  const cJSON *p;
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
    int n = 0;
    if (at(cJSON_GetArrayItem(at(o, "parameters"), 0), kinds[k][0]) == NULL) continue;
    ply_text_addf(out, "| number |%s", kinds[k][1]);
    cJSON_ArrayForEach(p, at(o, "parameters")) {
      if (n++ < DRIVERS) add_driver(kinds[k][0], p, out);
    }
    ply_text_addf(out, all > DRIVERS ? "\nand %.0f more, all weaker.\n\n" : "\n", all - DRIVERS);
    if (cJSON_IsFalse(at(o, "usable")))
      ply_text_add(
          out,
          "**Unusable**: these indices are over what shares of a variance can be by a third or more; not "
          "even their order can be trusted. The sample is too small.\n\n");
    return;
  }
}

static void add_box(const cJSON *o, ply_text *out) {
  const cJSON *prim = at(o, "prim"), *bounds = at(prim, "bounds"), *b;
  const cJSON *step = cJSON_GetArrayItem(at(prim, "steps"), (int)value_of(at(prim, "chosen")));
  const char *what = value_of(at(prim, "of")) > 0 ? "yes" : "no", *mark = "";
  if (step == NULL || cJSON_GetArraySize(bounds) == 0) return;
  ply_text_addf(out, "It says %s mostly when ", what);
  cJSON_ArrayForEach(b, bounds) {
    bool low = cJSON_IsNumber(at(b, "low")), high = cJSON_IsNumber(at(b, "high"));
    ply_text_add(out, mark);
    ply_markdown_words(out, string_of(at(b, "name")));
    if (low && high)
      ply_text_addf(out, " is from %s to %s", short_of(at(b, "low")).s, short_of(at(b, "high")).s);
    else
      ply_text_addf(out, " is at %s %s", low ? "least" : "most", short_of(at(b, low ? "low" : "high")).s);
    mark = " and ";
  }
  ply_text_addf(out, ". Of the runs in this box %s say %s; it holds %s of all that do",
                percent(at(step, "density")).s, what, percent(at(step, "coverage")).s);
  ply_text_addf(out, ", and %s of all runs.\n\n", percent(at(step, "mass")).s);
}

/* One coordinate of a cell, a word where its axis has words. */
static void add_coordinate(const cJSON *cells, const cJSON *row, int axis, ply_text *out) {
  const cJSON *words = cJSON_GetArrayItem(at(cells, "words"), axis);
  const cJSON *value = cJSON_GetArrayItem(row, axis);
  if (cJSON_IsArray(words))
    ply_markdown_words(out, string_of(cJSON_GetArrayItem(words, (int)value_of(value))));
  else
    ply_text_add(out, short_of(value).s);
  ply_text_add(out, " | ");
}

static void add_cells(const cJSON *o, ply_text *out) {
  const cJSON *cells = at(o, "cells"), *rows = at(cells, "rows"), *axis, *row;
  int n = cJSON_GetArraySize(at(cells, "axes"));
  if (cells == NULL || cJSON_GetArraySize(rows) > ROWS || cJSON_IsTrue(at(cells, "binned"))) return;
  ply_text_add(out, "| ");
  cJSON_ArrayForEach(axis, at(cells, "axes")) {
    ply_markdown_words(out, string_of(axis));
    ply_text_add(out, " | ");
  }
  ply_text_addf(out, "%s |\n|%s---|---|\n", is(at(o, "kind"), "verdict") ? "share of yes" : "mean",
                n == 2 ? "---|" : "");
  cJSON_ArrayForEach(row, rows) {
    ply_text_add(out, "| ");
    for (int a = 0; a < n; a++) add_coordinate(cells, row, a, out);
    ply_text_addf(out, "%s |\n", short_of(cJSON_GetArrayItem(row, n)).s);
  }
  ply_text_add(out, "\n");
}

static void add_output(const cJSON *sweep, const cJSON *o, ply_text *out) {
  ply_text_add(out, "**");
  ply_markdown_words(out, string_of(at(o, "output")));
  ply_text_addf(out, "** (%s, %.0f runs, %.0f used)\n\n", string_of(at(o, "method")), value_of(at(o, "runs")),
                value_of(at(o, "used")));
  add_shares(o, out);
  add_spread(o, out);
  bool varies =
      is(at(o, "kind"), "number") ? value_of(at(o, "sd")) > 0 : cJSON_GetArraySize(at(o, "shares")) > 1;
  if (!varies) return;
  add_cells(o, out);
  add_drivers(o, value_of(at(sweep, "n_parameters")), out);
  add_box(o, out);
}

void ply_markdown_sweeps(const cJSON *sweeps, const char *digest, ply_text *out) {
  const cJSON *sweep, *output;
  if (cJSON_GetArraySize(sweeps) == 0) return;
  ply_text_add(
      out, "\n## What if the numbers were others?\n\nShares speak of the numbers that were looked at, and of "
           "no real event.\n\n");
  cJSON_ArrayForEach(sweep, sweeps) {
    const char *title = string_of(at(sweep, "title"));
    ply_text_add(out, "### ");
    ply_markdown_words(out, title[0] != '\0' ? title : "A sweep");
    ply_text_add(out, "\n\n");
    if (at(sweep, "question") != NULL) {
      ply_text_add(out, "> ");
      ply_markdown_words(out, string_of(at(sweep, "question")));
      ply_text_add(out, "\n\n");
    }
    if (!is(at(sweep, "digest"), digest))
      ply_text_add(out, "**These runs are of another scenario, or of another version of this one.**\n\n");
    cJSON_ArrayForEach(output, at(sweep, "outputs")) add_output(sweep, output, out);
  }
}
