/* Which acceptable bundle takes the fewest changes, where the space is too large to list? All bundles one change
 * away, then two, and so on, until some are acceptable: of those the one with the largest slack, then the lowest
 * index. Stops after a fixed number of bundles, which settles only how far there is none. Cost: bundles * payoff
 * vectors. */
#include "sim/solve/answer/answer.h"
#include "sim/solve/explain/explain.h"

#include <math.h>
#include <string.h>

enum { MOST_BUNDLES = 2000000, LOOK_AT_CLOCK = 1024 };

/* A place where a change can be made: a free issue, or a candidate's level. */
typedef struct digit {
  int issue, actor; /* the other is -1 */
  int n, now;
} digit;

typedef struct ball {
  const ply_inquiry *q;
  int n_digits;
  digit digits[PLY_MAX_ISSUES + PLY_MAX_CANDIDATES];
  uint16_t option[PLY_MAX_ISSUES];
  uint8_t level[PLY_MAX_ACTORS];
  uint64_t looked_at;
  ply_nearest_choice choice;
  bool stopped;
  ply_status status;
} ball;

static void list_digits(ball *b) {
  const ply_game *game = b->q->game;
  for (int k = 0; k < game->n_issues; k++)
    if (game->issue_stride[k] > 0)
      b->digits[b->n_digits++] = (digit){
          .issue = k, .actor = -1, .n = game->scenario->issues[k].n_options, .now = b->q->here.option[k]};
  for (int c = 0; c < game->n_candidates; c++)
    b->digits[b->n_digits++] = (digit){.issue = -1,
                                       .actor = game->candidate[c],
                                       .n = game->n_levels,
                                       .now = b->q->here.level[game->candidate[c]]};
}

static void set(ball *b, const digit *d, int value) {
  if (d->issue >= 0)
    b->option[d->issue] = (uint16_t)value;
  else
    b->level[d->actor] = (uint8_t)value;
}

void ply_nearest_weigh(ply_nearest_choice *c, double slack, double eps, uint64_t index) {
  bool level = slack == c->slack || fabs(slack - c->slack) <= eps; /* both may be infinite */
  if (c->ties++ > 0 && (level ? index > c->index : slack < c->slack)) return;
  c->slack = level && c->ties > 1 ? fmax(slack, c->slack) : slack;
  c->index = index;
}

static double slack_of(const ply_game *game, const ply_stand *stand, double *eps) {
  double margin[PLY_MAX_ACTORS];
  for (uint64_t rest = stand->party; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    bool line = ply_game_refusal(game, i, stand->option, stand->level) >= 0;
    margin[i] = line ? -INFINITY : stand->payoff[i] - game->reservation[i];
  }
  return ply_game_slack_within(game, stand->party, margin, eps);
}

static void judge(ball *b) {
  const ply_game *game = b->q->game;
  ply_stand stand;
  if (++b->looked_at > MOST_BUNDLES ||
      (b->looked_at % LOOK_AT_CLOCK == 0 && ply_clock_says(b->q->clock) != NULL)) {
    b->stopped = true;
    return;
  }
  if (!ply_game_derive(game, b->option, b->level) || ply_game_broken_rule(game, b->option, b->level) >= 0)
    return;
  if (!ply_stand_at(game, b->option, b->level, &stand)) {
    b->status = PLY_E_INPUT;
    return;
  }
  if (!stand.acceptable) return;
  double eps, slack = slack_of(game, &stand, &eps);
  ply_nearest_weigh(&b->choice, slack, eps, ply_game_index(game, stand.option, stand.level));
}

/* All bundles with `changes` more changes among the digits from `first` on. */
static void span(ball *b, int first, int changes) {
  if (changes == 0) {
    judge(b);
    return;
  }
  for (int k = first; k <= b->n_digits - changes; k++) {
    const digit *d = &b->digits[k];
    for (int value = 0; value < d->n && !b->stopped && b->status == PLY_OK; value++) {
      if (value == d->now) continue;
      set(b, d, value);
      span(b, k + 1, changes - 1);
    }
    set(b, d, d->now);
  }
}

ply_status ply_inquiry_nearest_unlisted(ply_inquiry *q) {
  ply_explain *out = q->out;
  ball b = {.q = q, .status = PLY_OK};
  memcpy(b.option, q->here.option, sizeof b.option);
  memcpy(b.level, q->here.level, sizeof b.level);
  list_digits(&b);
  int changes = 0;
  for (; changes <= b.n_digits; changes++) {
    span(&b, 0, changes);
    if (b.status != PLY_OK) return b.status;
    if (b.stopped || b.choice.ties > 0) break;
  }
  out->nearest.outcome = b.stopped ? PLY_LIMIT_REACHED : b.choice.ties > 0 ? PLY_FOUND : PLY_PROVED_NONE;
  out->nearest.clear = b.stopped || b.choice.ties > 0 ? changes - 1 : -1;
  if (b.choice.ties == 0) return PLY_OK;
  out->nearest.has_bundle = true;
  out->nearest.changes = changes;
  out->nearest.ties = b.choice.ties;
  out->nearest.slack = b.choice.slack;
  return ply_bundle_fill(q->game, out->arena, b.choice.index, &out->nearest.bundle) ? PLY_OK : PLY_E_MEMORY;
}
