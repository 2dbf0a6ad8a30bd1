/* Does the guarantee deter, and would it be honoured? The security model of sim/game/README.md, transcribed term by term:
 * honour chances p (fixed, or the least and the greatest solution of the coordination game), the force R that
 * is expected to come, the outcome pi of an attack, the chance q of one, and the indicators. Cost: rounds of
 * the honour game x candidates; 2^members with exact outcomes. */
#include "sim/verify/define.h"

#include <math.h>
#include <string.h>

enum { ROUNDS = 10000 };

static double table_at(const verify_view *view, const ply_table *table, const verify_point *point) {
  int at = 0;
  for (int k = 0; k < table->n_issues; k++)
    at = at * view->scenario->issues[table->issue[k]].n_options + point->option[table->issue[k]];
  return ply_verify_number(view, &table->values[at]);
}

static double effort_of(const verify_view *view, const verify_point *point, int actor) {
  return ply_verify_number(view, &view->scenario->levels[point->level[actor]].effort);
}

static double logistic(double z) { return 1.0 / (1.0 + exp(-z)); }

/* rho' * nu, with the coverage in nu: the most that p can be. */
static double ceiling_of(const verify_view *view, const verify_point *point, int g) {
  const ply_security *sec = view->scenario->security;
  double judgement = table_at(view, &sec->judgement, point) * table_at(view, &sec->coverage, point);
  if (sec->ratification_issue < 0) return judgement;
  int option = point->option[sec->ratification_issue];
  bool votes = sec->ratification_on[option / 64] >> (option % 64) & 1;
  return votes ? judgement * ply_verify_number(view, &sec->chance[g]) : judgement;
}

/* H_g: the share of the others' capability that is expected to show up. */
static double others_share(const verify_view *view, const verify_point *point, int g, const double *p) {
  double help = 0, all = 0;
  for (int c = 0; c < view->n_candidates; c++) {
    int j = view->candidate[c];
    if (j == g) continue;
    double capability = ply_verify_number(view, &view->scenario->security->capability[j]);
    help += p[j] * effort_of(view, point, j) * capability;
    all += capability;
  }
  return all > 0 ? help / all : 0;
}

static double best_reply(const verify_view *view, const verify_point *point, int g, double bond,
                         const double *p) {
  const ply_security *sec = view->scenario->security;
  double effort = effort_of(view, point, g);
  if (effort == 0) return 0;
  double saved = ply_verify_number(view, &sec->support) * others_share(view, point, g, p);
  double stand = ply_verify_number(view, &sec->audience[g]) * bond + ply_verify_number(view, &sec->stake[g]) -
                 ply_verify_number(view, &sec->cost[g]) * effort * (1.0 - saved);
  return ceiling_of(view, point, g) * logistic(stand / ply_verify_number(view, &sec->honour_noise));
}

/* Iterates from the bottom (from_top false) or the top until no p moves by more than 1e-12. */
static ply_status honour_game(const verify_view *view, const verify_point *point, double bond, bool from_top,
                              double *p, ply_err *err) {
  for (int c = 0; c < view->n_candidates; c++) {
    int g = view->candidate[c];
    p[g] = from_top && effort_of(view, point, g) != 0 ? ceiling_of(view, point, g) : 0;
  }
  for (int round = 0; round < ROUNDS; round++) {
    double next[PLY_MAX_ACTORS], most = 0;
    for (int c = 0; c < view->n_candidates; c++) {
      int g = view->candidate[c];
      next[g] = best_reply(view, point, g, bond, p);
      most = fmax(most, fabs(next[g] - p[g]));
    }
    for (int c = 0; c < view->n_candidates; c++) p[view->candidate[c]] = next[view->candidate[c]];
    if (most <= 1e-12) return PLY_OK;
  }
  return ply_err_set(err, PLY_E_LIMIT, "the honour game does not settle in %d rounds at bundle %llu", ROUNDS,
                     (unsigned long long)point->index);
}

static ply_status honour(const verify_view *view, const verify_point *point, verify_security *out,
                         ply_err *err) {
  const ply_security *sec = view->scenario->security;
  double bond = table_at(view, &sec->bond, point);
  if (sec->model == PLY_COORDINATION) {
    ply_status status = honour_game(view, point, bond, false, out->honour_least, err);
    if (status == PLY_OK) status = honour_game(view, point, bond, true, out->honour_greatest, err);
    memcpy(out->honour, sec->greatest ? out->honour_greatest : out->honour_least, sizeof out->honour);
    return status;
  }
  for (int c = 0; c < view->n_candidates; c++) {
    int g = view->candidate[c];
    out->honour[g] = effort_of(view, point, g) == 0 ? 0 : ceiling_of(view, point, g) * bond;
    out->honour_least[g] = out->honour_greatest[g] = out->honour[g];
  }
  return PLY_OK;
}

/* e_g K_g exp(-(h + t_g) / kappa): what g brings if it honours. */
static double help_of(const verify_view *view, const verify_point *point, int g) {
  const ply_security *sec = view->scenario->security;
  double hours = table_at(view, &sec->delay_hours, point) + ply_verify_number(view, &sec->readiness_hours[g]);
  return effort_of(view, point, g) * ply_verify_number(view, &sec->capability[g]) *
         exp(-hours / ply_verify_number(view, &sec->decay_hours));
}

/* pi at force R; 0 against an adversary without any capability. */
static double overrun_at(const verify_view *view, const verify_point *point, double force) {
  const ply_security *sec = view->scenario->security;
  double gamma = ply_verify_number(view, &sec->decisiveness);
  double theirs = pow(ply_verify_number(view, &sec->capability[sec->adversary]), gamma);
  double own =
      table_at(view, &sec->own_strength, point) * ply_verify_number(view, &sec->capability[sec->beneficiary]);
  return theirs == 0 ? 0 : theirs / (theirs + pow(own + force, gamma));
}

/* The expectation of pi where one draw decides for all: between two neighbouring chances the same ones come. */
static double overrun_together(const verify_view *view, const verify_point *point, int n, const double *help,
                               const double *chance) {
  double sum = 0, from = 0;
  while (from < 1) {
    double to = 1, force = 0;
    for (int g = 0; g < n; g++)
      if (chance[g] > from && chance[g] < to) to = chance[g];
    for (int g = 0; g < n; g++)
      if (chance[g] >= to) force += help[g];
    sum += (to - from) * overrun_at(view, point, force);
    from = to;
  }
  return sum;
}

/* The expectation of pi over every set of members that may turn up. */
static double overrun_expected(const verify_view *view, const verify_point *point, const double *p) {
  double help[PLY_MAX_ACTORS], chance[PLY_MAX_ACTORS], sum = 0;
  int n = 0;
  for (int c = 0; c < view->n_candidates; c++) {
    int g = view->candidate[c];
    if (effort_of(view, point, g) == 0) continue;
    help[n] = help_of(view, point, g);
    chance[n++] = p[g];
  }
  for (uint64_t come = 0; come < (uint64_t)1 << n; come++) {
    double weight = 1, force = 0;
    for (int g = 0; g < n; g++) {
      weight *= come >> g & 1 ? chance[g] : 1 - chance[g];
      if (come >> g & 1) force += help[g];
    }
    if (weight > 0) sum += weight * overrun_at(view, point, force);
  }
  double shock = ply_verify_number(view, &view->scenario->security->common_shock);
  return shock > 0 ? (1 - shock) * sum + shock * overrun_together(view, point, n, help, chance) : sum;
}

/* q at outcome pi: deterrence failing, or the crisis that the beneficiary brings on. */
static double attack_at(const verify_view *view, const verify_point *point, double overrun) {
  const ply_security *sec = view->scenario->security;
  double gain = overrun * ply_verify_number(view, &sec->prize) - ply_verify_number(view, &sec->war_cost);
  double attack = logistic(gain / ply_verify_number(view, &sec->noise));
  double provoked =
      ply_verify_number(view, &sec->provocation_rate) * table_at(view, &sec->latitude, point) * (1 - overrun);
  return 1 - (1 - attack) * (1 - provoked);
}

ply_status ply_verify_guarantee(const verify_view *view, const verify_point *point, verify_security *out,
                                ply_err *err) {
  memset(out, 0, sizeof *out);
  const ply_security *sec = view->scenario->security;
  if (sec == NULL) return PLY_OK;
  ply_status status = honour(view, point, out, err);
  if (status != PLY_OK) return status;
  double force = 0;
  for (int c = 0; c < view->n_candidates; c++)
    force += out->honour[view->candidate[c]] * help_of(view, point, view->candidate[c]);
  out->outcome = sec->exact ? overrun_expected(view, point, out->honour) : overrun_at(view, point, force);
  out->attack = attack_at(view, point, out->outcome);
  out->overrun = out->attack * out->outcome;
  out->holds = 1 - out->overrun;
  double alone = overrun_at(view, point, 0);
  double holds_alone = 1 - attack_at(view, point, alone) * alone;
  if (holds_alone < 1) out->credibility = fmin(fmax((out->holds - holds_alone) / (1 - holds_alone), 0), 1);
  double adversary = ply_verify_number(view, &sec->capability[sec->adversary]);
  out->force = force > 0 ? force / (force + adversary) : 0;
  return PLY_OK;
}
