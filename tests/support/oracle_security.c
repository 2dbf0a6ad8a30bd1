/* Section 3 of the model for the oracle, with the numbers of a bundle laid out in arrays first. */
#include "tests/support/oracle.h"

#include <math.h>
#include <string.h>

static double num(const oracle *o, const ply_number *x) { return ply_number_value(x, o->values); }

typedef struct inputs {
  int n; /* guarantors, one entry each */
  double e[PLY_MAX_ACTORS], K[PLY_MAX_ACTORS], t[PLY_MAX_ACTORS], rho[PLY_MAX_ACTORS];
  double a[PLY_MAX_ACTORS], V[PLY_MAX_ACTORS], C[PLY_MAX_ACTORS];
  double r, h, nu, alpha, lambda, shock;
  double y0, kappa, gamma, Z, W, sigma_A, beta, sigma, K_A, K_B;
} inputs;

static double table(const oracle *o, const ply_table *t, const uint16_t *option) {
  if (t->n_issues == 0) return num(o, &t->values[0]);
  if (t->n_issues == 1) return num(o, &t->values[option[t->issue[0]]]);
  int width = o->scenario->issues[t->issue[1]].n_options;
  return num(o, &t->values[option[t->issue[0]] * width + option[t->issue[1]]]);
}

static void read_inputs(const oracle *o, uint64_t b, inputs *in) {
  const ply_scenario *s = o->scenario;
  const ply_security *c = s->security;
  const uint16_t *option = o->option + b * (size_t)s->n_issues;
  *in = (inputs){.r = table(o, &c->bond, option),
                 .h = table(o, &c->delay_hours, option),
                 .nu = table(o, &c->judgement, option) * table(o, &c->coverage, option),
                 .shock = num(o, &c->common_shock),
                 .alpha = table(o, &c->own_strength, option),
                 .lambda = table(o, &c->latitude, option),
                 .y0 = num(o, &c->provocation_rate),
                 .kappa = num(o, &c->decay_hours),
                 .gamma = num(o, &c->decisiveness),
                 .Z = num(o, &c->prize),
                 .W = num(o, &c->war_cost),
                 .sigma_A = num(o, &c->noise),
                 .beta = num(o, &c->support),
                 .sigma = num(o, &c->honour_noise),
                 .K_A = num(o, &c->capability[c->adversary]),
                 .K_B = num(o, &c->capability[c->beneficiary])};
  bool votes = false;
  if (c->ratification_issue >= 0) {
    unsigned bit = option[c->ratification_issue];
    votes = (c->ratification_on[bit >> 6] & ((uint64_t)1 << (bit & 63))) != 0;
  }
  for (int i = 0; i < o->n; i++) {
    if (!s->actors[i].candidate) continue;
    int g = in->n++;
    in->e[g] = num(o, &s->levels[o->level[b * (size_t)o->n + (size_t)i]].effort);
    in->K[g] = num(o, &c->capability[i]);
    in->t[g] = num(o, &c->readiness_hours[i]);
    in->rho[g] = votes ? num(o, &c->chance[i]) : 1;
    in->a[g] = num(o, &c->audience[i]);
    in->V[g] = num(o, &c->stake[i]);
    in->C[g] = num(o, &c->cost[i]);
  }
}

static double lambda_of(double z) { return 1 / (1 + exp(-z)); }

static bool coordination(const inputs *in, bool greatest, double *p) {
  for (int g = 0; g < in->n; g++) p[g] = greatest && in->e[g] > 0 ? in->rho[g] * in->nu : 0;
  for (int round = 1; round <= 10000; round++) {
    double q[PLY_MAX_ACTORS] = {0};
    bool still = true;
    for (int g = 0; g < in->n; g++) {
      double num_H = 0, den_H = 0;
      for (int j = 0; j < in->n; j++)
        if (j != g) num_H += p[j] * in->e[j] * in->K[j], den_H += in->K[j];
      double H = den_H > 0 ? num_H / den_H : 0;
      if (in->e[g] > 0)
        q[g] =
            in->rho[g] * in->nu *
            lambda_of((in->a[g] * in->r + in->V[g] - in->C[g] * in->e[g] * (1 - in->beta * H)) / in->sigma);
      if (fabs(q[g] - p[g]) > 1e-12) still = false;
    }
    memcpy(p, q, sizeof q);
    if (still) return true;
  }
  return false;
}

static double pi_at(const inputs *in, double R) {
  double A = pow(in->K_A, in->gamma), B = pow(in->alpha * in->K_B + R, in->gamma);
  return A > 0 ? A / (A + B) : 0;
}

static double help(const inputs *in, int g) {
  return in->e[g] * in->K[g] * exp(-(in->h + in->t[g]) / in->kappa);
}

/* E[pi] by asking the guarantors one after the other whether they come. */
static double expect(const inputs *in, const double *p, int g, double R) {
  if (g == in->n) return pi_at(in, R);
  if (in->e[g] == 0) return expect(in, p, g + 1, R);
  return p[g] * expect(in, p, g + 1, R + help(in, g)) + (1 - p[g]) * expect(in, p, g + 1, R);
}

/* E[pi] over a common draw v: the integral over v, cut at every p. */
static double expect_common(const inputs *in, const double *p) {
  double cut[PLY_MAX_ACTORS + 2] = {0, 1}, sum = 0;
  int n = 2;
  for (int g = 0; g < in->n; g++) cut[n++] = p[g];
  for (int i = 0; i < n; i++)
    for (int j = i + 1; j < n; j++)
      if (cut[j] < cut[i]) {
        double t = cut[i];
        cut[i] = cut[j];
        cut[j] = t;
      }
  for (int i = 0; i + 1 < n; i++) {
    double v = 0.5 * (cut[i] + cut[i + 1]), R = 0;
    for (int g = 0; g < in->n; g++)
      if (p[g] >= v) R += help(in, g);
    sum += (cut[i + 1] - cut[i]) * pi_at(in, R);
  }
  return sum;
}

static double q_at(const inputs *in, double pi) {
  double q0 = lambda_of((pi * in->Z - in->W) / in->sigma_A), y = in->y0 * in->lambda * (1 - pi);
  return 1 - (1 - q0) * (1 - y);
}

bool oracle_security_at(const oracle *o, uint64_t b, oracle_security *out) {
  const ply_security *c = o->scenario->security;
  memset(out, 0, sizeof *out);
  if (c == NULL) return true;
  inputs in;
  read_inputs(o, b, &in);
  double least[PLY_MAX_ACTORS] = {0}, greatest[PLY_MAX_ACTORS] = {0};
  bool settles = true;
  if (c->model == PLY_COORDINATION) {
    settles = coordination(&in, false, least);
    settles = coordination(&in, true, greatest) && settles;
  } else {
    for (int g = 0; g < in.n; g++) least[g] = greatest[g] = in.e[g] > 0 ? in.rho[g] * in.r * in.nu : 0;
  }
  const double *p = c->greatest ? greatest : least;
  double R = 0;
  for (int g = 0; g < in.n; g++) R += p[g] * help(&in, g);
  double exact = (1 - in.shock) * expect(&in, p, 0, 0) + in.shock * expect_common(&in, p);
  double pi = c->exact ? exact : pi_at(&in, R), q = q_at(&in, pi);
  double pi0 = pi_at(&in, 0), holds0 = 1 - q_at(&in, pi0) * pi0;
  out->outcome = pi;
  out->attack = q;
  out->overrun = q * pi;
  out->holds = 1 - q * pi;
  if (holds0 != 1) out->credibility = (out->holds - holds0) / (1 - holds0);
  if (out->credibility < 0) out->credibility = 0;
  if (out->credibility > 1) out->credibility = 1;
  out->force = R + in.K_A > 0 ? R / (R + in.K_A) : 0;
  for (int i = 0, g = 0; i < o->n; i++) {
    if (!o->scenario->actors[i].candidate) continue;
    out->honour[i] = p[g];
    out->least[i] = least[g];
    out->greatest[i] = greatest[g];
    out->effort[i] = in.e[g++];
  }
  return settles;
}
