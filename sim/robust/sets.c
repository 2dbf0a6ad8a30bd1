/* In which draws is a bundle acceptable, sustained, stable, held even if reopened? The sets' definitions draw by draw, in bits: a
 * move of one candidate is another bundle, whose payoffs and answers are worked out for all draws that are
 * still in. Definitions: sim/solve/README.md. Cost: one evaluation, and for sustained and stable one more for
 * each feasible move. */
#include "sim/robust/inside.h"

#include <string.h>

bool ply_set_room_init(const ply_sample_tables *t, ply_set_room *out) {
  *out = (ply_set_room){0};
  if (!ply_evaluation_init(t, &out->at) || !ply_evaluation_init(t, &out->moved)) return false;
  out->agreed = PLY_NEW(out->at.arena, t->n_words, uint64_t);
  out->all = PLY_NEW(out->at.arena, t->n_words, uint64_t);
  out->own = PLY_NEW(out->at.arena, t->n_padded, double);
  return out->agreed != NULL && out->all != NULL && out->own != NULL;
}

void ply_set_room_done(ply_set_room *room) {
  ply_evaluation_done(&room->at);
  ply_evaluation_done(&room->moved);
}

/* The draws in which the actor may not stand where it stands. */
static void forbidden(const ply_sample_tables *t, int actor, const uint16_t *option, const uint8_t *level,
                      uint64_t *out) {
  memset(out, 0, t->n_words * sizeof *out);
  for (int l = 0; l < t->game->n_lines; l++) {
    const ply_line *line = &t->game->lines[l];
    if (line->actor != actor || line->line->effect != PLY_STAY_OUT ||
        !ply_game_line_broken(t->game, l, option, level))
      continue;
    for (size_t w = 0; w < t->n_words; w++) out[w] |= t->in_force[l][w];
  }
}

/* Drops draws in which the mover at `from` gets less than `at_least` less the tolerance, where `asked`. */
static void drop_worse(const ply_sample_tables *t, int actor, const double *from, const double *at_least,
                       const uint64_t *asked, uint64_t *members) {
  for (size_t w = 0; w < t->n_words; w++) {
    if ((asked[w] & members[w]) == 0) continue;
    uint64_t bits = 0;
    for (size_t b = 0, k = 64 * w; b < 64; b++, k++)
      bits |= (uint64_t)(from[k] < at_least[k] - t->eps[actor][k]) << b;
    members[w] &= ~(bits & asked[w]);
  }
}

typedef struct move {
  ply_set_room *room;
  int over, candidate;
  const uint16_t *option;
  const uint8_t *level;
  uint64_t *members;
} move;

/* Looks at the mover's going to another level; false where an honour game does not settle. */
static bool look_at(move *m, int to) {
  const ply_sample_tables *t = m->room->at.tables;
  const ply_game *game = t->game;
  int actor = game->candidate[m->candidate];
  const double *payoff = m->room->at.payoff + (size_t)actor * t->n_padded;
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  uint64_t *asked = m->room->moved.scratch, *outside = asked + t->n_words, *may = outside + t->n_words;
  memcpy(option, m->option, (size_t)t->n_issues * sizeof *option);
  memcpy(level, m->level, (size_t)t->n_actors);
  level[actor] = (uint8_t)to;
  bool inside = m->level[actor] != 0;
  if (!ply_game_derive(game, option, level) || ply_game_broken_rule(game, option, level) >= 0) {
    if (to == 0 && inside) drop_worse(t, actor, payoff, t->reservation[actor], m->members, m->members);
    return true;
  }
  forbidden(t, actor, option, level, outside);
  for (size_t w = 0; w < t->n_words; w++) may[w] = m->members[w] & ~outside[w];
  uint64_t who = ply_game_parties(game, option, level) | (uint64_t)1 << actor;
  if (m->over == PLY_ROBUST_STABLE) who = (uint64_t)1 << actor;
  if (!ply_evaluate(&m->room->moved, option, level, who, may)) return false;
  const double *other = m->room->moved.payoff + (size_t)actor * t->n_padded;
  if (m->over == PLY_ROBUST_STABLE) {
    drop_worse(t, actor, payoff, other, may, m->members);
    return true;
  }
  ply_evaluate_agreed(&m->room->moved, option, level, may, asked);
  drop_worse(t, actor, payoff, other, asked, m->members);
  for (size_t w = 0; w < t->n_words; w++) outside[w] = may[w] & ~asked[w];
  if (inside) drop_worse(t, actor, payoff, t->reservation[actor], outside, m->members);
  return true;
}

static bool any(const uint64_t *bits, size_t n) {
  for (size_t w = 0; w < n; w++)
    if (bits[w] != 0) return true;
  return false;
}

/* Drops draws in which a member would rather be outside what the rest signs next. */
static ply_status drop_reopened(ply_set_room *room, const uint8_t *level, uint64_t *members) {
  const ply_sample_tables *t = room->at.tables;
  const ply_game *game = t->game;
  double outside[PLY_MAX_CANDIDATES];
  uint64_t left = ply_bits_count(members, t->n_words);
  for (size_t w = 0; w < t->n_words; w++)
    for (uint64_t rest = members[w]; rest != 0 && left >= room->least; rest &= rest - 1) {
      size_t k = 64 * w + (size_t)__builtin_ctzll(rest);
      ply_status status = ply_alternatives_at(t, k, outside);
      if (status != PLY_OK) return status;
      for (int c = 0; c < game->n_candidates; c++) {
        int i = game->candidate[c];
        double here = room->at.payoff[(size_t)i * t->n_padded + k];
        if (level[i] == 0 || here >= outside[c] - t->eps[i][k]) continue;
        members[w] &= ~(rest & (0 - rest));
        left--;
        break;
      }
    }
  return PLY_OK;
}

ply_status ply_set_members(ply_set_room *room, int over, const uint16_t *option, const uint8_t *level,
                           uint64_t who, const uint64_t *alive, uint64_t *members) {
  const ply_sample_tables *t = room->at.tables;
  const ply_game *game = t->game;
  if (over != PLY_ROBUST_ACCEPTABLE)
    for (int c = 0; c < game->n_candidates; c++) who |= (uint64_t)1 << game->candidate[c];
  if (!ply_evaluate(&room->at, option, level, who | ply_game_parties(game, option, level), alive))
    return PLY_E_INPUT;
  ply_evaluate_agreed(&room->at, option, level, alive, members);
  if (over == PLY_ROBUST_ACCEPTABLE) return PLY_OK;
  for (int c = 0; c < game->n_candidates; c++) {
    forbidden(t, game->candidate[c], option, level, room->agreed);
    for (size_t w = 0; w < t->n_words; w++) members[w] &= ~room->agreed[w];
  }
  move m = {.room = room, .over = over, .option = option, .level = level, .members = members};
  for (int c = 0; c < game->n_candidates; c++)
    for (int to = 0; to < game->n_levels; to++) {
      if (to == level[game->candidate[c]] || !any(members, t->n_words)) continue;
      m.candidate = c;
      if (!look_at(&m, to)) return PLY_E_INPUT;
    }
  return over == PLY_ROBUST_REOPENED ? drop_reopened(room, level, members) : PLY_OK;
}

ply_status ply_robust_trouble(ply_status status, ply_err *err) {
  if (status == PLY_E_INPUT)
    return ply_err_set(err, status, "the honour game does not settle in 10,000 rounds");
  if (status == PLY_E_LIMIT)
    return ply_err_set(err, status,
                       "what the rest would sign without a member is not known: in some draw the acceptable "
                       "bundles are too many to list; raise --memory or ask --over sustained");
  if (status == PLY_E_STOPPED) return ply_err_set(err, status, "interrupted");
  return ply_err_set(err, PLY_E_MEMORY, "out of memory");
}
