/* The names that a result speaks in, and some bundles of the acceptable set for pictures: what a page needs
 * to show a saved result without its scenario. */
#include "sim/render/json_parts.h"
#include "sim/render/section.h"

#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* An id stands for itself where a scenario gives no name. */
static const char *shown(const ply_name *name) { return name->name != NULL ? name->name : name->id; }

static void add_actors(ply_json *json, const ply_frame *f) {
  ply_json_object(json, "actors", false);
  for (int i = 0; i < f->n_actors; i++) {
    const ply_frame_actor *a = &f->actors[i];
    ply_json_object(json, a->name.id, true);
    ply_json_string(json, "name", shown(&a->name));
    ply_json_string(json, "consent", a->consent);
    ply_json_bool(json, "candidate", a->candidate);
    ply_json_number(json, "reservation", a->reservation);
    ply_json_number(json, "tolerance", a->eps);
    if (a->moves != NULL) {
      ply_json_object(json, "moves", true);
      for (int l = 0; l < a->n_moves; l++) ply_json_string(json, a->moves[l].id, shown(&a->moves[l]));
      ply_json_end(json);
    }
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void add_issues(ply_json *json, const ply_frame *f) {
  ply_json_object(json, "issues", false);
  for (int k = 0; k < f->n_issues; k++) {
    const ply_frame_issue *issue = &f->issues[k];
    ply_json_object(json, issue->name.id, true);
    ply_json_string(json, "name", shown(&issue->name));
    ply_json_bool(json, "derived", issue->derived);
    ply_json_object(json, "options", true);
    for (int o = 0; o < issue->n_options; o++)
      ply_json_string(json, issue->options[o].id, shown(&issue->options[o]));
    ply_json_end(json);
    ply_json_end(json);
  }
  ply_json_end(json);
}

static void add_lines(ply_json *json, const ply_frame *f) {
  ply_json_object(json, "red_lines", false);
  for (int k = 0; k < f->n_lines; k++) {
    const ply_frame_line *line = &f->lines[k];
    ply_json_object(json, line->id, true);
    ply_json_string(json, "actor", line->actor);
    ply_json_string(json, "effect", line->effect);
    ply_json_number(json, "firm", line->firm);
    ply_json_bool(json, "in_force", line->in_force);
    ply_json_end(json);
  }
  ply_json_end(json);
}

void ply_json_names(ply_json *json, const ply_frame *f) {
  ply_json_object(json, "frame", false);
  add_actors(json, f);
  add_issues(json, f);
  ply_json_object(json, "levels", true);
  for (int l = 0; l < f->n_levels; l++) ply_json_string(json, f->levels[l].id, shown(&f->levels[l]));
  ply_json_end(json);
  add_lines(json, f);
  ply_json_string(json, "beneficiary", f->beneficiary >= 0 ? f->actors[f->beneficiary].name.id : NULL);
  ply_json_string(json, "adversary", f->adversary >= 0 ? f->actors[f->adversary].name.id : NULL);
  ply_json_end(json);
}

/* Each statement is one paragraph of a page too wide to wrap it. */
void ply_json_verdict(ply_json *json, const ply_result *result) {
  ply_text words;
  ply_text_init(&words);
  ply_page page = {.out = &words, .width = INT_MAX / 2};
  ply_verdict_sentences(&page, result);
  ply_json_array(json, "verdict", false);
  for (char *line = words.data; line != NULL && *line != '\0';) {
    char *end = strchr(line, '\n');
    if (end != NULL) *end = '\0';
    ply_json_string(json, NULL, line + strspn(line, " "));
    line = end != NULL ? end + 1 : NULL;
  }
  ply_json_end(json);
  json->out->failed |= words.failed;
  ply_text_done(&words);
}

/* Enough for a picture; the index gives the exact bundle. */
static double rounded(double payoff) { return round(payoff * 1e6) / 1e6; }

/* Columns: an index may be past what a program can keep in a double, so it is a string. */
void ply_json_cloud(ply_json *json, const ply_frame *f, const ply_cloud *cloud) {
  if (!cloud->present) return;
  ply_json_object(json, "cloud", false);
  ply_json_bool(json, "complete", cloud->complete);
  ply_json_bool(json, "every_pair", cloud->every_pair);
  ply_json_bool(json, "efficient_known", cloud->efficient_known);
  ply_json_count(json, "of", cloud->of);
  ply_json_count(json, "stride", cloud->stride);
  ply_json_array(json, "index", true);
  for (size_t k = 0; k < cloud->n; k++) {
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, cloud->points[k].index);
    ply_json_string(json, NULL, digits);
  }
  ply_json_end(json);
  ply_json_array(json, "flags", true);
  for (size_t k = 0; k < cloud->n; k++) {
    const ply_cloud_point *p = &cloud->points[k];
    ply_json_int(json, NULL, (p->sustained ? 1 : 0) + (p->stable ? 2 : 0) + (p->efficient ? 4 : 0));
  }
  ply_json_end(json);
  ply_json_object(json, "payoffs", false);
  for (int i = 0; i < f->n_actors; i++) {
    ply_json_array(json, f->actors[i].name.id, true);
    for (size_t k = 0; k < cloud->n; k++) ply_json_number(json, NULL, rounded(cloud->points[k].payoffs[i]));
    ply_json_end(json);
  }
  ply_json_end(json);
  ply_json_end(json);
}
