/* Why is one bundle acceptable or not, and what would change that? Asks each question of the bundle in turn
 * and gathers the answers in one record. Cost: see each part; the search for the nearest bundle is the
 * longest. */
#include "sim/solve/explain/explain.h"

#include "sim/solve/answer/answer.h"

#include <stdlib.h>

/* The named design that is this very bundle, or NULL. False without memory. */
static bool fill_design(ply_inquiry *q) {
  const ply_scenario *s = q->game->scenario;
  for (int d = 0; d < s->n_designs; d++) {
    if (ply_game_index(q->game, s->designs[d].options, s->designs[d].levels) != q->out->bundle.index)
      continue;
    q->out->design = ply_arena_strdup(q->out->arena, s->designs[d].id);
    return q->out->design != NULL;
  }
  return true;
}

/* Every rule that the bundle breaks, with its reason. */
static bool fill_broken(ply_inquiry *q) {
  const ply_scenario *s = q->game->scenario;
  ply_name *broken = PLY_NEW(q->out->arena, s->n_rules, ply_name);
  if (broken == NULL) return false;
  for (int r = 0; r < s->n_rules; r++) {
    const ply_rule *rule = &s->rules[r];
    if (!ply_cond_holds(rule->when, s, q->here.option, q->here.level) ||
        ply_cond_holds(rule->then, s, q->here.option, q->here.level))
      continue;
    ply_name *name = &broken[q->out->n_broken++];
    name->id = ply_arena_strdup(q->out->arena, rule->id);
    name->name = ply_arena_strdup(q->out->arena, rule->reason != NULL ? rule->reason : "");
    if (name->id == NULL || name->name == NULL) return false;
  }
  q->out->broken = broken;
  q->out->feasible = q->here.feasible;
  return true;
}

/* What those that accept have of each weighted vote. */
static bool fill_votes(ply_inquiry *q) {
  const ply_scenario *s = q->game->scenario;
  ply_votes_cast *votes = PLY_NEW(q->out->arena, s->n_quorums + 1, ply_votes_cast);
  if (votes == NULL) return false;
  q->out->votes = votes;
  q->out->n_votes = s->n_quorums;
  for (int v = 0; v < s->n_quorums; v++) {
    votes[v].need = s->quorums[v].need;
    votes[v].name.id = ply_arena_strdup(q->out->arena, s->quorums[v].id);
    votes[v].name.name = ply_arena_strdup(q->out->arena, s->quorums[v].name);
    if (votes[v].name.id == NULL || votes[v].name.name == NULL) return false;
    for (int i = 0; i < s->n_actors; i++)
      if ((q->game->required | q->game->counted) & q->here.accept & (uint64_t)1 << i)
        votes[v].have += s->quorums[v].votes[i];
  }
  return true;
}

static bool fill_actors(ply_inquiry *q) {
  const ply_game *game = q->game;
  q->actors = PLY_NEW(q->out->arena, game->n_actors, ply_explain_actor);
  if (q->actors == NULL) return false;
  for (int i = 0; i < game->n_actors; i++)
    q->actors[i] = (ply_explain_actor){.payoff = q->here.payoff[i],
                                       .reservation = game->reservation[i],
                                       .margin = ply_game_margin(game, i, q->here.payoff[i]),
                                       .party = q->here.party >> i & 1,
                                       .accepts = q->here.accept >> i & 1,
                                       .line = ply_game_refusal(game, i, q->here.option, q->here.level)};
  uint64_t asked = game->required | game->counted;
  q->out->actors = q->actors;
  q->out->acceptable = q->here.acceptable;
  q->out->n_yes = __builtin_popcountll(asked & q->here.accept);
  q->out->quorum = __builtin_popcountll(asked) - game->spare;
  return true;
}

static ply_status answer_all(ply_inquiry *q) {
  ply_explain *out = q->out;
  uint64_t index = ply_game_index(q->game, q->here.option, q->here.level);
  if (!ply_frame_fill(q->game, out->arena, &out->frame) ||
      !ply_bundle_fill(q->game, out->arena, index, &out->bundle) || !fill_design(q) || !fill_broken(q) ||
      !fill_actors(q) || !fill_votes(q))
    return PLY_E_MEMORY;
  ply_status status = ply_guarantee_fill(q->game, out->arena, q->here.option, q->here.level, &out->security);
  if (status == PLY_OK) status = ply_inquiry_terms(q);
  if (status == PLY_OK) status = ply_inquiry_moves(q);
  if (status == PLY_OK) status = ply_inquiry_switches(q);
  if (status == PLY_OK) status = ply_inquiry_nearest(q);
  if (status == PLY_OK) status = ply_inquiry_among_deals(q);
  return status;
}

ply_status ply_explain_bundle(const ply_scenario *scenario, const ply_lines *lines, const uint16_t *options,
                              const uint8_t *levels, const ply_solve_settings *settings, ply_explain **out,
                              ply_err *err) {
  static const ply_solve_settings defaults = {0};
  *out = NULL;
  ply_game *game = NULL;
  ply_status status = ply_game_compile(scenario, NULL, lines, &game, err);
  if (status != PLY_OK) return status;
  ply_clock clock = ply_clock_start(settings != NULL ? settings : &defaults);
  ply_inquiry q = {
      .game = game, .lines = lines, .settings = settings != NULL ? settings : &defaults, .clock = &clock};
  q.out = calloc(1, sizeof *q.out);
  status = PLY_E_MEMORY;
  if (q.out == NULL || (q.out->arena = ply_arena_new()) == NULL) goto out;
  q.arena = q.out->arena;
  status = PLY_E_INPUT;
  if (ply_stand_at(game, options, levels, &q.here)) status = answer_all(&q);
out:
  if (status == PLY_E_MEMORY) ply_err_set(err, status, "not enough memory for the explanation");
  if (status == PLY_E_INPUT)
    ply_err_set(err, status, "the honour game does not settle in 10,000 rounds; is its noise too small?");
  if (status == PLY_OK)
    *out = q.out;
  else
    ply_explain_free(q.out);
  ply_game_free(game);
  return status;
}
