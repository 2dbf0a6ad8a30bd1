/* Results filled by hand. The numbers mean nothing; they only have to be told apart in the output. */
#include "tests/unit/render/fixture.h"

#include "sim/solve/solve.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const ply_name actor_names[] = {
    {"ukraine", "Ukraine"},     {"russia", "Россия"},   {"us", "United States"}, {"uk", "United Kingdom"},
    {"france", "France"},       {"germany", "Germany"}, {"turkey", "Türkiye"},   {"japan", "日本国"},
    {"ivory", "Côte d’Ivoire"}, {"israel", "Israel"},
};
static const ply_name design_names[] = {
    {"istanbul", "Istanbul proposal"}, {"nato5", "NATO membership"}, {"budapest", "Budapest Memorandum"},
    {"german", "German reading"},      {"french", "French reading"}, {"israeli", "Israeli offer"},
    {"nop5", "Without the five"},      {"nodeal", "No deal"},
};
static const ply_name clock_options[] = {{"open", "No limit"}, {"h72", "72 hours"}, {"h24", "24 hours"}};
static const ply_name duty_options[] = {{"none", "none"}, {"art5", "As under Article 5"}};
static const ply_frame_issue issues[] = {
    {.name = {"clock", "Deadline to respond"}, .derived = false, .n_options = 3, .options = clock_options},
    {.name = {"duty", "Kind of duty"}, .derived = false, .n_options = 2, .options = duty_options},
    {.name = {"p5", "Permanent members"}, .derived = true, .n_options = 2, .options = duty_options},
};
static const ply_name levels[] = {{"out", "Out"}, {"aid", "Aid"}, {"armies", "Armies"}};

enum { N_ISSUES = 3 };

fixture_parts fixture_whole(void) {
  return (fixture_parts){.n_actors = 10, .n_designs = 8, .candidates = true, .security = true, .talks = true};
}

static void fill_frame(ply_result *r, const fixture_parts *p) {
  ply_frame *f = &r->frame;
  ply_frame_actor *actors = PLY_NEW(r->arena, p->n_actors, ply_frame_actor);
  for (int i = 0; i < p->n_actors; i++) {
    bool candidate = p->candidates && i >= 2;
    actors[i] = (ply_frame_actor){.name = actor_names[i],
                                  .consent = candidate ? "if_member" : "required",
                                  .candidate = candidate,
                                  .reservation = 0.5};
  }
  if (p->first_name != NULL) actors[0].name.name = p->first_name;
  ply_frame_line *lines = PLY_NEW(r->arena, 2, ply_frame_line);
  lines[0] = (ply_frame_line){"russia/r1", "russia", "refuse", 0.8, true};
  lines[1] = (ply_frame_line){"ukraine/u1", "ukraine", "stay_out", 0.25, false};
  *f = (ply_frame){.id = "fixture",
                   .title = "A fixture",
                   .question = "What does the page look like?",
                   .digest = "sha256:00",
                   .file = "fixture.json",
                   .n_issues = N_ISSUES,
                   .n_levels = p->candidates ? 3 : 0,
                   .n_actors = p->n_actors,
                   .n_lines = 2,
                   .issues = issues,
                   .levels = p->candidates ? levels : NULL,
                   .actors = actors,
                   .lines = lines,
                   .has_security = p->security,
                   .has_talks = p->talks,
                   .beneficiary = p->security ? 0 : -1,
                   .adversary = p->security ? 1 : -1,
                   .grades = {90, 4, 3, 3},
                   .n_triples = 50};
}

/* A bundle whose options, levels and payoffs follow from `seed`. */
static ply_bundle bundle(ply_result *r, const fixture_parts *p, int seed) {
  uint16_t *options = PLY_NEW(r->arena, N_ISSUES, uint16_t);
  uint8_t *stand = PLY_NEW(r->arena, p->n_actors, uint8_t);
  double *payoffs = PLY_NEW(r->arena, p->n_actors, double);
  options[0] = (uint16_t)(seed % 3);
  options[1] = options[2] = (uint16_t)(seed % 2);
  for (int i = 0; i < p->n_actors; i++) {
    stand[i] = (uint8_t)(r->frame.actors[i].candidate ? (seed + i) % 3 : 0);
    payoffs[i] = 0.5 + (i == 1 ? -0.12565 : 0.1) + 0.01 * seed + 1e-7 * i / 3;
  }
  uint64_t asked = 0;
  for (int i = 0; i < p->n_actors; i++)
    if (strcmp(r->frame.actors[i].consent, "if_member") != 0 || stand[i] > 0) asked |= (uint64_t)1 << i;
  return (ply_bundle){9007199254740993u + (uint64_t)seed, options, stand, payoffs, asked};
}

static ply_design_join join(ply_result *r, const fixture_parts *p) {
  ply_membership *list = PLY_NEW(r->arena, 2, ply_membership);
  uint8_t *some = PLY_NEW(r->arena, p->n_actors, uint8_t);
  for (int i = 2; i < p->n_actors; i++) some[i] = (uint8_t)(i % 3);
  list[0].levels = PLY_NEW(r->arena, p->n_actors, uint8_t);
  list[1].levels = some;
  return (ply_design_join){.outcome = p->limit ? PLY_LIMIT_REACHED : PLY_FOUND,
                           .count = 7,
                           .strict = 3,
                           .strong = 1,
                           .no_deal = true,
                           .n_listed = 2,
                           .equilibria = list};
}

static void fill_designs(ply_result *r, const fixture_parts *p) {
  ply_design_result *designs = PLY_NEW(r->arena, p->n_designs, ply_design_result);
  for (int d = 0; d < p->n_designs; d++) {
    ply_bundle b = bundle(r, p, d);
    double *margins = PLY_NEW(r->arena, p->n_actors, double),
           *honour = PLY_NEW(r->arena, p->n_actors, double);
    bool *party = PLY_NEW(r->arena, p->n_actors, bool), *refuses = PLY_NEW(r->arena, p->n_actors, bool);
    int *line = PLY_NEW(r->arena, p->n_actors, int);
    for (int i = 0; i < p->n_actors; i++) {
      margins[i] = b.payoffs[i] - 0.5;
      party[i] = i < 2 || b.levels[i] != 0;
      refuses[i] = party[i] && margins[i] < 0;
      line[i] = i == 1 && d == 1 ? 0 : -1;
      refuses[i] |= line[i] >= 0;
      honour[i] = 0.25;
    }
    designs[d] = (ply_design_result){.name = design_names[d],
                                     .bundle = b,
                                     .feasible = true,
                                     .margins = margins,
                                     .party = party,
                                     .refuses = refuses,
                                     .line = line,
                                     .efficient_outcome = PLY_FOUND,
                                     .regret = 0.0625,
                                     .deviation = {.actor = p->candidates ? 2 : -1, .to = 0, .gain = 0.0625},
                                     .security = {0.1, 0.95, 0.5, 0.05, 0.4, 0.5, honour, NULL, NULL},
                                     .join = join(r, p)};
  }
  r->n_designs = p->n_designs;
  r->designs = designs;
}

static void fill_solutions(ply_result *r, const fixture_parts *p) {
  ply_solution *s = PLY_NEW(r->arena, 4, ply_solution);
  for (int k = 0; k < 4; k++)
    s[k] = (ply_solution){.concept = ply_concept_at(k),
                          .outcome = p->limit ? PLY_LIMIT_REACHED : PLY_FOUND,
                          .over = "acceptable",
                          .bundle = bundle(r, p, 13 + k / 2),
                          .has_bundle = p->limit && k == 0,
                          .value = 0.1 + 0.2,
                          .bound = 0.75,
                          .verified = !p->limit};
  r->solutions = r->solutions_mutable = s;
  r->n_solutions = 4;
  r->optimistic = (ply_proposal){PLY_FOUND, bundle(r, p, 17), 0.625, 2, true};
  r->pessimistic = (ply_proposal){.outcome = PLY_PROVED_NONE, .value = 0.5, .verified = true};
  r->talks = (ply_talks_result){.present = p->talks,
                                .outcome = PLY_FOUND,
                                .round = 1,
                                .bundle = bundle(r, p, 18),
                                .settled = true,
                                .limit = 24,
                                .over = "acceptable",
                                .verified = true};
}

ply_result *fixture_result(fixture_parts parts) {
  const fixture_parts *p = &parts;
  ply_result *r = ply_result_new();
  ck_assert_ptr_nonnull(r);
  r->version = "0.0.0";
  fill_frame(r, p);
  fill_designs(r, p);
  fill_solutions(r, p);
  r->outcome = p->limit ? PLY_LIMIT_REACHED : PLY_FOUND;
  r->stopped_by = p->limit ? "time limit" : NULL;
  r->raw = 9223372036854775807u;
  r->feasible = p->limit ? (ply_count){1000, 1512465048} : (ply_count){1512465048, 1512465048};
  r->acceptable = p->limit ? (ply_count){385, UINT64_MAX} : (ply_count){385470, 385470};
  r->sustained = p->limit ? (ply_count){0, UINT64_MAX} : (ply_count){85727, 85727};
  r->stable = p->limit ? (ply_count){0, UINT64_MAX} : (ply_count){0, 0};
  r->join_equilibria = (ply_count){9007199254740993u, 9007199254740993u};
  ply_actor_result *actors = PLY_NEW(r->arena, p->n_actors, ply_actor_result);
  for (int i = 0; i < p->n_actors; i++) actors[i] = (ply_actor_result){700000000u, 1000u * (uint64_t)i};
  r->actors = actors;
  r->sets_decided = !p->limit;
  r->least_regret.outcome = p->limit ? PLY_LIMIT_REACHED : PLY_FOUND;
  r->least_regret.bundle = bundle(r, p, 14);
  r->least_regret.regret = 0.0125;
  r->slack.outcome = r->reopened.outcome = PLY_LIMIT_REACHED;
  r->least_regret.move = (ply_move){.actor = p->candidates ? 3 : -1, .to = 0, .gain = 0.0125};
  r->pareto.outcome = p->limit ? PLY_LIMIT_REACHED : PLY_FOUND;
  r->pareto.over = "acceptable";
  r->pareto.count = 67602;
  ply_result_list_answers(r);
  int *players = PLY_NEW(r->arena, 2, int);
  players[1] = 1;
  r->players = players;
  r->n_players = 2;
  return r;
}

char *fixture_render(const ply_result *result, const char *format, const ply_render_settings *settings) {
  ply_text text;
  ply_text_init(&text);
  ply_err err = {0};
  ply_status status = ply_render(PLY_RECORD_RESULT, result, format, settings, &text, &err);
  ck_assert_msg(status == PLY_OK, "rendering as %s failed: %s", format, err.message);
  return ply_text_take(&text);
}
