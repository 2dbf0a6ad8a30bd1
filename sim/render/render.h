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

/* What is written: a record of which type. */
typedef enum ply_record {
  PLY_RECORD_RESULT,   /* ply_result */
  PLY_RECORD_EXPLAIN,  /* ply_explain */
  PLY_RECORD_PROBLEMS, /* ply_diags */
  PLY_RECORD_ERROR, /* ply_err: a failure outside a file's contents (no such file, a limit, usage), "error: where:
                             what" or an array of one entry, shaped like that of PROBLEMS with the status as its code */
  PLY_RECORD_COMPARISON,  /* ply_comparison */
  PLY_RECORD_LISTING,     /* ply_listing */
  PLY_RECORD_NEGOTIATION, /* ply_negotiation */
  PLY_RECORD_READINGS,    /* ply_readings */
  PLY_RECORD_CONTEST,     /* ply_contest */
  PLY_RECORD_ROBUST,      /* ply_robust */
  PLY_RECORD_EQUILIBRIA,  /* ply_equilibria */
  PLY_RECORD_JUDGED,      /* ply_judged */
  PLY_N_RECORDS
} ply_record;

/* Appends a record to out; what failed for want of memory shows in out->failed. settings may be NULL: no colour,
 * default width. */
typedef void ply_renderer(const void *record, const ply_render_settings *settings, ply_text *out);

/* One format. write: [PLY_N_RECORDS], NULL where the format has no such form. */
typedef struct ply_format {
  const char *name, *help;
  ply_renderer *write[PLY_N_RECORDS];
} ply_format;

/* All formats, the default first; *n: how many. */
const ply_format *ply_formats(size_t *n);

/* Appends one record of that kind in the named format (a name of the registry). PLY_E_USAGE with a did-you-mean for an
 * unknown name or a format that has no such form; PLY_E_MEMORY. */
ply_status ply_render(ply_record kind, const void *record, const char *format,
                      const ply_render_settings *settings, ply_text *out, ply_err *err);

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
ply_renderer ply_result_text, ply_result_json, ply_result_rows, ply_result_csv;
ply_renderer ply_explain_text, ply_explain_json;
ply_renderer ply_problems_text, ply_problems_json;
ply_renderer ply_error_text, ply_error_json;
ply_renderer ply_comparison_text, ply_comparison_json;
ply_renderer ply_listing_text, ply_listing_json;
ply_renderer ply_readings_text, ply_readings_json;
ply_renderer ply_negotiation_text, ply_negotiation_json;
/* One session told, for the page of a report: appends JSON. */
void ply_negotiation_replay(const ply_negotiation *negotiation, ply_text *out);
ply_renderer ply_contest_text, ply_contest_json;
ply_renderer ply_robust_text, ply_robust_json;
ply_renderer ply_equilibria_text, ply_equilibria_json;
ply_renderer ply_judged_text, ply_judged_json;

#endif
