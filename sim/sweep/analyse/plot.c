/* Pictures as gnuplot scripts, data inside. One row a picture; what fits the method is chosen where none is
 * asked for. Colours are told apart also in grey and by the colour-blind (blue against orange). */
#include "sim/sweep/analyse/analyse.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BARS = 20 };

/* A text for gnuplot: in double quotes, nothing in it is markup. */
static void quoted_text(ply_text *out, const char *text) {
  ply_text_add(out, "\"");
  for (const char *p = text; *p != '\0'; p++) {
    unsigned char c = (unsigned char)*p;
    if (c == '"' || c == '\\' || c == '`' || c == '$') {
      ply_text_add(out, c == '"' ? "'" : " ");
      continue;
    }
    if (c >= 0x20) ply_text_add_n(out, p, 1);
  }
  ply_text_add(out, "\"");
}

/* The last words of a pointer: "/actors/ukraine/reservation" is "ukraine reservation". */
static void short_name(ply_text *out, const char *pointer) {
  char buffer[160];
  size_t n = 0;
  const char *from = pointer;
  if (strncmp(from, "/actors/", 8) == 0 || strncmp(from, "/designs/", 9) == 0) from = strchr(from + 1, '/');
  for (const char *p = *from == '/' ? from + 1 : from; *p != '\0' && n + 1 < sizeof buffer; p++)
    buffer[n++] = *p == '/' ? ' ' : *p;
  buffer[n] = '\0';
  quoted_text(out, buffer);
}

static void tics(const ply_sensitivity *s, int n, ply_text *out) {
  ply_text_add(out, "set ytics (");
  for (int i = 0; i < n; i++) {
    ply_text_add(out, i > 0 ? ", " : "");
    short_name(out, s->effects[i].name);
    ply_text_addf(out, " %d", n - i);
  }
  ply_text_addf(out, ")\nset yrange [0.4:%d.6]\n", n);
}

static void title(const ply_sensitivity *s, const char *what, ply_text *out) {
  char buffer[400];
  snprintf(buffer, sizeof buffer, "%s: %s", what, s->output);
  ply_text_add(out, "set title ");
  quoted_text(out, buffer);
  ply_text_add(out, " noenhanced\n");
}

static int bars(const ply_sensitivity *s) { return s->n_parameters < BARS ? s->n_parameters : BARS; }

static bool draw_tornado(const ply_sensitivity *s, ply_text *out) {
  int n = bars(s);
  if (isnan(s->base)) return false;
  title(s, "One at a time", out);
  tics(s, n, out);
  ply_text_add(out, "$d << EOD\n");
  for (int i = 0; i < n; i++)
    if (!isnan(s->effects[i].at_low))
      ply_text_addf(out, "%d %.10g %.10g\n", n - i, s->effects[i].at_low, s->effects[i].at_high);
  ply_text_addf(out, "EOD\nset arrow from %.10g, graph 0 to %.10g, graph 1 nohead lc rgb '#555555'\n",
                s->base, s->base);
  ply_text_addf(out,
                "plot $d using (%.10g):1:(%.10g):3:($1-0.35):($1+0.35) with boxxyerror fs solid 0.8 lc rgb "
                "'#e69f00' title 'up', "
                "$d using (%.10g):1:2:(%.10g):($1-0.35):($1+0.35) with boxxyerror fs solid 0.8 lc rgb "
                "'#0072b2' title 'down'\n",
                s->base, s->base, s->base, s->base);
  return true;
}

static bool draw_indices(const ply_sensitivity *s, ply_text *out) {
  int n = bars(s);
  if (isnan(s->convergence)) return false;
  title(s, "Sobol' indices, 95 % intervals", out);
  tics(s, n, out);
  ply_text_add(out, "set xrange [*<0:1<*]\n$d << EOD\n");
  for (int i = 0; i < n; i++) {
    const ply_influence *e = &s->effects[i];
    ply_text_addf(out, "%d %.6g %.6g %.6g %.6g %.6g %.6g\n", n - i, e->first.value, e->first.low,
                  e->first.high, e->total.value, e->total.low, e->total.high);
  }
  ply_text_add(out, "EOD\nplot $d using (0):1:(0):5:($1-0.35):($1) with boxxyerror fs solid 0.7 lc rgb "
                    "'#e69f00' title 'total', "
                    "$d using (0):1:(0):2:($1):($1+0.35) with boxxyerror fs solid 0.7 lc rgb '#0072b2' title "
                    "'first order', "
                    "$d using 5:($1-0.175):6:7 with xerrorbars pt 0 lc rgb 'black' notitle, "
                    "$d using 2:($1+0.175):3:4 with xerrorbars pt 0 lc rgb 'black' notitle\n");
  return true;
}

static bool draw_morris(const ply_sensitivity *s, ply_text *out) {
  if (s->trial != PLY_TRIAL_MORRIS || !s->numeric) return false;
  title(s, "Elementary effects", out);
  ply_text_add(
      out, "set xlabel 'mu* (how strong)'\nset ylabel 'sigma (how much it depends on the others)'\n"
           "set xrange [0:*]\nset yrange [0:*]\nset offsets graph 0, graph 0.25, graph 0.05, 0\n$d << EOD\n");
  for (int i = 0; i < bars(s); i++) {
    ply_text_addf(out, "%.10g %.10g ", s->effects[i].elementary.mean_abs.value,
                  s->effects[i].elementary.sigma);
    short_name(out, s->effects[i].name);
    ply_text_add(out, "\n");
  }
  ply_text_add(
      out, "EOD\nplot $d using 1:2 with points pt 7 lc rgb '#0072b2' notitle, $d using 1:2:(i=int($0), i < 8 "
           "? stringcolumn(3) : '') "
           "with labels left offset 1,0.3 noenhanced notitle, x with lines dt 2 lc rgb '#999999' notitle\n");
  return true;
}

static bool draw_map(const ply_sensitivity *s, ply_text *out) {
  if (s->n_axes != 2) return false;
  double most = 0;
  bool counts = !s->verdict; /* large counts are told apart by their number of digits */
  for (int i = 0; i < s->n_cells; i++) {
    most = fmax(most, s->cells[i].value);
    counts = counts && s->cells[i].value >= 0;
  }
  counts = counts && most > 1000;
  title(s, s->verdict ? "Share of yes" : counts ? "log10(1 + n)" : "Mean", out);
  ply_text_add(out, "set xlabel ");
  short_name(out, s->axis[0]);
  ply_text_add(out, " noenhanced\nset ylabel ");
  short_name(out, s->axis[1]);
  ply_text_add(out, " noenhanced\nset palette defined (0 '#f7f4ea', 0.5 '#7fb3d5', 1 '#0b3c5d')\n");
  ply_text_add(out, s->verdict ? "set cbrange [0:1]\nset key off\n" : "set key off\n");
  double dx = INFINITY, dy = INFINITY;
  for (int i = 1; i < s->n_cells; i++) {
    if (s->cells[i].x > s->cells[i - 1].x) dx = fmin(dx, s->cells[i].x - s->cells[i - 1].x);
    if (s->cells[i].y > s->cells[i - 1].y) dy = fmin(dy, s->cells[i].y - s->cells[i - 1].y);
  }
  ply_text_add(out, "set autoscale fix\n$d << EOD\n");
  for (int i = 0; i < s->n_cells; i++)
    ply_text_addf(out, "%.10g %.10g %.10g\n", s->cells[i].x, s->cells[i].y,
                  counts ? log10(1 + s->cells[i].value) : s->cells[i].value);
  ply_text_addf(out,
                "EOD\nplot $d using 1:2:($1-%.10g):($1+%.10g):($2-%.10g):($2+%.10g):3 with boxxyerror fs "
                "solid 1 noborder lc palette\n",
                isfinite(dx) ? dx / 2 : 0.5, isfinite(dx) ? dx / 2 : 0.5, isfinite(dy) ? dy / 2 : 0.5,
                isfinite(dy) ? dy / 2 : 0.5);
  return true;
}

static bool draw_curve(const ply_sensitivity *s, ply_text *out) {
  if (s->n_axes != 1) return false;
  title(s, s->verdict ? "Share of yes" : "Mean", out);
  ply_text_add(out, "set xlabel ");
  short_name(out, s->axis[0]);
  ply_text_add(out, " noenhanced\nset key off\n");
  if (s->verdict) ply_text_add(out, "set yrange [-0.02:1.02]\n");
  ply_text_add(out, "$d << EOD\n");
  for (int i = 0; i < s->n_cells; i++) {
    const ply_cell *c = &s->cells[i];
    ply_interval w = s->verdict ? ply_share_wilson((uint64_t)(c->value * (double)c->n + 0.5), c->n)
                                : (ply_interval){c->value, c->value, c->value};
    ply_text_addf(out, "%.10g %.10g %.10g %.10g\n", c->x, c->value, w.low, w.high);
  }
  ply_text_add(out, "EOD\nplot ");
  if (s->binned) ply_text_add(out, "$d using 1:3:4 with filledcurves fs solid 0.25 lc rgb '#0072b2', ");
  ply_text_add(out, "$d using 1:2 with linespoints pt 7 ps 0.6 lc rgb '#0072b2'\n");
  return true;
}

static bool draw_prim(const ply_sensitivity *s, ply_text *out) {
  if (!s->has_prim || s->prim.n_steps == 0) return false;
  const ply_prim *p = &s->prim;
  title(s, s->prim_of_ones ? "Boxes that hold the yes" : "Boxes that hold the no", out);
  ply_text_add(out, "set xlabel 'coverage'\nset ylabel 'density'\nset xrange [0:1.02]\nset yrange "
                    "[0:1.02]\nset cblabel 'parameters restricted'\n$d << EOD\n");
  for (int i = 0; i < p->n_steps; i++)
    ply_text_addf(out, "%.6g %.6g %d\n", p->steps[i].coverage, p->steps[i].density, p->steps[i].restricted);
  ply_text_addf(out, "EOD\n$c << EOD\n%.6g %.6g\nEOD\n", p->steps[p->chosen].coverage,
                p->steps[p->chosen].density);
  ply_text_add(out, "plot $d using 1:2:3 with points pt 7 lc palette notitle, $c using 1:2 with points pt 6 "
                    "ps 2.5 lw 2 lc rgb '#d55e00' title 'chosen'\n");
  return true;
}

typedef struct picture {
  const char *name;
  bool (*draw)(const ply_sensitivity *s, ply_text *out);
} picture;

static const picture pictures[] = {{"tornado", draw_tornado}, {"indices", draw_indices},
                                   {"morris", draw_morris},   {"map", draw_map},
                                   {"curve", draw_curve},     {"prim", draw_prim}};

enum { N_PICTURES = sizeof pictures / sizeof *pictures };

ply_status ply_sensitivity_script(const ply_sensitivity *s, const char *kind, const char *path, ply_text *out,
                                  ply_err *err) {
  size_t n = strlen(path);
  const char *end = n > 4 ? path + n - 4 : "";
  bool svg = strcmp(end, ".svg") == 0, known = kind == NULL;
  if (!svg && strcmp(end, ".png") != 0)
    return ply_err_set(err, PLY_E_USAGE, "a picture is a file .svg or .png, not \"%s\"", path);
  ply_text_addf(out, "set terminal %s size 900,%d\nset output ",
                svg ? "svg enhanced background '#ffffff' font 'sans,14'" : "pngcairo enhanced font 'sans,11'",
                s->n_axes == 2 ? 720 : 600);
  quoted_text(out, path);
  ply_text_add(
      out, "\nset border 3\nset tics nomirror noenhanced\nset key outside top right horizontal width 2\n");
  size_t start = out->length;
  for (int i = 0; i < N_PICTURES; i++) {
    if (kind != NULL && strcmp(kind, pictures[i].name) != 0) continue;
    known = true;
    if (pictures[i].draw(s, out))
      return out->failed ? ply_err_set(err, PLY_E_MEMORY, "out of memory") : PLY_OK;
    out->length = start;
  }
  if (!known)
    return ply_err_set(err, PLY_E_USAGE, "no picture \"%s\": tornado, indices, morris, map, curve or prim",
                       kind);
  return ply_err_set(err, PLY_E_USAGE, "these runs give no %s",
                     kind != NULL ? kind : "picture; --over PARAMETER gives a curve, two of them a map");
}
