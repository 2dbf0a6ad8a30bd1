/* From a rank u in [0, 1] to a value: the inverse of each distribution's cumulative function.
 * Triangular: closed form. Normal cut off at low and high: the rank is mapped into the part of the normal's
 * cumulative function between them (GSL). A list: equal shares. Every method draws through here, so a Sobol'
 * point and a random one mean the same thing. */
#include "sim/sweep/inside.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static double clamp(double value, double low, double high) { return fmin(fmax(value, low), high); }

static double triangular(const ply_target *t, double u) {
  double width = t->high - t->low;
  if (!(width > 0)) return t->low;
  double turn = (t->mode - t->low) / width;
  double value = u < turn ? t->low + sqrt(u * width * (t->mode - t->low))
                          : t->high - sqrt((1 - u) * width * (t->high - t->mode));
  return clamp(value, t->low, t->high);
}

static double normal(const ply_target *t, double u) {
  if (!(t->high > t->low)) return t->low;
  double from = gsl_cdf_ugaussian_P((t->low - t->mean) / t->sd),
         to = gsl_cdf_ugaussian_P((t->high - t->mean) / t->sd);
  if (!(to > from)) return t->low + u * (t->high - t->low); /* all mass elsewhere: nothing to tell apart */
  double p = from + u * (to - from);
  if (p <= 0) return t->low;
  if (p >= 1) return t->high;
  return clamp(t->mean + t->sd * gsl_cdf_ugaussian_Pinv(p), t->low, t->high);
}

int ply_draw_position(const ply_parameter *p, ply_coordinate at) {
  if (at.stands == PLY_AT_LEVEL) return at.level < p->n_values ? at.level : p->n_values - 1;
  int i = (int)(at.u * p->n_values);
  return i < p->n_values ? i : p->n_values - 1;
}

bool ply_draw_line(const ply_parameter *p, ply_coordinate at) {
  if (at.stands == PLY_AT_LEVEL) return at.level > 0;
  return at.u < p->chance;
}

double ply_draw_range(const ply_parameter *p, const ply_target *t, ply_coordinate at) {
  if (at.stands == PLY_AT_LEVEL) return at.level == 0 ? t->low : at.level == 1 ? t->mode : t->high;
  switch (p->distribution) {
  case PLY_TRIANGULAR: return triangular(t, at.u);
  case PLY_NORMAL: return normal(t, at.u);
  default: return t->low + at.u * (t->high - t->low);
  }
}

double ply_draw_number(const ply_parameter *p, const ply_target *t, ply_coordinate at) {
  if (at.stands == PLY_AT_BASE) return t->base;
  double value =
      p->distribution == PLY_LIST ? p->numbers[ply_draw_position(p, at)] : ply_draw_range(p, t, at);
  return p->scale ? value * t->base : value;
}
