/* What is an actor's payoff at a bundle made of? Each term as compiled by its payoff family (a constant and a
 * slope in one indicator), with the numbers it was made from and the grade and source behind them. The
 * amounts sum to the payoff. Cost: the number of terms. */
#include "sim/solve/explain/explain.h"

#include "sim/solve/answer/answer.h"

typedef struct writer {
  const ply_inquiry *q;
  ply_security_state state;
  int actor;
  ply_term *terms; /* NULL while counting */
  int n;
  bool failed;
} writer;

static double value_of(const writer *w, const ply_number *n) {
  return ply_number_value(n, w->q->game->values);
}

static double indicator_of(const writer *w, ply_indicator j) {
  return ply_game_indicator(w->q->game, &w->state, j, w->actor);
}

static const char *cites_of(writer *w, ply_cites cites) {
  ply_text text;
  ply_text_init(&text);
  for (int i = 0; i < cites.n; i++) {
    if (i > 0) ply_text_add(&text, " ");
    ply_text_add(&text, cites.id[i]);
  }
  const char *out = ply_arena_strdup(w->q->out->arena, text.data != NULL ? text.data : "");
  w->failed |= text.failed || out == NULL;
  ply_text_done(&text);
  return out;
}

/* Counts the term, and writes it where there is room for it. */
static void add(writer *w, const ply_number *source, ply_term term) {
  int at = w->n++;
  if (w->terms == NULL) return;
  const ply_scenario *s = w->q->game->scenario;
  const ply_number_info *info = source->id >= 0 ? &s->numbers[source->id] : NULL;
  term.grade = ply_grade_words[info != NULL ? info->grade : PLY_ASSUMED];
  term.cite = cites_of(w, info != NULL ? info->cite : (ply_cites){0});
  w->terms[at] = term;
}

/* The option of an issue that would pay most, all else as it is: the one that stands, unless another gains.
 */
static int best_option(const ply_amount_row *row, int role, int n_options, int now, double indicator,
                       double eps) {
  int best = now;
  double most = row->constant[role][now] + row->slope[role][now] * indicator + eps;
  for (int o = 0; o < n_options; o++) {
    double amount = row->constant[role][o] + row->slope[role][o] * indicator;
    if (amount > most) {
      most = amount;
      best = o;
    }
  }
  return best;
}

static void add_issue(writer *w, int issue) {
  const ply_game *game = w->q->game;
  const ply_payoff_row *row = &game->scenario->actors[w->actor].rows[issue];
  const ply_frame_issue *names = &w->q->out->frame.issues[issue];
  if (row->values == NULL || value_of(w, &row->weight) == 0) return;
  bool outsider =
      row->outsider != NULL && game->candidate_of[w->actor] >= 0 && w->q->here.level[w->actor] == 0;
  int o = w->q->here.option[issue];
  const ply_number *value = outsider ? &row->outsider[o] : &row->values[o];
  const ply_amount_row *amount = &game->rows[w->actor * game->n_issues + issue];
  double indicator = ply_payoff_looks(row) ? indicator_of(w, row->by) : 0, input[PLY_FAMILY_INPUTS];
  ply_payoff_inputs(row, value, game->values, input);
  int best = best_option(amount, outsider, names->n_options, o, indicator, game->eps[w->actor]);
  add(w, value,
      (ply_term){.family = "issue",
                 .what = names->name.id,
                 .option = names->options[o].id,
                 .what_name = names->name.name,
                 .option_name = names->options[o].name,
                 .table = outsider ? "outsider" : "values",
                 .weight = value_of(w, &row->weight),
                 .value = value_of(w, value),
                 .scale = row->family != NULL && row->family->scale != NULL
                              ? row->family->scale(input, indicator)
                              : 1,
                 .scaled_by = ply_payoff_looks(row) ? ply_indicator_name(row->by) : NULL,
                 .amount = amount->constant[outsider][o] + amount->slope[outsider][o] * indicator,
                 .best_option = best != o ? names->options[best].id : NULL,
                 .best_name = best != o ? names->options[best].name : NULL,
                 .best = amount->constant[outsider][best] + amount->slope[outsider][best] * indicator});
}

static void add_level(writer *w) {
  const ply_game *game = w->q->game;
  const ply_number *level = game->scenario->actors[w->actor].level;
  int l = w->q->here.level[w->actor];
  if (game->candidate_of[w->actor] < 0 || level == NULL) return;
  double gain = game->level_gain[w->actor * game->n_levels + l];
  if (level[l].id < 0 && gain == 0) return;
  add(w, &level[l],
      (ply_term){.family = "level",
                 .what = w->q->out->frame.levels[l].id,
                 .what_name = ply_frame_level(&w->q->out->frame, w->actor, l).name,
                 .weight = 1,
                 .scale = 1,
                 .value = gain,
                 .amount = gain,
                 .best = gain});
}

static void add_bonuses(writer *w) {
  const ply_scenario *s = w->q->game->scenario;
  const ply_actor *actor = &s->actors[w->actor];
  for (int b = 0; b < actor->n_bonuses; b++) {
    const ply_bonus *bonus = &actor->bonuses[b];
    if (!ply_cond_holds(bonus->when, s, w->q->here.option, w->q->here.level)) continue;
    double gain = value_of(w, &bonus->gain);
    const char *id = ply_arena_strdup(w->q->out->arena, bonus->id);
    w->failed |= id == NULL;
    add(w, &bonus->gain,
        (ply_term){.family = "bonus",
                   .what = id,
                   .what_name = id,
                   .weight = 1,
                   .value = gain,
                   .scale = 1,
                   .amount = gain,
                   .best = gain});
  }
}

/* "art5, armies": the options and levels at which a table is read, as ids or named. */
static const char *entry_words(writer *w, const ply_payoff_table *table, bool named) {
  const ply_frame *f = &w->q->out->frame;
  ply_text text;
  ply_text_init(&text);
  for (int d = 0; d < table->n_over; d++) {
    int at = table->over[d].at;
    ply_name here = table->over[d].candidate ? ply_frame_level(f, at, w->q->here.level[at])
                                             : f->issues[at].options[w->q->here.option[at]];
    ply_text_addf(&text, "%s%s", d == 0 ? "" : named ? "; " : ", ", named ? here.name : here.id);
  }
  const char *out = ply_arena_strdup(w->q->out->arena, text.data != NULL ? text.data : "");
  w->failed |= text.failed || out == NULL;
  ply_text_done(&text);
  return out;
}

static void add_tables(writer *w) {
  static const ply_number nothing = {.id = -1};
  const ply_game *game = w->q->game;
  for (PLY_EACH_TERM(term, game, w->actor)) {
    if (term->table == NULL) continue;
    uint32_t entry = ply_table_entry(term->table, w->q->here.option, w->q->here.level);
    int32_t number = term->table->number[entry];
    const char *id = ply_arena_strdup(w->q->out->arena, term->table->id);
    w->failed |= id == NULL;
    add(w, number >= 0 ? &term->table->numbers[number] : &nothing,
        (ply_term){.family = "table",
                   .what = id,
                   .option = entry_words(w, term->table, false),
                   .what_name = id,
                   .option_name = entry_words(w, term->table, true),
                   .weight = 1,
                   .value = term->value[entry],
                   .scale = 1,
                   .amount = term->value[entry],
                   .best = term->value[entry]});
  }
}

static void add_stakes(writer *w) {
  const ply_actor *actor = &w->q->game->scenario->actors[w->actor];
  for (int j = 0; j < PLY_N_INDICATORS; j++) {
    if (!actor->has_stake[j]) continue;
    double stake = w->q->game->stake[w->actor][j], indicator = indicator_of(w, (ply_indicator)j);
    add(w, &actor->stakes[j],
        (ply_term){.family = "stake",
                   .what = ply_indicator_name((ply_indicator)j),
                   .what_name = ply_indicator_name((ply_indicator)j),
                   .weight = stake,
                   .value = indicator,
                   .scale = 1,
                   .amount = stake * indicator,
                   .best = stake * indicator});
  }
}

static void add_all(writer *w) {
  w->n = 0;
  for (int k = 0; k < w->q->game->n_issues; k++) add_issue(w, k);
  add_level(w);
  add_bonuses(w);
  add_tables(w);
  add_stakes(w);
}

ply_status ply_inquiry_terms(ply_inquiry *q) {
  writer w = {.q = q};
  if (!ply_guarantee_state(q->game, q->here.option, q->here.level, 0, &w.state)) return PLY_E_INPUT;
  for (w.actor = 0; w.actor < q->game->n_actors; w.actor++) {
    w.terms = NULL;
    add_all(&w);
    ply_term *terms = PLY_NEW(q->out->arena, w.n + 1, ply_term);
    if (terms == NULL) return PLY_E_MEMORY;
    w.terms = terms;
    add_all(&w);
    if (w.failed) return PLY_E_MEMORY;
    q->actors[w.actor].terms = terms;
    q->actors[w.actor].n_terms = w.n;
  }
  return PLY_OK;
}
