/* Rendering: results, explanations and problems as text for people or for programs.
 *
 * Every function appends to a ply_text and prints nothing. The same record gives the same bytes, whatever the
 * locale. A format is one row of the registry in formats.c: a name, a one-line help, and what it can render.
 */
#ifndef PLY_RENDER_H
#define PLY_RENDER_H

#include "sim/base/base.h"
#include "sim/result/comparison.h"
#include "sim/result/explain.h"
#include "sim/result/negotiation.h"
#include "sim/result/readings.h"
#include "sim/result/result.h"
#include "sim/result/robust.h"

typedef struct ply_render_settings {
  bool color; /* ANSI colours; the marks say the same without */
  int width;  /* columns that text for people may take, at least PLY_RENDER_NARROWEST; 0: PLY_RENDER_WIDTH */
} ply_render_settings;

enum { PLY_RENDER_WIDTH = 100, PLY_RENDER_NARROWEST = 60, PLY_RENDER_WIDEST = 400 };

/* How many problems text for people shows before it says "and N more". */
enum { PLY_RENDER_PROBLEMS = 20 };

/* ---- what there is to choose from ---- */

/* One row of a registry. */
typedef struct ply_listed_row {
  const char *kind; /* "solver", "solution", "payoff", "indicator", "method", "output", "format" */
  const char *name, *help;
  const char *more; /* a reference or a formula, or NULL */
} ply_listed_row;

/* One scenario file. */
typedef struct ply_listed_file {
  const char *path;
  const char *trouble;               /* NULL, or why it could not be read; then nothing below holds */
  const char *id, *title, *question; /* question may be NULL */
  int n_actors, n_candidates, n_issues, n_designs;
  uint64_t n_bundles; /* every option with every level */
} ply_listed_file;

typedef struct ply_listing {
  const char *version;
  size_t n_files, n_rows;
  const ply_listed_file *files;
  const ply_listed_row *rows; /* [n_rows] kind by kind */
} ply_listing;

/* One format. A NULL function: the format has no such form. Each function appends to out; what failed for
 * want of memory shows in out->failed. */
typedef struct ply_format {
  const char *name, *help;
  void (*result)(const ply_result *result, const ply_render_settings *settings, ply_text *out);
  void (*explain)(const ply_explain *explain, const ply_render_settings *settings, ply_text *out);
  void (*problems)(const ply_diags *diags, const ply_render_settings *settings, ply_text *out);
  void (*error)(const ply_err *failure, const ply_render_settings *settings, ply_text *out);
  void (*comparison)(const ply_comparison *comparison, const ply_render_settings *settings, ply_text *out);
  void (*listing)(const ply_listing *listing, const ply_render_settings *settings, ply_text *out);
  void (*negotiation)(const ply_negotiation *n, const ply_render_settings *settings, ply_text *out);
  void (*readings)(const ply_readings *r, const ply_render_settings *settings, ply_text *out);
  void (*contest)(const ply_contest *c, const ply_render_settings *settings, ply_text *out);
  void (*robust)(const ply_robust *robust, const ply_render_settings *settings, ply_text *out);
} ply_format;

/* All formats, the default first; *n: how many. */
const ply_format *ply_formats(size_t *n);

/* The format of that name, or NULL. */
const ply_format *ply_format_find(const char *name);

/* Append one record in the named format (a name of the registry). PLY_E_USAGE with a did-you-mean for an
 * unknown name or a format that has no such form; PLY_E_MEMORY. settings may be NULL: no colour, default
 * width. */
ply_status ply_render_result(const ply_result *result, const char *format,
                             const ply_render_settings *settings, ply_text *out, ply_err *err);
ply_status ply_render_explain(const ply_explain *explain, const char *format,
                              const ply_render_settings *settings, ply_text *out, ply_err *err);
ply_status ply_render_problems(const ply_diags *diags, const char *format,
                               const ply_render_settings *settings, ply_text *out, ply_err *err);
ply_status ply_render_comparison(const ply_comparison *comparison, const char *format,
                                 const ply_render_settings *settings, ply_text *out, ply_err *err);
ply_status ply_render_listing(const ply_listing *listing, const char *format,
                              const ply_render_settings *settings, ply_text *out, ply_err *err);
ply_status ply_render_robust(const ply_robust *robust, const char *format,
                             const ply_render_settings *settings, ply_text *out, ply_err *err);

ply_status ply_render_readings(const ply_readings *readings, const char *format,
                               const ply_render_settings *settings, ply_text *out, ply_err *err);
ply_status ply_render_negotiation(const ply_negotiation *negotiation, const char *format,
                                  const ply_render_settings *settings, ply_text *out, ply_err *err);
ply_status ply_render_contest(const ply_contest *contest, const char *format,
                              const ply_render_settings *settings, ply_text *out, ply_err *err);

/* One failure outside a file's contents (no such file, a limit, usage) in the named format: "error: where:
 * what" or an array of one entry, shaped like that of ply_render_problems with the status as its code. */
ply_status ply_render_error(const ply_err *failure, const char *format, const ply_render_settings *settings,
                            ply_text *out, ply_err *err);

/* ---- rows ---- */

/* A table of bundles, one row each, as CSV or as an array of JSON objects: its start, a row (first: none came before), its
 * end. The text may be written and emptied between them. */
void ply_rows_start(const ply_frame *frame, bool json, ply_text *out);
void ply_rows_add(const ply_frame *frame, const ply_bundle *bundle, bool json, bool first, ply_text *out);
void ply_rows_end(bool json, ply_text *out);

/* ---- pages ---- */

/* One HTML page: a shell around a script that renders into the element "app". Lengths in bytes; nothing is
 * borrowed after the call. Where the bytes of script and style are given they become part of the page, which
 * then refers to nothing; else they are linked by name. */
typedef struct ply_html_page {
  const char *title;          /* plain text */
  const char *data;           /* JSON that the script finds under the id "data", or NULL */
  const char *script, *style; /* names */
  const unsigned char *script_bytes, *style_bytes; /* or NULL */
  size_t script_size, style_size;
} ply_html_page;

void ply_html_page_add(const ply_html_page *page, ply_text *out);

/* The report of the given data (see sim/web/README.md) as Markdown. concept, question: row 0, 1, ... of the
 * registries of bargaining solutions and of questions, NULL past the last. PLY_E_INPUT where the data is no
 * report. */
ply_status ply_report_markdown(const char *data, const ply_concept *(*concept)(int row),
                               const ply_question_words *(*question)(int row), ply_text *out, ply_err *err);

/* The renderers of the rows; used by formats.c only. */
void ply_result_text(const ply_result *result, const ply_render_settings *settings, ply_text *out);
void ply_result_json(const ply_result *result, const ply_render_settings *settings, ply_text *out);
void ply_result_rows(const ply_result *result, const ply_render_settings *settings, ply_text *out);
void ply_result_csv(const ply_result *result, const ply_render_settings *settings, ply_text *out);
void ply_explain_text(const ply_explain *explain, const ply_render_settings *settings, ply_text *out);
void ply_explain_json(const ply_explain *explain, const ply_render_settings *settings, ply_text *out);
void ply_problems_text(const ply_diags *diags, const ply_render_settings *settings, ply_text *out);
void ply_problems_json(const ply_diags *diags, const ply_render_settings *settings, ply_text *out);
void ply_error_text(const ply_err *failure, const ply_render_settings *settings, ply_text *out);
void ply_error_json(const ply_err *failure, const ply_render_settings *settings, ply_text *out);
void ply_comparison_text(const ply_comparison *c, const ply_render_settings *settings, ply_text *out);
void ply_comparison_json(const ply_comparison *c, const ply_render_settings *settings, ply_text *out);
void ply_listing_text(const ply_listing *listing, const ply_render_settings *settings, ply_text *out);
void ply_listing_json(const ply_listing *listing, const ply_render_settings *settings, ply_text *out);
void ply_readings_text(const ply_readings *r, const ply_render_settings *settings, ply_text *out);
void ply_readings_json(const ply_readings *r, const ply_render_settings *settings, ply_text *out);
void ply_negotiation_text(const ply_negotiation *n, const ply_render_settings *settings, ply_text *out);
void ply_negotiation_json(const ply_negotiation *n, const ply_render_settings *settings, ply_text *out);
void ply_contest_text(const ply_contest *c, const ply_render_settings *settings, ply_text *out);
void ply_contest_json(const ply_contest *c, const ply_render_settings *settings, ply_text *out);
void ply_robust_text(const ply_robust *robust, const ply_render_settings *settings, ply_text *out);
void ply_robust_json(const ply_robust *robust, const ply_render_settings *settings, ply_text *out);

#endif
