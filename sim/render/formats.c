/* Which formats are there, and what can each render? One row a format: a new one is one file and one line
 * here. */
#include "sim/render/render.h"

#include <stdio.h>
#include <string.h>

/* What a kind of record is called where a format cannot write it. */
static const char *const called[PLY_N_RECORDS] = {
    [PLY_RECORD_RESULT] = "a result",
    [PLY_RECORD_EXPLAIN] = "an explanation",
    [PLY_RECORD_PROBLEMS] = "a list of problems",
    [PLY_RECORD_ERROR] = "a failure",
    [PLY_RECORD_COMPARISON] = "a comparison",
    [PLY_RECORD_LISTING] = "a list",
    [PLY_RECORD_NEGOTIATION] = "simulated talks",
    [PLY_RECORD_READINGS] = "a table of readings",
    [PLY_RECORD_CONTEST] = "a game of strategies",
    [PLY_RECORD_ROBUST] = "deals over many draws",
    [PLY_RECORD_EQUILIBRIA] = "a game's answer",
    [PLY_RECORD_JUDGED] = "a judged profile",
};

static const ply_format formats[] = {
    {.name = "text",
     .help = "for people: tables and sentences, at most 100 columns",
     .write = {[PLY_RECORD_RESULT] = ply_result_text,
               [PLY_RECORD_EXPLAIN] = ply_explain_text,
               [PLY_RECORD_PROBLEMS] = ply_problems_text,
               [PLY_RECORD_ERROR] = ply_error_text,
               [PLY_RECORD_COMPARISON] = ply_comparison_text,
               [PLY_RECORD_LISTING] = ply_listing_text,
               [PLY_RECORD_NEGOTIATION] = ply_negotiation_text,
               [PLY_RECORD_READINGS] = ply_readings_text,
               [PLY_RECORD_CONTEST] = ply_contest_text,
               [PLY_RECORD_ROBUST] = ply_robust_text,
               [PLY_RECORD_EQUILIBRIA] = ply_equilibria_text,
               [PLY_RECORD_JUDGED] = ply_judged_text}},
    {.name = "json",
     .help = "for programs: every number in full",
     .write = {[PLY_RECORD_RESULT] = ply_result_json,
               [PLY_RECORD_EXPLAIN] = ply_explain_json,
               [PLY_RECORD_PROBLEMS] = ply_problems_json,
               [PLY_RECORD_ERROR] = ply_error_json,
               [PLY_RECORD_COMPARISON] = ply_comparison_json,
               [PLY_RECORD_LISTING] = ply_listing_json,
               [PLY_RECORD_NEGOTIATION] = ply_negotiation_json,
               [PLY_RECORD_READINGS] = ply_readings_json,
               [PLY_RECORD_CONTEST] = ply_contest_json,
               [PLY_RECORD_ROBUST] = ply_robust_json,
               [PLY_RECORD_EQUILIBRIA] = ply_equilibria_json,
               [PLY_RECORD_JUDGED] = ply_judged_json}},
    {.name = "csv",
     .help = "for spreadsheets: one long table (solve only)",
     .write = {[PLY_RECORD_RESULT] = ply_result_csv}},
    {.name = "csv-rows",
     .help = "for spreadsheets: one row a bundle (solve only)",
     .write = {[PLY_RECORD_RESULT] = ply_result_rows}},
};

enum { N_FORMATS = sizeof formats / sizeof *formats };

const ply_format *ply_formats(size_t *n) {
  *n = N_FORMATS;
  return formats;
}

static const ply_format *find(const char *name) {
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
  char all[200] = "";
  for (size_t i = 0; i < N_FORMATS; i++)
    snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s",
             i == 0              ? ""
             : i + 1 < N_FORMATS ? ", "
                                 : " or ",
             names[i]);
  return ply_err_set(err, PLY_E_USAGE, "unknown format \"%.40s\": it can be %s", name, all);
}

ply_status ply_render(ply_record kind, const void *record, const char *format,
                      const ply_render_settings *settings, ply_text *out, ply_err *err) {
  const ply_format *row = find(format);
  if (row == NULL) return unknown(format, err);
  if (row->write[kind] == NULL)
    return ply_err_set(err, PLY_E_USAGE, "%s cannot be written as %s: use text or json", called[kind],
                       row->name);
  row->write[kind](record, settings, out);
  return out->failed ? ply_err_set(err, PLY_E_MEMORY, "not enough memory to write the output") : PLY_OK;
}
