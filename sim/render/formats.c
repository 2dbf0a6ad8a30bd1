/* Which formats are there, and what can each render? One row a format: a new one is one file and one line
 * here. */
#include "sim/render/render.h"

#include "sim/result/readings.h"

#include <string.h>

static const ply_format formats[] = {
    {.name = "text",
     .help = "for people: tables and sentences, at most 100 columns",
     .result = ply_result_text,
     .explain = ply_explain_text,
     .problems = ply_problems_text,
     .error = ply_error_text,
     .comparison = ply_comparison_text,
     .listing = ply_listing_text,
     .negotiation = ply_negotiation_text,
     .contest = ply_contest_text,
     .readings = ply_readings_text,
     .robust = ply_robust_text},
    {.name = "json",
     .help = "for programs: every number in full",
     .result = ply_result_json,
     .explain = ply_explain_json,
     .problems = ply_problems_json,
     .error = ply_error_json,
     .comparison = ply_comparison_json,
     .listing = ply_listing_json,
     .negotiation = ply_negotiation_json,
     .contest = ply_contest_json,
     .readings = ply_readings_json,
     .robust = ply_robust_json},
    {.name = "csv", .help = "for spreadsheets: one long table (solve only)", .result = ply_result_csv},
    {.name = "csv-rows",
     .help = "for spreadsheets: one row a bundle (solve only)",
     .result = ply_result_rows},
};

enum { N_FORMATS = sizeof formats / sizeof *formats };

const ply_format *ply_formats(size_t *n) {
  *n = N_FORMATS;
  return formats;
}

const ply_format *ply_format_find(const char *name) {
  for (size_t i = 0; i < N_FORMATS; i++)
    if (strcmp(formats[i].name, name) == 0) return &formats[i];
  return NULL;
}

static ply_status unknown(const char *name, ply_err *err) {
  const char *names[N_FORMATS];
  for (size_t i = 0; i < N_FORMATS; i++) names[i] = formats[i].name;
  const char *near = ply_word_nearest(name, names, N_FORMATS);
  if (near != NULL)
    return ply_err_set(err, PLY_E_USAGE, "unknown format \"%.40s\": did you mean \"%s\"?", name, near);
  return ply_err_set(err, PLY_E_USAGE, "unknown format \"%.40s\": it can be text, json, csv or csv-rows",
                     name);
}

static ply_status lacks(const ply_format *format, const char *what, ply_err *err) {
  return ply_err_set(err, PLY_E_USAGE, "%s cannot be written as %s: use text or json", what, format->name);
}

static ply_status done(const ply_text *out, ply_err *err) {
  return out->failed ? ply_err_set(err, PLY_E_MEMORY, "not enough memory to write the output") : PLY_OK;
}

ply_status ply_render_result(const ply_result *result, const char *format,
                             const ply_render_settings *settings, ply_text *out, ply_err *err) {
  const ply_format *row = ply_format_find(format);
  if (row == NULL) return unknown(format, err);
  row->result(result, settings, out);
  return done(out, err);
}

ply_status ply_render_explain(const ply_explain *explain, const char *format,
                              const ply_render_settings *settings, ply_text *out, ply_err *err) {
  const ply_format *row = ply_format_find(format);
  if (row == NULL) return unknown(format, err);
  if (row->explain == NULL) return lacks(row, "an explanation", err);
  row->explain(explain, settings, out);
  return done(out, err);
}

ply_status ply_render_problems(const ply_diags *diags, const char *format,
                               const ply_render_settings *settings, ply_text *out, ply_err *err) {
  const ply_format *row = ply_format_find(format);
  if (row == NULL) return unknown(format, err);
  if (row->problems == NULL) return lacks(row, "a list of problems", err);
  row->problems(diags, settings, out);
  return done(out, err);
}

ply_status ply_render_comparison(const ply_comparison *comparison, const char *format,
                                 const ply_render_settings *settings, ply_text *out, ply_err *err) {
  const ply_format *row = ply_format_find(format);
  if (row == NULL) return unknown(format, err);
  if (row->comparison == NULL) return lacks(row, "a comparison", err);
  row->comparison(comparison, settings, out);
  return done(out, err);
}

ply_status ply_render_contest(const ply_contest *contest, const char *format,
                              const ply_render_settings *settings, ply_text *out, ply_err *err) {
  const ply_format *row = ply_format_find(format);
  if (row == NULL) return unknown(format, err);
  if (row->contest == NULL) return lacks(row, "a game of strategies", err);
  row->contest(contest, settings, out);
  return done(out, err);
}

ply_status ply_render_listing(const ply_listing *listing, const char *format,
                              const ply_render_settings *settings, ply_text *out, ply_err *err) {
  const ply_format *row = ply_format_find(format);
  if (row == NULL) return unknown(format, err);
  if (row->listing == NULL) return lacks(row, "a list", err);
  row->listing(listing, settings, out);
  return done(out, err);
}

ply_status ply_render_negotiation(const ply_negotiation *negotiation, const char *format,
                                  const ply_render_settings *settings, ply_text *out, ply_err *err) {
  const ply_format *row = ply_format_find(format);
  if (row == NULL) return unknown(format, err);
  if (row->negotiation == NULL) return lacks(row, "simulated talks", err);
  row->negotiation(negotiation, settings, out);
  return done(out, err);
}

ply_status ply_render_robust(const ply_robust *robust, const char *format,
                             const ply_render_settings *settings, ply_text *out, ply_err *err) {
  const ply_format *row = ply_format_find(format);
  if (row == NULL) return unknown(format, err);
  if (row->robust == NULL) return lacks(row, "deals over many draws", err);
  row->robust(robust, settings, out);
  return done(out, err);
}

ply_status ply_render_readings(const ply_readings *readings, const char *format,
                               const ply_render_settings *settings, ply_text *out, ply_err *err) {
  const ply_format *row = ply_format_find(format);
  if (row == NULL) return unknown(format, err);
  if (row->readings == NULL) return lacks(row, "a table of readings", err);
  row->readings(readings, settings, out);
  return done(out, err);
}

ply_status ply_render_error(const ply_err *failure, const char *format, const ply_render_settings *settings,
                            ply_text *out, ply_err *err) {
  const ply_format *row = ply_format_find(format);
  if (row == NULL) return unknown(format, err);
  if (row->error == NULL) return lacks(row, "a failure", err);
  row->error(failure, settings, out);
  return done(out, err);
}
