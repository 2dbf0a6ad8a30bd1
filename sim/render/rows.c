/* One row a bundle, with the same columns in every row: for spreadsheets, statistics and other programs.
 *
 *     index, ISSUE ..., CANDIDATE ..., payoff.ACTOR ..., margin.ACTOR ...
 *
 * Options and levels are ids. As CSV (RFC 4180: CRLF, quotes where a field needs them; no free text, so that no field can
 * start a formula) or as an array of JSON objects with the fields of a bundle in `solve --format json`. Made to be written
 * piece by piece. */
#include "sim/render/json_parts.h"
#include "sim/render/render.h"

#include <inttypes.h>
#include <stdio.h>

static void add_columns(ply_text *out, const ply_frame *f) {
  ply_text_add(out, "index");
  for (int k = 0; k < f->n_issues; k++) ply_text_addf(out, ",%s", f->issues[k].name.id);
  for (int i = 0; i < f->n_actors; i++)
    if (f->actors[i].candidate) ply_text_addf(out, ",%s", f->actors[i].name.id);
  for (int i = 0; i < f->n_actors; i++) ply_text_addf(out, ",payoff.%s", f->actors[i].name.id);
  for (int i = 0; i < f->n_actors; i++) ply_text_addf(out, ",margin.%s", f->actors[i].name.id);
}

static void add_cells(ply_text *out, const ply_frame *f, const ply_bundle *b) {
  ply_text_addf(out, "%" PRIu64, b->index);
  for (int k = 0; k < f->n_issues; k++) ply_text_addf(out, ",%s", f->issues[k].options[b->options[k]].id);
  for (int i = 0; i < f->n_actors; i++)
    if (f->actors[i].candidate) ply_text_addf(out, ",%s", ply_frame_level(f, i, b->levels[i]).id);
  for (int i = 0; i < f->n_actors; i++) {
    ply_text_add(out, ",");
    ply_text_number(out, b->payoffs[i]);
  }
  for (int i = 0; i < f->n_actors; i++) {
    ply_text_add(out, ",");
    ply_text_number(out, ply_frame_margin(&f->actors[i], b->payoffs[i]));
  }
}

void ply_rows_start(const ply_frame *frame, bool json, ply_text *out) {
  if (json)
    ply_text_add(out, "[");
  else {
    add_columns(out, frame);
    ply_text_add(out, "\r\n");
  }
}

void ply_rows_add(const ply_frame *frame, const ply_bundle *bundle, bool json, bool first, ply_text *out) {
  if (!json) {
    add_cells(out, frame, bundle);
    ply_text_add(out, "\r\n");
    return;
  }
  ply_json object;
  ply_text_add(out, first ? "\n" : ",\n");
  ply_json_start(&object, out);
  ply_json_object(&object, NULL, true);
  ply_json_bundle(&object, frame, bundle);
  ply_json_end(&object);
  while (out->length > 0 && out->data[out->length - 1] == '\n') out->data[--out->length] = '\0';
}

void ply_rows_end(bool json, ply_text *out) {
  if (json) ply_text_add(out, "\n]\n");
}

/* ---- the same of a result: what each row is comes first ---- */

static void add_row(ply_text *out, const ply_frame *f, const char *section, const char *item,
                    const ply_bundle *b) {
  ply_text_addf(out, "%s,%s,", section, item);
  add_cells(out, f, b);
  ply_text_add(out, "\r\n");
}

void ply_result_rows(const void *record, const ply_render_settings *settings, ply_text *out) {
  const ply_result *r = record;
  (void)settings;
  const ply_frame *f = &r->frame;
  ply_text_add(out, "section,item,");
  add_columns(out, f);
  ply_text_add(out, "\r\n");
  for (int d = 0; d < r->n_designs; d++) {
    add_row(out, f, "design", r->designs[d].name.id, &r->designs[d].bundle);
    if (r->designs[d].has_better) add_row(out, f, "better", r->designs[d].name.id, &r->designs[d].better);
  }
  for (int k = 0; k < r->n_solutions; k++)
    if (r->solutions[k].outcome == PLY_FOUND)
      add_row(out, f, "solution", r->solutions[k].concept->name, &r->solutions[k].bundle);
  if (r->optimistic.outcome == PLY_FOUND) add_row(out, f, "propose", "optimistic", &r->optimistic.bundle);
  if (r->pessimistic.outcome == PLY_FOUND) add_row(out, f, "propose", "pessimistic", &r->pessimistic.bundle);
  if (r->talks.present && r->talks.outcome == PLY_FOUND) add_row(out, f, "talks", "", &r->talks.bundle);
  for (int k = 0; k < r->n_top; k++) {
    char rank[16];
    snprintf(rank, sizeof rank, "%d", k + 1);
    add_row(out, f, "top", rank, &r->top[k]);
  }
}
