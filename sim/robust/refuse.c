/* In which draws must somebody refuse all that is below a partial bundle? Where the most that it can get is less
 * than it needs, or a red line in force that the bundle breaks whatever comes. Rows of sums are asked first: they
 * refuse most. Cost: rows * draws. */
#include "sim/robust/search.h"

#include <math.h>
#include <string.h>

static const double zeros[64], ones[64] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                           1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                           1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

/* The least that a guarantor bears of fighting or reneging while levels are being decided. */
static void least_borne(const ply_descent *d, const ply_step *s, int actor, int level, int j, size_t from,
                        double *least) {
  const ply_sample_tables *t = d->tables;
  int c = t->game->candidate_of[actor];
  size_t cell = (size_t)(c * t->game->n_levels + level) * t->n_padded + from;
  for (size_t b = 0; b < 64; b++) {
    double effort = t->games[from + b < t->n ? from + b : 0]->effort[level];
    double share = j == PLY_FIGHT ? d->honour_low[cell + b] * effort
                   : effort > 0   ? 1 - d->honour_high[cell + b]
                                  : 0;
    least[b] = s->low[PLY_ATTACK][from + b] * share;
  }
}

/* The most that a row gets in 64 draws; level: where it stands, of a candidate. */
static void most_of(const ply_descent *d, const ply_step *s, int row, int level, size_t from, double *most) {
  const ply_sample_tables *t = d->tables;
  int c = row < t->n_actors ? t->game->candidate_of[row] : -1;
  memcpy(most, s->sum[row] + from, 64 * sizeof *most);
  for (uint32_t rest = t->looks_at[row]; rest != 0; rest &= rest - 1) {
    int j = __builtin_ctz(rest);
    const double *rise = s->rise[row * PLY_N_INDICATORS + j], *stake = t->stake[row * PLY_N_INDICATORS + j];
    if ((j >= PLY_FIGHT && c < 0) || (rise == NULL && stake == NULL)) continue;
    rise = rise != NULL ? rise + from : zeros;
    stake = stake != NULL ? stake + from : zeros;
    const double *low = zeros, *high = ones;
    double borne[64];
    if (s->guarded > 0 && j < PLY_FIGHT) {
      low = s->low[j] + from;
      high = s->high[j] + from;
    } else if (s->guarded == 2) {
      low = high = (j == PLY_FIGHT ? d->now.fight[c] : d->now.renege[c]) + from;
    } else if (s->guarded == 1) {
      least_borne(d, s, row, level, j, from, borne);
      low = borne;
    }
    for (size_t b = 0; b < 64; b++) {
      double slope = rise[b] + stake[b];
      most[b] += slope * (slope > 0 ? high[b] : low[b]);
    }
  }
}

static void refuse_row(ply_descent *d, ply_step *s, int row) {
  const ply_sample_tables *t = d->tables;
  double most[64];
  for (size_t w = 0; w < t->n_words; w++) {
    if (s->alive[w] == 0) continue;
    most_of(d, s, row, row < t->n_actors ? s->at.level[row] : 0, 64 * w, most);
    const double *need = t->need[row] + 64 * w;
    uint64_t bits = 0;
    double margin = t->tolerance[row];
    for (int b = 0; b < 64; b++) bits |= (uint64_t)(most[b] >= need[b] - margin) << b;
    s->alive[w] &= bits;
  }
}

/* Under a quorum: more of the counted refuse than may. */
static void refuse_quorum(ply_descent *d, ply_step *s, uint64_t counted) {
  const ply_sample_tables *t = d->tables;
  for (size_t w = 0; w < t->n_words; w++) {
    if (s->alive[w] == 0) continue;
    uint64_t refuse[64] = {0};
    double most[64];
    for (uint64_t rest = counted; rest != 0; rest &= rest - 1) {
      int i = __builtin_ctzll(rest);
      if (s->sum[i] == NULL) continue;
      most_of(d, s, i, s->at.level[i], 64 * w, most);
      uint64_t line = 0;
      for (int l = 0; l < t->game->n_lines; l++)
        if (t->game->lines[l].actor == i && s->line[l] == PLY_YES) line |= t->in_force[l][w];
      for (int b = 0; b < 64; b++)
        if ((line >> b & 1) || most[b] < t->need[i][64 * w + (size_t)b] - t->tolerance[i])
          refuse[b] |= (uint64_t)1 << i;
    }
    for (int b = 0; b < 64; b++)
      if (refuse[b] != 0 && !ply_game_carried(t->game, refuse[b])) s->alive[w] &= ~((uint64_t)1 << b);
  }
}

uint64_t ply_descent_refuse(ply_descent *d, int depth, uint64_t least) {
  const ply_sample_tables *t = d->tables;
  const ply_game *g = t->game;
  ply_step *s = &d->step[depth];
  uint64_t must = t->needed | g->required | (g->counted & g->vetoes);
  for (int c = 0; c < g->n_candidates; c++)
    if (s->at.level[g->candidate[c]] != 0) must |= g->if_member & (uint64_t)1 << g->candidate[c];
  must &= s->at.known_actors;
  for (uint64_t rest = g->if_holds; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    if (ply_partial_holds(g, g->scenario->actors[i].consent_when, &s->at) == PLY_YES)
      must |= (uint64_t)1 << i;
  }
  for (int l = 0; l < g->n_lines; l++)
    for (size_t w = 0; s->line[l] == PLY_YES && (must >> g->lines[l].actor & 1) && w < t->n_words; w++)
      s->alive[w] &= ~t->in_force[l][w];
  uint64_t left = ply_bits_count(s->alive, t->n_words);
  for (int row = t->n_rows; row-- > 0 && left >= least && left > 0;) {
    if (s->sum[row] == NULL || (row < t->n_actors && !(must >> row & 1))) continue;
    refuse_row(d, s, row);
    left = ply_bits_count(s->alive, t->n_words);
  }
  if (g->spare > 0 && left >= least && left > 0) {
    refuse_quorum(d, s, g->counted & s->at.known_actors);
    left = ply_bits_count(s->alive, t->n_words);
  }
  return left;
}

/* ---- where candidates may stand ---- */

/* The draws in which a line in force keeps the candidate from the level, whatever comes. */
static void keep_off(const ply_descent *d, const ply_step *s, int actor, int level, uint64_t *can) {
  const ply_sample_tables *t = d->tables;
  for (int l = 0; l < t->game->n_lines; l++) {
    const ply_line *line = &t->game->lines[l];
    if (line->actor != actor) continue;
    if (line->line->effect == PLY_STAY_OUT && level < line->line->from_level) continue;
    if (ply_partial_holds(t->game, line->line->when, &s->at) != PLY_YES) continue;
    for (size_t w = 0; w < t->n_words; w++) can[w] &= ~t->in_force[l][w];
  }
}

static void stand(const ply_descent *d, const ply_step *s, int actor, int level, uint64_t *can) {
  const ply_sample_tables *t = d->tables;
  const double *gain = t->level_gain[actor * t->game->n_levels + level];
  double most[64], margin = 2 * t->tolerance[actor];
  keep_off(d, s, actor, level, can);
  for (size_t w = 0; w < t->n_words; w++) {
    if ((s->alive[w] & can[w]) == 0) continue;
    most_of(d, s, actor, level, 64 * w, most);
    const double *need = t->need[actor] + 64 * w;
    uint64_t bits = 0;
    for (int b = 0; b < 64; b++)
      bits |= (uint64_t)(most[b] + (gain != NULL ? gain[64 * w + (size_t)b] : 0) >= need[b] - margin) << b;
    can[w] &= bits;
  }
}

void ply_descent_stand(ply_descent *d, ply_step *s) {
  const ply_game *g = d->tables->game;
  uint64_t asked = g->required | g->if_member | (g->counted & g->vetoes);
  for (int c = 0; c < g->n_candidates; c++) {
    int i = g->candidate[c];
    if ((s->at.known_actors >> i & 1) || !(asked >> i & 1)) continue;
    for (int l = 1; l < g->n_levels; l++)
      stand(d, s, i, l, s->can + (size_t)(c * g->n_levels + l) * d->tables->n_words);
  }
}

void ply_descent_payoff(const ply_descent *d, int depth, double *out) {
  const ply_sample_tables *t = d->tables;
  const ply_step *s = &d->step[depth];
  int p = d->quest->proposer;
  for (size_t w = 0; w < t->n_words; w++) {
    if (s->alive[w] == 0) continue;
    if (s->sum[p] != NULL && (s->at.known_actors >> p & 1))
      most_of(d, s, p, s->at.level[p], 64 * w, out + 64 * w);
    else
      for (size_t b = 0; b < 64; b++) out[64 * w + b] = INFINITY;
  }
}
