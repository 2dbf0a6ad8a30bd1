/* Questions that have no section of their own: each under its title, a line a field. */
#include "sim/render/section.h"

#include <inttypes.h>
#include <stdio.h>

/* What stands beside the label; "" for what takes more than a line. */
static ply_figure words_of(const ply_result *r, const ply_field *f, const void *at) {
  static const char *const told[] = {
      [PLY_FOUND] = "found", [PLY_PROVED_NONE] = "none, proved", [PLY_LIMIT_REACHED] = "not decided"};
  ply_figure out = {""};
  int actor = f->kind == PLY_FIELD_ACTOR ? *(const int *)at : -1;
  const char *word = f->kind == PLY_FIELD_WORD ? *(const char *const *)at : NULL;
  switch (f->kind) {
  case PLY_FIELD_OUTCOME: return ply_figure_cut(told[*(const ply_outcome *)at], 60);
  case PLY_FIELD_WORD: return ply_figure_cut(word != NULL ? word : "none", 60);
  case PLY_FIELD_BOOL: return ply_figure_cut(*(const bool *)at ? "yes" : "no", 60);
  case PLY_FIELD_INT: snprintf(out.s, sizeof out.s, "%d", *(const int *)at); return out;
  case PLY_FIELD_COUNT: return ply_figure_count(*(const uint64_t *)at);
  case PLY_FIELD_NUMBER: return ply_figure_fixed(*(const double *)at, 3);
  case PLY_FIELD_ACTOR: return ply_figure_cut(actor >= 0 ? r->frame.actors[actor].name.name : "nobody", 60);
  case PLY_FIELD_BUNDLE:
    snprintf(out.s, sizeof out.s, "bundle %" PRIu64, ((const ply_bundle *)at)->index);
    return out;
  case PLY_FIELD_PRESENT:
  case PLY_FIELD_RANGES:
  case PLY_FIELD_OFFERS:
  case PLY_FIELD_BY_ACTOR:
  case PLY_FIELD_PART: break;
  }
  return out;
}

static void add_by_actor(ply_page *page, const ply_result *r, const double *values) {
  ply_grid *grid = ply_grid_new();
  for (int i = 0; i < r->frame.n_actors; i++) {
    ply_grid_row(grid);
    ply_grid_cell(grid, PLY_PLAIN, PLY_LEFT, "%s", ply_actor_label(&r->frame, i).s);
    ply_grid_cell(grid, PLY_PLAIN, PLY_RIGHT, "%s", ply_figure_fixed(values[i], 3).s);
  }
  ply_grid_print(page, grid, 4, 1, false);
}

static void add_fields(ply_page *page, const ply_result *r, const ply_field *fields, const void *record) {
  ply_outcome outcome = ply_fields_outcome(fields, record);
  for (const ply_field *f = fields; f->name != NULL; f++) {
    bool open = f->when == PLY_NULL_AT_LIMIT && outcome == PLY_LIMIT_REACHED;
    if (!(f->tell & PLY_TELL_TEXT) || !ply_field_told(f, outcome)) continue;
    const void *at = ply_field_in(f, record);
    ply_page_para(page, 2, NULL, PLY_PLAIN, "%s: %s%s%s", f->label != NULL ? f->label : f->name,
                  open ? "not decided" : words_of(r, f, at).s, f->unit != NULL && !open ? " " : "",
                  f->unit != NULL && !open ? f->unit : "");
    if (f->kind == PLY_FIELD_BY_ACTOR && !open) add_by_actor(page, r, *(const double *const *)at);
    if (f->kind == PLY_FIELD_PART) add_fields(page, r, f->part, at);
  }
}

void ply_section_answers(ply_page *page, const ply_result *r) {
  for (int k = 0; k < r->n_answers; k++) {
    const ply_question_words *question = r->answers[k].question;
    if (question->title == NULL) continue;
    char heading[80];
    size_t n = 0;
    for (const char *p = question->title; *p != '\0' && n + 1 < sizeof heading; p++)
      heading[n++] = (char)(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
    heading[n] = '\0';
    ply_page_heading(page, heading);
    add_fields(page, r, question->fields, r->answers[k].record);
  }
}
